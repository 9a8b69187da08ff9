"""The screen's first line: what is open, how much of it, whether it is live."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip

from recview.ui.drawing import cut_middle, strip_of
from recview.ui.status import Status
from recview.ui.widgets.toned import Toned

_BAR_CELLS = 12
_HELP = "  ? help "
_PLACE_CELLS, _LEAST_PLACE_CELLS = 24, 8
"""How much of the place is to be seen before the help stands beside it; and before the counts do."""


class TitleBar(Toned):
    """One line: name and place on the left, counts and state on the right. All plain, harmless text."""

    status: reactive[Status] = reactive(Status())

    async def on_click(self, event: events.Click) -> None:
        """The word help is what it says."""
        shows_help = any(segment.text == _HELP for segment in self._right_and_room()[0])
        if shows_help and event.x >= self.size.width - len(_HELP):
            await self.run_action("app.show_help")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        if y > 0:
            return Strip.blank(width, base)
        right, room = self._right_and_room()
        place = cut_middle(self.status.place, room)
        left = [Segment(" recview", self.tone("playhead")), Segment("  " + place, self.tone("title"))]
        gap = width - sum(cell_len(segment.text) for segment in (*left, *right))
        return strip_of([*left, Segment(" " * max(0, gap)), *right], width, base)

    def _right_and_room(self) -> tuple[list[Segment], int]:
        """What stands on the right, as far as there is room for it, and how many cells the place has."""
        right = [Segment(f" {self.status.counts} ", self.tone("dim"))] if self.status.counts else []
        if self.status.progress is not None:
            read, listed = (round(share * _BAR_CELLS) for share in self.status.progress)
            right += [
                Segment("━" * read, self.tone("playhead")),
                Segment("━" * (listed - read), self.tone("track-played")),
                Segment("─" * (_BAR_CELLS - max(read, listed)) + " ", self.tone("track")),
            ]
        if self.status.state:
            right.append(Segment(f" {self.status.state} ", self.tone("warn" if self.status.is_paused else "good")))
        right.append(Segment(_HELP, self.tone("faint")))
        wanted = min(cell_len(self.status.place), _PLACE_CELLS)
        while right and (room := self.size.width - 12 - sum(cell_len(segment.text) for segment in right)) < wanted:
            is_help = right[-1].text == _HELP
            if not is_help and room >= _LEAST_PLACE_CELLS:
                break
            right.pop(-1 if is_help else 0)  # the help first, then the counts
        return right, room
