"""A review as a value: what changed between two sides of a re-record, grouped, for screens and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

from recview.analysis.jsondiff import Change, Diff, PathPattern
from recview.analysis.nearest import Edit
from recview.analysis.pairing import Added, Match
from recview.analysis.review.signatures import PathChange
from recview.analysis.verdict import ResponseVerdict
from recview.model.recording import Recording, Unreadable
from recview.model.value import value

ASPECTS = ("text", "tool_calls", "finish_reason", "usage", "error")
"""What of two responses is judged, by name of the fields of a `ResponseVerdict`."""

VerdictCounts: TypeAlias = Mapping[str, Mapping[str, int]]
"""Aspect of a response -> verdict -> how many pairs."""


@value
class ReviewedPair:
    """A new or rewritten recording beside its old self."""

    match: Match
    request: Diff
    """Of the two request bodies."""
    response: ResponseVerdict
    signature: str
    """The id of the group it is in."""
    beside_body: tuple[Edit, ...] = ()
    """What differs of the request beside its body: what else is hashed, such as the test; else another host."""
    knock_ons: frozenset[int] = frozenset()
    """Positions in `request.changes` of those that only carry an earlier call's new answer on."""
    is_knock_on: bool = False
    """Whether that is why the request changed: nothing in the same kind of place was edited as well."""

    @property
    def old(self) -> Recording:
        return self.match.old

    @property
    def new(self) -> Recording:
        return self.match.new

    @property
    def edited(self) -> tuple[Change, ...]:
        """What changed in the request and means something, but for what an earlier call's new answer explains."""
        changes = enumerate(self.request.changes)
        return tuple(change for at, change in changes if at not in self.knock_ons and change.noise is None)


@value
class Signature:
    """The pairs whose requests changed in the same way."""

    id: str
    changes: tuple[PathChange, ...]
    """None: the requests are the same, only the answers may not be. What is hashed beside the body has no path there
    but a name: `test_id`, `method`, `endpoint`, `url`, `provider`, `tool_name`."""
    knock_on: bool
    """Whether the changes carry, at least in part, an earlier call's new answer on."""
    pairs: tuple[int, ...]
    """Positions in `Review.pairs`."""
    verdict: VerdictCounts


@value
class Superseded:
    """An old recording that still stands, though a newer one answers in its place."""

    path: str
    by: str


@value
class PassedOver:
    """What of the differences counts nowhere, because somebody asked for it."""

    patterns: tuple[PathPattern, ...] = ()
    """What was asked for."""
    changes: int = 0
    """How many changes, of requests and of responses."""
    pairs: int = 0
    """How many pairs differ in nothing else that means something; they are not among the pairs of the review."""


@value
class Review:
    """Everything that differs between two sides. Paths are as the sides name them."""

    pairs: tuple[ReviewedPair, ...]
    signatures: tuple[Signature, ...]
    """Root causes before knock-ons, and the largest group first."""
    added: tuple[Added, ...]
    """New recordings without an old self."""
    removed: tuple[Recording, ...]
    """Old recordings that are gone and have no new self."""
    superseded: tuple[Superseded, ...]
    unreadable: tuple[Unreadable, ...]
    """Of the new side, and of what changed on the old one."""
    identical: int
    """Recordings that stand unchanged on both sides."""
    passed_over: PassedOver

    @property
    def counts(self) -> dict[str, int]:
        """The size of each part; `series` are the added ones that belong to a growing series."""
        return {
            "pairs": len(self.pairs),
            "identical": self.identical,
            "added": len(self.added),
            "removed": len(self.removed),
            "superseded": len(self.superseded),
            "series": Counter(added.why for added in self.added)["series"],
            "unreadable": len(self.unreadable),
        }

    @property
    def differs(self) -> bool:
        """Whether there is anything to review."""
        return bool(self.pairs or self.added or self.removed or self.unreadable)
