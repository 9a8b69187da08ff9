"""The lines of an arrangement that are visible with some groups closed. Pure: numbers over numbers, no line is kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import overload

from recview.analysis.arrangement import Arrangement, OutlineLine, arrange_by_name
from recview.analysis.folds import ALL_OPEN, Folds
from recview.analysis.grouping import Outline


class OutlineLines(Sequence[OutlineLine]):
    """The lines of an arrangement that are visible with some groups closed."""

    def __init__(self, arrangement: Arrangement, folds: Folds = ALL_OPEN) -> None:
        self.arrangement = arrangement
        self._closed: list[int] = []
        """The line of each closed head, as if nothing were folded."""
        self._hidden: list[int] = [0]
        """How many lines are hidden by the closed groups before each, and at its end by all."""
        for index, inside in arrangement.closed(folds):
            self._closed.append(index)
            self._hidden.append(self._hidden[-1] + inside)
        self._length = len(arrangement) - self._hidden[-1]

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, position: int) -> OutlineLine: ...
    @overload
    def __getitem__(self, position: slice) -> list[OutlineLine]: ...
    def __getitem__(self, position: int | slice) -> OutlineLine | list[OutlineLine]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(self._length))]
        if position < 0:
            position += self._length
        if not 0 <= position < self._length:
            raise IndexError(position)
        return self.arrangement.line(self._unfolded(position))

    @property
    def are_all(self) -> bool:
        """Whether every row was looked at: else these are the lines around a place, and more will come."""
        return self.arrangement.looked_at is None

    @property
    def deepest(self) -> int:
        """The depth of the recordings that stand deepest."""
        return self.arrangement.outline.deepest

    def position(self, key: str) -> int | None:
        """On which line a group or recording stands; None where it is not visible."""
        index = self.arrangement.index(key)
        return self._folded(index) if index is not None else None

    def nearest(self, key: str) -> int | None:
        """The same, but of what is in a closed group the line of that, of what is not there that of the next row."""
        index = self.arrangement.index(key)
        if index is None:
            index = self.arrangement.index_near(key)
        if index is None:
            return None
        position = self._folded(index)
        if position is not None:
            return position
        closed = bisect_left(self._closed, index) - 1
        return self._closed[closed] - self._hidden[closed]

    def around(self, position: int) -> int | None:
        """The line of the group around a line; None where there is none."""
        index = self.arrangement.around(self._unfolded(position))
        return self._folded(index) if index is not None else None

    def rows_above(self, position: int) -> int:
        """How many rows stand above a line, those in closed groups among them."""
        return self.arrangement.row_index(self._unfolded(position))

    def next_row(self, rows: Sequence[int], position: int, direction: int) -> int:
        """Of some rows the next one after a line, or with -1 the one before it, round the end.

        `rows`, of which there is one at least: how many others stand above each, ascending. The head of a group stands
        before the rows in it.
        """
        is_before = direction < 0 or self[position].row is None
        at = (bisect_left if is_before else bisect_right)(rows, self.rows_above(position))
        return rows[(at - 1 if direction < 0 else at) % len(rows)]

    def position_of_row(self, row_index: int) -> int | None:
        """On which line a row stands, by how many rows are above it; None where it is in a closed group."""
        return self._folded(self.arrangement.index_of_row(row_index))

    def _unfolded(self, position: int) -> int:
        closed = bisect_left(range(len(self._closed)), position, key=lambda at: self._closed[at] - self._hidden[at])
        return position + self._hidden[closed]

    def _folded(self, index: int) -> int | None:
        closed = bisect_left(self._closed, index)
        if closed and index <= self._closed[closed - 1] + self._hidden[closed] - self._hidden[closed - 1]:
            return None
        return index - self._hidden[closed]


def no_lines() -> OutlineLines:
    """The lines of nothing."""
    return OutlineLines(arrange_by_name(Outline([])))
