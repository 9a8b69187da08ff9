"""Where a person is in an answer, and where that is in another layout or version of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from recview.analysis.block import Block, BlockKey
from recview.model.value import value
from recview.ui.renderables.answer_layout import AnswerLayout


@value
class AnswerPlace:
    """A character, and how it stands on the screen."""

    key: BlockKey | None
    """The block; None: on what the newest chunk brought, wherever that is."""
    offset: int
    above: int = 0
    """How many lines the cursor is above the character: on a heading."""
    row: int = 0
    """As `LineView.cursor_row` has it."""
    top: int = 0
    """The first line on the screen."""

    @classmethod
    def under(
        cls, layout: AnswerLayout, line: int, column: int, *, row: int, top: int, newest: Iterable[Block], position: int
    ) -> AnswerPlace:
        """The place under a cell of a layout that has lines. `newest`: what brought the newest at `position`."""
        if any(layout.end_of(block, position) == (line, column) for block in newest):
            return cls(None, 0, 0, row, top)
        place = layout.nearest_place(line, column)
        key = layout.blocks[place.block].key
        found = layout.locate(key, place.offset)
        return cls(key, place.offset, found[0] - line if found else 0, row, top)

    def find(self, layout: AnswerLayout) -> tuple[int, int] | None:
        """Line and column of the same place; None where that is wherever the newest is, or the block is not shown."""
        found = layout.locate(self.key, self.offset) if self.key is not None else None
        return (found[0] - self.above, found[1]) if found is not None else None
