"""Where what stood in a value stands in the next version of it: list items are found again, keys keep their names.

A few looks around, never a search: what it costs does not grow with the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from recview.model.json_value import JSON

Item = TypeVar("Item")
Path: TypeAlias = tuple[str | int, ...]

AROUND = 16
"""How far from where it was an item is looked for, beside where a stretch that came or went would have put it."""


def found_again(
    old: Sequence[Item],
    new: Sequence[Item],
    index: int,
    same: Callable[[Item, Item], bool],
    alike: Callable[[Item, Item], bool],
) -> int | None:
    """The place in `new` of the item that stood at `index` of `old`; None where it is gone.

    Where none is the `same` it may have changed: then it is one that is `alike`, stands where it would have to, and was
    not there before.
    """
    at = _seen(old, new, index, same)
    if at is not None:
        return at
    places = (at for at in (index, index + len(new) - len(old)) if 0 <= at < len(new))
    return next((at for at in places if alike(old[index], new[at]) and _seen(new, old, at, same) is None), None)


def _seen(here: Sequence[Item], there: Sequence[Item], index: int, same: Callable[[Item, Item], bool]) -> int | None:
    """Where the same item is: at the same place, or moved by all that came or went, or around the same place."""
    item = here[index]
    near = (index + sign * distance for distance in range(1, AROUND + 1) for sign in (1, -1))
    candidates = (index, index + len(there) - len(here), *near)
    return next((at for at in candidates if 0 <= at < len(there) and same(item, there[at])), None)


class Whereabouts:
    """Paths of one JSON value as they are in the next version of it."""

    def __init__(self, old: JSON, new: JSON) -> None:
        self._known: dict[Path, tuple[Path, JSON, JSON]] = {(): ((), old, new)}
        """Path that is there still -> its path in `new`, and what stands there in both."""

    def path(self, path: Path) -> Path | None:
        """The path of the same thing; None where it is gone."""
        found = self.nearest(path)
        return found if len(found) == len(path) else None

    def nearest(self, path: Path) -> Path:
        """The same, or the nearest thing around it that is there still."""
        depth = len(path)
        while path[:depth] not in self._known:
            depth -= 1
        while depth < len(path) and self._step(path[:depth], path[depth]):
            depth += 1
        return self._known[path[:depth]][0]

    def _step(self, parent: Path, token: str | int) -> bool:
        """Takes in what stands at a key or position of `parent`; False where it is gone."""
        where, old, new = self._known[parent]
        if isinstance(old, dict) and isinstance(new, dict) and isinstance(token, str):
            if token not in old or token not in new:
                return False
            self._known[(*parent, token)] = ((*where, token), old[token], new[token])
            return True
        if isinstance(old, list) and isinstance(new, list) and isinstance(token, int) and token < len(old):
            at = found_again(old, new, token, _is_same, _is_alike)
            if at is None:
                return False
            self._known[(*parent, token)] = ((*where, at), old[token], new[at])
            return True
        return False


def _is_same(old: JSON, new: JSON) -> bool:
    return type(old) is type(new) and old == new


def _is_alike(old: JSON, new: JSON) -> bool:
    return type(old) is type(new)
