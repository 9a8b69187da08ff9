"""What is known of the pair under the cursor, in lines: names, how it was matched, decision, usage before and after."""

from __future__ import annotations

from collections.abc import Sequence

from recview.model.judgement import Judgement
from recview.ui.renderables.pair_lines import fact_lines
from recview.ui.review_loading import ComparedItem
from recview.ui.review_model import Item
from recview.ui.widgets.column_view import ColumnView, Line


class PairFacts(ColumnView):
    """A column of facts."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._item: Item | None = None
        self._judgement: Judgement | None = None
        self._compared: ComparedItem | None = None

    def show(self, item: Item | None, judgement: Judgement | None, compared: ComparedItem | None) -> None:
        """Another item, decision, or comparison of it."""
        self._item, self._judgement = item, judgement
        self._compared = compared if compared is not None and compared.item is item else None
        self.lines_changed()

    def draw(self, width: int) -> Sequence[Line]:
        if self._item is None:
            return ()
        return fact_lines(self._item, self._judgement, self._compared, width, self.tone)
