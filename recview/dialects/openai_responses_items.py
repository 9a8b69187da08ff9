"""The output items of a response: messages, reasoning and calls; each of their parts is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from recview.dialects.logprobs import token_logprobs
from recview.dialects.server_results import result_of_call, result_of_item
from recview.model.events import (
    BlockStart,
    BlockStop,
    Logprobs,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
)
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.value import value

_ARGUMENT_KEYS = ("arguments", "input", "code", "action", "actions", "operation", "queries")
_FREE_TEXT_CALLS = ("custom_tool_call", "code_interpreter_call", "shell_call", "local_shell_call")
_DONE_TEXTS = {
    "response.output_text.done": ("text", "text", "content_index"),
    "response.refusal.done": ("refusal", "refusal", "content_index"),
    "response.reasoning_text.done": ("reasoning", "text", "content_index"),
    "response.reasoning_summary_text.done": ("summary", "text", "summary_index"),
}
"""What repeats a text: its kind, the key that holds it, and the one that says which part of the item it is."""


class ItemReader:
    """Tells items by their place in the output. Servers may count places otherwise than the final output does, so
    what the end repeats is compared by kind, and calls by their id.
    """

    def __init__(self) -> None:
        self._role: str | None = None
        self._blocks: dict[tuple[int, str, int], int] = {}
        self._told: set[tuple[int, str, int]] = set()
        self._slots: dict[str, int] = {}
        self._taken: set[int] = set()
        self._next_slot = 0
        """Above every place that is taken by a call with an id."""
        self._with_arguments: set[int] = set()
        self._whole: set[int] = set()
        """Places of calls whose arguments were told, piece by piece, and whole."""
        self._with_result: set[int] = set()
        """Places of those whose result was."""
        self._results: set[tuple[str, str]] = set()
        """Kind and id of the items that were told and are results."""
        self._commands: dict[int, int] = {}
        """Which command of a call was told last, where it has several."""

    def block(self, place: int, kind: str = "", part: int = 0) -> int:
        """A number for a part of an item, the same each time; the item's own is that of its first part."""
        return self._blocks.setdefault((place, kind, part), len(self._blocks))

    def text(self, kind: str, place: int, part: int, text: str) -> StreamEvent:
        """A piece of text of some kind."""
        self._told.add((place, kind, part))
        if kind == "text":
            return TextDelta(0, text, self.block(place, kind, part))
        if kind == "refusal":
            return RefusalDelta(0, text, self.block(place, kind, part))
        return ReasoningDelta(0, text, self.block(place, kind, part))

    def call_delta(self, place: int, fragment: str | None) -> ToolCallDelta:
        """A piece of a call's arguments."""
        if fragment:
            self._with_arguments.add(place)
        return ToolCallDelta(0, place, arguments=fragment)

    def command_delta(self, place: int, number: int, fragment: str | None) -> ToolCallDelta:
        """A piece of one of the commands a shell is to run: text, each on lines of its own."""
        is_next = self._commands.get(place, number) != number
        self._commands[place] = number
        return self.call_delta(place, f"\n{fragment or ''}" if is_next else fragment)

    def open(self, place: int, item: dict[str, JSON]) -> list[StreamEvent]:
        """An item announced: its role, or the call it will be. What else it holds already is told when it is done."""
        kind = as_string(item.get("type")) or ""
        if is_call(kind):
            id_, name, _ = call_of(kind, item)
            if ids := _ids(item):
                self._slots.update(dict.fromkeys(ids, place))
                self._taken.add(place)
                self._next_slot = max(self._next_slot, place + 1)
            return [ToolCallDelta(0, place, id_, name, free_text=kind in _FREE_TEXT_CALLS)]
        return self._role_set(item)

    def close(self, place: int, item: dict[str, JSON]) -> list[StreamEvent]:
        """An item that is done: what no delta brought of it."""
        kind = as_string(item.get("type")) or ""
        if is_call(kind):
            return self._close_call(place, kind, item)
        events = self._role_set(item)
        for part in _texts(item):
            if (place, part.kind, part.number) not in self._told:
                events += self._whole_text(place, part)
        return [*events, *self._result(kind, item)]

    def part_done(self, name: str, place: int, data: dict[str, JSON]) -> list[StreamEvent]:
        """A part that is done: the whole of it, where no delta brought it."""
        if name in _DONE_TEXTS:
            kind, key, number_key = _DONE_TEXTS[name]
            text, number = data.get(key), data.get(number_key)
            part = number if type(number) is int else 0
            if isinstance(text, str) and (place, kind, part) not in self._told:
                return [self.text(kind, place, part, text)]
        elif name.endswith("_call_arguments.done") and place not in self._with_arguments:
            return [self.call_delta(place, as_string(data.get("arguments")))]
        return []

    def remaining(self, output: list[dict[str, JSON]]) -> list[StreamEvent]:
        """What of the final output was never told. Where nothing was, each of its items is a block."""
        told = Counter(kind for _, kind, _ in self._told)
        announced = bool(self._blocks)
        events: list[StreamEvent] = []
        for place, item in enumerate(output):
            untold = self._untold(place, item, told)
            if announced:
                events += untold
            else:
                block = self.block(place)
                kind = as_string(item.get("type")) or "?"
                events += [BlockStart(0, block, kind), *untold, BlockStop(0, block)]
        return events

    def _untold(self, place: int, item: dict[str, JSON], told: Counter[str]) -> list[StreamEvent]:
        """What of an item was never told; `told` counts the texts of each kind that were, and are met before others."""
        kind = as_string(item.get("type")) or ""
        if is_call(kind):
            known = next((self._slots[key] for key in _ids(item) if key in self._slots), None)
            if known is not None:
                return self._close_call(known, kind, item)
            slot = self._next_slot if place in self._taken else place
            return [*self.open(slot, item), *self._close_call(slot, kind, item)]
        events = self._role_set(item)
        for part in _texts(item):
            if told[part.kind]:
                told[part.kind] -= 1
            else:
                events += self._whole_text(place, part)
        return [*events, *self._result(kind, item)]

    def _result(self, kind: str, item: dict[str, JSON]) -> list[StreamEvent]:
        """What an item brings that is a result, once."""
        result = result_of_item(kind, item)
        if result is None:
            return []
        name = (kind, next(iter(_ids(item)), result.text))
        if name in self._results:
            return []
        self._results.add(name)
        return [result]

    def _whole_text(self, place: int, part: _Text) -> list[StreamEvent]:
        """A text that no delta brought, and how probable its tokens were."""
        tokens = token_logprobs(part.logprobs)
        said = self.text(part.kind, place, part.number, part.text)
        return [said, Logprobs(0, tokens)] if tokens else [said]

    def _role_set(self, item: dict[str, JSON]) -> list[StreamEvent]:
        role = as_string(item.get("role"))
        if role is None or role == self._role:
            return []
        self._role = role
        return [RoleSet(0, role)]

    def _close_call(self, place: int, kind: str, item: dict[str, JSON]) -> list[StreamEvent]:
        """Of arguments in pieces what is repeated as text is told already; as JSON it says more, and counts.

        Behind them comes the result, where the server ran the tool itself.
        """
        events: list[StreamEvent] = []
        id_, name, arguments = call_of(kind, item)
        if isinstance(arguments, str):
            if place not in self._whole and place not in self._with_arguments:
                self._with_arguments.add(place)
                events.append(ToolCallDelta(0, place, id_, name, arguments, free_text=kind in _FREE_TEXT_CALLS))
        elif arguments is not None and place not in self._whole:
            self._whole.add(place)
            events.append(ToolCallDelta(0, place, id_, name, value=arguments, whole=True))
        result = result_of_call(kind, item)
        if result is not None and place not in self._with_result:
            self._with_result.add(place)
            events.append(result)
        return events


