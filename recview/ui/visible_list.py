"""What is visible of the list for a filter, an order and what is folded. Runs off the event loop: O(rows)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count
from operator import is_not
from typing import TYPE_CHECKING

from recview.analysis.arrangement import Arrangement
from recview.analysis.folding import OutlineLines
from recview.analysis.folds import Folds
from recview.analysis.grouping import Outline
from recview.analysis.ordering import SortKey
from recview.analysis.row_orders import BY_NAME, RowOrders
from recview.analysis.row_state import has_problem
from recview.analysis.row_table import RowTable
from recview.model.row import Row, sum_calls
from recview.model.usage import UsageSum
from recview.model.value import value

if TYPE_CHECKING:
    from recview.analysis.query import Query

FEW_ROWS = 8_192
"""So many are filtered before anybody has to wait."""

REACH = 1_024
"""How many rows on either side of the cursor are looked at first."""

WIDER = 4
"""How many times as far it looks where that does not fill the screen."""


@value
class Wish:
    """What is to be shown, and of what."""

    rows: Sequence[Row]
    generation: int
    """The catalog's: other rows have another."""
    query: Query | None
    sort: SortKey
    folds: Folds
    anchor: str
    """Key of the line the cursor stands on; empty where there is none, and the list begins at its top."""
    now_ns: int
    words_soon: bool = False
    """Whether words are about to be typed: what they are sought in is then made ready."""


@value
class Counts:
    """What is counted over all rows, whatever the filter lets through."""

    everything: UsageSum
    outline: Outline
    tests: int
    """How many tests there are calls of."""

    def of_test(self, test_id: str, path: str) -> UsageSum | None:
        """The usage of a test's calls that lie in the folder of one of them; None where there are none.

        Elsewhere lie copies of it: of other days, or of another tree.
        """
        folder = path.rpartition("/")[0]
        calls = [row for row in self.outline.calls_of_test(test_id) if row.path.rpartition("/")[0] == folder]
        return sum_calls(calls) if calls else None


@value
class VisibleList:
    """The visible list and what was counted on the way."""

    lines: OutlineLines
    wish: Wish
    anchor_line: int | None
    """Where the anchor, the closed group it is in, or what comes next to it stands now; None where it is not known."""
    shown: int
    """How many recordings match."""
    with_problems: AbstractSet[int]
    """Positions in the outline of the rows that have problems, whether they match or not."""
    counts: Counts

    @property
    def problems(self) -> list[int]:
        """Which of those that match have problems: how many others stand above each."""
        if not self.with_problems:
            return []
        return list(compress(count(), map(self.with_problems.__contains__, self.lines.arrangement.positions)))


@value
class Sight:
    """Who looks at the list while it is made."""

    lines: int
    """How many lines are in sight."""
    show: Callable[[VisibleList], None]
    """Takes the lines around the anchor, as many as can be seen: the same that are in sight when all are there."""


