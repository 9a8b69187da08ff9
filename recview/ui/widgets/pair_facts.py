"""What is known of the pair under the cursor, in lines: names, how it was matched, decision, usage before and after."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from recview.store.ledger import Judgement
from recview.ui.renderables.pair_lines import fact_lines
from recview.ui.renderables.review_lines import Line
from recview.ui.review_loading import ComparedItem
from recview.ui.review_model import Item
from recview.ui.widgets.line_view import LineView


class PairFacts(LineView):
    """A column of facts."""

    has_cursor = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._item: Item | None = None
        self._judgement: Judgement | None = None
        self._compared: ComparedItem | None = None
        self._lines: list[Line] = []

    def show(self, item: Item | None, judgement: Judgement | None, compared: ComparedItem | None) -> None:
        """Another item, decision, or comparison of it."""
        self._item, self._judgement = item, judgement
        self._compared = compared if compared is not None and compared.item is item else None
        self.lines_changed()

    def lines_changed(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = []
        if self._item is not None:
            self._lines = fact_lines(self._item, self._judgement, self._compared, width, self.tone)
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
