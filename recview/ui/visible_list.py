"""What is visible of the list for a filter, an order and what is folded. Runs off the event loop: O(rows)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from recview.analysis.arrangement import Arrangement, OutlineLines, arrange_by_name, arrange_by_rank
from recview.analysis.grouping import Outline
from recview.analysis.ordering import SortKey, ranks
from recview.analysis.row_table import RowTable
from recview.model.row import Row
from recview.model.usage import UsageSum, sum_usage
from recview.model.value import value

if TYPE_CHECKING:
    from recview.analysis.query import Query

BY_NAME: tuple[SortKey, ...] = ("path", "test")
"""The orders that are the outline's own."""


@value
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
    words_soon: bool = False
    """Whether words are about to be typed: what they are sought in is then made ready."""


@value
class Counts:
    """What is counted over all rows, whatever the filter lets through."""

    everything: UsageSum = field(default_factory=UsageSum)
    calls_of: dict[str, list[Row]] = field(default_factory=dict)
    """The calls of each test."""

    def of_test(self, test_id: str) -> UsageSum | None:
        """The usage of a test's calls; None where there are none."""
        calls = self.calls_of.get(test_id)
        return sum_usage(row.usage for row in calls) if calls else None


@value
class VisibleList:
    """The visible list and what was counted on the way."""

    lines: OutlineLines
    wish: Wish
    anchor_line: int | None
    """Where the anchor, or the closed group it is in, stands now; None where it is not among these."""
    shown: int
    """How many recordings match."""
    problems: Sequence[int]
    """Which of them are errors or cannot be read: how many others stand above each."""
    counts: Counts


class ListMaker:
    """Makes visible lists, one at a time, and keeps what the next one can use again."""

    def __init__(self) -> None:
        self._rows: Sequence[Row] = ()
        self._generation = -1
        self._outline = Outline([])
        self._table = RowTable([])
        self._all = range(0)
        """The positions of every row."""
        self._counts = Counts()
        self._with_problems: frozenset[int] = frozenset()
        self._filtered: tuple[Query, Sequence[int]] | None = None
        """The last filter and which rows it let through."""
        self._ranks: tuple[SortKey, Sequence[int]] | None = None
        self._arranged: tuple[Sequence[int], SortKey, Arrangement] | None = None

    def make(self, wish: Wish, is_stale: Callable[[], bool] = lambda: False) -> VisibleList | None:
        """The list as wished; None where that was no longer wanted meanwhile.

        A fold costs next to nothing, a filter that grows by a letter looks at what the one before it let through, and
        rows that change where they are leave the groups as they were.
        """
        if wish.generation != self._generation:
            self._take(wish)
        if wish.words_soon:
            self._table.fold(is_stale)
        positions = self._filter(wish, is_stale)
        if positions is None or is_stale():
            return None
        arrangement = self._arrange(positions, wish.sort)
        lines = OutlineLines(arrangement, wish.folded)
        problems = self._with_problems and [
            index for index, position in enumerate(arrangement.positions) if position in self._with_problems
        ]
        return VisibleList(lines, wish, lines.nearest(wish.anchor), len(positions), problems or (), self._counts)

    def _take(self, wish: Wish) -> None:
        """Other rows."""
        outline = None
        if len(wish.rows) == len(self._rows):
            pairs = zip(wish.rows, self._rows, strict=True)
            outline = self._outline.replaced(new for new, old in pairs if new is not old)
        self._outline = outline or Outline(wish.rows)
        self._rows, self._generation = wish.rows, wish.generation
        rows = self._outline.rows
        self._all = range(len(rows))
        self._table = RowTable(rows, self._table)
        self._counts = _count(rows)
        self._with_problems = frozenset(
            position for position, row in enumerate(rows) if row.error or row.state == "unreadable"
        )
        self._filtered = self._arranged = self._ranks = None

    def _filter(self, wish: Wish, is_stale: Callable[[], bool]) -> Sequence[int] | None:
        among: Sequence[int] = self._all
        if wish.query is None:
            self._filtered = None
            return among
        if self._filtered is not None:
            last, let_through = self._filtered
            if wish.query is last:
                return let_through
            if wish.query.narrows(last):
                among = let_through
        positions = wish.query.positions(self._table, among, wish.now_ns, is_stale)
        if positions is not None:
            self._filtered = (wish.query, positions)
        return positions

    def _arrange(self, positions: Sequence[int], sort: SortKey) -> Arrangement:
        if self._arranged is not None and self._arranged[0] is positions and self._arranged[1] == sort:
            return self._arranged[2]
        if sort in BY_NAME:
            arrangement = arrange_by_name(self._outline, None if positions is self._all else positions)
        else:
            if self._ranks is None or self._ranks[0] != sort:
                self._ranks = (sort, ranks(self._outline.rows, sort))
            arrangement = arrange_by_rank(self._outline, positions, self._ranks[1])
        self._arranged = (positions, sort, arrangement)
        return arrangement


def _count(rows: Sequence[Row]) -> Counts:
    calls_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.test_id:
            calls_of[row.test_id].append(row)
    return Counts(sum_usage(row.usage for row in rows), dict(calls_of))
