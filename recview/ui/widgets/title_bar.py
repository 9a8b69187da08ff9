"""The screen's first line: what is open, how much of it, whether it is live."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from recview.ui.drawing import cut_middle, strip_of
from recview.ui.widgets.toned import Toned

_BAR_CELLS = 12


class TitleBar(Toned):
    """One line: name and place on the left, counts and state on the right. All plain, harmless text."""

    place: reactive[str] = reactive("")
    counts: reactive[str] = reactive("")
    state: reactive[str] = reactive("")
    """A word on being live: `live ●`, `following ▶`, `reading 1,204 of 3,162`."""
    paused: reactive[bool] = reactive(False)
    """Whether the state is one of waiting for the person."""
    progress: reactive[tuple[float, float] | None] = reactive(None)
    """How much is done, and how much of the rest is begun, 0…1 of all; None when nothing is going on."""

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        if y > 0:
            return Strip.blank(width, base)
        right = [Segment(f" {self.counts} ", self.tone("dim"))] if self.counts else []
        if self.progress is not None:
            read, listed = (round(share * _BAR_CELLS) for share in self.progress)
            right += [
                Segment("━" * read, self.tone("playhead")),
                Segment("━" * (listed - read), self.tone("track-played")),
                Segment("─" * (_BAR_CELLS - max(read, listed)) + " ", self.tone("track")),
            ]
        if self.state:
            right.append(Segment(f" {self.state} ", self.tone("warn" if self.paused else "good")))
        right.append(Segment("  ? help ", self.tone("faint")))
        while right and (room := width - 10 - sum(cell_len(segment.text) for segment in right)) < 8:
            right.pop(-1 if right[-1].text.endswith("help ") else 0)  # the help first, then the counts
        place = cut_middle(self.place, room)
        left = [Segment(" recview", self.tone("playhead")), Segment("  " + place, self.tone("title"))]
        gap = width - sum(cell_len(segment.text) for segment in (*left, *right))
        return strip_of([*left, Segment(" " * max(0, gap)), *right], width, base)
