"""What is wrong, in as many lines as it takes: the base of what tells problems above something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import cut_end, drawn_cells, strip_of
from recview.ui.widgets.toned import Toned

SIGN = "! "


class Findings(Toned):
    """Shown where there is any."""

    DEFAULT_CSS = """
    Findings { height: auto; display: none; }
    Findings.-shown { display: block; }
    """

    most_lines: ClassVar[int | None] = None
    """It is cut behind so many; None: never."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._texts: Sequence[str] = ()
        self._role = ""
        self._rest = ""

    def tell_findings(self, texts: Sequence[str], role: str, rest: str = "") -> None:
        """Harmless texts, each from a line of its own; `rest` stands dim behind the last, and is never cut."""
        if (texts, role, rest) != (self._texts, self._role, self._rest):
            self._texts, self._role, self._rest = texts, role, rest
            self.set_class(bool(texts), "-shown")
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines(width)
        if y >= len(lines):
            return Strip.blank(width, self.rich_style)
        text, rest = lines[y]
        return strip_of([Segment(text, self.tone(self._role)), Segment(rest, self.tone("dim"))], width, self.rich_style)

    def _lines(self, width: int) -> list[tuple[str, str]]:
        """Each with the part of it that is dim."""
        lines = [line for text in self._texts for line in _wrapped(text, width)]
        if not lines:
            return []
        cut = self.most_lines is not None and len(lines) > self.most_lines
        lines = lines[: self.most_lines]
        if cut:
            lines[-1] += " …"
        rest = f"  {self._rest}" if self._rest else ""
        if rest and not cut and cell_len(lines[-1] + rest) > width and len(lines) != self.most_lines:
            return [*((line, "") for line in lines), ("", rest)]
        return [*((line, "") for line in lines[:-1]), (cut_end(lines[-1], width - cell_len(rest)), rest)]


def _wrapped(text: str, width: int) -> list[str]:
    wrapped = WrappedText(text, max(8, width - len(SIGN)), drawn_cells)
    lines = [wrapped.line_text(index) for index in range(wrapped.line_count)]
    return [(" " * len(SIGN) if index else SIGN) + line for index, line in enumerate(lines)]
