"""The orders a list of recordings can be put in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import repeat
from operator import attrgetter
from typing import Literal, get_args

from recview.analysis.row_table import RowTable
from recview.model.row import Row

SortKey = Literal["test", "path", "model", "chunks", "tokens", "size", "changed"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

_UNKNOWN_RANK = sys.maxsize
"""Behind every other rank."""


def tokens_of(row: Row) -> int | None:
    """The total of its usage."""
    return row.usage.sum_tokens if row.usage is not None else None


WORDS: dict[str, Callable[[Row], str | None]] = {
    "test": attrgetter("test_id"),
    "path": attrgetter("path"),
    "model": attrgetter("model"),
}
"""What the orders by words go by."""
NUMBERS: dict[str, Callable[[Row], int | None]] = {
    "chunks": attrgetter("chunk_count"),
    "tokens": tokens_of,
    "size": attrgetter("size"),
    "changed": attrgetter("mtime_ns"),
}
"""What the others go by."""


def sort_rows(rows: Iterable[Row], sort_key: SortKey) -> list[Row]:
    """The rows in order: words from A to Z, numbers from the largest, times from the newest; ties by path."""
    ordered = sorted(rows, key=attrgetter("path"))
    if sort_key == "path":
        return ordered
    of_row = ranks(RowTable(ordered), sort_key)
    return [ordered[position] for position in sorted(range(len(ordered)), key=of_row.__getitem__)]


def ranks(table: RowTable, sort_key: SortKey) -> list[int]:
    """A number for each row, the smallest for what comes first; what is unknown comes last.

    Numbers, and not what they stand for: those are compared twenty times as fast.
    """
    if sort_key in WORDS:
        words = table.column(WORDS[sort_key])
        rank_of: dict[str | None, int] = {word: rank for rank, word in enumerate(sorted(filter(None, set(words))))}
        return list(map(rank_of.get, words, repeat(_UNKNOWN_RANK)))
    return [-number if number is not None else _UNKNOWN_RANK for number in table.column(NUMBERS[sort_key])]
