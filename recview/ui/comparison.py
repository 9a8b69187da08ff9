"""Two recordings compared: everything the compare screen shows, worked out off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal, Protocol

from recview.analysis.comparison import Fact, compare_recordings
from recview.analysis.jsondiff import Diff, Options, PathPattern, diff, parse_pattern
from recview.analysis.verdict import ResponseVerdict
from recview.model.recording import Recording, Unreadable
from recview.model.value import value
from recview.store.reading import LoadedRecording
from recview.ui.beside_body import beside_body
from recview.ui.opened import Opened, open_bytes, open_path, prepare

Part = Literal["request", "response", "both"]

PARTS: tuple[Part, ...] = ("request", "response", "both")


@value
class Source:
    """One side: a file, what a file held before it changed, or a recording at hand."""

    path: str
    content: bytes | None = None
    recording: Recording | None = None

    @property
    def is_on_disk(self) -> bool:
        """Whether it is what its file holds now."""
        return self.content is None and self.recording is None

    def is_one_of(self, paths: Collection[str]) -> bool:
        """Whether it is what the file of one of these paths holds now."""
        return self.is_on_disk and self.path in paths

    def open(self) -> Opened | Unreadable:
        """Reads it."""
        if self.recording is not None:
            return prepare(LoadedRecording(self.recording))
        return open_path(self.path) if self.content is None else open_bytes(self.content, self.path)


@value
class Alone:
    """A recording without a counterpart."""

    kind: Literal["new", "gone", "superseded", "unreadable"]
    why: str


class Diffs(Protocol):
    """What a pane of diffs shows of two recordings."""

    @property
    def parts(self) -> Sequence[Part]:
        """Those there is a diff of."""

    @property
    def request(self) -> Diff:
        """Of the bodies."""

    @property
    def response(self) -> Diff:
        """Of what the responses say."""

    @property
    def beside_body(self) -> Sequence[Fact]:
        """What differs of the requests beside their bodies (see `recview.ui.beside_body`)."""

    @property
    def verdict(self) -> ResponseVerdict | None:
        """None where there is one side only."""

    @property
    def alone(self) -> Alone | None:
        """Why there is one side only; None where there are two."""

    @property
    def bookkeeping(self) -> Sequence[str]:
        """Where nothing else differs: the fields of the raw responses that do."""

    def part(self, part: Part) -> Diff:
        """The diff of a part."""


@value
class Comparison:
    """What differs. As `Diffs` has it, with both sides at hand."""

    left: Opened
    right: Opened
    beside_body: tuple[Fact, ...]
    """What differs of the requests beside their bodies."""
    request: Diff
    response: Diff
    both: Diff
    """Of `{"request": …, "response": …}`: both in one document."""
    verdict: ResponseVerdict
    bookkeeping: tuple[str, ...] = ()
    alone: None = None
    parts: tuple[Part, ...] = PARTS

    def part(self, part: Part) -> Diff:
        """The diff of a part."""
        return {"request": self.request, "response": self.response, "both": self.both}[part]


def compare(left: Source, right: Source, ignore: tuple[PathPattern, ...] = ()) -> Comparison | Unreadable:
    """Reads and compares both; a side that cannot be read is the answer instead."""
    old, new = left.open(), right.open()
    if isinstance(old, Unreadable):
        return old
    if isinstance(new, Unreadable):
        return new
    found = compare_recordings(old.recording, old.loaded.assembled, new.recording, new.loaded.assembled, ignore)
    both = diff(
        {"request": old.recording.request.body, "response": found.response.root.old},
        {"request": new.recording.request.body, "response": found.response.root.new},
        Options(
            ignore=tuple(parse_pattern(f"/*{pattern.text}") for pattern in ignore),
            hashed=_within_request(found.request),
        ),
    )
    for each in (found.request, found.response, both):
        _ = each.laid_out  # here and not where it is first drawn: on a large body it takes longer than a frame
    same = found.verdict.same and not found.request.visible
    return Comparison(
        left=old,
        right=new,
        beside_body=beside_body(old.recording, new.recording, found.request),
        request=found.request,
        response=found.response,
        both=both,
        verdict=found.verdict,
        bookkeeping=found.verdict.bookkeeping_fields if same else (),
    )


def _within_request(request: Diff) -> Callable[[str], bool]:
    """Whether a place of the whole is in, or around, a change of the request that feeds the hash."""
    hashed = {
        f"/request{path}" for change in request.changes if change.hashed for path in (change.old_path, change.new_path)
    }
    return hashed.__contains__
