"""Which fields of two raw responses differ besides what the responses say: ids, fingerprints, stamps, chunk borders.

Knows no vendor's fields: a field is content where every value of it is part of what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from recview.model.json_value import JSON, as_array, as_object, pointer
from recview.model.value import value
from recview.wire.documents import DocumentError, loads

CHUNK_BORDERS = "chunk borders"
"""The name of what differs where the same was said in other pieces."""

_Scalar: TypeAlias = "str | int | float | bool"
_Fields: TypeAlias = dict[tuple[str, ...], set[_Scalar]]


@value
class Told:
    """What a response says."""

    text: str
    numbers: frozenset[_Scalar] = frozenset()
    strings: frozenset[_Scalar] = frozenset()
    """What it says besides, whole."""

    def and_all_of(self, value: JSON) -> Told:
        """That, and everything in a value."""
        scalars = [scalar for found in _fields(value).values() for scalar in found]
        strings = {scalar for scalar in scalars if isinstance(scalar, str)}
        return Told(self.text, self.numbers | (set(scalars) - strings), self.strings | strings)

    def covers(self, values: Iterable[_Scalar]) -> bool:
        """Whether every one of `values` is part of it."""
        return all(
            value in self.strings or value in self.text if isinstance(value, str) else value in self.numbers
            for value in values
        )


def differing_fields(old: JSON, new: JSON, old_told: Told, new_told: Told) -> tuple[str, ...]:
    """Paths of the fields that differ, `*` for any position; a field counts once, however many chunks carry it."""
    before, after = _fields(old), _fields(new)
    lengths = len(as_array(as_object(old).get("body"))), len(as_array(as_object(new).get("body")))
    differing: list[str] = []
    recut = lengths[0] != lengths[1]
    for path in {**before, **after}:
        one, other = before.get(path, set()), after.get(path, set())
        if one == other:
            continue
        if old_told.covers(one) and new_told.covers(other):
            recut = recut or any(isinstance(value, str) for value in one | other)
        elif lengths[0] == lengths[1] or not (one and other and (one <= other or other <= one)):
            differing.append(pointer(path))  # more chunks have more positions: that alone is no other field
    if recut and old_told == new_told:
        differing.append(CHUNK_BORDERS)
    return tuple(differing)


def _fields(document: JSON) -> _Fields:
    """Every field with the values it has anywhere; null is none, and 1 and true are apart by their types."""
    fields: _Fields = {}
    pending: list[tuple[tuple[str, ...], JSON]] = [((), document)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [((*path, key), child) for key, child in value.items()]
        elif isinstance(value, list):
            inner = (*path, "*")
            pending += [(inner, child) for child in _events(value)]
        elif value is not None:
            fields.setdefault(path, set()).add(value)
    return fields


def _events(items: list[JSON]) -> Iterator[JSON]:
    """The items of a list; of a line of server-sent events, the JSON it carries."""
    for item in items:
        if isinstance(item, str) and item.startswith("data:"):
            try:
                yield loads(item[5:].encode("utf-8", "surrogatepass"))
                continue
            except DocumentError:
                pass  # a line of plain text, such as [DONE]: kept as it is
        yield item
