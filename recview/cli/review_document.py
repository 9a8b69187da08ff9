"""A review as the `recview.review/1` document: exact, for programs."""

from __future__ import annotations

from recview.analysis.review import Review, ReviewedPair, Signature
from recview.cli.diff_document import change_document, verdict_document
from recview.model.json_value import JSON

SCHEMA = "recview.review/1"


def review_document(review: Review) -> JSON:
    """The whole review."""
    return {
        "schema": SCHEMA,
        "counts": {**review.counts},
        "signatures": [_signature(signature) for signature in review.signatures],
        "pairs": [_pair(pair) for pair in review.pairs],
        "added": [
            {"path": added.recording.path, "test_id": added.recording.test_id, "why": added.why}
            for added in review.added
        ],
        "removed": [{"path": removed.path, "test_id": removed.test_id} for removed in review.removed],
        "superseded": [{"path": superseded.path, "by": superseded.by} for superseded in review.superseded],
        "unreadable": [{"path": one.path, "reason": one.reason} for one in review.unreadable],
    }


def _signature(signature: Signature) -> JSON:
    return {
        "id": signature.id,
        "changes": [{"op": change.op, "path": change.path} for change in signature.changes],
        "pairs": len(signature.pairs),
        "verdict": {aspect: {**counts} for aspect, counts in signature.verdict.items()},
    }


def _pair(pair: ReviewedPair) -> JSON:
    return {
        "old": pair.old.path,
        "new": pair.new.path,
        "test_id": pair.new.test_id,
        "matched_by": pair.match.matched_by,
        "confidence": pair.match.confidence,
        "signature": pair.signature,
        "knock_on": pair.is_knock_on,
        "request_changes": [change_document(change) for change in pair.request.changes],
        "response": verdict_document(pair.response),
    }
