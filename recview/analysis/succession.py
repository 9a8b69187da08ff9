"""Which older recording a new one has taken the place of, as far as rows tell. Says nothing where it might be two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from recview.model.row import Row
from recview.model.value import value

MOST_GONE_CALLS = 10_000
"""Of how many calls it is remembered that recordings of them went; those that went longest ago are forgotten first."""

_Call: TypeAlias = tuple[str, str | None, str | None, str | None]


@value
class Replaced:
    """A recording that went, and what came for the same call."""

    row: Row
    """As it was shown until it went."""
    by: str
    """Path of the new one."""


class Succession:
    """The recordings that stood there at first, those that came since, and those that went.

    Two recordings are of one call where folder, test, endpoint and model are the same.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._older: defaultdict[_Call, set[str]] = defaultdict(set)
        """What stands there since the beginning, and is not superseded."""
        self._come: defaultdict[_Call, set[str]] = defaultdict(set)
        """What was added since, and supersedes nothing."""
        self._gone: dict[_Call, dict[str, Row | None]] = {}
        """What was removed since, by its path, and is not superseded. The row is kept of one that went alone."""
        self._superseded: set[str] = set()
        self._undecided: dict[_Call, None] = {}
        """Where something came or went since `replaced` was asked for."""
        for row in rows:
            call = _call(row)
            if call is not None:
                self._older[call].add(row.path)

    def add(self, row: Row) -> str | None:
        """A recording came: the path of the older one, still there, that it supersedes.

        That is the only one of its call that stood there at first and is not superseded yet; and none of them went.
        """
        call = _call(row)
        if call is None:
            return None
        gone = self._gone.get(call, {})
        if row.path in gone:
            del gone[row.path]
            self._older[call].add(row.path)  # it went and came back
            return None
        older = self._older[call]
        if len(older) == 1 and row.path not in older and not gone:
            path = older.pop()
            self._superseded.add(path)
            return path
        self._come[call].add(row.path)
        self._undecided[call] = None
        return None

    def change(self, before: Row, row: Row) -> None:
        """A recording was made anew in its place: perhaps of another call, then it is none of the older ones."""
        if _call(before) != _call(row):
            self._discard(before)

    def remove(self, row: Row) -> None:
        """A recording went."""
        was_superseded = row.path in self._superseded
        self._discard(row)
        call = _call(row)
        if call is None or was_superseded:
            return
        before = self._gone.pop(call, {})
        self._gone[call] = {**dict.fromkeys(before), row.path: None if before else row}
        self._undecided[call] = None
        if len(self._gone) > MOST_GONE_CALLS:
            del self._gone[next(iter(self._gone))]

    def replaced(self) -> list[Replaced]:
        """Where one recording of a call went and one came, in whatever order. To be asked once nothing is in motion.

        Where as many came as went, and that is more than one, each has its successor, but which it is nobody knows.
        """
        undecided, self._undecided = self._undecided, {}
        found = []
        for call in undecided:
            gone, come = self._gone.get(call), self._come[call]
            if not gone or len(come) < len(gone):
                continue
            (row, *others) = gone.values()
            if row is not None and not others and len(come) == 1:
                found.append(Replaced(row, *come))
            del self._gone[call], self._come[call]
        return found

    def _discard(self, row: Row) -> None:
        self._superseded.discard(row.path)
        call = _call(row)
        if call is not None:
            self._older[call].discard(row.path)
            self._come[call].discard(row.path)


def _call(row: Row) -> _Call | None:
    if row.test_id is None:
        return None
    return (row.path[: row.path.rfind("/")], row.test_id, row.endpoint or row.url, row.model)
