"""The orders a list of recordings can be put in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Literal, get_args

from recview.model.row import Row

SortKey = Literal["test", "path", "model", "chunks", "tokens", "size", "changed"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

_UNKNOWN_RANK = sys.maxsize
"""Behind every other rank."""


def sort_rows(rows: Iterable[Row], sort_key: SortKey) -> list[Row]:
    """The rows in order: words from A to Z, numbers from the largest, times from the newest; ties by path."""
    ordered = sorted(rows, key=attrgetter("path"))
    if sort_key == "path":
        return ordered
    of_row = ranks(ordered, sort_key)
    return [ordered[position] for position in sorted(range(len(ordered)), key=of_row.__getitem__)]


def ranks(rows: Sequence[Row], sort_key: SortKey) -> list[int]:
    """A number for each row, the smallest for what comes first; what is unknown comes last.

    Numbers, and not what they stand for: those are compared twenty times as fast.
    """
    if sort_key in _WORDS:
        words = list(map(_WORDS[sort_key], rows))
        rank_of = {word: rank for rank, word in enumerate(sorted({word for word in words if word}))}
        return [rank_of[word] if word else _UNKNOWN_RANK for word in words]
    return [-number if number is not None else _UNKNOWN_RANK for number in map(_NUMBERS[sort_key], rows)]


_WORDS: dict[SortKey, Callable[[Row], str | None]] = {
    "test": attrgetter("test_id"),
    "path": attrgetter("path"),
    "model": attrgetter("model"),
}
_NUMBERS: dict[SortKey, Callable[[Row], int | None]] = {
    "chunks": attrgetter("chunk_count"),
    "tokens": lambda row: row.usage.sum_tokens if row.usage is not None else None,
    "size": attrgetter("size"),
    "changed": attrgetter("mtime_ns"),
}
