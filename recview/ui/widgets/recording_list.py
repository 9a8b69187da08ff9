"""The list of recordings: directories, test files, tests and calls as one flat list of visible rows.

Draws what it is given; what is visible, in which order and under which group is worked out elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from recview.analysis.folding import OutlineLines, no_lines
from recview.analysis.folds import ALL_OPEN
from recview.ui.bindings import bindings_for
from recview.ui.renderables.outline_lines import ListState, group_segments, light, row_segments
from recview.ui.sibling_names import SiblingNames
from recview.ui.widgets.outline_view import OutlineView

if TYPE_CHECKING:
    from recview.analysis.arrangement import OutlineLine
    from recview.analysis.folds import Folds
    from recview.model.row import Row


class RecordingList(OutlineView):
    """Rows under foldable groups."""

    BINDINGS = bindings_for("list")
    key_scope = "list"

    class Selected(Message):
        """The cursor stands on a recording (or on a group, where `row` is None)."""

        def __init__(self, row: Row | None, *, by_hand: bool) -> None:
            """`by_hand`: the person put it there; else the rows changed, or the list follows something."""
            super().__init__()
            self.row = row
            self.by_hand = by_hand

    class Entered(Message):
        """A recording was chosen: the eye moves on to it."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class FoldToggled(Message):
        """A group is to be opened or closed."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class FoldAll(Message):
        """Every group is to be closed, or opened."""

        def __init__(self, folded: bool) -> None:
            super().__init__()
            self.folded = folded

    class SortChanged(Message):
        """The next order is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = no_lines()
        self._folds = ALL_OPEN
        self._state = ListState()
        self._tells_ages = False
        self._names = SiblingNames()
        self._quiet = False
        self._awaited = ""
        """Key of the line that the cursor is to go to once it is there."""
        self._awaited_by_hand = False
        """Whether the person wished it there."""
        self._unannounced = False
        """Whether the cursor came to stand on something else while only a part of the lines was there."""
        self._postponed: list[Callable[[], object]] = []
        """What was wished while only a part of the lines was there."""

    # What it shows

    def show(self, lines: OutlineLines, folds: Folds, anchor: str, anchor_line: int | None, empty_note: str) -> None:
        """Other lines; the cursor stays on what it stood on, or on the nearest line to it.

        `anchor_line` is where `anchor`, or the closed group that it is in, stands now; it holds if the cursor still
        is on that line.
        """
        before = self.key_under_cursor
        line = anchor_line if before == anchor else lines.nearest(before)
        top = self.scroll_offset.y
        offset = self.cursor - top
        self._lines, self._folds, self.empty_note = lines, folds, empty_note
        self._quiet = True
        if not self.size:  # the first frame is yet to come: Textual would lay it out without, then with a scrollbar
            self.show_vertical_scrollbar = len(lines) > self.app.size.height
        self.lines_changed()
        if before and line is not None and line != self.cursor:
            self.cursor = line
            if top or self.key_under_cursor == before:  # else it stands at the top, and another line may move down
                self.scroll_to(y=max(0, line - offset), animate=False, immediate=True)
        awaited = lines.position(self._awaited) if self._awaited else None
        if awaited is not None:
            self._awaited = ""
            self.cursor = awaited
            self.show_line(awaited, center=True)
            if self._awaited_by_hand:
                self._announce(by_hand=True)
        elif self.key_under_cursor != before or self._unannounced:
            self._announce(by_hand=False)
        self._quiet = False
        if lines.are_all:
            postponed, self._postponed = self._postponed, []
            for act in postponed:
                act()

    def when_all_are_there(self, act: Callable[[], object]) -> None:
        """Does what needs every line: now, or as soon as there is more than what is in sight."""
        if self._lines.are_all:
            act()
        else:
            self._postponed.append(act)

    def go_to_soon(self, key: str) -> None:
        """Puts the cursor, as the person wished, on a line that is yet to come, by its key."""
        self._awaited, self._awaited_by_hand = key, True

    def follow_to(self, key: str) -> None:
        """Puts the cursor on a line by its key, as soon as there is one."""
        before, self._awaited_by_hand = self.key_under_cursor, False
        self._quiet = True
        self._awaited = "" if self.go_to(key) else key
        self._quiet = False
        if self.key_under_cursor != before:
            self._announce(by_hand=False)

    def show_state(self, state: ListState) -> None:
        """Other marks, freshness or open recording."""
        before, self._state = self._state, state
        told_ages, self._tells_ages = self._tells_ages, bool(state.fresh)
        if (
            told_ages
            or self._tells_ages
            or (before.marked, before.lights, before.order)
            != (
                state.marked,
                state.lights,
                state.order,
            )
        ):
            self.refresh()
        elif before.open_path != state.open_path:
            for line, path in self.paths_in_sight():
                if path in (before.open_path, state.open_path):
                    self.refresh_lines(line)

    def paths_in_sight(self) -> Iterator[tuple[int, str]]:
        """The recordings that are on the screen, each with its line."""
        top = self.scroll_offset.y
        for line in range(top, min(top + self.size.height, len(self._lines))):
            row = self._lines[line].row
            if row is not None:
                yield line, row.path

    def show_ages(self, state: ListState) -> None:
        """Time has passed: only the rows that changed on disk are drawn anew."""
        self._state = state
        for line, path in self.paths_in_sight():
            if path in state.fresh:
                self.refresh_lines(line)

    def go_to(self, key: str) -> bool:
        """Puts the cursor on a line by its key; False where it is not visible."""
        line = self._lines.position(key)
        if line is None:
            return False
        in_sight = self._in_sight(line)
        self.cursor = line
        self.show_line(line, center=not in_sight)
        return True

    def _in_sight(self, line: int) -> bool:
        return 0 <= line - self.scroll_offset.y < self.scrollable_content_region.height

    @property
    def lines(self) -> OutlineLines:
        """The lines as shown."""
        return self._lines

    @property
    def line_under_cursor(self) -> OutlineLine | None:
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    @property
    def key_under_cursor(self) -> str:
        line = self.line_under_cursor
        return line.key if line else ""

    @property
    def key_wished(self) -> str:
        """Key of the line the cursor is to go to, else of the one it stands on."""
        return self._awaited or self.key_under_cursor

    @property
    def row_under_cursor(self) -> Row | None:
        line = self.line_under_cursor
        return line.row if line else None

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_ground(self, line: int) -> Style | None:
        row = self._lines[line].row
        fresh = self._state.fresh.get(row.path) if row else None
        share = light(self._state.now_s - fresh.at_s) if fresh and self._state.lights else 0.0
        return self.fading("fresh", share) if share else None

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self._lines[line]
        if entry.row is None:
            return group_segments(entry, width, self.is_closed(line), self.tone, self._name_of)
        row = self._state.rows.get(entry.row.path, entry.row)
        return row_segments(entry, row, width, self._lines.deepest, self._state, self.tone)

    def _name_of(self, key: str, width: int) -> str:
        return self._names.name(self._lines.arrangement.outline, key, width)

    # Keys and mouse

    def action_cursor_home(self) -> None:
        self.when_all_are_there(super().action_cursor_home)

    def action_cursor_end(self) -> None:
        self.when_all_are_there(super().action_cursor_end)

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        if not self._quiet and before != line:  # Textual calls it once with nothing changed
            self._announce(by_hand=True)

    def _announce(self, *, by_hand: bool) -> None:
        """Opening what it stands on waits until the list is there: both at once would take longer."""
        self._unannounced = not (by_hand or self._lines.are_all)
        if not self._unannounced:
            self.tell(lambda: self.Selected(self.row_under_cursor, by_hand=by_hand))

    def is_head(self, line: int) -> bool:
        return self._lines[line].row is None

    def is_closed(self, line: int) -> bool:
        return self._lines[line].key in self._folds

    def head_around(self, line: int) -> int | None:
        return self._lines.around(line)

    def sign_cells(self, line: int) -> int:
        return 2 * self._lines[line].depth + 3

    def toggle(self, line: int) -> None:
        self.post_message(self.FoldToggled(self._lines[line].key))

    def toggle_all(self, *, closed: bool) -> None:
        self.post_message(self.FoldAll(closed))

    def enter(self, line: int) -> None:
        row = self._lines[line].row
        if row is not None:
            self.post_message(self.Entered(row))

    def action_next_sort(self) -> None:
        self.post_message(self.SortChanged())
