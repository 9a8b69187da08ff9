"""What is visible of the list for a filter, an order and what is folded. Runs off the event loop: O(rows)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recview.analysis.grouping import Outline, OutlineLines
from recview.analysis.ordering import SortKey
from recview.analysis.query import Haystacks, Query
from recview.model.row import Row
from recview.model.usage import UsageSum, sum_usage


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, and of what."""

    rows: Sequence[Row]
    generation: int
    """The catalog's: other rows have another."""
    query: Query | None
    sort: SortKey
    folded: frozenset[str]
    anchor: str
    """Key of the line the cursor stands on."""
    now_ns: int


@dataclass(frozen=True, slots=True)
class VisibleList:
    """The visible list and what was counted on the way."""

    lines: OutlineLines
    wish: Wish
    anchor_line: int | None
    """Where the anchor stands now; None where it is not visible."""
    shown: int
    """How many recordings match."""
    tests: int
    everything: UsageSum
    by_test: dict[str, UsageSum]


class ListMaker:
    """Makes visible lists, one at a time, and keeps what the next one can use again."""

    def __init__(self) -> None:
        self._haystacks = Haystacks()
        self._outline = Outline([], "path")
        self._outline_of: tuple[int, int, SortKey] | None = None
        self._shown = 0
        self._counted: tuple[int, UsageSum, dict[str, UsageSum]] = (-1, UsageSum(), {})

    def make(self, wish: Wish) -> VisibleList:
        """The list as wished; a fold alone costs little, other rows, filters and orders the whole way."""
        outline_of = (wish.generation, id(wish.query), wish.sort)
        if outline_of != self._outline_of:
            shown = wish.rows if wish.query is None else wish.query.select(wish.rows, wish.now_ns, self._haystacks)
            self._outline, self._shown = Outline(shown, wish.sort), len(shown)
            self._outline_of = outline_of
        if self._counted[0] != wish.generation:
            self._counted = (wish.generation, *_count(wish.rows))
        lines = self._outline.lines(wish.folded)
        _, everything, by_test = self._counted
        return VisibleList(lines, wish, lines.position(wish.anchor), self._shown, len(by_test), everything, by_test)


def _count(rows: Sequence[Row]) -> tuple[UsageSum, dict[str, UsageSum]]:
    by_test: dict[str, list[Row]] = {}
    for row in rows:
        if row.test_id:
            by_test.setdefault(row.test_id, []).append(row)
    sums = {test: sum_usage(row.usage for row in calls) for test, calls in by_test.items()}
    return sum_usage(row.usage for row in rows), sums
