"""Two recordings compared: everything the compare screen shows, worked out off the event loop."""

from __future__ import annotations

from dataclasses import dataclass

from recview.analysis.comparison import Fact, compare_recordings
from recview.analysis.jsondiff import Diff, PathPattern
from recview.analysis.verdict import ResponseVerdict
from recview.model.recording import Recording, Unreadable
from recview.store.reading import LoadedRecording
from recview.ui.opened import Opened, open_bytes, open_path, prepare


@dataclass(frozen=True, slots=True)
class Source:
    """One side: a file, what a file held before it changed, or a recording at hand."""

    path: str
    content: bytes | None = None
    recording: Recording | None = None

    def open(self) -> Opened | Unreadable:
        """Reads it."""
        if self.recording is not None:
            return prepare(LoadedRecording(self.recording))
        return open_path(self.path) if self.content is None else open_bytes(self.content, self.path)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs."""

    left: Opened
    right: Opened
    address: tuple[Fact, ...]
    """Where the requests were sent, as far as that differs."""
    request: Diff
    response: Diff
    verdict: ResponseVerdict


def compare(left: Source, right: Source, ignore: tuple[PathPattern, ...] = ()) -> Comparison | Unreadable:
    """Reads and compares both; a side that cannot be read is the answer instead."""
    old, new = left.open(), right.open()
    if isinstance(old, Unreadable):
        return old
    if isinstance(new, Unreadable):
        return new
    found = compare_recordings(old.recording, old.loaded.assembled, new.recording, new.loaded.assembled, ignore)
    return Comparison(old, new, found.address, found.request, found.response, found.verdict)
