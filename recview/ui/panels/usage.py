"""The usage panel: token counts at the playhead and final, and the sums around them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from recview.ui.renderables.usage_lines import Line, UsageFacts, usage_lines
from recview.ui.widgets.line_view import LineView


class UsagePanel(LineView):
    """A column of counts."""

    has_cursor = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts = UsageFacts()
        self._lines: list[Line] = []

    def show(self, facts: UsageFacts) -> None:
        """Shows other counts; cheap when nothing changed."""
        if facts != self._facts:
            self._facts = facts
            self.lines_changed()

    def lines_changed(self) -> None:
        self._lines = usage_lines(self._facts, self.scrollable_content_region.width, self.tone)
        super().lines_changed()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self.lines_changed)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        return self._lines[line]
