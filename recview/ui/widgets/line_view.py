"""The base of every long list and text: the line API with a cursor. Only visible lines are ever drawn.

A subclass says how many lines there are and draws one; it knows nothing of scrolling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from recview.ui.bindings import bindings_for
from recview.ui.drawing import drawn_cells, strip_of
from recview.ui.widgets.toned import Toned


class LineView(Toned, ScrollView, can_focus=True):
    """Lines with a cursor."""

    BINDINGS = bindings_for("lines")
    FOCUS_ON_CLICK = True

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line under the cursor, 0-based."""
    key_scope: ClassVar[str] = "lines"
    """The scope of the table of keys that holds while the focus is here."""
    has_cursor = True
    """Whether the cursor's line is tinted."""
    empty_note = ""
    """What stands there, on as many lines as it takes, while there is no line; harmless."""
    _base = Style()
    scroll_margin = 2
    """Lines kept in sight above and below the cursor."""

    # What a subclass gives

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        """One line, drawn for `width` cells; what is too long is cut by the caller."""
        raise NotImplementedError

    def line_ground(self, line: int) -> Style | None:
        """The ground of a whole line, under the cursor's; None for the view's own."""
        return None

    # What it gets

    def lines_changed(self) -> None:
        """Call when the number of lines or their contents changed."""
        count, width = self.line_count, self.scrollable_content_region.width
        self.virtual_size = Size(width, count or len(self._note_lines(width)))
        self.cursor = min(self.cursor, max(0, count - 1))
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The widget's own style is worked out once for all lines: Textual computes it anew at each look."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Textual asks for one visible line."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        base = self._base
        if not self.line_count:
            note = self._note_lines(width)[y : y + 1]
            return strip_of([Segment(text, self.tone("dim")) for text in note], width, base)
        if not 0 <= line < self.line_count:
            return Strip.blank(width, base)
        ground = self.line_ground(line)
        if ground is not None:
            base += ground
        if self.has_cursor and line in self.tinted_lines(self.cursor):
            base += self.tone("cursor" if self.has_focus else "cursor-rest")
        return strip_of(self.line_segments(line, width), width, base)

    def _note_lines(self, width: int) -> list[str]:
        if not self.empty_note:
            return []
        from recview.analysis.wrapping import WrappedText  # seldom is there nothing to show

        wrapped = WrappedText(self.empty_note, width, drawn_cells)
        return [wrapped.line_text(index) for index in range(wrapped.line_count)]

    def on_resize(self) -> None:
        """The width is part of the virtual size. Where a subclass has one of its own, Textual calls this after it."""
        self.lines_changed()

    def says_more(self, line: int) -> bool:
        """Whether a line only says more of the one above it: the cursor steps over it. Never the first one."""
        return False

    def validate_cursor(self, line: int) -> int:
        """The cursor stays on a line."""
        at = max(0, min(line, self.line_count - 1))
        if not at or not self.says_more(at):  # an empty list has no first line to ask about
            return at
        below = next((line for line in range(at + 1, self.line_count) if not self.says_more(line)), None)
        return below if below is not None and at > self.cursor else self._head(at)

    def _head(self, line: int) -> int:
        """The line that a line says more of; itself where it says something of its own."""
        while line and self.says_more(line):
            line -= 1
        return line

    def tinted_lines(self, cursor: int) -> range:
        """The lines that are tinted where the cursor stands on one: that one, where a subclass does not say more."""
        return range(cursor, cursor + 1)

    def watch_cursor(self, before: int, line: int) -> None:
        """Redraws what was and what is tinted, and keeps that in sight."""
        for tinted in (self.tinted_lines(before), self.tinted_lines(line)):
            self.refresh_lines(tinted.start, len(tinted))
        self.show_line(self.tinted_lines(line)[-1])
        self.show_line(line)

    @property
    def cursor_row(self) -> int:
        """The row of the widget on which the cursor's line stands; below 0, or beyond the last one, out of sight."""
        return self.cursor - self.scroll_offset.y

    def stand(self, line: int, row: int) -> None:
        """Puts the cursor on a line of other contents, that line on a row of the widget, and says nothing of it.

        To be called once the new lines are there. A row that leaves lines blank at the end is not kept.
        """
        self.set_reactive(type(self).cursor, self.validate_cursor(line))
        self.lines_changed()
        self.scroll_to_line(self.cursor - row)

    def scroll_to_line(self, top: int) -> None:
        """Scrolls until `top` is the first line in sight, or as far as there are lines."""
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.vertical_scrollbar.position = self.scroll_y  # it may come with the next refresh only, and would say 0

    def show_line(self, line: int, *, center: bool = False) -> None:
        """Scrolls as little as brings `line` into sight, or puts it in the middle."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        margin = min(self.scroll_margin, (height - 1) // 2)
        top = self.scroll_offset.y
        if center:
            top = line - height // 2
        elif line < top + margin:
            top = line - margin
        elif line >= top + height - margin:
            top = line - height + margin + 1
        top = max(0, min(top, self.line_count - height))
        if top != self.scroll_offset.y:
            self.scroll_to_line(top)

    async def _on_click(self, event: events.Click) -> None:
        line = event.y - self.gutter.top + self.scroll_offset.y
        if 0 <= line < self.line_count:
            again = line == self.cursor
            self.cursor = self._head(line)
            self.clicked(line, event, again=again)

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        """A line was clicked and the cursor went there, or, with `again`, stood there already."""

    # Keys

    def action_cursor_down(self) -> None:
        self.cursor += 1

    def action_cursor_up(self) -> None:
        self.cursor -= 1

    def action_cursor_home(self) -> None:
        self.cursor = 0

    def action_cursor_end(self) -> None:
        self.cursor = self.line_count - 1

    def action_half_page_down(self) -> None:
        self.cursor += max(1, self.scrollable_content_region.height // 2)

    def action_half_page_up(self) -> None:
        self.cursor -= max(1, self.scrollable_content_region.height // 2)

    def action_page_down(self) -> None:
        self.cursor += max(1, self.scrollable_content_region.height - 1)

    def action_page_up(self) -> None:
        self.cursor -= max(1, self.scrollable_content_region.height - 1)
