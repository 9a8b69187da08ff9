"""A change on disk, told as a line and as the document `recview.change/1`."""

from __future__ import annotations

import time
from collections.abc import Iterator

from recview.analysis.comparison import Comparison, compare_recordings
from recview.cli.diff_document import change_document, verdict_document
from recview.cli.diff_hunks import PageStyle
from recview.cli.diff_page import Parts, verdict_line
from recview.cli.output import styled
from recview.cli.row_document import row_document
from recview.cli.row_line import row_facts, short_name
from recview.model.json_value import JSON
from recview.model.row import Row
from recview.store.change import Change, ChangeKind
from recview.store.reading import LoadedRecording, load_bytes, read_file
from recview.store.versions import VersionStore
from recview.wire.terminal import clean_line

_MARKS: dict[ChangeKind, tuple[str, str]] = {
    "added": ("+", "green"),
    "changed": ("~", "yellow"),
    "removed": ("-", "red"),
    "superseded": ("↦", "cyan"),
    "unreadable": ("✗", "red"),
}
"""What is news, and how it is marked."""

_PATHS_SHOWN = 3
_BOTH_PARTS = Parts(request=True, response=True)


class ChangeReport:
    """Tells changes; `versions` has what was in the files before."""

    def __init__(self, versions: VersionStore, color: bool) -> None:
        self._versions = versions
        self._color = color
        self._style = PageStyle(color=color, layout="unified", width=0, with_noise=False)

    def is_news(self, change: Change) -> bool:
        """Whether something came of it: not while a file is being written, nor when it was written as it was."""
        came_to_nothing = change.kind == "removed" and change.previous is None
        return change.kind in _MARKS and not came_to_nothing

    def document(self, change: Change) -> JSON:
        """Old and new as `recview ls` tells them; what differs, where the old content was kept."""
        old, new = _sides(change)
        comparison = self._compare(change)
        row = change.row or change.previous
        return {
            "schema": "recview.change/1",
            "change": change.kind,
            "path": change.path,
            "by": change.by or None,
            "test_id": row.test_id if row is not None else None,
            "old": row_document(old) if old is not None else None,
            "new": row_document(new) if new is not None else None,
            "request_changes": [change_document(one) for one in comparison.request.changes] if comparison else None,
            "response": verdict_document(comparison.verdict) if comparison else None,
        }

    def line(self, change: Change) -> str:
        """When, what, which recording, what differs, and whose test it is."""
        mark, tone = _MARKS[change.kind]
        row = change.row or change.previous
        parts = [
            styled(time.strftime("%H:%M:%S"), self._color, dim=True),
            styled(f"{mark} {change.kind:<10}", self._color, fg=tone),
            short_name(change.path),
            *self._what(change),
            styled(clean_line(row.test_id or row.path) if row is not None else "", self._color, dim=True),
        ]
        return "  ".join(part for part in parts if part)

    def _what(self, change: Change) -> Iterator[str]:
        if change.by:
            yield f"by {short_name(change.by)}"
        comparison = self._compare(change)
        if comparison is not None:
            yield verdict_line(comparison, _BOTH_PARTS, self._style)
            yield from _request_changes(comparison)
        elif change.kind == "unreadable" and change.row is not None:
            yield clean_line(change.row.problem)
        elif change.row is not None:
            yield _row_change(change.previous, change.row) if change.kind == "changed" else row_facts(change.row)

    def _compare(self, change: Change) -> Comparison | None:
        """The old content with the new one, where both are to be had."""
        if change.kind == "changed":
            old = _load(self._versions.previous(change.path), change.path)
            new = _load(self._versions.current(change.path), change.path)
        elif change.kind == "superseded":
            old = _load(self._content(change.path), change.path)
            new = _load(self._content(change.by), change.by)
        else:
            return None
        if old is None or new is None:
            return None
        return compare_recordings(old.recording, old.assembled, new.recording, new.assembled)

    def _content(self, path: str) -> bytes | None:
        kept = self._versions.current(path)
        content = kept if kept is not None else read_file(path)
        return content if isinstance(content, bytes) else None


def _sides(change: Change) -> tuple[Row | None, Row | None]:
    if change.kind == "superseded":
        return change.row, None
    return change.previous, change.row


def _load(content: bytes | None, path: str) -> LoadedRecording | None:
    loaded = load_bytes(content, path)[0] if content is not None else None
    return loaded if isinstance(loaded, LoadedRecording) else None


def _request_changes(comparison: Comparison) -> Iterator[str]:
    """Where the request changed: the first few places."""
    marks = {"add": "+", "remove": "-", "replace": "~", "move": "↷"}
    visible = comparison.request.visible
    for change in visible[:_PATHS_SHOWN]:
        yield f"{marks[change.op]} {clean_line(change.path)}"
    if len(visible) > _PATHS_SHOWN:
        yield f"and {len(visible) - _PATHS_SHOWN} more"


def _row_change(old: Row | None, new: Row) -> str:
    """What the rows alone tell of a change, where the old content was not kept."""
    if old is None or old.state != "full":
        return row_facts(new)
    told = "text =" if old.output == new.output else "text ~"
    return f"{told}  {row_facts(old)} → {row_facts(new)}"
