"""The diff as a JSON Patch (RFC 6902) that turns the old document into the new one exactly, types included.

The order of an object's keys is not reproduced: a JSON Patch cannot say it. A value that changed its parent is
removed and added; `move` is used within one object or list.
"""

from __future__ import annotations

from collections.abc import Iterator

from recview.analysis.jsondiff.tree import Node
from recview.model.json_value import JSON, pointer


def json_patch(root: Node) -> list[JSON]:
    """The operations, to be applied in order.

    Every object and list is brought to its new shape before what is inside it, so that a path always leads through
    parents that are new already.
    """
    operations: list[JSON] = []
    pending: list[tuple[str, Node]] = [("", root)]
    while pending:
        path, node = pending.pop()
        if node.kind == "replace":
            operations.append({"op": "replace", "path": path, "value": node.new})
        elif node.kind == "object":
            operations += _object_operations(path, node)
        elif node.kind == "list":
            operations += _list_operations(path, node)
        inside = [
            (path + pointer((place.node.new_token,)), place.node)
            for place in node.places
            if place.node.new_token is not None and place.side != "old" and place.node.kind not in ("equal", "add")
        ]
        pending += reversed(inside)
    return operations


def _object_operations(path: str, node: Node) -> Iterator[JSON]:
    for place in node.places:
        child = place.node
        here = child.old_parent is child.new_parent
        if place.side == "old" and here:
            yield {"op": "move", "from": _at(path, child.old_token), "path": _at(path, child.new_token)}
        elif place.side == "old" or child.kind == "remove":
            yield {"op": "remove", "path": _at(path, child.old_token)}
        elif (place.side == "new" and not here) or child.kind == "add":
            yield {"op": "add", "path": _at(path, child.new_token), "value": child.new}


def _list_operations(path: str, node: Node) -> Iterator[JSON]:
    """Removals from the end, then moves, then additions from the start: each position is then the one it says."""
    gone: list[int] = []
    came: list[tuple[int, JSON]] = []
    movers: list[tuple[int, int]] = []
    for place in node.places:
        child = place.node
        here = child.old_parent is child.new_parent
        if place.side == "old" and here:
            movers.append((_position(child.old_token), _position(child.new_token)))
        elif place.side == "old" or child.kind == "remove":
            gone.append(_position(child.old_token))
        elif (place.side == "new" and not here) or child.kind == "add":
            came.append((_position(child.new_token), child.new))
    for position in sorted(gone, reverse=True):
        yield {"op": "remove", "path": _at(path, position)}
    if movers:
        yield from _moves(path, node, movers, set(gone))
    for position, value in sorted(came, key=lambda pair: pair[0]):
        yield {"op": "add", "path": _at(path, position), "value": value}


def _moves(path: str, node: Node, movers: list[tuple[int, int]], gone: set[int]) -> Iterator[JSON]:
    """Puts each moved item, in the new order, right behind the one that it then follows."""
    assert isinstance(node.old, list)
    origins = dict(_kept(node))
    order = [position for position in range(len(node.old)) if position not in gone]
    arrivals = sorted(origins)
    before = {arrival: arrivals[step - 1] if step else None for step, arrival in enumerate(arrivals)}
    for origin, arrival in sorted(movers, key=lambda pair: pair[1]):
        source = order.index(origin)
        del order[source]
        follows = before[arrival]
        target = 0 if follows is None else order.index(origins[follows]) + 1
        order.insert(target, origin)
        if source != target:
            yield {"op": "move", "from": _at(path, source), "path": _at(path, target)}


def _kept(node: Node) -> Iterator[tuple[int, int]]:
    """(New position, old position) of every item that stays in the list."""
    for place in node.places:
        child = place.node
        if child.kind in ("add", "remove") or place.side == "old" or child.old_parent is not child.new_parent:
            continue
        run = len(child.old) if child.kind == "kept" and isinstance(child.old, list) else 1
        for step in range(run):
            yield _position(child.new_token) + step, _position(child.old_token) + step


def _position(token: str | int | None) -> int:
    assert isinstance(token, int)
    return token


def _at(path: str, token: str | int | None) -> str:
    assert token is not None
    return path + pointer((token,))
