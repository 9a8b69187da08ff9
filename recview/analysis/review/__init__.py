"""Reviews of a re-record: from paired recordings to groups of like changes. Pure; knows no disk and no screen."""

from __future__ import annotations

from recview.analysis.review.build import build_review
from recview.analysis.review.model import (
    ASPECTS,
    PassedOver,
    Review,
    ReviewedPair,
    Signature,
    Superseded,
    VerdictCounts,
)
from recview.analysis.review.naming import named, names_of
from recview.analysis.review.signatures import PathChange

__all__ = [
    "ASPECTS",
    "PassedOver",
    "PathChange",
    "Review",
    "ReviewedPair",
    "Signature",
    "Superseded",
    "VerdictCounts",
    "build_review",
    "named",
    "names_of",
]
