"""Generated re-records of which it is known who replaced whom."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from rerecords import as_recording, chat_document

from recview.model.json_value import JSON
from recview.model.recording import Recording

_SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nes", "pol", "ran", "sta", "tor", "ves")


@dataclass
class Rerecord:
    """Both sides, and the truth: path of the new recording -> path of its old self, None for one that has none."""

    old: list[Recording] = field(default_factory=list)
    new: list[Recording] = field(default_factory=list)
    truth: dict[str, str | None] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Asked:
    """A call before it is recorded."""

    test_id: str
    body: dict[str, JSON]


class Generator:
    """Makes calls of tests; the same seed makes the same ones."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)

    def word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 3)))

    def text(self, words: int) -> str:
        return " ".join(self.word() for _ in range(words))

    def random_id(self, prefix: str) -> str:
        return prefix + "".join(self.random.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNP0123456789", k=24))

    def conversation(self, test_id: str, turns: int, tools: bool) -> list[Asked]:
        """The calls of one test, each with the messages of the one before and two more."""
        messages: list[JSON] = [{"role": "system", "content": "You are a helpful assistant."}]
        calls: list[Asked] = []
        for _ in range(turns):
            messages.append({"role": "user", "content": self.text(self.random.randint(6, 20))})
            body: dict[str, JSON] = {"model": "m-1", "messages": list(messages), "stream": True}
            if tools:
                body["tools"] = [_TOOL]
            calls.append(Asked(test_id, body))
            if tools:
                call_id = self.random_id("call_")
                arguments = f'{{"query": "{self.text(3)}"}}'
                called: JSON = [{"id": call_id, "function": {"name": "search", "arguments": arguments}}]
                messages.append({"role": "assistant", "content": "", "tool_calls": called})
                messages.append({"role": "tool", "tool_call_id": call_id, "content": self.text(12)})
            else:
                messages.append({"role": "assistant", "content": self.text(self.random.randint(5, 25))})
        return calls

    def tests(self, count: int) -> list[Asked]:
        """The calls of some tests of several files, with parameters."""
        calls: list[Asked] = []
        for at in range(count):
            parameters = f"{self.random.choice(('client', 'server'))}-{self.word()}-{at}"
            test_id = f"tests/suite/test_file_{at % 7}.py::test_{self.word()}_{at // 3}[{parameters}]"
            calls += self.conversation(test_id, self.random.randint(1, 5), tools=self.random.random() < 0.4)
        return calls

    def new_ids(self, value: JSON) -> JSON:
        """The same with every tool call's id drawn anew."""
        if isinstance(value, dict):
            return {key: self.new_ids(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.new_ids(item) for item in value]
        if isinstance(value, str) and value.startswith("call_"):
            return self.random_id("call_")
        return value

    def reworded(self, body: dict[str, JSON], share: float = 0.15) -> dict[str, JSON]:
        """The same with some words of each message changed."""
        messages: list[JSON] = []
        for message in body["messages"]:  # type: ignore[union-attr]
            assert isinstance(message, dict)
            text = str(message.get("content"))
            words = [self.word() if self.random.random() < share else word for word in text.split(" ")]
            messages.append({**message, "content": " ".join(words)})
        return {**body, "messages": messages}


_TOOL: JSON = {
    "type": "function",
    "function": {
        "name": "search",
        "description": "Searches.",
        "parameters": {"type": "object", "properties": {"query": {"type": "string"}}},
    },
}


def rerecord(generator: Generator, calls: list[Asked], change: Callable[[Asked], Asked], *, keep_old: bool) -> Rerecord:
    """Records all calls, and records them anew as `change` makes them; the old files stay or go."""
    made = Rerecord()
    for asked in calls:
        old = _recorded(asked, generator)
        new = _recorded(change(asked), generator)
        made.old.append(old)
        if keep_old:
            made.standing.add(old.path)
        if new.name != old.name:
            made.new.append(new)
            made.truth[new.path] = old.path
    generator.random.shuffle(made.old)
    generator.random.shuffle(made.new)
    return made


def _recorded(asked: Asked, generator: Generator) -> Recording:
    name = "".join(generator.random.choices("0123456789abcdef", k=64))
    return as_recording(chat_document(asked.body, generator.text(4), asked.test_id), f"recordings/{name}.json")


def series(generator: Generator, test_id: str, length: int, text: str | None = None) -> list[Asked]:
    """One call for every prefix of a growing answer."""
    words = (text or generator.text(length)).split(" ")
    head = "Is the following safe?"
    return [
        Asked(
            test_id,
            {
                "model": "guard-1",
                "messages": [
                    {"role": "system", "content": head},
                    {"role": "user", "content": " ".join(words[: at + 1])},
                ],
                "stream": False,
            },
        )
        for at in range(length)
    ]
