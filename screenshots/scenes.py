"""The scenes of the screenshots, and the recordings they need besides the bundled ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recview.model.json_value import JSON
from recview.samples import acts, recordings_path
from recview.samples.acts import Act
from recview.samples.scenarios.takes import LANGUAGES, POSTCARDS, WONDERS
from recview.wire.documents import dumps


@dataclass(frozen=True, slots=True)
class Scene:
    """A state of the interface: how to get there, and what it is called."""

    name: str
    filter: str = ""
    """What the list is filtered by first; the first recording it leaves is opened."""
    keys: str = ""
    """Textual key names in a row, pressed then."""
    size: tuple[int, int] = (120, 36)
    theme: str = "midnight"
    write: Callable[[Path], None] | None = None
    """Writes recordings of the scene's own into a folder, which is opened instead of the bundled ones."""
    happens: Callable[[Path], Iterator[Act | None]] | None = None
    """What is recorded anew in that folder once it is open, and watched."""
    review: bool = False
    """Whether the folders `old` and `new` in it are reviewed."""


FIRST_TWO = "g n m n m "
"""Marks the first two recordings."""


def write_pair(old: JSON, new: JSON) -> Callable[[Path], None]:
    """Two recordings that differ in their request's body alone."""
    choice: JSON = {"index": 0, "message": {"role": "assistant", "content": "60 km"}, "finish_reason": "stop"}
    item: JSON = {"__type__": "openai.types.chat.chat_completion.ChatCompletion", "__data__": {"choices": [choice]}}

    def write(folder: Path) -> None:
        for name, body in (("3f9c1a7be204", old), ("b81d60c5e97a", new)):
            document: JSON = {
                "test_id": "tests/test_guide.py::test_route[gpt-4o]",
                "request": {
                    "method": "POST",
                    "url": "https://api.openai.com/v1/chat/completions",
                    "headers": {},
                    "body": body,
                    "endpoint": "/v1/chat/completions",
                    "model": "gpt-4o",
                },
                "response": {"body": item, "is_streaming": False},
            }
            (folder / f"{name}.json").write_text(dumps(document), encoding="utf-8")

    return write


def write_two_takes(folder: Path) -> None:
    """One test, recorded twice with answers that part."""
    for name, answer in (("old", 0), ("new", 1)):
        target = folder / name / "recordings" / Path(WONDERS[0].recorded().path).name
        target.parent.mkdir(parents=True)
        target.write_bytes(WONDERS[0].recorded(answer, include_usage=answer > 0).content)


def write_samples(folder: Path) -> None:
    """The bundled recordings."""
    for source in recordings_path().rglob("*.json"):
        target = folder / source.relative_to(recordings_path())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def a_re_record(folder: Path) -> Iterator[Act | None]:
    """Something of everything that can happen to recordings."""
    for take in LANGUAGES:
        yield acts.ask_for_usage(folder, take, 0)
    yield acts.remove(folder, LANGUAGES[0])
    yield acts.add_test(folder, POSTCARDS[0])
    yield acts.answer_again(folder, LANGUAGES[1], 1)
    yield acts.overload(folder, POSTCARDS[0])
    yield acts.add_test(folder, WONDERS[0])


def write_re_record(folder: Path) -> None:
    """The bundled recordings, and the same after a re-record: `old` and `new`."""
    for name in ("old", "new"):
        for source in recordings_path().rglob("*.json"):
            target = folder / name / source.relative_to(recordings_path())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    for number, take in enumerate((*LANGUAGES, *WONDERS)):
        for act in (acts.ask_for_usage(folder / "new", take, number % 2), acts.add_test(folder / "new", take)):
            if act is not None:
                act.perform()


def prompt(*contents: str) -> list[JSON]:
    """Messages of a conversation: system, then user and assistant in turn."""
    roles = ["system", *("user", "assistant") * len(contents)]
    return [{"role": role, "content": text} for role, text in zip(roles, contents, strict=False)]


def tool(name: str, description: str) -> JSON:
    """A tool as a request offers it."""
    parameters: JSON = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


GUIDE = "You are a guide for cyclists. Answer in one sentence, name distances in kilometres, and warn of headwind."
LONGER_GUIDE = GUIDE.replace("one sentence", "two short sentences").replace("headwind", "rain")
TALK = ("How far is it to Ghent?", "About 60 km along the canal.", "And back by the sea?")
QUIET: JSON = {"role": "system", "content": "Prefer quiet roads."}
FORECAST, PARK, HIRE = (
    tool("get_forecast", "The weather of a day"),
    tool("find_park", "A park nearby"),
    tool("hire_bicycle", "Hires a bicycle"),
)

CHANGED_PROMPT = write_pair({"messages": prompt(GUIDE, TALK[0])}, {"messages": prompt(LONGER_GUIDE, TALK[0])})
REORDERED_TOOLS = write_pair(
    {"messages": prompt(GUIDE, TALK[0]), "tools": [FORECAST, PARK, HIRE]},
    {"messages": prompt(GUIDE, TALK[0]), "tools": [HIRE, FORECAST, PARK]},
)
INSERTED_MESSAGE = write_pair(
    {"messages": prompt(GUIDE, *TALK)}, {"messages": [*prompt(GUIDE), QUIET, *prompt(GUIDE, *TALK)[1:]]}
)

SCENES: tuple[Scene, ...] = (
    Scene("playback", keys="6"),
    Scene("tool-call", "test:parallel_weather", "tab 6", (160, 40)),
    Scene("reasoning", "has:reasoning stream:yes", "tab 5"),
    Scene("logprobs", "test:alternatives", "tab 7 p"),
    Scene("choices", "test:three_haiku", "tab 6"),
    Scene("error", "test:connection_lost", "tab 9"),
    Scene("conversation", "test:picnic finish:stop", "greater_than_sign tab"),
    Scene("request", "test:picnic finish:stop", "greater_than_sign greater_than_sign tab"),
    Scene("lock-step", keys=FIRST_TWO + "D n", write=write_two_takes),
    Scene("compare", "test:tilted_planet", "m down d"),
    Scene("compare-unified", "test:tilted_planet", "m down d s"),
    Scene("compare-prompt", keys=FIRST_TWO + "d", write=CHANGED_PROMPT),
    Scene("compare-tools", keys=FIRST_TWO + "d", write=REORDERED_TOOLS),
    Scene("compare-message", keys=FIRST_TWO + "d", write=INSERTED_MESSAGE),
    Scene("relatives", "test:tilted_planet usage:none", "v"),
    Scene("review", keys="j j j", size=(160, 44), write=write_re_record, review=True),
    Scene("review-small", keys="j j j a", size=(80, 24), write=write_re_record, review=True),
    Scene("changes", keys="W j j j", write=write_samples, happens=a_re_record),
    Scene("changes-small", keys="W j", size=(80, 24), write=write_samples, happens=a_re_record),
    Scene("small", "test:tilted_planet", "down enter 6", (80, 24)),
    Scene("small-list", size=(80, 24)),
    Scene("paper", "test:tilted_planet", "down tab 7", theme="paper"),
    Scene("contrast", "test:tilted_planet", "down tab 7", theme="contrast"),
    Scene("help", keys="question_mark"),
)
