"""An outline as it is looked at: some of its rows, in an order. Which groups are closed is not known here. Pure.

Holds numbers that point into the outline, so that a filter, an order or a fold costs little; a line is made only when
it is looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, compress, pairwise, repeat
from operator import ne
from typing import Literal

from recview.analysis.folds import Folds
from recview.analysis.grouping import GroupKind, Outline
from recview.model.row import Row
from recview.model.value import value

LineKind = Literal[GroupKind, "recording"]

_FEW = 16
"""Looking up a group by its key takes about as long as stepping over so many groups."""

_MANY = 4
"""Of more than one row in so many, the groups are found faster by going through all rows."""


@value
class OutlineLine:
    """A visible line: the head of a group, or a recording."""

    kind: LineKind
    key: str
    """Who it is: the same over reloads, filters and orders. A recording's is its path."""
    label: str
    """A group's name; a recording's file name without `.json`."""
    depth: int
    count: int
    """Recordings in the group; 1 for a recording."""
    row: Row | None
    counted: bool = True
    """Whether there are no more: else some of its rows were not looked at yet."""


class Arrangement:
    """Some rows of an outline in its own order, and the groups they are in; groups without any are left out.

    Its unfolded lines are the heads of the groups and the rows: as every group's own rows follow its head, a head
    stands behind as many lines as there are groups and rows before it.
    """

    looked_at: range | None = None
    """Where the rows stand in the outline that were looked at up to now; None: all."""

    def __init__(self, outline: Outline, positions: Sequence[int], groups: Sequence[int], first: Sequence[int]) -> None:
        self.outline = outline
        self.positions = positions
        """Where the rows stand in the outline, in the order they are shown in."""
        self._groups = groups
        """The numbers of the groups in the outline, as they are shown. A group's place here is its slot."""
        self._first = first
        """Where in `positions` each group's own rows begin; and at its end how many rows there are."""

    def __len__(self) -> int:
        """How many lines there are with nothing folded."""
        return len(self.positions) + len(self._groups)

    def groups_with_own(self) -> Iterator[tuple[int, Sequence[int]]]:
        """The number of each group that has rows of its own, and where those stand in the outline."""
        for number, (begin, end) in zip(self._groups, pairwise(self._first), strict=True):
            if begin < end:
                yield number, self.positions[begin:end]

    def line(self, index: int) -> OutlineLine:
        """What stands on an unfolded line."""
        slot = self._slot_at(index)
        number = self._groups[slot]
        group = self.outline.groups[number]
        below = index - self._head(slot)
        if below == 0:
            count = self._first[self._end(slot)] - self._first[slot]
            return OutlineLine(group.kind, group.key, group.label, group.depth, count, None, self._counted(number))
        row = self.outline.rows[self.positions[self._first[slot] + below - 1]]
        return OutlineLine("recording", row.path, _file_name(row.path), group.depth + 1, 1, row)

    def index(self, key: str) -> int | None:
        """On which unfolded line a group or recording stands; None where it is not among these."""
        number = self.outline.number_of.get(key)
        if number is not None:
            slot = self._slot(number)
            return self._head(slot) if slot is not None else None
        position = self.outline.position_of.get(key)
        slot = self._slot(bisect_right(self.outline.first, position) - 1) if position is not None else None
        if position is None or slot is None:
            return None
        own = self.positions[self._first[slot] : self._first[slot + 1]]
        return self._head(slot) + 1 + own.index(position) if position in own else None

    def index_near(self, key: str) -> int | None:
        """On which unfolded line the row stands that comes next where something is not among these, or the last row.

        None where nothing is known of it.
        """
        position = self.outline.place(key)
        if position is None or not self.positions:
            return None
        return self.index_of_row(min(bisect_left(self.positions, position), len(self.positions) - 1))

    def _counted(self, number: int) -> bool:
        first, end = self.outline.first, self.outline.ends[number]
        return self.looked_at is None or (self.looked_at.start <= first[number] and first[end] <= self.looked_at.stop)

    def closed(self, folds: Folds) -> list[tuple[int, int]]:
        """The closed groups that are not in one another: each one's line, and how many lines are in it."""
        outermost, end = [], 0
        for slot in self._closed_slots(folds):
            if slot >= end:
                end = self._end(slot)
                outermost.append((self._head(slot), self._head(end) - self._head(slot) - 1))
        return outermost

    def _closed_slots(self, folds: Folds) -> Iterator[int]:
        """The slots of the closed groups, ascending; those in a group that is among them may be left out."""
        if not folds.all_but and _FEW * len(folds.keys) < len(self._groups):
            numbers = (number for key in folds.keys if (number := self.outline.number_of.get(key)) is not None)
            yield from sorted(slot for number in numbers if (slot := self._slot(number)) is not None)
            return
        slot, groups = 0, self.outline.groups
        while slot < len(self._groups):
            is_closed = groups[self._groups[slot]].key in folds
            if is_closed:
                yield slot
            slot = self._end(slot) if is_closed else slot + 1

    def around(self, index: int) -> int | None:
        """The unfolded line of the group around what stands on one; None where there is none."""
        slot = self._slot_at(index)
        if index > self._head(slot):
            return self._head(slot)
        parent = self._slot(self.outline.parents[self._groups[slot]])
        return self._head(parent) if parent is not None else None

    def row_index(self, index: int) -> int:
        """How many rows stand above an unfolded line."""
        slot = self._slot_at(index)
        return self._first[slot] + max(0, index - self._head(slot) - 1)

    def index_of_row(self, row_index: int) -> int:
        """On which unfolded line a row stands, by how many rows are above it."""
        return row_index + bisect_right(self._first, row_index, hi=len(self._groups))

    def _head(self, slot: int) -> int:
        return self._first[slot] + slot

    def _slot_at(self, index: int) -> int:
        return bisect_right(range(len(self._groups)), index, key=self._head) - 1

    def _slot(self, number: int) -> int | None:
        slot = bisect_left(self._groups, number)
        return slot if slot < len(self._groups) and self._groups[slot] == number else None

    def _end(self, slot: int) -> int:
        """The slot behind a group and all that are in it."""
        return bisect_left(self._groups, self.outline.ends[self._groups[slot]])


