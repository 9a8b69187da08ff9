"""The usage panel: token counts at the playhead and final, and the sums around them."""

from __future__ import annotations

from collections.abc import Sequence

from recview.ui.renderables.usage_lines import UsageFacts, usage_lines
from recview.ui.widgets.column_view import ColumnView, Line


class UsagePanel(ColumnView):
    """A column of counts."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts = UsageFacts()

    def show(self, facts: UsageFacts) -> None:
        """Shows other counts; cheap when nothing changed."""
        if facts != self._facts:
            self._facts = facts
            self.lines_changed()

    def draw(self, width: int) -> Sequence[Line]:
        return usage_lines(self._facts, width, self.tone)
