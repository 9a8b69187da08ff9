"""The verdict on two recordings in one line above their diff. A click on a part, or what is told of it, shows it."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from recview.ui.comparison import PARTS, Diffs, Part
from recview.ui.drawing import strip_of
from recview.ui.renderables.verdict import fitted, verdict_segments
from recview.ui.widgets.toned import Toned


class VerdictLine(Toned):
    """See the module."""

    class Chosen(Message):
        """A part was clicked."""

        def __init__(self, part: Part) -> None:
            super().__init__()
            self.part = part

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._diffs: Diffs | None = None
        self._part: Part = "request"
        self._noise_hidden = True

    def show(self, diffs: Diffs | None, part: Part, *, noise_hidden: bool) -> None:
        """Another comparison, or another part of it; None: nothing."""
        self._diffs, self._part, self._noise_hidden = diffs, part, noise_hidden
        self.refresh()

    @property
    def _segments(self) -> list[Segment]:
        if self._diffs is None:
            return []
        line = verdict_segments(self._diffs, self._part, self.tone, noise_hidden=self._noise_hidden)
        return fitted(line, self.size.width)

    def render_line(self, y: int) -> Strip:
        return strip_of(self._segments, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        column, chosen = 0, None
        for segment in self._segments:
            column += segment.cell_length
            chosen = next((part for part in PARTS if part == segment.text), chosen)  # what follows a name is told of it
            if event.x < column:
                if chosen is not None:
                    self.post_message(self.Chosen(chosen))
                return
