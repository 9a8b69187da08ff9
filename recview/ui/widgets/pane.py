"""A framed pane: title at the top left, facts at the top right, position at the bottom right.

Textual's border holds one title an edge, so the pane draws both into one, with the border's own line between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.renderables.blank import Blank
from textual.strip import Strip

from recview.ui.drawing import cut_end
from recview.ui.widgets.backdrop import draw_backdrop
from recview.ui.widgets.toned import Toned

_CORNERS_AND_AIR = 6
"""Two corners, the line beside each, and the blank that Textual puts around a title on both sides."""


class Pane(Toned, Vertical):
    """A container with a thin frame and facts set into it. Bright while the focus is inside."""

    title: reactive[str] = reactive("")
    """Top left; plain text, already harmless."""
    facts: reactive[str] = reactive("")
    """Top right."""
    foot_left: reactive[str] = reactive("")
    """Bottom left."""
    foot: reactive[str] = reactive("")
    """Bottom right."""
    cut_title: Callable[[str, int], str] = staticmethod(cut_end)
    """How the title is cut to a width."""
    cut_foot: Callable[[str, int], str] = staticmethod(cut_end)
    """How what is bottom left is."""
    least_left: ClassVar[int] = 7
    """How many cells of the title, and of what is bottom left, what stands at the right of it leaves at least."""

    def render(self) -> Blank:
        """Empty while there is nothing in it; Textual would show what the widget is called."""
        return Blank(self.background_colors[1])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Only its edges are drawn line by line."""
        return draw_backdrop(super().render_lines, crop, range(1, self.outer_size.height - 1))

    def watch_title(self) -> None:
        self._draw_edges()

    def watch_facts(self) -> None:
        self._draw_edges()

    def watch_foot(self) -> None:
        self._draw_edges()

    def watch_foot_left(self) -> None:
        self._draw_edges()

    def on_resize(self, event: events.Resize) -> None:
        self._draw_edges()

    def on_descendant_focus(self) -> None:
        self.call_later(self._draw_edges)

    def on_descendant_blur(self) -> None:
        self.call_later(self._draw_edges)

    def notify_style_update(self) -> None:
        """A new theme: the edges hold colours."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self._draw_edges)

    def _draw_edges(self) -> None:
        if self.region.width < 12 or not self.is_mounted:
            return
        bright = self.has_focus_within
        title_tone = "frame-focus" if bright else "title"
        self.border_title = self._edge(self.title, title_tone, self.facts, self.cut_title)
        self.styles.border_title_align = "left" if self.title else "right"
        self.styles.border_subtitle_align = "left" if self.foot_left else "right"
        self.border_subtitle = self._edge(self.foot_left, "dim", self.foot, self.cut_foot)

    def _edge(self, left: str, left_tone: str, right: str, cut: Callable[[str, int], str]) -> Content | None:
        """One edge's text, as wide as the edge: `left`, the border's line, `right`."""
        room = self.region.width - _CORNERS_AND_AIR
        line_tone = self.content_tone("frame-focus" if self.has_focus_within else "frame")
        if not left:
            return Content.styled(cut_end(right, room), self.content_tone("dim")) if right else None
        right = cut_end(right, max(0, room - self.least_left - 3))
        left = cut(left, room - (cell_len(right) + 3 if right else 0))
        start = Content.styled(left, self.content_tone(left_tone))
        if not right:
            return start
        line = Content.styled("─" * max(1, room - cell_len(left) - cell_len(right) - 2), line_tone)
        return Content.assemble(start, " ", line, " ", Content.styled(right, self.content_tone("dim")))
