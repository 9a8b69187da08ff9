"""A diff to read: both documents side by side, or one below the other; unchanged stretches folded, words lit.

One widget draws both sides, so they cannot scroll apart. Only visible rows are ever made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message

from recview.analysis.jsondiff import Diff
from recview.analysis.jsondiff.lines import Side
from recview.analysis.jsondiff.rows import DiffRow, Fold, Layout, Rows, rows
from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import drawn_cells, grouped
from recview.ui.renderables.diff_lines import side_segments, text_room
from recview.ui.widgets.line_view import LineView

MOST_WRAPPED_ROWS = 4_000
"""Beyond so many changed rows long lines are cut, not wrapped: wrapping needs the text of every one of them."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the screen: a fold, or the `part`-th line of a row."""

    row: int
    """The row; of a fold its first."""
    fold: Fold | None = None
    part: int = 0


class DiffView(LineView):
    """Two documents, aligned."""

    class ChangeReached(Message):
        """The cursor stands in another change (None: in none)."""

        def __init__(self, change: int | None) -> None:
            super().__init__()
            self.change = change

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._diff: Diff | None = None
        self._rows: Rows | None = None
        self._layout_kind: Layout = "split"
        self._noise_hidden = True
        self._unfolded: set[int] = set()
        self._all_unfolded = False
        self._lines: list[DiffLine] = []
        self._changed_lines: list[int] = []
        self._wraps: dict[tuple[int, str], WrappedText] = {}
        self._note = ""
        self._change: int | None = None

    # What it shows

    def show(self, diff: Diff, layout: Layout, *, noise_hidden: bool) -> None:
        """Another diff, or the same in another way; `d` stays near the change it stood on."""
        same = diff is self._diff
        change = self._change
        self._diff, self._note = diff, ""
        self._rows = rows(diff, layout)
        self._layout_kind, self._noise_hidden = layout, noise_hidden
        if not same:
            self._unfolded.clear()
            self._all_unfolded = False
        self._place()
        if not (same and change is not None and self.go_to_change(change)):
            self.cursor = self._changed_lines[0] if self._changed_lines else 0
            self.show_line(self.cursor, center=True)

    def show_note(self, note: str) -> None:
        """No diff: a sentence, already harmless."""
        self._diff, self._rows, self._lines, self._note = None, None, [], note
        self.lines_changed()

    def _place(self) -> None:
        assert self._rows is not None and self._diff is not None
        self._wraps.clear()
        self._lines = []
        self._changed_lines = []
        folds = {fold.start: fold for fold in self._folds()}
        first_rows = {
            row for change, row in self._rows.first_rows().items()
            if not self._noise_hidden or self._diff.changes[change].noise is None
        }  # fmt: skip
        wrapping = len(self._rows) - sum(fold.hidden for fold in folds.values()) <= MOST_WRAPPED_ROWS
        index = 0
        while index < len(self._rows):
            fold = folds.get(index)
            if fold is not None and index not in self._unfolded:
                self._lines.append(DiffLine(index, fold))
                index = fold.stop
                continue
            stop = fold.stop if fold is not None else index + 1
            for row in range(index, stop):
                if row in first_rows:
                    self._changed_lines.append(len(self._lines))
                height = self._row_height(row) if wrapping and fold is None else 1
                self._lines += [DiffLine(row, None, part) for part in range(height)]
            index = stop
        self.lines_changed()

    def _folds(self) -> list[Fold]:
        if self._rows is None or self._all_unfolded or len(self._rows) < self.scrollable_content_region.height:
            return []  # what fits needs no folding
        return self._rows.folds(hide_noise=self._noise_hidden)

    def _row_height(self, index: int) -> int:
        """How many lines a row takes: what changed is wrapped, what did not is cut."""
        assert self._rows is not None
        row = self._rows[index]
        if row.kind == "equal" or self._is_hidden_noise(row):
            return 1
        return max(self._height(index, row.left, "left"), self._height(index, row.right, "right"))

    def _is_hidden_noise(self, row: DiffRow) -> bool:
        assert self._diff is not None
        return self._noise_hidden and row.change is not None and self._diff.changes[row.change].noise is not None

    def _height(self, index: int, side: Side | None, name: str) -> int:
        if side is None:
            return 1
        room = text_room(side, self._column_width, self._number_cells)
        if drawn_cells(side.text) <= room:
            return 1
        wrapped = self._wraps[index, name] = WrappedText(side.text, room, drawn_cells)
        return wrapped.line_count

    # Columns

    @property
    def _column_width(self) -> int:
        width = self.scrollable_content_region.width
        return width if self._layout_kind == "unified" else (width - 1) // 2

    @property
    def _number_cells(self) -> int:
        return 5 if self._column_width >= 40 else 0

    def on_resize(self, event: events.Resize) -> None:
        if self._rows is not None:
            self._place()
        super().on_resize(event)

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self._lines) or (1 if self._note else 0)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        if self._rows is None:
            return [Segment(self._note, self.tone("dim"))]
        entry = self._lines[line]
        if entry.fold is not None:
            noun = "line" if entry.fold.hidden == 1 else "lines"
            text = f" {grouped(entry.fold.hidden)} {noun} unchanged "
            return [Segment("  ┄┄┄", self.tone("faint")), Segment(text, self.tone("dim")),
                    Segment("┄" * max(0, width - 5 - len(text)), self.tone("faint"))]  # fmt: skip
        row = self._rows[entry.row]
        if self._layout_kind == "unified":
            return self._unified(entry, row)
        left = self._side(entry, row, row.left, "left")
        right = self._side(entry, row, row.right, "right")
        return [*left, Segment("│", self.tone("frame")), *right]

    def _unified(self, entry: DiffLine, row: DiffRow) -> list[Segment]:
        if row.left is not None and row.right is None:
            return self._side(entry, row, row.left, "left")
        return self._side(entry, row, row.right, "right")

    def _side(self, entry: DiffLine, row: DiffRow, side: Side | None, name: str) -> list[Segment]:
        quiet = row.kind != "equal" and self._is_hidden_noise(row)
        sign, sign_tone, ground, word_ground = self._look(row, side, name, quiet)
        wrapped = self._wraps.get((entry.row, name))
        span = None
        if wrapped is not None:
            span = wrapped.line(entry.part) if entry.part < wrapped.line_count else (0, 0)
        elif entry.part:
            span = (0, 0)
        return side_segments(
            side,
            self._column_width,
            self.tone,
            sign=sign,
            sign_tone=sign_tone,
            ground=ground,
            word_ground=word_ground,
            number_cells=self._number_cells,
            span=span,
            continued=entry.part > 0,
            quiet=quiet,
        )

    @staticmethod
    def _look(row: DiffRow, side: Side | None, name: str, quiet: bool) -> tuple[str, str, str, str]:
        """Sign, its tone, the ground of the line, the ground of changed words."""
        if row.kind == "equal":
            return " ", "", "", ""
        if quiet:
            return "·", "faint", "", ""
        if side is None:
            return " ", "", "", ""
        if row.kind == "move":
            return "↕", "playhead", "diff-move", "diff-move"
        if name == "left":
            return "-", "sign-remove", "diff-remove", "diff-remove-word"
        return "+", "sign-add", "diff-add", "diff-add-word"

    # Moving among the changes

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        row = self.row_under_cursor
        change = row.change if row is not None else None
        if change != self._change:
            self._change = change
            self.tell(lambda: self.ChangeReached(self._change))

    @property
    def row_under_cursor(self) -> DiffRow | None:
        """The row the cursor stands on; None on a fold."""
        if self._rows is None or self.cursor >= len(self._lines):
            return None
        entry = self._lines[self.cursor]
        return None if entry.fold is not None else self._rows[entry.row]

    @property
    def changed_shares(self) -> tuple[float, ...]:
        """Where the changes are, as shares (0…1) of the height, for the minimap; beside them where all is in sight."""
        count = max(1, len(self._lines), self.scrollable_content_region.height)
        return tuple(line / count for line in self._changed_lines)

    def go_to_share(self, share: float) -> None:
        """To a height, as the minimap has it: 0…1."""
        self.cursor = int(share * max(self.line_count, self.scrollable_content_region.height))

    def next_change(self, direction: int) -> bool:
        """To the next change, or with -1 the one before; False where there is none."""
        places = self._changed_lines
        if direction > 0:
            line = next((place for place in places if place > self.cursor), None)
        else:
            line = next((place for place in reversed(places) if place < self.cursor), None)
        if line is None:
            return False
        self.cursor = line
        self.show_line(line, center=True)
        return True

    def go_to_change(self, change: int) -> bool:
        """To the first line of a change by its index; False where it is not on the screen."""
        if self._rows is None:
            return False
        row = self._rows.first_rows().get(change)
        line = next((index for index, entry in enumerate(self._lines) if entry.row == row and not entry.fold), None)
        if line is None:
            return False
        self.cursor = line
        self.show_line(line, center=True)
        return True

    def toggle_fold(self) -> None:
        """Opens the folded stretch under the cursor, or closes the open one the cursor is in."""
        if self._rows is None or not self._lines:
            return
        row = self._lines[self.cursor].row
        fold = next((fold for fold in self._folds() if fold.start <= row < fold.stop), None)
        if fold is not None:
            self._unfolded ^= {fold.start}
            self._place()
            self.cursor = next(index for index, entry in enumerate(self._lines) if entry.row == fold.start)

    def toggle_all_folds(self) -> None:
        """Opens every stretch, or folds them again."""
        self._all_unfolded = not self._all_unfolded
        if self._rows is not None:
            row = self._lines[self.cursor].row if self._lines else 0
            self._unfolded.clear()
            self._place()
            self.cursor = next((index for index, entry in enumerate(self._lines) if entry.row >= row), 0)
