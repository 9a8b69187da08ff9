"""The base of short columns of facts, which are drawn as a whole for a width: usage, a pair's facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.segment import Segment

from recview.ui.widgets.line_view import LineView

Line: TypeAlias = list[Segment]


class ColumnView(LineView):
    """Lines without a cursor. A subclass draws them; it calls `lines_changed` when there is something else to draw."""

    has_cursor = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    def draw(self, width: int) -> Sequence[Line]:
        """All lines for a width."""
        raise NotImplementedError

    def lines_changed(self) -> None:
        self._lines = self.draw(self.scrollable_content_region.width)
        super().lines_changed()

    def notify_style_update(self) -> None:
        """A new theme: the lines hold colours."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self.lines_changed)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        return self._lines[line]
