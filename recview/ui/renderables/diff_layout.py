"""Where every row of a diff stands on the screen, line by line: unchanged stretches folded, long changed texts wrapped.

Pure. Built anew for another width, layout or fold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from recview.analysis.jsondiff import Diff, DiffRow, Fold, Layout, Side, rows
from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import drawn_cells
from recview.ui.renderables.diff_lines import text_room

MOST_WRAPPED_ROWS = 4_000
"""Beyond so many changed rows long lines are cut, not wrapped: wrapping needs the text of every one of them."""
LONG_TEXT = 12
"""A changed text of more lines is shown around its changed words only."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the screen: a fold, the `part`-th line of a row, or a stretch of a row's lines that is left out."""

    row: int
    """The row; of a fold its first."""
    fold: Fold | None = None
    part: int = 0
    left_out: int = 0
    """How many of the row's lines, `part` the first of them, this line stands for; 0: it is one of them."""


class DiffLayout:
    """Lines of a diff, and what of each row they show."""

    def __init__(
        self,
        diff: Diff,
        layout: Layout,
        width: int,
        height: int = 0,
        *,
        noise_hidden: bool,
        unfolded: Collection[int] = (),
        folding: bool = True,
        texts_whole: bool = False,
    ) -> None:
        """`width` in cells, both sides together; what has less than `height` rows is not folded.

        `unfolded`: first rows of the folds that are open, and rows whose long texts are. With `noise_hidden` a change
        that means nothing is folded and cut like what did not change. With `texts_whole` no text in sight is cut.
        """
        self.diff = diff
        self.layout: Layout = layout
        self.rows = rows(diff, layout)
        self.column_width = width if layout == "unified" else (width - 1) // 2
        self.number_cells = 5 if self.column_width >= 40 else 0
        self.lines: list[DiffLine] = []
        self.changed_lines: list[int] = []
        """The first line of each change that counts, ascending."""
        self.folds = self.rows.folds(hide_noise=noise_hidden) if folding and len(self.rows) >= height else []
        self._texts_whole = texts_whole
        self._folds_texts = folding and not texts_whole
        self.noise_hidden = noise_hidden
        self._wraps: dict[tuple[int, str], WrappedText] = {}
        self._place(unfolded)

    def _place(self, unfolded: Collection[int]) -> None:
        folds = {fold.start: fold for fold in self.folds}
        changed = {row for change, row in self.rows.first_rows().items() if not self._is_hidden(change)}
        wrapping = len(self.rows) - sum(fold.hidden for fold in self.folds) <= MOST_WRAPPED_ROWS
        index = 0
        while index < len(self.rows):
            fold = folds.get(index)
            if fold is not None and index not in unfolded:
                self.lines.append(DiffLine(index, fold))
                index = fold.stop
                continue
            stop = fold.stop if fold is not None else index + 1
            for row in range(index, stop):
                if row in changed:
                    self.changed_lines.append(len(self.lines))
                height = self._row_height(row) if wrapping and (fold is None or self._texts_whole) else 1
                whole = height <= LONG_TEXT or not self._folds_texts or row in unfolded
                self.lines += self._whole(row, height) if whole else self._around_words(row, height)
            index = stop

    @staticmethod
    def _whole(row: int, height: int) -> Iterator[DiffLine]:
        return (DiffLine(row, None, part) for part in range(height))

    def _around_words(self, index: int, height: int) -> Iterator[DiffLine]:
        """The lines of a row that hold a changed word, and those next to them; the others as one line a stretch."""
        told = {0}
        row = self.rows[index]
        for name, side in (("left", row.left), ("right", row.right)):
            wrapped = self._wraps.get((index, name))
            for start, end in side.changed if wrapped is not None and side is not None else ():
                assert wrapped is not None
                first, last = wrapped.locate(start)[0], wrapped.locate(max(start, end - 1))[0]
                told.update(range(first - 1, last + 2))
        if len(told) == 1:  # no words are told apart: all of it is new, or gone
            told.update(range(height))
        part = 0
        while part < height:
            stop = part
            while stop < height and stop not in told:
                stop += 1
            if stop - part > 1:
                yield DiffLine(index, None, part, stop - part)
                part = stop
            else:
                yield DiffLine(index, None, part)
                part += 1

    def _row_height(self, index: int) -> int:
        """How many lines a row takes: what changed is wrapped, what did not is cut, unless it is to be whole."""
        row = self.rows[index]
        if not self._texts_whole and (row.kind == "equal" or self.is_quiet(row)):
            return 1
        return max(self._height(index, row.left, "left"), self._height(index, row.right, "right"))

    def _height(self, index: int, side: Side | None, name: str) -> int:
        if side is None:
            return 1
        room = text_room(side, self.column_width, self.number_cells)
        if drawn_cells(side.text) <= room:
            return 1
        wrapped = self._wraps[index, name] = WrappedText(side.text, room, drawn_cells)
        return wrapped.line_count

    def _is_hidden(self, change: int | None) -> bool:
        return self.noise_hidden and change is not None and self.diff.changes[change].noise is not None

    def is_quiet(self, row: DiffRow) -> bool:
        """Whether a row is a change that means nothing, and is not asked for."""
        return row.kind != "equal" and self._is_hidden(row.change)

    def span(self, line: DiffLine, name: str) -> tuple[int, int] | None:
        """What of the text of a side (`left`, `right`) a line shows, by offsets; None: all of it, cut."""
        wrapped = self._wraps.get((line.row, name))
        if wrapped is not None and line.part < wrapped.line_count:
            return wrapped.line(line.part)
        return (0, 0) if line.part else None

    def row_at(self, line: int) -> DiffRow | None:
        """The row of a line; None for a fold, and beyond the end."""
        if line >= len(self.lines) or self.lines[line].fold is not None:
            return None
        return self.rows[self.lines[line].row]

    def foldable(self, line: int, unfolded: Collection[int]) -> int | None:
        """The row by which what a line belongs to is opened or closed; None where there is nothing to."""
        row = self.lines[line].row
        fold = next((fold for fold in self.folds if fold.start <= row < fold.stop), None)
        if fold is not None:
            return fold.start
        first = self.line_of_row(row)
        lines = takewhile(lambda each: each.row == row, islice(self.lines, first, None))
        return row if row in unfolded or any(each.left_out for each in lines) else None

    def line_of_row(self, row: int) -> int:
        """The first line of a row, or of the fold that hides it; 0 where there is none."""
        at = bisect_left(self.lines, row, key=lambda line: line.row)
        if at == len(self.lines) or self.lines[at].row > row:
            at -= 1
        return max(0, at)

    def line_of_part(self, row: int, part: int) -> int:
        """The line that shows a line of a row, or the last one before it; of a row that is folded away, the fold."""
        first = self.line_of_row(row)
        lines = takewhile(lambda each: each.row == row and each.part <= part, islice(self.lines, first, None))
        return max(first, first + sum(1 for _ in lines) - 1)

    def line_of_change(self, change: int) -> int | None:
        """The first line of a change by its index in the diff; None where it is not on the screen."""
        row = self.rows.first_rows().get(change)
        if row is None:
            return None
        line = self.line_of_row(row)
        return line if self.lines[line].fold is None else None
