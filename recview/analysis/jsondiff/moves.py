"""Tells a value that left one place and turned up in another as moved: a renamed key, a part that changed its parent.

Within one list, moves are found while the list is aligned (see `lists`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from recview.analysis.jsondiff.numbering import Numbering
from recview.analysis.jsondiff.tree import Node, Place
from recview.model.json_value import JSON

_TELLING_CHARACTERS = 16
"""A string this long is unlikely to stand in two unrelated places by chance."""

_ALIKE_KEYS = 0.5

_MANY_EQUAL = 16
"""Of more equal leftovers than this, nobody can say which became which."""


def link_moves(removed: Sequence[Place], added: Sequence[Place], numbering: Numbering) -> None:
    """Joins equal leftovers: keys of one object first, then whatever occurs once on each side.

    The removed node becomes the moved one, shown on its old side there and on its new side where the added one was.
    """
    if not removed or not added:
        return
    lefts: dict[int, list[Place]] = defaultdict(list)
    rights: dict[int, list[Place]] = defaultdict(list)
    for groups, places, old in ((lefts, removed, True), (rights, added, False)):
        for place in places:
            groups[numbering.of(place.node.old if old else place.node.new)].append(place)
    for number, ones in lefts.items():
        if number in rights:
            _link_equal(ones, rights[number])


def _link_equal(ones: list[Place], others: list[Place]) -> None:
    if max(len(ones), len(others)) <= _MANY_EQUAL:
        for one in ones:
            partner = next((other for other in others if other.side == "both" and _renamed(one.node, other.node)), None)
            if partner:
                _join(one, partner)
    ones = [place for place in ones if place.side == "both"]
    others = [place for place in others if place.side == "both"]
    if len(ones) == 1 and len(others) == 1 and _went_elsewhere(ones[0].node, others[0].node):
        _join(ones[0], others[0])


def _renamed(removed: Node, added: Node) -> bool:
    """Whether one key of an object became another: the value is telling, or the keys are alike."""
    key, new_key = removed.old_token, added.new_token
    if removed.old_parent is not added.new_parent or not isinstance(key, str) or not isinstance(new_key, str):
        return False
    if _telling(removed.old):
        return True
    worth_naming = removed.old is not None and not isinstance(removed.old, bool) and removed.old not in ("", [], {})
    return worth_naming and Indel.normalized_similarity(key, new_key) >= _ALIKE_KEYS


def _went_elsewhere(removed: Node, added: Node) -> bool:
    return removed.old_parent is not added.new_parent and _telling(removed.old)


def _telling(value: JSON) -> bool:
    if isinstance(value, str):
        return len(value) >= _TELLING_CHARACTERS
    return isinstance(value, list | dict) and len(value) > 1


def _join(one: Place, other: Place) -> None:
    moved, arrival = one.node, other.node
    moved.kind, moved.moved = "equal", True
    moved.new, moved.new_parent, moved.new_token = arrival.new, arrival.new_parent, arrival.new_token
    one.side, other.side, other.node = "old", "new", moved