class _Ranked(Arrangement):
    """The same in another order than the outline's."""

    def __init__(self, outline: Outline, positions: Sequence[int], groups: Sequence[int], first: Sequence[int]) -> None:
        super().__init__(outline, positions, groups, first)
        self._slot_of = {number: slot for slot, number in enumerate(groups)}
        self._ends = list(range(1, len(groups) + 1))
        for slot in range(len(groups) - 1, -1, -1):
            parent = outline.parents[groups[slot]]
            if parent >= 0:
                around = self._slot_of[parent]
                self._ends[around] = max(self._ends[around], self._ends[slot])

    def index_near(self, key: str) -> int | None:
        return None  # what stands beside it there has nothing to do with it

    def _slot(self, number: int) -> int | None:
        return self._slot_of.get(number)

    def _end(self, slot: int) -> int:
        return self._ends[slot]


def arrange_by_name(outline: Outline, positions: Sequence[int] | None = None) -> Arrangement:
    """The rows at some positions, ascending (None: all), in the outline's own order."""
    if positions is None:
        return Arrangement(outline, range(len(outline.rows)), range(len(outline.groups)), outline.first)
    of_some = _groups_of_few if _MANY * len(positions) < len(outline.rows) else _groups_of_many
    groups, first = of_some(outline, positions)
    return Arrangement(outline, positions, groups, [*first, len(positions)])


def _groups_of_few(outline: Outline, positions: Sequence[int]) -> tuple[list[int], Iterable[int]]:
    """The groups that hold any of some rows, and how many of those stand before each: looked up for each row."""
    numbers: set[int] = set()
    around = set(map(outline.owners.__getitem__, positions))
    while around:
        numbers |= around
        around = set(map(outline.parents.__getitem__, around)) - numbers - {-1}
    groups = sorted(numbers)
    return groups, map(bisect_left, repeat(positions), map(outline.first.__getitem__, groups))


def _groups_of_many(outline: Outline, positions: Sequence[int]) -> tuple[list[int], Iterable[int]]:
    """The same, but it goes through all rows and all groups."""
    shown = bytearray(len(outline.rows))
    for position in positions:
        shown[position] = 1
    before = list(accumulate(shown, initial=0))
    first = list(map(before.__getitem__, outline.first))
    ends = map(first.__getitem__, outline.ends)
    groups = list(compress(range(len(outline.groups)), map(ne, first, ends)))
    return groups, map(first.__getitem__, groups)


def arrange_by_rank(outline: Outline, positions: Sequence[int], ranks: Sequence[int]) -> Arrangement:
    """The rows at some positions, ascending, by their rank, and the groups by the best row in each.

    `ranks`: of all rows.
    """
    by_name = arrange_by_name(outline, positions)
    own: dict[int, list[int]] = {}
    best: dict[int, int] = {}
    for number, rows in by_name.groups_with_own():
        own[number] = in_order = sorted(rows, key=ranks.__getitem__)
        best[number] = ranks[in_order[0]]
    parents = outline.parents
    inside: defaultdict[int, list[int]] = defaultdict(list)
    placed = {-1}
    for number in sorted(own, key=best.__getitem__):  # with the group of the best row comes every group around it
        while number not in placed:
            placed.add(number)
            inside[parents[number]].append(number)
            number = parents[number]
    groups: list[int] = []
    shown = array("L")  # such numbers in a list would take four times the room
    first: list[int] = []
    pending = inside[-1][::-1]
    while pending:
        number = pending.pop()
        groups.append(number)
        first.append(len(shown))
        shown.extend(own.get(number, ()))
        if number in inside:
            pending += reversed(inside[number])
    return _Ranked(outline, shown, groups, [*first, len(shown)])


def _file_name(path: str) -> str:
    return path[path.rfind("/") + 1 :].removesuffix(".json")
