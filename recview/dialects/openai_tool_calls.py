"""Which tool call a streamed fragment belongs to, however carelessly the wire numbers its calls."""

from __future__ import annotations

from recview.model.events import ToolCallDelta
from recview.model.json_value import JSON, as_array, as_object, as_string


class ToolCallReader:
    """Reads the `tool_calls` of one choice. A delta's name is the whole name so far, None where it adds nothing.

    A fragment is told by its `index`; where that is missing by its id; with neither it continues the last call.
    Another id under a known index is another call: some servers number every call 0.
    """

    def __init__(self, choice: int) -> None:
        self._choice = choice
        self._slot_of_index: dict[int, int] = {}
        self._slot_of_id: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._last = 0

    def read_fragments(self, calls: JSON) -> list[ToolCallDelta]:
        """The fragments one chunk brings."""
        deltas: list[ToolCallDelta] = []
        for call in as_array(calls):
            fields = as_object(call)
            index, id_ = fields.get("index"), as_string(fields.get("id")) or None
            self._last = slot = self._slot(index if type(index) is int else None, id_)
            deltas.append(self._delta(slot, id_, call_function(fields)))
        return deltas

    def read_whole(self, calls: JSON) -> list[ToolCallDelta]:
        """The calls of a plain message, where each entry is one, whatever its `index` says."""
        return [
            self._delta(slot, as_string(fields.get("id")) or None, call_function(fields))
            for slot, fields in enumerate(map(as_object, as_array(calls)))
        ]

    def read_function_call(self, function: dict[str, JSON]) -> ToolCallDelta:
        """The one call of the API's first years, which has no id."""
        return self._delta(0, None, function)

    def _slot(self, index: int | None, id_: str | None) -> int:
        if index is None:
            if id_ is None:
                return self._last
            return self._slot_of_id[id_] if id_ in self._slot_of_id else self._open(None, id_)
        slot = self._slot_of_index.get(index)
        if slot is None:
            return self._open(index, id_)
        if id_ is None or self._ids.setdefault(slot, id_) == id_:
            return slot
        return self._slot_of_id[id_] if id_ in self._slot_of_id else self._open(index, id_)

    def _open(self, index: int | None, id_: str | None) -> int:
        taken = {*self._slot_of_index.values(), *self._slot_of_id.values()}
        slot = index if index is not None and index not in taken else max(taken, default=-1) + 1
        if index is not None:
            self._slot_of_index[index] = slot
        if id_ is not None:
            self._slot_of_id[id_] = slot
            self._ids[slot] = id_
        return slot

    def _delta(self, slot: int, id_: str | None, function: dict[str, JSON]) -> ToolCallDelta:
        name, arguments = as_string(function.get("name")) or None, call_arguments(function)
        known = self._names.get(slot)
        if name == known:
            name = None
        elif name is not None:
            self._names[slot] = name = (known or "") + name
        if isinstance(arguments, str) or arguments is None:
            return ToolCallDelta(self._choice, slot, id_, name, arguments)
        return ToolCallDelta(self._choice, slot, id_, name, value=arguments, whole=True)


def call_function(call: dict[str, JSON]) -> dict[str, JSON]:
    """What is called: a function, or a custom tool."""
    return as_object(call.get("function")) or as_object(call.get("custom"))


def call_arguments(function: dict[str, JSON]) -> JSON:
    """The arguments as sent; a custom tool's are its free text."""
    arguments = function.get("arguments")
    return function.get("input") if arguments is None else arguments
