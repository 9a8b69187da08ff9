"""What `recview review --fail-on` may list, and whether a review has it, decisions taken into account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress

from recview.analysis.pairing import Added
from recview.analysis.review import Review, ReviewedPair
from recview.model.judgement import Judgement
from recview.model.recording import Recording
from recview.model.value import value
from recview.store.judging import Judged


@value
class Counting:
    """What of a review counts for the exit code."""

    review: Review
    judged: Judged
    pairs: Sequence[ReviewedPair]
    added: Sequence[Added]
    removed: Sequence[Recording]

    @property
    def differs(self) -> bool:
        """Whether anything counts at all."""
        return bool(self.pairs or self.added or self.removed or self.review.unreadable)


def counting(review: Review, judged: Judged, *, settles: bool) -> Counting:
    """`settles`: whether what is accepted counts no more."""
    if not settles:
        return Counting(review, judged, review.pairs, review.added, review.removed)
    return Counting(
        review,
        judged,
        pairs=tuple(compress(review.pairs, map(_is_open, judged.pairs))),
        added=tuple(compress(review.added, map(_is_open, judged.added))),
        removed=tuple(compress(review.removed, map(_is_open, judged.removed))),
    )


def _is_open(judgement: Judgement | None) -> bool:
    return judgement is None or judgement.decision != "accept"


def _request(found: Counting) -> bool:
    """A renamed test asks the same."""
    return any(pair.request.changes or any(edit.path != "test_id" for edit in pair.beside_body) for pair in found.pairs)


def _response(aspect: str) -> Callable[[Counting], bool]:
    return lambda found: any(getattr(pair.response, aspect) != "same" for pair in found.pairs)


DECIDED: Mapping[str, Callable[[Counting], bool]] = {
    "rejected": lambda found: found.judged.tally["reject"] > 0,
    "skipped": lambda found: found.judged.tally["skip"] > 0,
    "undecided": lambda found: found.judged.tally[None] > 0,
}
"""The kinds that ask for decisions."""

KINDS: Mapping[str, Callable[[Counting], bool]] = {
    "request": _request,
    "text": _response("text"),
    "tool-calls": _response("tool_calls"),
    "finish": _response("finish_reason"),
    "usage": _response("usage"),
    "error": _response("error"),
    "added": lambda found: bool(found.added),
    "removed": lambda found: bool(found.removed),
    "unpaired": lambda found: bool(found.added or found.removed),
    "unreadable": lambda found: bool(found.review.unreadable),
    **DECIDED,
}
"""What may be listed, and whether a review has it."""
