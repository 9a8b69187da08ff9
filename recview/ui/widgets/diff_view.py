"""A diff to read: both documents side by side, or one below the other; unchanged stretches folded, words lit.

One widget draws both sides, so they cannot scroll apart. Only visible rows are ever made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from recview.analysis.jsondiff import Diff, DiffRow, Layout
from recview.ui.diff_place import DiffPlace, FoundPlace
from recview.ui.drawing import grouped
from recview.ui.renderables.diff_layout import DiffLayout, DiffLine
from recview.ui.renderables.diff_lines import look_of, side_segments
from recview.ui.widgets.line_view import LineView


class DiffView(LineView):
    """Two documents, aligned."""

    class ChangeReached(Message):
        """The cursor stands in another change (None: in none)."""

        def __init__(self, change: int | None) -> None:
            super().__init__()
            self.change = change

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._unfolded: set[int] = set()
        self._all_unfolded = False
        self._texts_whole = False
        self._placed: DiffLayout | None = None
        self._change: int | None = None

    # What it shows

    def show(self, diff: Diff, layout: Layout, *, noise_hidden: bool) -> None:
        """Another diff, or the same in another way; the cursor stays at the change it stood on."""
        again = self._placed is not None and self._placed.diff is diff
        change = self._change if again else None
        if not again:
            self._unfolded.clear()
            self._all_unfolded = False
        placed = self._place(diff, layout, noise_hidden=noise_hidden)
        if change is None or not self.go_to_change(change):
            self._go_to(placed.changed_lines[0] if placed.changed_lines else 0)

    @property
    def place(self) -> DiffPlace | None:
        """What is opened, and where the cursor is; None where there is no diff."""
        placed = self._placed
        if placed is None or not placed.lines:
            return None
        return DiffPlace.under(
            placed, self.cursor, self.cursor_row, unfolded=self._unfolded, all_unfolded=self._all_unfolded
        )

    def show_again(self, found: FoundPlace, layout: Layout, *, noise_hidden: bool) -> None:
        """The diff of later versions, everything in its place."""
        self._unfolded, self._all_unfolded = set(found.opened), found.all_opened
        placed = self._place(found.diff, layout, noise_hidden=noise_hidden)
        self.stand(placed.line_of_part(found.cursor, found.part), found.row)
        row = self.row_under_cursor
        self._change = row.change if row is not None else None
        self.tell(lambda: self.ChangeReached(self._change))

    def show_note(self, note: str) -> None:
        """No diff: a sentence, already harmless."""
        self._placed, self.empty_note = None, note
        self.has_cursor = False
        self.lines_changed()

    def _place(self, diff: Diff, layout: Layout, *, noise_hidden: bool) -> DiffLayout:
        region = self.scrollable_content_region
        self.has_cursor, self.empty_note = True, ""
        self._placed = DiffLayout(
            diff,
            layout,
            region.width,
            region.height,
            noise_hidden=noise_hidden,
            unfolded=self._unfolded,
            folding=not self._all_unfolded,
            texts_whole=self._texts_whole,
        )
        self.lines_changed()
        return self._placed

    def _place_anew(self, before: DiffLayout) -> DiffLayout:
        """The same diff, with other folds or in another width."""
        return self._place(before.diff, before.layout, noise_hidden=before.noise_hidden)

    def on_resize(self) -> None:
        self._place_again()

    def _place_again(self) -> None:
        """The same diff in other lines; the cursor stays on its row."""
        before = self._placed
        if before is None:
            return
        row = before.lines[self.cursor].row if before.lines else 0
        placed = self._place_anew(before)
        if placed.lines != before.lines:
            self.cursor = placed.line_of_row(row)

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self._placed.lines) if self._placed is not None else 0

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        placed = self._placed
        if placed is None:
            return []
        entry = placed.lines[line]
        if entry.fold is not None:
            return self._left_out(f"{_lines(entry.fold.hidden)} unchanged", width)
        if entry.left_out:
            return self._left_out(f"{_lines(entry.left_out)} of this text unchanged", width)
        row = placed.rows[entry.row]
        if placed.layout == "unified":
            name = "left" if row.right is None else "right"
            return self._side(placed, entry, row, name)
        left, right = (self._side(placed, entry, row, name) for name in ("left", "right"))
        return [*left, Segment("│", self.tone("frame")), *right]

    def _left_out(self, what: str, width: int) -> list[Segment]:
        line = Segment("┄" * max(0, width - 7 - len(what)), self.tone("faint"))
        return [Segment("  ┄┄┄ ", self.tone("faint")), Segment(f"{what} ", self.tone("dim")), line]

    def _side(self, placed: DiffLayout, entry: DiffLine, row: DiffRow, name: str) -> list[Segment]:
        side = row.left if name == "left" else row.right
        return side_segments(
            side,
            placed.column_width,
            self.tone,
            look_of(row, side, name, quiet=placed.is_quiet(row)),
            number_cells=placed.number_cells,
            span=placed.span(entry, name),
            continued=entry.part > 0,
            pointed_at=entry is placed.lines[self.cursor],
        )

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
        return self._placed.row_at(self.cursor) if self._placed is not None else None

    @property
    def changed_shares(self) -> tuple[float, ...]:
        """Where the changes are, as shares (0…1) of the height, for the minimap; beside them where all is in sight."""
        count = max(1, self.line_count, self.scrollable_content_region.height)
        return tuple(line / count for line in self._changed_lines)

    @property
    def _changed_lines(self) -> list[int]:
        return self._placed.changed_lines if self._placed is not None else []

    def go_to_share(self, share: float) -> None:
        """To a height, as the minimap has it: 0…1."""
        self.cursor = int(share * max(self.line_count, self.scrollable_content_region.height))

    def next_change(self, direction: int) -> bool:
        """To the next change, or with -1 the one before; False where there is none."""
        places = self._changed_lines
        at = bisect_right(places, self.cursor) if direction > 0 else bisect_left(places, self.cursor) - 1
        if not 0 <= at < len(places):
            return False
        self._go_to(places[at])
        return True

    def go_to_change(self, change: int) -> bool:
        """To the first line of a change by its index; False where it is not on the screen."""
        line = self._placed.line_of_change(change) if self._placed is not None else None
        if line is not None:
            self._go_to(line)
        return line is not None

    def _go_to(self, line: int) -> None:
        self.cursor = line
        self.show_line(line, center=True)

    def toggle_fold(self) -> None:
        """Opens the folded stretch or the long text under the cursor, or closes the open one the cursor is in."""
        placed = self._placed
        if placed is None or not placed.lines:
            return
        row = placed.foldable(self.cursor, self._unfolded)
        if row is not None:
            self._unfolded ^= {row}
            self.cursor = self._place_anew(placed).line_of_row(row)

    def toggle_all_folds(self) -> None:
        """Opens every stretch, or folds them again."""
        self._all_unfolded = not self._all_unfolded
        self._unfolded.clear()
        self._place_again()

    def toggle_wrap(self) -> None:
        """Shows every text in sight whole, or again each that did not change cut. It stays so for what comes next."""
        self._texts_whole = not self._texts_whole
        self._place_again()


def _lines(count: int) -> str:
    return f"{grouped(count)} {'line' if count == 1 else 'lines'}"
