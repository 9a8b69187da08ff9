"""The leaves of any JSON: which differ from those of the chunk before, by JSON Pointer; and the texts among them."""

from __future__ import annotations

from collections.abc import Container, Iterator

from recview.model.json_value import JSON, pointer


def changed_leaves(previous: JSON, current: JSON) -> set[str]:
    """Pointers of the leaves of `current` that `previous` has not, or has otherwise. 1, 1.0 and true differ."""
    before = dict(_leaves(previous))
    absent = object()
    return {path for path, leaf in _leaves(current) if not _same(before.get(path, absent), leaf)}


def _same(left: object, right: object) -> bool:
    return type(left) is type(right) and left == right


def _leaves(value: JSON) -> Iterator[tuple[str, JSON]]:
    """Every leaf with its pointer, in document order. Without recursion: nesting may be deep."""
    pending: list[tuple[str, JSON]] = [("", value)]
    while pending:
        path, item = pending.pop()
        if isinstance(item, dict) and item:
            pending.extend((path + pointer([key]), item[key]) for key in reversed(item))
        elif isinstance(item, list) and item:
            pending.extend((f"{path}/{index}", item[index]) for index in reversed(range(len(item))))
        else:
            yield path, item


def texts(value: JSON, *, but_under: Container[str] = ()) -> Iterator[str]:
    """Every string inside a value, in document order, but for what stands under some keys."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            pending += [inner for key, inner in reversed(item.items()) if key not in but_under]
        elif isinstance(item, list):
            pending += reversed(item)
