"""Lines of recorded text as they are, wrapped and harmless: the lines of a server-sent event."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import drawn_cells, visible_lines
from recview.ui.widgets.line_view import LineView


class RawLines(LineView):
    """A few lines of text. The field names of an event (`data:`) stand out."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = ""
        self._wrapped = WrappedText("", 1)

    def show(self, lines: Sequence[str]) -> None:
        """Other lines."""
        self._text = "\n".join(lines)
        self._wrap()
        self.set_reactive(RawLines.cursor, 0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.lines_changed()

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if self._wrapped.text is not self._text or self._wrapped.width != width:
            self._wrapped = WrappedText(self._text, width, drawn_cells)

    @property
    def line_count(self) -> int:
        return self._wrapped.line_count

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        start, _ = self._wrapped.line(line)
        text = visible_lines(self._wrapped.line_text(line))
        name, colon, rest = text.partition(":")
        begins = start == 0 or self._text[start - 1] == "\n"
        if begins and colon and name in ("data", "event", "id", "retry", ""):
            return [Segment(name + colon, self.tone("json-key")), Segment(rest)]
        return [Segment(text)]
