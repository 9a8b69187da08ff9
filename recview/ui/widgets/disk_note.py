"""One line for what became of the open file on disk: being written, superseded, gone."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from recview.ui.drawing import cut_end, strip_of
from recview.ui.widgets.toned import Toned


class DiskNote(Toned):
    """Shown where there is something to say."""

    DEFAULT_CSS = """
    DiskNote { height: 1; display: none; }
    DiskNote.-shown { display: block; }
    """

    note: reactive[tuple[str, str, str]] = reactive(("", "", ""))
    """Sign, role that colours it, words; plain, harmless text."""

    def watch_note(self) -> None:
        self.set_class(bool(self.note[2]), "-shown")

    def render_line(self, y: int) -> Strip:
        sign, role, words = self.note
        segments = [Segment(f"{sign} ", self.tone(role or "dim"))]
        segments.append(Segment(cut_end(words, self.size.width - 2), self.tone("title")))
        return strip_of(segments, self.size.width, self.rich_style)
