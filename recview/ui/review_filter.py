"""What the filter line of a review means: words, verdicts, decisions. Plain; the grammar is that of every filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from recview.analysis.query_parse import Clause, Term, parse_clauses
from recview.errors import FilterError
from recview.model.judgement import Judgement
from recview.ui.review_model import Item

ReviewFilter: TypeAlias = Callable[[Item, Judgement | None], bool]
"""Whether an item is wanted, as it is decided now."""

_VERDICTS: Mapping[str, str] = {
    "same": "same", "=": "same", "changed": "changed", "~": "changed",
    "added": "added", "+": "added", "removed": "removed",
}  # fmt: skip
_ASPECTS: Mapping[str, str] = {
    "text": "text", "tools": "tool_calls", "finish": "finish_reason", "usage": "usage", "error": "error",
}  # fmt: skip
_KINDS = ("pair", "new", "gone", "superseded", "unreadable")
_STATES: Mapping[str, ReviewFilter] = {
    "undecided": lambda item, judgement: bool(item.key) and judgement is None,
    "decided": lambda item, judgement: judgement is not None,
    "accepted": lambda item, judgement: judgement is not None and judgement.decision == "accept",
    "rejected": lambda item, judgement: judgement is not None and judgement.decision == "reject",
    "skipped": lambda item, judgement: judgement is not None and judgement.decision == "skip",
    "noted": lambda item, judgement: judgement is not None and bool(judgement.note),
    "unsure": lambda item, judgement: item.unsure,
    "knock-on": lambda item, judgement: item.pair is not None and item.pair.is_knock_on,
    **{kind: (lambda item, judgement, kind=kind: item.kind == kind) for kind in _KINDS},  # type: ignore[misc]
}
_BARE = ("undecided", "decided", "accepted", "rejected", "skipped", "noted", "unsure")
"""States that may stand by themselves; all may follow `is:`."""

PLACEHOLDER = "undecided  text:changed  -usage:added  unsure  is:new  words"


def parse_review_filter(text: str) -> ReviewFilter:
    """The filter that `text` spells. Raises FilterError where it spells none."""
    clauses = [_clause(clause) for clause in parse_clauses(text, (*_ASPECTS, "is"))]
    return lambda item, judgement: any(clause(item, judgement) for clause in clauses)


def _clause(clause: Clause) -> ReviewFilter:
    groups = [[_term(term) for term in group] for group in clause]
    return lambda item, judgement: all(any(term(item, judgement) for term in group) for group in groups)


def _term(term: Term) -> ReviewFilter:
    options = [_value(term.key, value.lower(), term.offset) for value in term.values]
    return lambda item, judgement: any(option(item, judgement) for option in options) != term.negated


def _value(key: str | None, value: str, offset: int) -> ReviewFilter:
    if key == "is":
        if value not in _STATES:
            raise FilterError(f"is: one of {', '.join(_STATES)}", offset)
        return _STATES[value]
    if key is not None:
        if value not in _VERDICTS:
            raise FilterError(f"{key}: same, changed, added or removed", offset)
        aspect, verdict = _ASPECTS[key], _VERDICTS[value]
        return lambda item, judgement: (
            item.kind == "pair" and item.pair is not None and getattr(item.pair.response, aspect) == verdict
        )
    if value in _BARE:
        return _STATES[value]
    return lambda item, judgement: value in _haystack(item, judgement)


def _haystack(item: Item, judgement: Judgement | None) -> str:
    old = item.old.name if item.old is not None else ""
    note = judgement.note if judgement is not None else ""
    return f"{item.path}\n{item.test_id or ''}\n{old}\n{note}".lower()
