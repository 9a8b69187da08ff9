"""Everything a review takes that reads or compares, to be run off the event loop: the review, a pair, the ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from recview.analysis.answer import answer_document
from recview.analysis.assembled import Assembled
from recview.analysis.comparison import Fact
from recview.analysis.hashed_changes import hash_options
from recview.analysis.jsondiff import Diff, Options, PathPattern, diff
from recview.analysis.verdict import ResponseVerdict
from recview.model.json_value import JSON
from recview.model.judgement import Judgement
from recview.model.recording import Recording, Unreadable
from recview.model.usage import Usage
from recview.model.value import value
from recview.store.ledger import Ledger
from recview.store.reading import LoadedRecording
from recview.store.rerecord import review_sides
from recview.store.revisions import Entry, Side, open_sides
from recview.ui.beside_body import beside_body
from recview.ui.comparison import Alone, Part
from recview.ui.distinct_names import Label, item_labels
from recview.ui.review_decisions import Decided
from recview.ui.review_model import Item, build_model
from recview.ui.review_state import ReviewState

_TOLD_EVERY_S = 0.1

Tell = Callable[[str], None]


@value
class ReviewRequest:
    """What is to be reviewed: as `recview.store.revisions.open_sides` takes it."""

    old: str
    new: str | None = None
    directory: str = "."
    paths: tuple[str, ...] = ()
    ignore: tuple[PathPattern, ...] = ()
    """What counts for nothing, in requests and responses alike."""


@value
class LoadedReview:
    """A review, ready to be walked through."""

    state: ReviewState
    old_label: str
    new_label: str
    writer: LedgerWriter
    labels: Mapping[int, Label]
    """What each item is called in the list."""


def load_review(request: ReviewRequest, tell: Tell) -> LoadedReview:
    """Reads, pairs and groups; `tell` hears in a few words how far it is. Raises RecviewError."""
    tell("Listing both sides …")
    old, new = open_sides(request.old, request.new, request.directory, request.paths)
    tell(f"Reading and pairing: {len(old.entries):,} old files, {len(new.entries):,} new …")
    reading = _Reading(tell)
    model = build_model(review_sides(_CountedSide(old, reading), _CountedSide(new, reading), request.ignore))
    tell("Looking up what was decided …")
    ledger = Ledger()
    found = ((item.key, ledger.get(item.key)) for item in model.items if item.key)
    judgements = {key: judgement for key, judgement in found if judgement is not None}
    state = ReviewState(model, judgements)
    return LoadedReview(state, old.label, new.label, LedgerWriter(ledger), item_labels(model))


class _Reading:
    """Counts files read, and says so now and then."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._files = 0
        self._told_at_s = monotonic()

    def count(self) -> None:
        self._files += 1
        now = monotonic()
        if now - self._told_at_s > _TOLD_EVERY_S:
            self._told_at_s = now
            self._tell(f"Reading and pairing … {self._files:,} files read")


class _CountedSide:
    """A side whose reads are counted."""

    def __init__(self, side: Side, reading: _Reading) -> None:
        self.label = side.label
        self.in_git = side.in_git
        self._side = side
        self._reading = reading

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self._side.entries

    @property
    def closed(self) -> Mapping[str, Unreadable]:
        return self._side.closed

    def name(self, path: str) -> str:
        return self._side.name(path)

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        for found in self._side.read(paths):
            self._reading.count()
            yield found


# One pair


@value
class ComparedItem:
    """What the screen shows of an item: `recview.ui.comparison.Diffs`, and the usage of both sides."""

    item: Item
    alone: Alone | None
    request: Diff
    """Of the bodies; of an item with one side only, from or to nothing."""
    response: Diff
    verdict: ResponseVerdict | None
    """None where there is one side only."""
    old_usage: Usage | None
    new_usage: Usage | None
    bookkeeping: tuple[str, ...] = ()
    """Where nothing else differs: the fields of the raw responses that do."""
    beside_body: tuple[Fact, ...] = ()
    """What differs of the requests beside their bodies."""
    parts: tuple[Part, ...] = ("request", "response")

    def part(self, part: Part) -> Diff:
        """The diff of a part."""
        return self.request if part == "request" else self.response


def compare_item(item: Item, ignore: tuple[PathPattern, ...] = ()) -> ComparedItem | None:
    """Compares the two sides of an item; None where it has none. Changes that `ignore` names are noise."""
    old, new = item.old, item.new
    if old is None and new is None:
        return None
    before, after = _answer(old), _answer(new)
    if item.pair is not None:
        request = item.pair.request
    else:
        lone = new or old
        assert lone is not None
        request = diff(_body(old), _body(new), hash_options(lone, ignore=ignore))
    response = diff(_said(old, before), _said(new, after), Options(ignore=ignore))
    for each in (request, response):
        _ = each.laid_out  # here, in the worker, and not where it is drawn
    verdict = item.pair.response if item.pair is not None else None
    same = verdict is not None and verdict.same and not request.visible
    return ComparedItem(
        item=item,
        alone=Alone(item.kind, item.why) if item.kind != "pair" and verdict is None else None,
        request=request,
        response=response,
        verdict=verdict,
        old_usage=before.usage if before else None,
        new_usage=after.usage if after else None,
        bookkeeping=verdict.bookkeeping_fields if verdict is not None and same else (),
        beside_body=beside_body(old, new, request) if old is not None and new is not None else (),
    )


def _answer(recording: Recording | None) -> Assembled | None:
    return LoadedRecording(recording).assembled if recording is not None else None


def _body(recording: Recording | None) -> JSON:
    return recording.request.body if recording is not None else {}


def _said(recording: Recording | None, answer: Assembled | None) -> JSON:
    if recording is None or answer is None:
        return {}
    return answer_document(answer, recording.response.document)


# The ledger


class LedgerWriter:
    """Writes decisions down in the order they were made. Collecting is for the event loop, writing for a thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: dict[str, Judgement | None] = {}
        self._collecting = threading.Lock()
        self._writing = threading.Lock()

    def collect(self, decided: Decided) -> None:
        """Takes in what is to be written."""
        with self._collecting:
            self._waiting.update(decided)

    def write(self) -> None:
        """Writes all that waits; on RecviewError it goes on waiting."""
        with self._writing:
            with self._collecting:
                batch, self._waiting = self._waiting, {}
            try:
                for judgement in set(batch.values()):
                    self._ledger.decide([key for key in batch if batch[key] == judgement], judgement)
            except Exception:
                with self._collecting:
                    self._waiting = batch | self._waiting
                raise
