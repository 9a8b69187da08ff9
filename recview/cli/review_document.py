"""A review as the `recview.review/1` document: exact, for programs."""

from __future__ import annotations

from recview.analysis.review import Review, ReviewedPair, Signature
from recview.cli.diff_document import change_document, verdict_document
from recview.model.json_value import JSON
from recview.model.judgement import Judgement
from recview.store.judging import Judged
from recview.ui.renderables.signs import DECISION_WORDS

SCHEMA = "recview.review/1"


def review_document(review: Review, judged: Judged) -> JSON:
    """The whole review, and what is decided on it."""
    return {
        "schema": SCHEMA,
        "counts": {**review.counts},
        "signatures": [_signature(signature) for signature in review.signatures],
        "ignored": {
            "paths": [pattern.text for pattern in review.passed_over.patterns],
            "changes": review.passed_over.changes,
            "pairs": review.passed_over.pairs,
        },
        "decisions": _decisions(judged),
        "pairs": [_pair(pair, said) for pair, said in zip(review.pairs, judged.pairs, strict=True)],
        "added": [
            {"path": one.recording.path, "test_id": one.recording.test_id, "why": one.why, **_judgement(said)}
            for one, said in zip(review.added, judged.added, strict=True)
        ],
        "removed": [
            {"path": one.path, "test_id": one.test_id, **_judgement(said)}
            for one, said in zip(review.removed, judged.removed, strict=True)
        ],
        "superseded": [{"path": superseded.path, "by": superseded.by} for superseded in review.superseded],
        "unreadable": [{"path": one.path, "reason": one.reason} for one in review.unreadable],
    }


def _decisions(judged: Judged) -> JSON:
    """How many pairs, and recordings that came or went, are decided in which way."""
    tally = judged.tally
    return {
        **{word: tally.get(decision, 0) for decision, word in DECISION_WORDS.items()},
        "undecided": tally.get(None, 0),
    }


def _judgement(judgement: Judgement | None) -> dict[str, JSON]:
    """`note` is null where nothing is decided, and empty where nothing was noted."""
    if judgement is None:
        return {"decision": None, "note": None}
    return {"decision": judgement.decision, "note": judgement.note}


def _signature(signature: Signature) -> JSON:
    return {
        "id": signature.id,
        "changes": [{"op": change.op, "path": change.path} for change in signature.changes],
        "pairs": len(signature.pairs),
        "verdict": {aspect: {**counts} for aspect, counts in signature.verdict.items()},
    }


def _beside_body(pair: ReviewedPair) -> dict[str, JSON]:
    """In the form of `recview diff`'s `address`, by what is hashed; there only where it differs."""
    facts: list[JSON] = [{"name": edit.path, "old": edit.old, "new": edit.new} for edit in pair.beside_body]
    return {"address": facts} if facts else {}


def _pair(pair: ReviewedPair, judgement: Judgement | None) -> JSON:
    return {
        "old": pair.old.path,
        "new": pair.new.path,
        "test_id": pair.new.test_id,
        "matched_by": pair.match.matched_by,
        "confidence": pair.match.confidence,
        "signature": pair.signature,
        "knock_on": pair.is_knock_on,
        "request_changes": [change_document(change) for change in pair.request.changes],
        **_beside_body(pair),
        "response": verdict_document(pair.response),
        **_judgement(judgement),
    }
