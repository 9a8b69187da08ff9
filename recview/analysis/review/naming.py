"""What a person would call the changes of a group: of an object with one key that came or went, that key."""

from __future__ import annotations

from collections.abc import Sequence

from recview.analysis.jsondiff import Diff
from recview.analysis.review.model import Review, Signature
from recview.analysis.review.signatures import PathChange
from recview.model.json_value import pointer


def named(changes: Sequence[PathChange], requests: Sequence[Diff]) -> tuple[PathChange, ...]:
    """The changes that the diffs of some requests have in common, each named as far down as it is the same in all."""
    return tuple(_named(change, requests) for change in changes)


def names_of(signature: Signature, review: Review) -> tuple[PathChange, ...]:
    """What the changes of a group are called."""
    return named(signature.changes, [review.pairs[at].request for at in signature.pairs])


def _named(change: PathChange, requests: Sequence[Diff]) -> PathChange:
    path = change.path
    if change.op not in ("add", "remove"):
        return change
    values = [
        each.new if change.op == "add" else each.old
        for request in requests
        for each in request.changes
        if each.op == change.op and each.path == path
    ]
    while values and all(isinstance(value, dict) and len(value) == 1 for value in values):
        keys = {key for value in values if isinstance(value, dict) for key in value}
        if len(keys) != 1:
            break
        (key,) = keys
        path += pointer([key])
        values = [value[key] for value in values if isinstance(value, dict)]
    return PathChange(path, change.op)
