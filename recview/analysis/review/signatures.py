"""What a request change is called, so that pairs with the same change fall into one group.

A signature is a set of patterns: array positions and the names of schema properties are `*`, and what one reader would
call one change is one pattern.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from recview.analysis.jsondiff import Change, ChangeOp
from recview.model.json_value import JSON, pointer, pointer_tokens

_NAMED_BY_USER = frozenset({"properties", "$defs", "definitions", "patternProperties"})
"""Objects of a JSON schema whose keys are names that somebody chose."""

_MOST_BELOW_ONE = 4
"""More different patterns below one place are a rewrite of that place."""


@dataclass(frozen=True, slots=True, order=True)
class PathChange:
    """One change as a reader would call it."""

    path: str
    """JSON Pointer into the request body, with `*` for any position."""
    op: ChangeOp


def signature_of(old: JSON, new: JSON, changes: Iterable[Change]) -> tuple[PathChange, ...]:
    """The patterns of the changes that lead from `old` to `new`, sorted.

    Noise counts only where there is nothing else: new ids alone make a new request too. What somebody asked to pass
    over never counts, and with it there is something else.
    """
    listed = list(changes)
    meant = [change for change in listed if change.noise is None]
    if not meant and not any(change.noise == "ignored" for change in listed):
        meant = listed
    patterns = {PathChange(_pattern(_document(change, old, new), change.path), change.op) for change in meant}
    return tuple(sorted(_joined(_gathered(patterns))))


def signature_id(changes: Sequence[PathChange], knock_on: bool) -> str:
    """A short name for a group: the same in every review."""
    text = json.dumps([knock_on, *([change.op, change.path] for change in changes)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _document(change: Change, old: JSON, new: JSON) -> JSON:
    """The document that `change.path` leads through."""
    return old if change.op in ("remove", "replace") else new


def _pattern(document: JSON, path: str) -> str:
    tokens: list[str] = []
    for token in pointer_tokens(path):
        if isinstance(document, list):
            tokens.append("*")
            at = int(token) if token.isdecimal() else -1
            document = document[at] if 0 <= at < len(document) else None
        else:
            named = bool(tokens) and tokens[-1] in _NAMED_BY_USER
            tokens.append("*" if named else token)
            document = document.get(token) if isinstance(document, dict) else None
    return pointer(tokens)


def _joined(patterns: set[PathChange]) -> set[PathChange]:
    """What was taken away and put in at the same kind of place was replaced."""
    joined: set[PathChange] = set()
    for path, found in groupby(sorted(patterns), key=lambda change: change.path):
        ops = {change.op for change in found}
        if {"add", "remove"} <= ops:
            ops = (ops - {"add", "remove"}) | {"replace"}
        joined |= {PathChange(path, op) for op in ops}
    return joined


def _gathered(patterns: set[PathChange]) -> set[PathChange]:
    """Replaces many patterns below one place by one of that place, the deepest first."""
    while True:
        below: dict[str, set[PathChange]] = {}
        for change in patterns:
            parent, _, _ = change.path.rpartition("/")
            while parent.count("/") > 1:  # not the body as a whole, nor one of its own keys
                below.setdefault(parent, set()).add(change)
                parent = parent.rpartition("/")[0]
        crowded = [place for place, changes in below.items() if len({c.path for c in changes}) > _MOST_BELOW_ONE]
        if not crowded:
            return patterns
        deepest = max(crowded, key=lambda place: (place.count("/"), place))
        patterns = (patterns - below[deepest]) | {PathChange(deepest, "replace")}
