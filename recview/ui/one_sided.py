"""A recording that has nothing to be compared with, as the diff from nothing, or to it; made off the event loop."""

from __future__ import annotations

from typing import Literal

from recview.analysis.answer import answer_document
from recview.analysis.comparison import Fact
from recview.analysis.jsondiff import Diff, diff
from recview.analysis.verdict import ResponseVerdict
from recview.model.json_value import JSON
from recview.model.recording import Unreadable
from recview.model.value import value
from recview.store.reading import first_of, load_bytes
from recview.ui.comparison import PARTS, Alone, Part


@value
class OneSided:
    """As `recview.ui.comparison.Diffs` has it."""

    request: Diff
    response: Diff
    both: Diff
    alone: Alone
    verdict: ResponseVerdict | None = None
    beside_body: tuple[Fact, ...] = ()
    bookkeeping: tuple[str, ...] = ()
    parts: tuple[Part, ...] = PARTS

    def part(self, part: Part) -> Diff:
        """The diff of a part."""
        return {"request": self.request, "response": self.response, "both": self.both}[part]


def one_sided(content: bytes, path: str, kind: Literal["new", "gone"], why: str) -> OneSided | Unreadable:
    """The recording of a file's content; one that cannot be read is a value that says why."""
    loaded = first_of(load_bytes(content, path), path)
    if isinstance(loaded, Unreadable):
        return loaded
    recording = loaded.recording
    said = answer_document(loaded.assembled, recording.response.document)
    request, response, both = (
        _from_or_to_nothing(each, kind)
        for each in (recording.request.body, said, {"request": recording.request.body, "response": said})
    )
    return OneSided(request, response, both, Alone(kind, why))


def _from_or_to_nothing(document: JSON, kind: Literal["new", "gone"]) -> Diff:
    found = diff({}, document) if kind == "new" else diff(document, {})
    _ = found.laid_out  # here, in the worker, and not where it is drawn
    return found
