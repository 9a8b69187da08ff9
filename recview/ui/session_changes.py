"""What became of recordings on disk since recview looked: one entry a recording, the newest last. Plain state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from recview.model.value import value

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.change import Change

Kind = Literal["superseded", "changed", "added", "removed", "unreadable"]

KINDS: tuple[Kind, ...] = ("superseded", "changed", "added", "removed", "unreadable")
"""In the order in which they are counted and grouped."""

MOST_CHANGES = 20_000
"""How many recordings are remembered; what changed longest ago is forgotten first."""


Call: TypeAlias = tuple[str, str, str | None, str | None]
"""Folder, test, endpoint and model."""


@value
class SessionChange:
    """A recording that changed, as it stands after its newest change."""

    kind: Kind
    """Superseded: another recording of the same call came. What came stands in this entry, and has none of its own."""
    path: str
    test_id: str | None
    at_s: float
    """When it last changed, on the app's monotonic clock."""
    serial: int
    """Another number after each change: what was found out about an earlier one does not hold any more."""
    facts: str = ""
    """What it holds, or held, in a few words as recorded: `32 chunks · 50t · stop`."""
    by: str = ""
    """Of a superseded recording: the path of the new one."""
    times: int = 1
    """How often it has changed."""
    gone: bool = False
    """Of a superseded recording: whether its file has been removed too."""
    call: Call | None = None
    """What it records; None where that cannot tell recordings apart."""


class SessionChanges:
    """Every recording that changed, within a bound."""

    def __init__(self, most: int = MOST_CHANGES) -> None:
        self._most = most
        self._changes: dict[str, SessionChange] = {}
        self._unpaired: defaultdict[Call, set[str]] = defaultdict(set)
        """Recordings that came or went and have no counterpart."""
        self._serial = 0
        self.forgotten = 0
        """How many were dropped because there were too many."""

    def __len__(self) -> int:
        return len(self._changes)

    def __contains__(self, path: str) -> bool:
        return path in self._changes

    @property
    def generation(self) -> int:
        """Grows with every change."""
        return self._serial

    def get(self, path: str) -> SessionChange | None:
        """What became of a recording, if anything did."""
        return self._changes.get(path)

    def newest_first(self) -> Iterator[SessionChange]:
        """All of them."""
        return reversed(self._changes.values())

    def counts(self) -> Counter[Kind]:
        """How many of each kind."""
        return Counter(change.kind for change in self._changes.values())

    def apply(self, changes: Iterable[Change], now_s: float) -> None:
        """Takes in what happened on disk."""
        calls = {call: None for change in changes if (call := self._apply(change, now_s)) is not None}
        for call in calls:
            self._pair(call)
        excess = len(self._changes) - self._most
        for path in list(islice(self._changes, max(0, excess))):
            del self._changes[path]
            self.forgotten += 1

    def _apply(self, change: Change, now_s: float) -> Call | None:
        """Takes in one change, and says which call came or went with it."""
        if change.kind == "same" or change.kind == "writing":
            return None
        before = self._changes.get(change.path)
        if change.kind == "removed" and change.previous is None and before is None:
            return None  # half a file that came and went
        row = change.row or change.previous
        self._serial += 1
        entry = SessionChange(
            kind=change.kind,
            path=change.path,
            test_id=row.test_id if row is not None else before.test_id if before else None,
            at_s=now_s,
            serial=self._serial,
            facts=row_facts(row) if row is not None else "",
            by=change.by,
            call=_call(row) if row is not None and change.kind in ("added", "removed") else None,
            times=before.times + 1 if before is not None else 1,
        )
        if before is not None and before.kind == "superseded" and entry.kind == "removed":
            entry = replace(before, at_s=now_s, serial=self._serial, gone=True)
        elif before is not None and before.kind == "removed" and entry.kind == "added":
            entry = replace(entry, kind="changed", call=None)  # it went and came back
        elif entry.kind == "superseded" and self._is_just_added(entry.by):
            del self._changes[entry.by]
        if before is not None and before.call is not None:
            self._unpaired[before.call].discard(before.path)
        self._changes.pop(change.path, None)
        self._changes[change.path] = entry
        if entry.call is not None:
            self._unpaired[entry.call].add(entry.path)
        return entry.call

    def _pair(self, call: Call) -> None:
        """Where one recording of a call went and one came, the one that came supersedes the one that went.

        A switch of branches does that: when the new one comes, the old one is not there any more. Nothing is said
        where it might be two.
        """
        entries = [self._changes[path] for path in self._unpaired[call] if path in self._changes]
        gone = [entry for entry in entries if entry.kind == "removed"]
        come = [entry for entry in entries if entry.kind == "added"]
        if len(gone) == len(come) == 1:
            del self._unpaired[call], self._changes[gone[0].path], self._changes[come[0].path]
            newest = max(*gone, *come, key=lambda entry: entry.serial)
            pair = replace(newest, kind="superseded", path=gone[0].path, by=come[0].path, gone=True, call=None)
            self._changes[pair.path] = replace(pair, facts=come[0].facts)

    def _is_just_added(self, path: str) -> bool:
        successor = self._changes.get(path)
        return successor is not None and successor.kind == "added" and successor.times == 1


def _call(row: Row) -> Call | None:
    if row.test_id is None:
        return None
    return (row.path.rpartition("/")[0], row.test_id, row.endpoint or row.url, row.model)


def row_facts(row: Row) -> str:
    """How much a recording holds and how it ended, as recorded: not yet harmless."""
    chunks = f"{row.chunk_count:,} chunks" if row.chunk_count else ""
    tokens = row.usage.sum_tokens if row.usage is not None else None
    ended = f"error {row.error_status or ''}".rstrip() if row.error else ",".join(dict.fromkeys(row.finish_reasons))
    return " · ".join(
        fact for fact in (chunks, f"{tokens:,}t" if tokens is not None else "", ended, row.problem) if fact
    )