class ListMaker:
    """Makes visible lists, one at a time, and keeps what the next one can use again."""

    def __init__(self) -> None:
        self._rows: Sequence[Row] = ()
        self._generation = -1
        self._outline = Outline([])
        self._table = RowTable([])
        self._orders = RowOrders(self._outline, self._table)
        self._all = range(0)
        """The positions of every row."""
        self._usage = UsageSum()
        self._with_problems: AbstractSet[int] = frozenset()
        self._filtered: tuple[Query, Sequence[int]] | None = None
        """The last filter and which rows it let through."""
        self._arranged: tuple[Sequence[int], SortKey, Arrangement] | None = None
        """What was last arranged of them, and in which order."""

    def make(
        self, wish: Wish, is_stale: Callable[[], bool] = lambda: False, sight: Sight | None = None
    ) -> VisibleList | None:
        """The list as wished; None where that was no longer wanted meanwhile.

        A fold costs next to nothing, a filter that grows by a letter looks at what the one before it let through, and
        rows that change where they are leave the groups as they were.
        """
        if wish.generation != self._generation:
            self._take(wish)
        if wish.words_soon and wish.query is None:
            self._table.fold(is_stale)
        positions = self._filter(wish, is_stale, sight)
        if positions is None or is_stale():
            return None
        return self._listed(wish, self._arrange(positions, wish.sort))

    def knows_order(self, sort: SortKey) -> bool:
        """Whether all rows are there in that order."""
        return self._orders.knows(sort)

    def prepare_order(self, sort: SortKey) -> None:
        """Puts all rows in an order that may soon be wished. May run beside the making of a list."""
        self._orders.all_by(sort)

    def _take(self, wish: Wish) -> None:
        """Other rows. Where only some are others, in the places of those that were there, it costs as much as they."""
        changed = None
        if len(wish.rows) == len(self._rows):
            changed = self._outline.places(compress(wish.rows, map(is_not, wish.rows, self._rows)))
        if changed is None:
            self._take_all(wish.rows)
        else:
            self._replace(changed)
        self._rows, self._generation = wish.rows, wish.generation
        self._orders = RowOrders(self._outline, self._table)
        self._filtered = self._arranged = None

    def _take_all(self, rows: Sequence[Row]) -> None:
        outline = self._outline = Outline(rows)
        self._all = range(len(outline.rows))
        self._table = RowTable(outline.rows, self._table)
        self._usage = sum_calls(outline.rows)
        self._with_problems = {position for position, row in enumerate(outline.rows) if has_problem(row)}

    def _replace(self, changed: Mapping[int, Row]) -> None:
        before = self._outline.rows
        self._outline = self._outline.replaced(changed)
        self._table = self._table.replaced(self._outline.rows, changed)
        gone, come = sum_calls(before[at] for at in changed), sum_calls(changed.values())
        self._usage = self._usage.changed(gone, come)
        self._with_problems = self._with_problems - changed.keys()
        self._with_problems |= {position for position, row in changed.items() if has_problem(row)}

    def _filter(self, wish: Wish, is_stale: Callable[[], bool], sight: Sight | None) -> Sequence[int] | None:
        among: Sequence[int] = self._all
        query = wish.query
        if query is None:
            self._filtered = None
            return among
        if self._filtered is not None:
            last, let_through = self._filtered
            if query is last:
                return let_through
            if query.narrows(last):
                among = let_through
        around, fitting = range(0), list[int]()
        if sight is not None and wish.sort in BY_NAME and len(among) > FEW_ROWS:
            around, fitting = self._look_around(wish, query, among, sight, is_stale)
        above = query.positions(self._table, among[: around.start], wish.now_ns, is_stale)
        below = query.positions(self._table, among[around.stop :], wish.now_ns, is_stale)
        if above is None or below is None:
            return None
        positions = [*above, *fitting, *below]
        self._filtered = (query, positions)
        return positions

    def _look_around(
        self, wish: Wish, query: Query, among: Sequence[int], sight: Sight, is_stale: Callable[[], bool]
    ) -> tuple[range, list[int]]:
        """Filters what stands around the anchor, and shows it if it fills the screen. Says which of `among` it saw."""
        around, fitting = range(0), list[int]()
        place, reach = self._outline.place(wish.anchor) if wish.anchor else 0, REACH
        if place is None:
            return around, fitting
        at = bisect_left(among, place)
        around = range(at, at)
        while reach < len(among) // 4:
            wider = range(max(0, at - reach), min(len(among), at + reach))
            above = query.positions(self._table, among[wider.start : around.start], wish.now_ns, is_stale)
            below = query.positions(self._table, among[around.stop : wider.stop], wish.now_ns, is_stale)
            if above is None or below is None:
                break
            fitting = [*above, *fitting, *below]
            around, reach = wider, reach * WIDER
            part = self._part(wish, among, around, fitting)
            if _fills(part, sight.lines):
                sight.show(part)
                break
        return around, fitting

    def _part(self, wish: Wish, among: Sequence[int], around: range, fitting: Sequence[int]) -> VisibleList:
        """The list as it would be if nothing else fitted."""
        start = among[around.start - 1] + 1 if around.start else 0
        stop = among[around.stop] if around.stop < len(among) else len(self._all)
        arrangement = self._orders.some_by(wish.sort, fitting)
        arrangement.looked_at = range(start, stop)
        return self._listed(wish, arrangement)

    def _listed(self, wish: Wish, arrangement: Arrangement) -> VisibleList:
        lines, shown = OutlineLines(arrangement, wish.folds), len(arrangement.positions)
        counts = Counts(self._usage, self._outline, len(self._outline.test_groups))
        return VisibleList(lines, wish, lines.nearest(wish.anchor), shown, self._with_problems, counts)

    def _arrange(self, positions: Sequence[int], sort: SortKey) -> Arrangement:
        if positions is self._all:
            return self._orders.all_by(sort)
        if self._arranged is None or self._arranged[0] is not positions or self._arranged[1] != sort:
            self._arranged = (positions, sort, self._orders.some_by(sort, positions))
        return self._arranged[2]


def _fills(part: VisibleList, height: int) -> bool:
    """Whether what is in sight of a part, wherever on the screen the cursor stands, is what will be when all is there.

    The heads of the groups that its first rows are in are those that stand above these, and not above all others.
    """
    lines, looked_at = part.lines, part.lines.arrangement.looked_at
    at = part.anchor_line if part.wish.anchor else 0
    if at is None or looked_at is None:
        return False
    enough_above = looked_at.start == 0 or at > height + lines.deepest
    return enough_above and (looked_at.stop == len(part.wish.rows) or len(lines) - at > height)
