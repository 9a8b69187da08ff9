"""The line above a chunk: its number, what it marks, what kind of chunk it is, its type or event name."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from recview.analysis.markers import Marker
from recview.ui.drawing import cut_end, strip_of
from recview.ui.renderables.timeline import MARKER_SHAPES, marker_text
from recview.ui.widgets.toned import Toned

_GAP = " ── "


class ChunkHeading(Toned):
    """One line, the markers first: what does not fit is left off at the end."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._counter = ""
        self._markers: Sequence[Marker] = ()
        self._words: Sequence[str] = ()

    def show(self, counter: str, markers: Sequence[Marker], words: Sequence[str]) -> None:
        """`counter` and `words` already harmless; `markers` are those of this chunk, the gravest first."""
        self._counter, self._markers, self._words = counter, markers, words
        self.refresh()

    def render_line(self, y: int) -> Strip:
        frame, dim = self.tone("frame"), self.tone("dim")
        width = self.size.width
        marks = [(f"{MARKER_SHAPES[each.kind][0]} {marker_text(each)}", MARKER_SHAPES[each.kind][1])
                 for each in self._markers]  # fmt: skip
        counter = self._counter
        if marks and cell_len(f"── {counter}{_GAP}{marks[0][0]}") > width:
            counter = counter.partition(" of ")[0]
        segments = [Segment("── ", frame), Segment(counter, self.tone("title"))]
        room = width - 3 - cell_len(counter)
        for text, role in [*marks, *((word, "") for word in self._words if word)]:
            if room < cell_len(_GAP) + 6:
                break
            text = cut_end(text, room - cell_len(_GAP))
            segments += [Segment(_GAP, frame), Segment(text, self.tone(role) if role else dim)]
            room -= cell_len(_GAP) + cell_len(text)
        segments.append(Segment(" " + "─" * max(0, room - 1), frame))
        return strip_of(segments, width, self.rich_style)
