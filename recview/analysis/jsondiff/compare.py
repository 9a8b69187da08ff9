"""Builds the diff tree of two documents: equal parts stop at once, objects go by key, lists by `merge_lists`.

Works through a queue, never by recursion, so that no depth of nesting is too deep.
"""

from __future__ import annotations

from recview.analysis.jsondiff.lists import merge_lists
from recview.analysis.jsondiff.moves import link_moves
from recview.analysis.jsondiff.numbering import Numbering
from recview.analysis.jsondiff.tree import Node, Place, PlaceSide, Token
from recview.model.json_value import JSON


def compare(old: JSON, new: JSON) -> Node:
    """The root of the tree that lays `new` over `old`; neither is changed, nor may be while the tree is used."""
    return _Comparison().run(old, new)


class _Comparison:
    def __init__(self) -> None:
        self._numbering = Numbering()
        self._open: list[Node] = []
        """Objects and lists to look into, parents before children."""
        self._removed: list[Place] = []
        """What stands on the old side alone."""
        self._added: list[Place] = []

    def run(self, old: JSON, new: JSON) -> Node:
        root = self._pair(old, new)
        for node in self._open:  # grows while it is read
            if node.kind == "object":
                self._look_into_object(node)
            else:
                self._look_into_list(node)
        link_moves(self._removed, self._added, self._numbering)
        for node in reversed(self._open):
            _settle(node)
        return root

    def _pair(self, old: JSON, new: JSON) -> Node:
        """The node of a value that stands on both sides; objects and lists are looked into later."""
        both_objects = type(old) is dict and type(new) is dict
        if not both_objects and not (type(old) is list and type(new) is list):
            return Node("equal" if _same_scalar(old, new) else "replace", old, new)
        if old is new or not (old or new) or self._numbering.known_equal(old, new):
            return Node("equal", old, new)
        node = Node("object" if both_objects else "list", old, new)
        self._open.append(node)
        return node

    def _look_into_object(self, node: Node) -> None:
        old, new = node.old, node.new
        assert isinstance(old, dict) and isinstance(new, dict)
        kept: dict[str, JSON] = {}
        for key in _merged_keys(old, new):
            if key in old and key in new and _same_scalar(old[key], new[key]):
                if not kept:
                    _place(node, Node("kept", kept, kept), None, None)
                kept[key] = old[key]
                continue
            kept = {}
            if key not in new:
                self._removed.append(_place(node, Node("remove", old[key]), key, None))
            elif key not in old:
                self._added.append(_place(node, Node("add", None, new[key]), None, key))
            else:
                _place(node, self._pair(old[key], new[key]), key, key)

    def _look_into_list(self, node: Node) -> None:
        old, new = node.old, node.new
        assert isinstance(old, list) and isinstance(new, list)
        merged = merge_lists(old, new, self._numbering)
        if merged.entries is None:
            node.kind = "replace"
            node.too_large = merged.too_large
            return
        moved: dict[int, Node] = {}
        for kind, i, j, length in merged.entries:
            if kind == "kept":
                _place(node, Node("kept", old[i : i + length], new[j : j + length]), i, j)
            elif kind == "edited":
                _place(node, self._pair(old[i], new[j]), i, j)
            elif kind == "removed":
                self._removed.append(_place(node, Node("remove", old[i]), i, None))
            elif kind == "added":
                self._added.append(_place(node, Node("add", None, new[j]), None, j))
            else:
                if i not in moved:
                    moved[i] = self._pair(old[i], new[j])
                    moved[i].moved = True
                _place(node, moved[i], i, j, "old" if kind == "moved_away" else "new")


def _place(
    parent: Node, node: Node, old_token: Token | None, new_token: Token | None, side: PlaceSide = "both"
) -> Place:
    place = Place(node, side)
    parent.places.append(place)
    node.old_parent = node.new_parent = parent
    node.old_token, node.new_token = old_token, new_token
    return place


def _settle(node: Node) -> None:
    """An object or list in which nothing differs is equal: its keys stood in another order."""
    same = ("equal", "kept")
    if node.kind != "replace" and all(place.node.kind in same and place.side == "both" for place in node.places):
        node.kind = "equal"
        node.places = []


def _merged_keys(old: dict[str, JSON], new: dict[str, JSON]) -> list[str]:
    """The old keys in their order; a new key stands before the next key that both have."""
    if old.keys() == new.keys():
        return list(old)
    following: dict[str | None, list[str]] = {}
    before: str | None = None
    for key in new:
        if key in old:
            before = key
        else:
            following.setdefault(before, []).append(key)
    merged: list[str] = []
    waiting = following.get(None, [])
    for key in old:
        if key in new:
            merged += waiting
            waiting = following.get(key, [])
        merged.append(key)
    return merged + waiting


def _same_scalar(old: JSON, new: JSON) -> bool:
    if type(old) is not type(new) or type(old) is dict or type(old) is list:
        return False
    if type(old) is float:
        return repr(old) == repr(new)  # 0.0 is not -0.0, and NaN is NaN
    return old == new
