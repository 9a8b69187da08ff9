"""One line that says what something is: a sign in its colour, and words, cut where there is no room for all."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from recview.ui.drawing import cut_end, strip_of
from recview.ui.widgets.toned import Toned


class NoteLine(Toned):
    """Empty where nothing is said."""

    words_tone: ClassVar[str] = "title"

    note: reactive[tuple[str, str, str]] = reactive(("", "", ""))
    """Sign, role that colours it, words; plain, harmless text."""

    def render_line(self, y: int) -> Strip:
        sign, role, words = self.note
        if not words:
            return Strip.blank(self.size.width, self.rich_style)
        segments = [
            Segment(f"{sign} ", self.tone(role)),
            Segment(cut_end(words, self.size.width - 2), self.tone(self.words_tone)),
        ]
        return strip_of(segments, self.size.width, self.rich_style)
