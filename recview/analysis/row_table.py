"""Rows to filter and what words are sought in. Knows no query."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recview.model.row import Row

OUTPUT_MARK = "\0\0"
"""Stands before the assembled output in a folded text."""

SLICE_ROWS = 4096
"""After so many rows what goes through them looks whether it is still wanted."""


class RowTable:
    """Rows to filter, in order, and what words are sought in: case folded when it is first asked for, once a row."""

    def __init__(self, rows: Sequence[Row], before: RowTable | None = None) -> None:
        """`before`: a table of whose folded texts those of the same rows are taken over."""
        self.rows = rows
        self._texts = before.texts_of(rows) if before is not None else [""] * len(rows)
        self._missing = self._texts.count("")

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