def is_call(kind: str) -> bool:
    """Whether an item of a type is a call, or the question whether one may be made."""
    return kind.endswith("_call") or kind == "mcp_approval_request"


def _ids(item: dict[str, JSON]) -> list[str]:
    return [value for key in ("id", "call_id") if isinstance(value := item.get(key), str) and value]


def call_of(kind: str, item: dict[str, JSON]) -> tuple[str | None, str | None, JSON]:
    """Id, name and arguments. What the server runs itself has no name but its kind (`web_search`)."""
    id_ = as_string(item.get("call_id")) or as_string(item.get("id"))
    name = as_string(item.get("name")) or kind.removesuffix("_call")
    given = {key: item[key] for key in _ARGUMENT_KEYS if item.get(key) is not None}
    if isinstance(given.get("action"), str):
        del given["action"]  # whether an image is made or changed
    return id_, name, next(iter(given.values()), None)


@value
class _Text:
    """A text of a message or of reasoning."""

    kind: str
    number: int
    """Which part of the item it is."""
    text: str
    logprobs: JSON = None


def _texts(item: dict[str, JSON]) -> Iterator[_Text]:
    """The texts of an item."""
    reasoning = item.get("type") == "reasoning"
    for number, part in enumerate(map(as_object, as_array(item.get("content")))):
        if isinstance(text := part.get("text"), str):
            yield _Text("reasoning" if reasoning else "text", number, text, part.get("logprobs"))
        elif isinstance(refusal := part.get("refusal"), str):
            yield _Text("refusal", number, refusal)
    for number, part in enumerate(map(as_object, as_array(item.get("summary")))):
        if isinstance(text := part.get("text"), str):
            yield _Text("summary", number, text)
