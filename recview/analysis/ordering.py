"""The orders a list of recordings can be put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Literal, TypeAlias, get_args

from recview.model.row import Row

SortKey = Literal["test", "path", "model", "chunks", "tokens", "size", "changed"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

Rank: TypeAlias = "tuple[int, int | str]"
"""What a row is sorted by; what is unknown comes last."""

UNKNOWN_RANK: Rank = (1, 0)
"""Behind every other rank."""


def sort_rows(rows: Iterable[Row], sort_key: SortKey) -> list[Row]:
    """The rows in order: words from A to Z, numbers from the largest, times from the newest; ties by path."""
    ordered = sorted(rows, key=attrgetter("path"))
    if sort_key != "path":
        ordered.sort(key=RANKS[sort_key])
    return ordered


def _word(word: str | None) -> Rank:
    return (0, word) if word else UNKNOWN_RANK


def _falling(number: int | None) -> Rank:
    return (0, -number) if number is not None else UNKNOWN_RANK


RANKS: dict[SortKey, Callable[[Row], Rank]] = {
    "test": lambda row: _word(row.test_id),
    "path": lambda row: _word(row.path),
    "model": lambda row: _word(row.model),
    "chunks": lambda row: _falling(row.chunk_count),
    "tokens": lambda row: _falling(row.usage.sum_tokens if row.usage is not None else None),
    "size": lambda row: _falling(row.size),
    "changed": lambda row: _falling(row.mtime_ns),
}
"""The rank of a row in each order: the smallest comes first."""
