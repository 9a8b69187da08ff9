"""Two recordings compared: everything the compare screen shows, worked out off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recview.analysis.jsondiff import Diff, Options, PathPattern, diff
from recview.analysis.request_hash import feeds_hash
from recview.analysis.verdict import ResponseVerdict, compare_responses
from recview.model.json_value import JSON
from recview.model.recording import Recording, Unreadable
from recview.store.reading import LoadedRecording
from recview.store.recording_document import recording_document
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
    options = Options(ignore=ignore, hashed=_either(old.recording, new.recording))
    return Comparison(
        left=old,
        right=new,
        request=diff(old.recording.request.body, new.recording.request.body, options),
        response=diff(_response(old), _response(new), Options(ignore=ignore)),
        verdict=compare_responses(
            old.loaded.assembled, new.loaded.assembled,
            old.recording.response.document, new.recording.response.document,
        ),
    )  # fmt: skip


def _either(old: Recording, new: Recording) -> Callable[[str], bool]:
    """Whether a place of the body feeds the hash of either side."""
    feeds_old, feeds_new = feeds_hash(old), feeds_hash(new)
    return lambda path: feeds_old(path) or feeds_new(path)


def _response(opened: Opened) -> JSON:
    """The visible answer, assembled, or the body where the response is no model's answer."""
    response = opened.recording.response
    if not opened.loaded.assembled.choices and not response.streaming and response.chunks:
        return response.chunks[0].data
    document = recording_document(opened.loaded)
    return {key: document[key] for key in ("choices", "usage", "error")}
