"""Which older recording a new one has taken the place of: as far as rows tell, or else what the recordings ask for.

Says nothing where it might be two. Reads nothing: whoever can compare recordings is asked to.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from recview.model.row import Row
from recview.model.value import value

MOST_GONE = 10_000
"""Of how many recordings it is remembered that they went; those of the calls of which none went for longest are
forgotten first."""

MOST_ALIKE = 16
"""How many old or new recordings of one call are told apart; of more nothing is said."""
MOST_TOLD_APART = 8
"""For how many calls that is done at a time: each takes up to twenty milliseconds."""

_Call: TypeAlias = tuple[str, str | None, str | None, str | None]

TellApart: TypeAlias = Callable[[Collection[str], Collection[str], Collection[str]], Iterable[tuple[str, str]]]
"""Takes the paths of recordings of one call: those that went, those that stood there at first and still do, and those
that came. Gives those of the old ones that surely are the same as one that came, each with that one."""


MayReplace: TypeAlias = Callable[[str, str], bool]
"""Takes the paths of the only old recording of a call and of a new one; False where they surely ask something else."""


@value
class Replaced:
    """A recording, and what came for the same call."""

    path: str
    by: str
    """Path of the new one; empty where that is gone, or of another call by now: it is superseded no more."""
    row: Row | None = None
    """Where it went: as it was shown until then, but for its output, if that is remembered."""


class Succession:
    """The recordings that stood there at first, those that came since, and those that went.

    Two recordings are of one call where folder, test, endpoint and model are the same. One that cannot be read stays
    what it was, until that is known again.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        superseded: Mapping[str, str] | None = None,
        may_replace: MayReplace = lambda _old, _new: True,
    ) -> None:
        """`superseded`: path of a recording -> path of what superseded it already."""
        self._may_replace = may_replace
        self._older: defaultdict[_Call, set[str]] = defaultdict(set)
        """What stands there since the beginning, and is not superseded."""
        self._come: defaultdict[_Call, set[str]] = defaultdict(set)
        """What was added since, and supersedes nothing."""
        self._gone: dict[_Call, dict[str, Row | None]] = {}
        """What was removed since, by its path, and is not superseded: without outputs, and of very many of one call
        without rows."""
        self._went_as: dict[str, _Call] = {}
        """The same, by path."""
        self._superseded: dict[str, _Call] = {}
        """What stands there since the beginning all the same."""
        self._old_selves: dict[str, str] = {}
        """Path of what came -> path of what stood there and was superseded by it."""
        self._broken: dict[str, Row | None] = {}
        """What cannot be read now, as it was when it could be; None: it never could, since it came."""
        self._told_apart: set[_Call] = set()
        """Calls of which there were several, and one was told from the others: so is the last one to be, too."""
        self._undecided: dict[_Call, None] = {}
        """Where something came or went since `replaced` was asked for."""
        superseded = superseded or {}
        paired = {*superseded, *superseded.values()}
        calls: dict[str, _Call] = {}
        for row in rows:
            call = _call(row)
            if call is not None:
                self._older[call].add(row.path)
                if row.path in paired:
                    calls[row.path] = call
        for path, by in superseded.items():
            if path in calls and calls[path] == calls.get(by):
                self._supersede(calls[path], path, by)
                self._older[calls[path]].discard(by)

    def add(self, row: Row) -> list[Replaced]:
        """A recording came: the older one, still there, that it supersedes.

        That is the only one of its call that stood there at first, and is not superseded; and none of them went. A test
        may also make a second call beside its first, which asks something else.
        """
        call, went_as, went = _call(row), self._went_as.get(row.path), None
        if went_as is not None:
            went = self._gone[went_as][row.path]
            self._forget(went_as, [row.path])  # something stands there again, be it another call
        if row.state == "unreadable":
            self._broken[row.path] = went
            call = went_as if went is not None else None
        if call is None:
            return []
        if went_as == call:
            self._older[call].add(row.path)  # it went and came back
            return []
        older, gone = self._older[call], self._gone.get(call)
        if len(older) == 1 and row.path not in older and not gone and call not in self._told_apart:
            (old,) = older
            if self._may_replace(old, row.path):
                return [Replaced(self._supersede(call, old, row.path), row.path)]
        self._come[call].add(row.path)
        self._undecided[call] = None
        return []

    def change(self, before: Row, row: Row) -> list[Replaced]:
        """A recording was made anew in its place: perhaps of another call, then it is none of the older ones."""
        if row.state == "unreadable":
            self._broken.setdefault(row.path, before)
            return []
        known = self._broken.pop(row.path, before)
        if known is None:
            return self.add(row)
        if _call(known) == _call(row):
            return []
        restored = [Replaced(row.path, "")] if row.path in self._superseded else []
        self._discard(known)
        return restored + self._restore(row.path)

    def remove(self, row: Row) -> list[Replaced]:
        """A recording went. What it superseded, and stands there still, waits for another."""
        known = self._broken.pop(row.path, row)
        if known is None:
            return []
        was_superseded = row.path in self._superseded
        self._discard(known)
        restored, call = self._restore(row.path), _call(known)
        if restored or call is None or was_superseded:
            return restored
        gone = self._gone[call] = self._gone.pop(call, {})
        gone[row.path] = replace(known, output="")
        self._went_as[row.path] = call
        if len(gone) > MOST_ALIKE:
            gone.update(dict.fromkeys(gone if len(gone) == MOST_ALIKE + 1 else [row.path]))
        self._undecided[call] = None
        self._forget_too_many()
        return []

    def replaced(self, tell_apart: TellApart) -> list[Replaced]:
        """What has come in place of what, in whatever order. To be asked once nothing is in motion, and then again.

        Of several recordings of a call `tell_apart` is asked; of what it leaves, one that came is in place of one that
        went. Where more came and went, each has its successor, but which it is nobody knows.
        """
        undecided, self._undecided = [*self._undecided], {}
        found: list[Replaced] = []
        asked = 0
        for call in undecided:
            gone, older, come = self._gone.get(call, {}), self._older[call], self._come[call]
            if not come or not (gone or older):
                continue
            is_plain = len(gone) == len(come) == 1 and not older and call not in self._told_apart
            if not is_plain and asked == MOST_TOLD_APART:
                self._undecided[call] = None  # for the next time
                continue
            if not is_plain and max(len(gone) + len(older), len(come)) <= MOST_ALIKE:
                asked += 1
                found += [self._take(call, path, by) for path, by in tell_apart([*gone], [*older], [*come])]
            if len(gone) == len(come) == 1:
                found += [Replaced(path, by, row) for (path, row), by in zip(gone.items(), come, strict=True)]
            if gone and len(come) >= len(gone):
                come.clear()
                self._forget(call, [*gone])
        return found

    def _take(self, call: _Call, path: str, by: str) -> Replaced:
        """An old recording and its new self are settled."""
        self._come[call].discard(by)
        self._told_apart.add(call)
        if path in self._went_as:
            row = self._gone[call][path]
            self._forget(call, [path])
            return Replaced(path, by, row)
        return Replaced(self._supersede(call, path, by), by)

    def _supersede(self, call: _Call, path: str, by: str) -> str:
        self._older[call].discard(path)
        self._superseded[path] = call
        self._old_selves[by] = path
        return path

    def _restore(self, by: str) -> list[Replaced]:
        """What is superseded no more, as what had come for it went, or is of another call."""
        path = self._old_selves.pop(by, "")
        call = self._superseded.pop(path, None)
        if call is None:
            return []
        self._older[call].add(path)
        self._undecided[call] = None
        return [Replaced(path, "")]

    def _forget_too_many(self) -> None:
        """What went longest ago, a tenth at once."""
        if len(self._went_as) > MOST_GONE:
            while len(self._went_as) > MOST_GONE - MOST_GONE // 10:
                call, gone = next(iter(self._gone.items()))
                self._forget(call, [*gone])

    def _forget(self, call: _Call, paths: Iterable[str]) -> None:
        """That they went."""
        gone = self._gone[call]
        for path in paths:
            del gone[path], self._went_as[path]
        if not gone:
            del self._gone[call]

    def _discard(self, row: Row) -> None:
        self._superseded.pop(row.path, None)
        call = _call(row)
        if call is not None:
            self._older[call].discard(row.path)
            self._come[call].discard(row.path)


def _call(row: Row) -> _Call | None:
    if row.test_id is None:
        return None
    folder = sys.intern(row.path[: row.path.rfind("/")])  # one copy for all that lie there
    return (folder, row.test_id, row.endpoint or row.url, row.model)
