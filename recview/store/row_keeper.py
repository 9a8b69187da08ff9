"""Keeps the rows of files equal to what is in them: told to look at a file, it says what changed.

Knows neither folders nor how anybody comes to look; the clock is the caller's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from recview.analysis.succession import Succession
from recview.model.row import Row
from recview.store.change import Change, ChangeKind
from recview.store.reading import build_row, read_file
from recview.store.rows import row_of
from recview.store.scan import FoundFile
from recview.store.settling import Settling, Stamp
from recview.store.versions import VersionStore


class RowKeeper:
    """The rows as they were last seen, and the files that are in motion."""

    def __init__(self, rows: Iterable[Row], passed_over: Iterable[FoundFile], versions: VersionStore) -> None:
        self._rows = {row.path: row for row in rows}
        self._passed_over: dict[str, Stamp] = {found.path: (found.size, found.mtime_ns) for found in passed_over}
        self._versions = versions
        self._settling = Settling()
        self._succession = Succession(self._rows.values())
        self._unread = sorted(self._rows, key=lambda path: self._rows[path].mtime_ns)
        """Whose content `versions` was never offered; the newest last, for those are the likeliest to change."""

    def paths(self) -> set[str]:
        """Every path that it knows something of."""
        return self._rows.keys() | self._passed_over.keys() | self._settling.paths()

    def is_up_to_date(self, found: FoundFile) -> bool:
        """Whether a file, as it was just listed, is known and at rest."""
        if found.path in self._settling:
            return False
        row = self._rows.get(found.path)
        known = (row.size, row.mtime_ns) if row is not None else self._passed_over.get(found.path)
        return known == (found.size, found.mtime_ns)

    def due(self, now_s: float) -> list[str]:
        """Files in motion that may have come to rest."""
        return self._settling.due(now_s)

    def look(self, found: FoundFile, now_s: float) -> list[Change]:
        """Reads a file that is there, and says what that changes."""
        content = read_file(found.path)
        known = self._rows.get(found.path)
        if not isinstance(content, bytes):
            if not os.path.lexists(found.path):
                return self.missing(found.path, now_s)
            unreadable = build_row(content, found.root, found.size, found.mtime_ns)
            return self._broken(unreadable, unreadable, known, now_s) if found.expected or known is not None else []
        row = row_of(content, found)
        if row is not None and row.state == "full":
            return self._whole(row, known, content)
        shown = row_of(content, found._replace(expected=True)) if known is not None else row
        if shown is None:
            self._passed_over[found.path] = (found.size, found.mtime_ns)
            return []
        return self._broken(shown, row, known, now_s)

    def missing(self, path: str, now_s: float) -> list[Change]:
        """A file is not there."""
        self._passed_over.pop(path, None)
        if path not in self._rows and path not in self._settling:
            return []
        return self._forget(path) if self._settling.missing(path, now_s) == "removed" else []

    def offer_content(self) -> bool:
        """Gives one more file's content to `versions`, so that it is there when the file changes. False: no more."""
        if not self._unread or self._versions.is_full:
            return False
        path = self._unread.pop()
        row = self._rows.get(path)
        if row is not None and row.state == "full" and not self._versions.holds(path):
            content = read_file(path)
            if isinstance(content, bytes) and _is_still(row) and path not in self._settling:
                self._versions.put(path, content)
        return True

    def _whole(self, row: Row, known: Row | None, content: bytes) -> list[Change]:
        path = row.path
        kind: ChangeKind = "changed"
        if known is None:
            kind = "added"
        elif known.state != "unreadable" and self._versions.is_current(path, content):
            kind = "same"
        self._versions.put(path, content)
        self._settling.rest(path)
        self._passed_over.pop(path, None)
        self._rows[path] = row
        changes = [Change(kind, path, row, known)]
        older = self._succession.add(row) if kind == "added" else None
        if older is not None and older in self._rows:
            changes.append(Change("superseded", older, self._rows[older], self._rows[older], by=path))
        return changes

    def _broken(self, shown: Row, lasting: Row | None, known: Row | None, now_s: float) -> list[Change]:
        """`shown` is the unreadable row; `lasting` the same, or None where it is no recording once it stands still."""
        path = shown.path
        match self._settling.broken(path, (shown.size, shown.mtime_ns), now_s):
            case "writing":
                return [Change("writing", path, known, known)]
            case "unreadable" if lasting is None:
                changes = self._forget(path)
                self._passed_over[path] = (shown.size, shown.mtime_ns)
                return changes
            case "unreadable":
                self._rows[path] = shown
                return [Change("unreadable", path, shown, known)]
        return []

    def _forget(self, path: str) -> list[Change]:
        """A file is gone, or no recording any more."""
        self._passed_over.pop(path, None)
        self._versions.remove(path)
        self._settling.rest(path)
        row = self._rows.pop(path, None)
        if row is not None:
            self._succession.remove(row)
        return [Change("removed", path, None, row)]


def _is_still(row: Row) -> bool:
    """Whether a row's file is as it was when the row was read."""
    try:
        facts = os.stat(row.path)
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (row.size, row.mtime_ns)
