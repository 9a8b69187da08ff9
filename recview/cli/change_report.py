"""A change on disk, told as a line and as the document `recview.change/1`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from recview.analysis.comparison import Comparison, compare_recordings
from recview.cli.columns import cut_middle, pad
from recview.cli.diff_document import change_document, verdict_document
from recview.cli.diff_page import MARK_COLORS
from recview.cli.output import styled
from recview.cli.review_words import ASPECT_WORDS, MARKS
from recview.cli.row_document import row_document
from recview.cli.row_line import SHORT_HASH, row_facts, short_name
from recview.model.json_value import JSON
from recview.model.row import Row
from recview.store.change import Change, ChangeKind
from recview.store.contents import standing_content
from recview.store.reading import LoadedRecording, first_of, load_bytes
from recview.store.versions import VersionStore
from recview.wire.terminal import clean_line

_MARKS: dict[ChangeKind, tuple[str, str]] = {
    "added": ("+", "green"),
    "changed": ("~", "yellow"),
    "removed": ("-", "red"),
    "superseded": ("↑", "cyan"),
    "unreadable": ("✗", "red"),
}
"""What is news, and how it is marked."""

_PATHS_SHOWN = 3
_TEST_WIDTHS = (20, 44)
"""The test's column on a terminal is no narrower and no wider; what tells of the change has the rest."""
_WHAT_WIDTH = 66
"""The verdict and a place or two."""
_FIXED_WIDTH = 8 + 2 + 12 + 2 + SHORT_HASH + 2 + 2


class ChangeReport:
    """Tells changes; `versions` has what was in the files before."""

    def __init__(self, versions: VersionStore, color: bool, width: int | None = None) -> None:
        """`width`: of the terminal, for columns under each other; None where lines are to be whole, with the path."""
        self._versions = versions
        self._color = color
        self._test_width = None
        if width is not None:
            least, most = _TEST_WIDTHS
            self._test_width = min(max(least, width - _FIXED_WIDTH - _WHAT_WIDTH), most)

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

    def lines(self, changes: Sequence[Change]) -> Iterator[str]:
        """What is news, a line each; that one came, or went, is not said beside that the one supersedes the other."""
        superseded = {change.path: change.by for change in changes if change.kind == "superseded"}
        came = {change.path: change for change in changes if change.kind == "added"}
        went = {change.path for change in changes if change.kind == "removed" and change.path in superseded}
        told_with_it = went | (came.keys() & superseded.values())
        for change in filter(self.is_news, changes):
            if change.kind == "superseded":
                was_told = change.row is None and change.path not in went
                yield self.line(change, came.get(change.by) if was_told else None)
            elif not (change.kind in ("added", "removed") and change.path in told_with_it):
                yield self.line(change)

    def line(self, change: Change, came: Change | None = None) -> str:
        """When, what, which recording, whose test it is, what differs.

        `came`: where the superseded one was told as removed before, what is news is the one that came. Where lines
        are whole, both are told by their paths: no other line tells of the second.
        """
        kind, path, other, how = change.kind, change.path, change.by, "by"
        if came is not None:
            kind, path, other, how = came.kind, came.path, change.path, "supersedes"
        mark, tone = _MARKS[kind]
        is_whole = self._test_width is None
        parts = [
            styled(time.strftime("%H:%M:%S"), self._color, dim=True),
            styled(f"{mark} {kind:<10}", self._color, fg=tone),
            pad(short_name(path), SHORT_HASH),
            self._test(change.row or change.previous),
            *self._what(change, came or change),
            styled(clean_line(path), self._color, dim=True) if is_whole else "",
            f"{how} {clean_line(other) if is_whole else short_name(other)}" if other else "",
        ]
        return "  ".join(part for part in parts if part).rstrip()

    def _test(self, row: Row | None) -> str:
        test_id = clean_line(row.test_id if row is not None and row.test_id else "–")
        if self._test_width is None:
            return test_id
        stem, bracket, parameters = test_id.partition("[")
        name = stem.rpartition("::")[2] + bracket + parameters
        return pad(cut_middle(name, self._test_width), self._test_width)

    def _what(self, change: Change, told: Change) -> Iterator[str]:
        """What differs, or else what the recording of the line that is `told` holds."""
        comparison = self._compare(change)
        if comparison is not None:
            yield self._verdict(comparison)
            yield from _request_changes(comparison)
            return
        change = told
        if change.kind == "unreadable" and change.row is not None:
            yield clean_line(change.row.problem)
        elif change.row is not None:
            yield _row_change(change.previous, change.row) if change.kind == "changed" else row_facts(change.row)
        elif change.previous is not None:
            yield styled(row_facts(change.previous), self._color, dim=True)

    def _verdict(self, comparison: Comparison) -> str:
        """As on the page of a diff; what is mere bookkeeping is said only where nothing else is."""
        count = len(comparison.request.visible) + len(comparison.address)
        words = [f"request {self._mark('~') if count else '='}{count or ' '}"]
        verdict = comparison.verdict
        for aspect, word in ASPECT_WORDS.items():
            state = getattr(verdict, aspect)
            if aspect != "error" or state != "same":
                words.append(f"{word} {self._mark(MARKS[state])}")
        if not count and verdict.same and verdict.bookkeeping:
            names = sorted({path.rpartition("/")[2] for path in verdict.bookkeeping_fields})
            words.append(styled(f"bookkeeping: {clean_line(', '.join(names))}", self._color, dim=True))
        return "  ".join(words)

    def _mark(self, mark: str) -> str:
        return mark if mark == "=" else styled(mark, self._color, fg=MARK_COLORS[mark])

    def _compare(self, change: Change) -> Comparison | None:
        """The old content with the new one, where both are to be had."""
        if change.kind == "changed":
            old = _load(self._versions.previous(change.path), change.path)
            new = _load(self._versions.current(change.path), change.path)
        elif change.kind == "superseded":
            standing = standing_content(change.path, self._versions)
            old = _load(standing or self._versions.previous(change.path), change.path)
            new = _load(standing_content(change.by, self._versions), change.by)
        else:
            return None
        if old is None or new is None:
            return None
        return compare_recordings(old.recording, old.assembled, new.recording, new.assembled)


def _sides(change: Change) -> tuple[Row | None, Row | None]:
    if change.kind == "superseded":
        return change.previous, None
    return change.previous, change.row


def _load(content: bytes | None, path: str) -> LoadedRecording | None:
    loaded = first_of(load_bytes(content, path), path) if content is not None else None
    return loaded if isinstance(loaded, LoadedRecording) else None


def _request_changes(comparison: Comparison) -> Iterator[str]:
    """Where the request changed: the first few places."""
    marks = {"add": "+", "remove": "-", "replace": "~", "move": "↕"}
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
