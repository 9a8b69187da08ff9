"""Which older recording a new one has taken the place of, as far as rows tell. Says nothing where it might be two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from recview.model.row import Row

_Call: TypeAlias = tuple[str, str | None, str | None, str | None]


class Succession:
    """The recordings that stood there at first, and those that were added since."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._older: defaultdict[_Call, set[str]] = defaultdict(set)
        for row in rows:
            call = _call(row)
            if call is not None:
                self._older[call].add(row.path)

    def add(self, row: Row) -> str | None:
        """The path of the older recording that the new one supersedes.

        It is of the same folder, test, endpoint and model, and the only such one that stood there at first and is
        not superseded yet.
        """
        call = _call(row)
        older = self._older.get(call) if call is not None else None
        return older.pop() if older is not None and len(older) == 1 and row.path not in older else None

    def change(self, before: Row, row: Row) -> None:
        """A recording was made anew in its place: perhaps of another call, then it is none of the older ones."""
        if _call(before) != _call(row):
            self.remove(before)

    def remove(self, row: Row) -> None:
        """A recording is gone: nothing supersedes it any more."""
        call = _call(row)
        older = self._older.get(call) if call is not None else None
        if older is not None:
            older.discard(row.path)


def _call(row: Row) -> _Call | None:
    if row.test_id is None:
        return None
    return (row.path[: row.path.rfind("/")], row.test_id, row.endpoint or row.url, row.model)
