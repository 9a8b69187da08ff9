"""Rows to filter: what words are sought in, and columns of their fields. Knows no query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from recview.model.row import Row

T = TypeVar("T")

OUTPUT_MARK = "\0\0"
"""Stands before the assembled output in a folded text."""

SLICE_ROWS = 4096
"""After so many rows what goes through them looks whether it is still wanted."""


class RowTable:
    """Rows to filter, in order. What is made of them is made when it is first asked for, and once."""

    def __init__(self, rows: Sequence[Row], before: RowTable | None = None) -> None:
        """`before`: a table of whose folded texts those of the same rows are taken over."""
        self.rows = rows
        self._texts = before.texts_of(rows) if before is not None else [""] * len(rows)
        self._missing = self._texts.count("")
        self._columns: dict[Callable[[Row], Any], list[Any]] = {}

    def replaced(self, rows: Sequence[Row], positions: Iterable[int]) -> RowTable:
        """The table of as many rows, of which those at some positions are others."""
        table = RowTable(())
        table.rows, table._texts = rows, self._texts.copy()
        for position in positions:
            table._texts[position] = ""
        table._missing = table._texts.count("")
        return table

    def column(self, field: Callable[[Row], T]) -> list[T]:
        """A field of every row. To go through a column takes a tenth of the time that going through the rows takes."""
        column = self._columns.get(field)
        if column is None:
            column = []
            for start in range(0, len(self.rows), SLICE_ROWS):  # between two slices another thread has its turn
                column += map(field, self.rows[start : start + SLICE_ROWS])
            self._columns[field] = column
        return column

    def texts(self, positions: Sequence[int]) -> list[str]:
        """A column as long as the table: test id, model and path, and behind a mark the assembled output, case folded.

        What stands at other positions than those asked for may still be empty.
        """
        texts = self._texts
        if self._missing:
            for position in positions:
                if not texts[position]:
                    texts[position] = _haystack(self.rows[position])
                    self._missing -= 1
        return texts

    def fold(self, is_stale: Callable[[], bool]) -> None:
        """Folds every text that is not folded yet, or as many as it can until that is no longer wanted."""
        for start in range(0, len(self.rows), SLICE_ROWS):
            if is_stale():
                return
            self.texts(range(start, min(start + SLICE_ROWS, len(self.rows))))

    def texts_of(self, rows: Sequence[Row]) -> list[str]:
        """The folded text of each of these rows, empty where that is not known: where it is not a row of the table."""
        if len(rows) == len(self.rows):
            texts = [text if row is own else "" for row, own, text in zip(rows, self.rows, self._texts, strict=True)]
            if texts.count("") < len(texts) // 2:  # most rows stand where they stood
                return texts
        known = {id(row): text for row, text in zip(self.rows, self._texts, strict=True) if text}
        return [known.get(id(row), "") for row in rows]


def _haystack(row: Row) -> str:
    return f"{row.test_id or ''}\0{row.model or ''}\0{row.path}{OUTPUT_MARK}{row.output}".casefold()
