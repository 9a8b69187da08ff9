"""Pairs the items of a list that gave way to others with those that most likely came from them.

Likeness is the share of words in common, with a bonus for the same role, name or id. Knows no vendor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from recview.analysis.common_text import common_at_a_glance
from recview.model.json_value import JSON

_ALIKE = 0.35
"""From this score on, two items count as two versions of one."""

_CLEARLY_ALIKE = 0.75
"""From this score on, the search for a better partner is not worth its time."""

_ALL_PAIRS = 2_500
"""Up to so many pairs each is scored; above, only those that share a rare word, a name or a position."""

_MAX_ITEMS = 20_000
"""Above so many items in one stretch they are taken in order, unseen."""

_RARE = 8
"""A word in at most so many items is rare."""

_MAX_LEAVES = 64
_MAX_LEAF_CHARACTERS = 1_000
_SCALAR_WEIGHT = 8
_NAMES = ("name", "key")
_IDS = ("id", "tool_call_id", "call_id")
_ROLES = ("role", "type")


@dataclass(frozen=True, slots=True)
class _Traits:
    """What an item is recognised by."""

    words: frozenset[str]
    name: str | None
    """Another name speaks against a pair."""
    id: str | None
    """Another id does not: ids are made anew with every call."""
    role: str | None


def pair_items(old: Sequence[JSON], new: Sequence[JSON], *, clearly: bool = False) -> list[tuple[int, int]]:
    """Pairs (position in `old`, position in `new`) of what is alike, each item at most once, in order of `old`.

    Pairs may cross each other: an item can be moved and edited. `clearly` asks for more likeness than usual.
    """
    if not old or not new or len(old) + len(new) > _MAX_ITEMS:
        return []
    return _Pairing(old, new, _CLEARLY_ALIKE if clearly else _ALIKE).pairs()


def may_replace(old: JSON, new: JSON) -> bool:
    """Whether an item that is not alike may still be told as replaced by the other: not if both have other names."""
    names = _name(old), _name(new)
    return None in names or names[0] == names[1]


class _Pairing:
    def __init__(self, old: Sequence[JSON], new: Sequence[JSON], floor: float) -> None:
        self._old, self._new = old, new
        self._floor = floor
        self._old_traits: dict[int, _Traits] = {}
        self._new_traits: dict[int, _Traits] = {}

    def pairs(self) -> list[tuple[int, int]]:
        """What was edited where it stood; then from both ends inwards; then the best of what is between."""
        if len(self._old) == len(self._new):
            pairs = [(step, step) for step in range(len(self._old)) if _surely_edited(self._old[step], self._new[step])]
            taken = {step for step, _ in pairs}
            rest = [step for step in range(len(self._old)) if step not in taken]
            return sorted(pairs + self._from_ends(rest, rest))
        return sorted(self._from_ends(range(len(self._old)), range(len(self._new))))

    def _from_ends(self, lefts: Sequence[int], rights: Sequence[int]) -> list[tuple[int, int]]:
        pairs: list[tuple[int, int]] = []
        start, shorter = 0, min(len(lefts), len(rights))
        while start < shorter and self._score(lefts[start], rights[start]) >= _CLEARLY_ALIKE:
            pairs.append((lefts[start], rights[start]))
            start += 1
        end = 0
        while end < shorter - start and self._score(lefts[-1 - end], rights[-1 - end]) >= _CLEARLY_ALIKE:
            pairs.append((lefts[-1 - end], rights[-1 - end]))
            end += 1
        return pairs + self._best(lefts[start : len(lefts) - end], rights[start : len(rights) - end])

    def _best(self, lefts: Sequence[int], rights: Sequence[int]) -> list[tuple[int, int]]:
        scored = [(self._score(left, right), left, right) for left, right in self._candidates(lefts, rights)]
        scored = [entry for entry in scored if entry[0] >= self._floor]
        # The best first; among equals the pair that stays in its place.
        scored.sort(key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1]))
        pairs: list[tuple[int, int]] = []
        taken_left: set[int] = set()
        taken_right: set[int] = set()
        for _, left, right in scored:
            if left not in taken_left and right not in taken_right:
                taken_left.add(left)
                taken_right.add(right)
                pairs.append((left, right))
        return pairs

    def _candidates(self, lefts: Sequence[int], rights: Sequence[int]) -> Iterable[tuple[int, int]]:
        if len(lefts) * len(rights) <= _ALL_PAIRS:
            return [(left, right) for left in lefts for right in rights]
        postings: dict[str, list[int]] = {}
        for right in rights:
            for word in _marks(self._new_of(right)):
                postings.setdefault(word, []).append(right)
        candidates: set[tuple[int, int]] = set()
        for step, left in enumerate(lefts):
            votes: Counter[int] = Counter()
            for word in _marks(self._old_of(left)):
                found = postings.get(word, ())
                if len(found) <= _RARE:
                    votes.update(found)
            ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
            candidates.update((left, right) for right, _ in ranked[:_RARE])
            if step < len(rights):
                candidates.add((left, rights[step]))
        return candidates

    def _score(self, left: int, right: int) -> float:
        old, new = self._old_of(left), self._new_of(right)
        total = len(old.words) + len(new.words)
        score = 2 * len(old.words & new.words) / total if total else 0.0
        if old.name is not None and new.name is not None:
            score += 0.3 if old.name == new.name else -0.2
        if old.id is not None and old.id == new.id:
            score += 0.3
        if old.role is not None and new.role is not None:
            score += 0.15 if old.role == new.role else -0.15
        return score

    def _old_of(self, position: int) -> _Traits:
        if position not in self._old_traits:
            self._old_traits[position] = _traits(self._old[position])
        return self._old_traits[position]

    def _new_of(self, position: int) -> _Traits:
        if position not in self._new_traits:
            self._new_traits[position] = _traits(self._new[position])
        return self._new_traits[position]


def _surely_edited(old: JSON, new: JSON) -> bool:
    """Whether two items in the same position are two versions of one, as far as their own scalars show at a glance."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        old, new = {"": old}, {"": new}
    if any(old.get(key) != new.get(key) for key in (*_ROLES, "name") if isinstance(old.get(key), str)):
        return False
    total, shared = 0, 0.0
    for key, value in old.items():
        other = new.get(key) if key not in _ROLES else None
        if isinstance(value, str) and isinstance(other, str):
            total += max(len(value), len(other), _SCALAR_WEIGHT)
            shared += common_at_a_glance(value, other)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            total += _SCALAR_WEIGHT
            shared += _SCALAR_WEIGHT if value == other else 0
    return shared >= _CLEARLY_ALIKE * total > 0


