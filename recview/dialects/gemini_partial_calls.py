"""Gemini's function calls, whole as a rule, or in pieces: leaf by leaf, each under its JSON path."""

from __future__ import annotations

import re

from recview.dialects.gemini_keys import pick
from recview.model.events import ToolCallDelta
from recview.model.json_value import JSON, as_array, as_object, as_string

_TOKEN = re.compile(r"[^.\[\]$'\"]+")
_DEEPEST = 64
_VALUE_KEYS = (("string_value", "stringValue"), ("number_value", "numberValue"), ("bool_value", "boolValue"))


class FunctionCallReader:
    """Reads the function calls of one candidate. The calls have no numbers on the wire: they are counted here."""

    def __init__(self, choice: int) -> None:
        self._choice = choice
        self._slot = -1
        self._leaves: dict[str, JSON] | None = None

    def read(self, call: dict[str, JSON]) -> ToolCallDelta:
        """What one part says. Arguments in pieces are told when the last has come, for then they are JSON."""
        pieces = as_array(pick(call, "partial_args", "partialArgs"))
        goes_on = pick(call, "will_continue", "willContinue") is True
        id_, name, arguments = as_string(call.get("id")), as_string(call.get("name")), call.get("args")
        if self._leaves is None or name:
            self._slot += 1
            self._leaves = {} if goes_on or pieces else None
        if self._leaves is None:
            return ToolCallDelta(self._choice, self._slot, id_, name, value=arguments, whole=arguments is not None)
        for piece in map(as_object, pieces):
            _add_leaf(self._leaves, as_string(pick(piece, "json_path", "jsonPath")) or "", piece)
        if goes_on:
            return ToolCallDelta(self._choice, self._slot, id_, name)
        whole, self._leaves = _build(self._leaves), None
        return ToolCallDelta(self._choice, self._slot, id_, name, value=whole, whole=True)


def _add_leaf(leaves: dict[str, JSON], path: str, piece: dict[str, JSON]) -> None:
    """A text comes in several pieces, everything else in one; a piece without a value is a null."""
    values = (pick(piece, snake, camel) for snake, camel in _VALUE_KEYS)
    leaf = next((value for value in values if value is not None), None)
    known = leaves.get(path)
    leaves[path] = known + leaf if isinstance(known, str) and isinstance(leaf, str) else leaf


def _build(leaves: dict[str, JSON]) -> JSON:
    """The arguments from their leaves: `{"$.trips[0].city": "Paris"}` becomes `{"trips": [{"city": "Paris"}]}`."""
    arguments: dict[str, JSON] = {}
    for path, leaf in leaves.items():
        holder, tokens = arguments, _TOKEN.findall(path)[:_DEEPEST]
        for token in tokens[:-1]:
            inner = holder.setdefault(token, {})
            if not isinstance(inner, dict):  # a leaf stands where a branch should: the later one counts
                inner = holder[token] = {}
            holder = inner
        if tokens:
            holder[tokens[-1]] = leaf
    return _with_lists(arguments)


def _with_lists(value: JSON) -> JSON:
    """Objects whose keys count up from 0 are lists, for so the paths write a position."""
    if not isinstance(value, dict):
        return value
    built = {key: _with_lists(inner) for key, inner in value.items()}
    is_list = built and list(built) == [str(position) for position in range(len(built))]
    return list(built.values()) if is_list else built
