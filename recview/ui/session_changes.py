"""What became of recordings on disk since recview looked: one entry a recording, the newest last. Plain state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from recview.model.value import value

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.change import Change

Kind = Literal["superseded", "changed", "added", "removed", "unreadable"]

KINDS: tuple[Kind, ...] = ("superseded", "changed", "added", "removed", "unreadable")
"""In the order in which they are counted and grouped."""

MOST_CHANGES = 20_000
"""How many recordings are remembered; what changed longest ago is forgotten first."""


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
    itself: SessionChange | None = None
    """Of a superseded recording: what became of its own file besides, if anything did."""


class SessionChanges:
    """Every recording that changed, within a bound."""

    def __init__(self, most: int = MOST_CHANGES) -> None:
        self._most = most
        self._changes: dict[str, SessionChange] = {}
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
        for change in changes:
            if change.kind == "restored":
                self._restore(change.path, now_s)
            elif change.kind != "same" and change.kind != "writing":
                self._apply(change, change.kind, now_s)
        excess = len(self._changes) - self._most
        for path in list(islice(self._changes, max(0, excess))):
            del self._changes[path]
            self.forgotten += 1

    def _apply(self, change: Change, kind: Kind, now_s: float) -> None:
        before = self._changes.get(change.path)
        if kind == "removed" and change.previous is None and before is None:
            return  # half a file that came and went
        row = change.row or change.previous
        self._serial += 1
        entry = SessionChange(
            kind=kind,
            path=change.path,
            test_id=next((known.test_id for known in (row, change.previous, before) if known and known.test_id), None),
            at_s=now_s,
            serial=self._serial,
            facts=row_facts(row) if row is not None else "",
            by=change.by,
            times=before.times + 1 if before is not None else 1,
        )
        if before is not None and before.kind == "superseded" and kind == "removed":
            entry = replace(before, at_s=now_s, serial=self._serial, gone=True)
        elif before is not None and before.kind == "superseded" and kind == "changed":
            itself = replace(entry, times=before.itself.times + 1 if before.itself is not None else 1)
            entry = replace(before, at_s=now_s, serial=self._serial, times=entry.times, itself=itself)
        elif before is not None and before.kind == "removed" and kind == "added":
            entry = replace(entry, kind="changed")  # it went and came back
        elif kind == "superseded":
            entry = self._superseded(entry, gone=change.row is None, before=before)
        self._changes.pop(change.path, None)
        self._changes[change.path] = entry

    def _superseded(self, entry: SessionChange, *, gone: bool, before: SessionChange | None) -> SessionChange:
        """The entry of both: that one came is not told beside it, nor counted that the other had gone."""
        successor = self._changes.get(entry.by)
        if successor is not None and successor.kind in ("added", "changed"):
            del self._changes[entry.by]
        times = before.times if gone and before is not None and before.kind == "removed" else entry.times
        facts = successor.facts if successor is not None else entry.facts
        itself = before.itself if before is not None and before.kind == "superseded" else before
        return replace(entry, gone=gone, times=times, facts=facts, itself=itself)

    def _restore(self, path: str, now_s: float) -> None:
        """It is superseded no more: what else became of it is told."""
        superseded = self._changes.get(path)
        if superseded is None or superseded.kind != "superseded":
            return
        del self._changes[path]
        self._serial += 1
        if superseded.itself is not None:
            self._changes[path] = replace(superseded.itself, at_s=now_s, serial=self._serial)


def row_facts(row: Row) -> str:
    """How much a recording holds and how it ended, as recorded: not yet harmless."""
    chunks = f"{row.chunk_count:,} chunks" if row.chunk_count else ""
    tokens = row.usage.sum_tokens if row.usage is not None else None
    ended = f"error {row.error_status or ''}".rstrip() if row.error else ",".join(dict.fromkeys(row.finish_reasons))
    return " · ".join(
        fact for fact in (chunks, f"{tokens:,}t" if tokens is not None else "", ended, row.problem) if fact
    )