def _marks(traits: _Traits) -> Iterable[str]:
    return (*traits.words, f"name={traits.name}", f"id={traits.id}")


def _traits(item: JSON) -> _Traits:
    if not isinstance(item, dict):
        return _Traits(_words(item), None, None, None)
    return _Traits(_words(item), _name(item), _first_string(item, _IDS), _first_string(item, _ROLES))


def _name(item: JSON) -> str | None:
    """An item's own name, or the name one level down, where tools have theirs."""
    if not isinstance(item, dict):
        return None
    inner = (_first_string(value, _NAMES) for value in item.values() if isinstance(value, dict))
    return _first_string(item, _NAMES) or next((name for name in inner if name), None)


def _first_string(item: dict[str, JSON], keys: Iterable[str]) -> str | None:
    return next((value for key in keys if isinstance(value := item.get(key), str)), None)


def _words(item: JSON) -> frozenset[str]:
    """The words of an item's first strings, and its first other scalars with their keys."""
    words: set[str] = set()
    pending: list[tuple[str, JSON]] = [("", item)]
    for key, value in pending:  # grows while it is read
        room = max(0, _MAX_LEAVES - len(pending))
        if isinstance(value, str):
            words.update(_split(value[:_MAX_LEAF_CHARACTERS]))
        elif isinstance(value, dict):
            pending.extend(islice(value.items(), room))
        elif isinstance(value, list):
            pending.extend((key, entry) for entry in value[:room])
        elif value is not None:
            words.add(f"{key}={value!r}")
    return frozenset(words)


def _split(text: str) -> Iterable[str]:
    """Words, or, in text that hardly has blanks (Chinese, base64), every three neighbouring characters."""
    words = text.split()
    if len(text) > 24 * (len(words) + 1):
        return map("".join, zip(text, text[1:], text[2:], strict=False))
    return words
