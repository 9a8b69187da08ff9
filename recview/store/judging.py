"""What the ledger says of a review: of each pair, and of each recording that came or went without a partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from recview.analysis.review import Review
from recview.model.judgement import Decision, Judgement
from recview.model.recording import Recording
from recview.model.value import value
from recview.store.ledger import Ledger, pair_key


@value
class Judged:
    """What is decided on the parts of a review, each beside its part; None where nothing is."""

    pairs: tuple[Judgement | None, ...]
    added: tuple[Judgement | None, ...]
    removed: tuple[Judgement | None, ...]

    @property
    def all(self) -> tuple[Judgement | None, ...]:
        """In the order of `decidable`."""
        return (*self.pairs, *self.added, *self.removed)

    @property
    def tally(self) -> Mapping[Decision | None, int]:
        """How many parts are decided in which way; None: not decided."""
        return Counter(part.decision if part is not None else None for part in self.all)


def judge(review: Review, ledger: Ledger | None) -> Judged:
    """Looks every part up; in an empty ledger none, for a key is made of all that both documents hold."""
    found = (ledger.get(pair_key(old, new)) if ledger else None for old, new in decidable(review))
    return Judged(
        pairs=tuple(islice(found, len(review.pairs))),
        added=tuple(islice(found, len(review.added))),
        removed=tuple(islice(found, len(review.removed))),
    )


def keyed_parts(review: Review) -> Iterator[tuple[str, Recording]]:
    """Every part that can be decided: what the ledger knows it by, and the recording that one would name."""
    for old, new in decidable(review):
        told = new or old
        assert told is not None
        yield pair_key(old, new), told


def decidable(review: Review) -> Iterator[tuple[Recording | None, Recording | None]]:
    """Old and new of every part that can be decided: the pairs, what was added, what was removed."""
    yield from ((pair.old, pair.new) for pair in review.pairs)
    yield from ((None, one.recording) for one in review.added)
    yield from ((one, None) for one in review.removed)
