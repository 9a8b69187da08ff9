"""Keeps the rows of files equal to what is in them: told to look at a file, it says what changed.

Knows neither folders nor how anybody comes to look; the clock is the caller's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from recview import formats
from recview.analysis.succession import Replaced, Succession
from recview.model.recording import Unreadable
from recview.model.row import Row
from recview.store.change import Change, ChangeKind
from recview.store.known import Known
from recview.store.old_selves import may_be_old_self, old_selves
from recview.store.reading import build_row, read_file
from recview.store.rows import row_of
from recview.store.scan import FoundFile
from recview.store.settling import Settling, Stamp
from recview.store.versions import VersionStore

_CLOCK_LAG_NS = 100_000_000
"""How far behind the clock a file system may be that marks changes with it."""


class RowKeeper:
    """The rows as they were last seen, and the files that are in motion."""

    def __init__(self, known: Known, versions: VersionStore) -> None:
        self._rows = {row.path: row for row in known.rows}
        self._passed_over: dict[str, Stamp] = {found.path: (found.size, found.mtime_ns) for found in known.passed_over}
        self._known_since_ns = known.since_ns
        self._identities: dict[str, tuple[int, int]] = {}
        """A file may be written anew, be taken from us, or give its name to another, and size and time stay: then these
        tell, when anything about it last changed, and which file it is."""
        self._refused: set[str] = set()
        """Files that the system would not let us read. It may think otherwise without any change to the file."""
        self._versions = versions
        self._settling = Settling()
        self._succession = Succession(
            self._rows.values(), known.superseded, lambda old, new: may_be_old_self(old, new, versions)
        )

    def paths(self) -> set[str]:
        """Every path that it knows something of."""
        return self._rows.keys() | self._passed_over.keys() | self._settling.paths()

    def is_up_to_date(self, found: FoundFile) -> bool:
        """Whether a file, as it was just listed, is known and at rest."""
        path = found.path
        if path in self._settling or path in self._refused:
            return False
        row = self._rows.get(path)
        known = (row.size, row.mtime_ns) if row is not None else self._passed_over.get(path)
        if known != (found.size, found.mtime_ns) or (row is not None and row.root != found.root):
            return False
        identity = self._identities.get(path)
        if identity is None and not self._may_have_changed(found):
            identity = self._identities[path] = _identity(found)
        return identity == _identity(found)

    def _may_have_changed(self, found: FoundFile) -> bool:
        """Whether a file that was not looked at yet may hold something else than what is known."""
        return self._known_since_ns is not None and found.ctime_ns >= self._known_since_ns - _CLOCK_LAG_NS

    def is_unsettled(self, path: str) -> bool:
        """Whether a file is to be looked at whatever the disk says of it."""
        return path in self._settling or path in self._refused

    def due(self, now_s: float) -> list[str]:
        """Files in motion that may have come to rest."""
        return self._settling.due(now_s)

    def look(self, found: FoundFile, now_s: float) -> list[Change]:
        """Reads a file that is there, and says what that changes."""
        path = found.path
        self._identities[path] = _identity(found)
        self._refused.discard(path)
        content = read_file(path)
        known = self._rows.get(path)
        if not isinstance(content, bytes):
            return self._unread_file(content, found, known, now_s)
        found = found._replace(size=len(content))  # it may have been written since it was listed
        may_be_one = found.expected or formats.detect(content[: formats.HEAD_BYTES]) is not None
        row = row_of(content, found) if may_be_one else None
        if row is not None and row.state == "full":
            return self._whole(row, known, content)
        shown = row_of(content, found._replace(expected=True)) if known is not None else row
        return self._broken(shown, row, known, now_s) if shown is not None else self._pass_over(found)

    def missing(self, path: str, now_s: float) -> list[Change]:
        """A file is not there."""
        self._passed_over.pop(path, None)
        self._refused.discard(path)
        if path in self._rows or path in self._settling:
            return self._forget(path) if self._settling.missing(path, now_s) == "removed" else []
        self._identities.pop(path, None)
        return []

    def replaced(self) -> list[Change]:
        """What is superseded by what has come, in whatever order, unless more may be about to go."""
        if self._settling.is_any_missing:
            return []
        return self._told(self._succession.replaced(partial(old_selves, versions=self._versions)))

    def _unread_file(self, why: Unreadable, found: FoundFile, known: Row | None, now_s: float) -> list[Change]:
        """The system would not let us read a file, or it is gone after all."""
        if not os.path.exists(found.path):
            return self.missing(found.path, now_s)
        self._refused.add(found.path)
        if known is None and not found.expected:
            return self._pass_over(found)
        row = build_row(why, found.root, found.size, found.mtime_ns)
        return self._broken(row, row if found.expected else None, known, now_s)

    def _pass_over(self, found: FoundFile) -> list[Change]:
        """A file that has no row is no recording; perhaps it was told to become one."""
        changes = self._forget(found.path) if found.path in self._settling else []
        self._passed_over[found.path] = (found.size, found.mtime_ns)
        return changes

    def _whole(self, row: Row, known: Row | None, content: bytes) -> list[Change]:
        path = row.path
        kind: ChangeKind = "changed"
        was_broken = known is not None and known.state == "unreadable"
        if known is None:
            kind = "added"
        elif not was_broken and self._is_same(row, known, content):
            kind = "same"
        self._versions.put(path, content, was_broken)
        if kind == "same" and row == known and path not in self._settling:
            return []
        self._settling.rest(path)
        self._passed_over.pop(path, None)
        self._rows[path] = row
        return [Change(kind, path, row, known), *self._told(self._put(known, row))]

    def _is_same(self, row: Row, known: Row, content: bytes) -> bool:
        """Whether a file holds what it held: surely, or else as far as its row tells.

        A content that was taken in at first may be newer than the row.
        """
        if self._versions.holds(row.path):
            alike = replace(row, root=known.root, mtime_ns=known.mtime_ns) == known
            return alike and self._versions.is_current(row.path, content)
        return row == known

    def _broken(self, shown: Row, lasting: Row | None, known: Row | None, now_s: float) -> list[Change]:
        """`shown` is the unreadable row; `lasting` the same, or None where it is no recording once it stands still."""
        path = shown.path
        if shown == known and path not in self._settling:
            return []
        match self._settling.broken(path, (shown.size, shown.mtime_ns), now_s):
            case "writing":
                return [Change("writing", path, known, known)]
            case "unreadable" if lasting is None:
                changes = self._forget(path)
                self._passed_over[path] = (shown.size, shown.mtime_ns)
                return changes
            case "unreadable":
                self._rows[path] = shown
                return [Change("unreadable", path, shown, known), *self._told(self._put(known, shown))]
        return []

    def _forget(self, path: str) -> list[Change]:
        """A file is gone, or no recording any more."""
        self._passed_over.pop(path, None)
        self._identities.pop(path, None)
        self._versions.remove(path)
        self._settling.rest(path)
        row = self._rows.pop(path, None)
        restored = self._succession.remove(row) if row is not None else []
        return [Change("removed", path, None, row), *self._told(restored)]

    def _put(self, known: Row | None, row: Row) -> list[Replaced]:
        return self._succession.add(row) if known is None else self._succession.change(known, row)

    def _told(self, found: Iterable[Replaced]) -> list[Change]:
        changes = []
        for one in found:
            row = self._rows.get(one.path)
            kind: ChangeKind = "superseded" if one.by else "restored"
            changes.append(Change(kind, one.path, row, one.row or row, by=one.by))
        return changes


def _identity(found: FoundFile) -> tuple[int, int]:
    return found.ctime_ns, found.inode
