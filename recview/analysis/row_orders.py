"""The orders of an outline's rows, each worked out once. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from recview.analysis.arrangement import Arrangement, arrange_by_name, arrange_by_rank
from recview.analysis.grouping import Outline
from recview.analysis.ordering import SortKey, ranks
from recview.analysis.row_table import RowTable

BY_NAME: tuple[SortKey, ...] = ("path", "test")
"""The orders that are the outline's own."""


class RowOrders:
    """Arranges rows. Two threads may do so at once: at worst both work out the same."""

    def __init__(self, outline: Outline, table: RowTable) -> None:
        """`table`: of the outline's rows."""
        self._outline = outline
        self._table = table
        self._ranks: tuple[SortKey, Sequence[int]] | None = None
        """Of the order that was last asked for: numbers as large as these take more room than the arrangements."""
        self._all: dict[SortKey, Arrangement] = {}

    def knows(self, sort: SortKey) -> bool:
        """Whether all rows in that order cost nothing."""
        return sort in self._all

    def all_by(self, sort: SortKey) -> Arrangement:
        """All rows in an order."""
        if sort not in self._all:
            self._all[sort] = (
                arrange_by_name(self._outline)
                if sort in BY_NAME
                else arrange_by_rank(self._outline, range(len(self._outline.rows)), self._ranks_by(sort))
            )
        return self._all[sort]

    def some_by(self, sort: SortKey, positions: Sequence[int]) -> Arrangement:
        """The rows at some positions, ascending, in an order."""
        if sort in BY_NAME:
            return arrange_by_name(self._outline, positions)
        return arrange_by_rank(self._outline, positions, self._ranks_by(sort))

    def _ranks_by(self, sort: SortKey) -> Sequence[int]:
        known = self._ranks
        if known is None or known[0] != sort:
            known = self._ranks = (sort, ranks(self._table, sort))
        return known[1]
