"""Which tool call a streamed fragment belongs to, however carelessly the wire numbers its calls."""

from __future__ import annotations

from recview.model.events import ToolCallDelta
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.wire.growing_object import GrowingObject

_LONG_NAME = 1000
"""Characters after which a name grows no more: it is told whole with each piece."""


class ToolCallReader:
    """Reads the `tool_calls` of one choice. A delta's name is the whole name so far, None where it adds nothing.

    A fragment is told by its `index`; where that is missing by its id; with neither it continues the last call.
    Servers that number every call 0 begin another by another id, or, where they give none, once the arguments are
    whole; a name is sent there. Without a name another id is no other call: some servers make one up a fragment.
    """

    def __init__(self, choice: int) -> None:
        self._choice = choice
        self._slot_of_index: dict[int, int] = {}
        self._slot_of_id: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._arguments: dict[int, GrowingObject] = {}
        """Of each call that was begun."""
        self._valued: set[int] = set()
        """The calls whose arguments came as JSON, which is whole."""
        self._last = 0
        self._next_slot = 0
        """Above every call that was begun."""

    def read_fragments(self, calls: JSON) -> list[ToolCallDelta]:
        """The fragments one chunk brings."""
        deltas: list[ToolCallDelta] = []
        for call in as_array(calls):
            fields = as_object(call)
            index, id_ = fields.get("index"), as_string(fields.get("id")) or None
            function = call_function(fields)
            self._last = slot = self._slot(index if type(index) is int else None, id_, function)
            if id_ is not None and slot not in self._ids:
                self._ids[slot] = id_
                self._slot_of_id[id_] = slot
            elif id_ is not None and self._ids[slot] != id_:
                id_ = None
            deltas.append(self._delta(slot, id_, fields, function))
        return deltas

    def read_whole(self, calls: JSON) -> list[ToolCallDelta]:
        """The calls of a plain message, where each entry is one, whatever its `index` says."""
        return [
            self._delta(slot, as_string(fields.get("id")) or None, fields, call_function(fields))
            for slot, fields in enumerate(map(as_object, as_array(calls)))
        ]

    def read_function_call(self, function: dict[str, JSON]) -> ToolCallDelta:
        """The one call of the API's first years, which has no id."""
        return self._delta(0, None, {}, function)

    def _slot(self, index: int | None, id_: str | None, function: dict[str, JSON]) -> int:
        slot = self._slot_of_index.get(index) if index is not None else None
        if id_ is not None and (slot is None or id_ != self._ids.get(slot)):
            slot = self._slot_of_id.get(id_, slot)
        if slot is None and index is None and self._arguments and not (id_ and function.get("name")):
            slot = self._last
        if slot is None or (id_ not in self._slot_of_id and self._begins_another(slot, id_, function)):
            return self._open(index)
        return slot

    def _begins_another(self, slot: int, id_: str | None, function: dict[str, JSON]) -> bool:
        """Whether a fragment that is not known by its id is the first of another call than the one in `slot`."""
        if not function.get("name") or slot not in self._names:
            return False
        if id_ is not None:
            return slot in self._ids
        if slot in self._valued:
            return bool(function["name"] != self._names[slot])
        brings_more = bool(call_arguments(function)) or function["name"] != self._names[slot]
        return brings_more and slot in self._arguments and self._arguments[slot].is_whole()

    def _open(self, index: int | None) -> int:
        slot = index if index is not None and index not in self._arguments else self._next_slot
        self._begin(slot)
        if index is not None:
            self._slot_of_index[index] = slot
        return slot

    def _begin(self, slot: int) -> GrowingObject:
        self._next_slot = max(self._next_slot, slot + 1)
        growing = self._arguments[slot] = GrowingObject()
        return growing

    def _delta(self, slot: int, id_: str | None, call: dict[str, JSON], function: dict[str, JSON]) -> ToolCallDelta:
        name, arguments = as_string(function.get("name")) or None, call_arguments(function)
        known = self._names.get(slot)
        if name == known or len(known or "") > _LONG_NAME:
            name = None
        elif name is not None:
            self._names[slot] = name = (known or "") + name
        is_free = isinstance(call.get("custom"), dict)
        if isinstance(arguments, str) or arguments is None:
            (self._arguments.get(slot) or self._begin(slot)).add(arguments or "")
            return ToolCallDelta(self._choice, slot, id_, name, arguments, free_text=is_free)
        self._valued.add(slot)
        return ToolCallDelta(self._choice, slot, id_, name, value=arguments, whole=True, free_text=is_free)


def call_function(call: dict[str, JSON]) -> dict[str, JSON]:
    """What is called: a function, or a custom tool."""
    return as_object(call.get("function")) or as_object(call.get("custom"))


def call_arguments(function: dict[str, JSON]) -> JSON:
    """The arguments as sent; a custom tool's are its free text."""
    arguments = function.get("arguments")
    return function.get("input") if arguments is None else arguments
