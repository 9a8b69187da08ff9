"""One line that tells what is happening: of the demo, which makes recordings anew."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from recview.ui.drawing import cut_end, strip_of
from recview.ui.widgets.toned import Toned


class StoryLine(Toned):
    """The newest line of a story; plain, harmless text."""

    DEFAULT_CSS = "StoryLine { height: 1; width: 1fr; }"

    told: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        segments = [
            Segment(" » ", self.tone("playhead")),
            Segment(cut_end(self.told, self.size.width - 3), self.tone("title")),
        ]
        return strip_of(segments, self.size.width, self.rich_style)
