"""What became of each item of a list: kept, edited, moved, removed, added. Decides; `compare` builds the tree of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from recview.analysis.jsondiff.align import Alignment, Gap, align, longest_rising
from recview.analysis.jsondiff.likeness import may_replace, pair_items
from recview.analysis.jsondiff.numbering import Numbering
from recview.model.json_value import JSON
from recview.model.value import value

MAX_MOVES = 1_000
"""A list with more moved items than this was shuffled: they are told as removed and added."""

_MANY_NUMBERS = 16
"""A list of more numbers than this that keeps hardly any of them was replaced as a whole."""

_MANY_ITEMS = 10_000
"""So was a list of more items than this, whatever they are."""

_HARDLY_ANY = 10
"""Fewer than one in so many."""


class Entry(NamedTuple):
    """What to show next in the merged list.

    `kept`: `length` items from `old` on equal those from `new` on. `edited`: `old` became `new`. `moved_away` and
    `moved_here`: the two places of one item, which may be edited too. `removed`, `added`: on one side only.
    """

    kind: Literal["kept", "edited", "moved_away", "moved_here", "removed", "added"]
    old: int = -1
    new: int = -1
    length: int = 1


@value
class Merged:
    """Two lists as one; `entries` is None where the one simply replaced the other."""

    entries: list[Entry] | None
    too_large: bool = False
    """Replaced only because aligning them would have cost too much."""


class _Pairs:
    """Which old position became which new one, the matches aside."""

    def __init__(self, moved: dict[int, int]) -> None:
        self.in_place: dict[int, int] = {}
        self.origins = {arrival: origin for origin, arrival in moved.items()}
        """New position of what moved -> its old position."""
        self.moved = moved
        self._taken = set(self.origins)

    def stay(self, old: int, new: int) -> None:
        self.in_place[old] = new
        self._taken.add(new)

    def move(self, old: int, new: int) -> None:
        self.moved[old] = new
        self.origins[new] = old
        self._taken.add(new)

    def free(self, gap: Gap) -> tuple[list[int], list[int]]:
        """The positions of a gap, old and new, that are in no pair yet."""
        olds = [i for i in range(gap.old, gap.old_end) if i not in self.in_place and i not in self.moved]
        return olds, [j for j in range(gap.new, gap.new_end) if j not in self._taken]


def merge_lists(old: list[JSON], new: list[JSON], numbering: Numbering) -> Merged:
    """Both lists as one, in the order to show it."""
    left, right = numbering.of_lists(old, new)
    alignment = align(left, right)
    if not alignment.complete:
        return Merged(None, too_large=True)
    if _is_another_list(old, new, sum(match.length for match in alignment.matches)):
        return Merged(None)
    gaps = alignment.gaps(len(old), len(new))
    pairs = _Pairs(_moves(left, right, gaps))
    if not _is_one_edit(old, new, gaps):
        for gap in gaps:
            _pair_alike(old, new, gap, pairs)
        _pair_moved(old, new, gaps, pairs)
    for gap in gaps:
        _pair_rest(old, new, gap, pairs)
    return Merged(list(_entries(alignment, gaps, pairs)))


def _is_another_list(old: list[JSON], new: list[JSON], kept: int) -> bool:
    """Whether a reader would say that the list was replaced, not that each of its items was: `kept` are still there."""
    if min(len(old), len(new)) <= _MANY_NUMBERS or kept * _HARDLY_ANY >= len(old) + len(new):
        return False
    if min(len(old), len(new)) > _MANY_ITEMS:
        return True
    return all(type(item) is float or type(item) is int for items in (old, new) for item in items)


def _moves(left: list[int], right: list[int], gaps: list[Gap]) -> dict[int, int]:
    """Unmatched items that are equal, and once only on each side: old position -> new position."""
    lefts = [position for gap in gaps for position in range(gap.old, gap.old_end)]
    rights = [position for gap in gaps for position in range(gap.new, gap.new_end)]
    old_counts = Counter(left[position] for position in lefts)
    new_counts = Counter(right[position] for position in rights)
    places = {right[position]: position for position in rights if new_counts[right[position]] == 1}
    moves = {
        position: places[left[position]]
        for position in lefts
        if left[position] in places and old_counts[left[position]] == 1
    }
    return moves if len(moves) <= MAX_MOVES else {}


def _is_one_edit(old: list[JSON], new: list[JSON], gaps: list[Gap]) -> bool:
    """Whether one item gave way to one other: then there is nothing to choose."""
    if len(gaps) != 1 or gaps[0].old_end - gaps[0].old != 1 or gaps[0].new_end - gaps[0].new != 1:
        return False
    return may_replace(old[gaps[0].old], new[gaps[0].new])


def _pair_alike(old: list[JSON], new: list[JSON], gap: Gap, pairs: _Pairs) -> None:
    """Pairs the items of one gap that are alike and in order."""
    olds, news = pairs.free(gap)
    if all(isinstance(old[i], int | float | None) for i in olds):
        return  # numbers are not more or less alike
    alike = pair_items([old[i] for i in olds], [new[j] for j in news])
    for step in longest_rising([right for _, right in alike]):
        left, right = alike[step]
        pairs.stay(olds[left], news[right])


def _pair_moved(old: list[JSON], new: list[JSON], gaps: list[Gap], pairs: _Pairs) -> None:
    """Pairs what is still free and clearly alike, in whatever order: moved, and edited."""
    free = [pairs.free(gap) for gap in gaps]
    olds = [i for left, _ in free for i in left]
    news = [j for _, right in free for j in right]
    if len(olds) + len(news) > MAX_MOVES:
        return
    for left, right in pair_items([old[i] for i in olds], [new[j] for j in news], clearly=True):
        pairs.move(olds[left], news[right])


def _pair_rest(old: list[JSON], new: list[JSON], gap: Gap, pairs: _Pairs) -> None:
    """What is left of a gap was replaced, one item after the other, between the pairs that stayed in their place."""
    olds, news = pairs.free(gap)
    steady = [(i, pairs.in_place[i]) for i in range(gap.old, gap.old_end) if i in pairs.in_place]
    start = new_start = 0
    for left, right in [*steady, (gap.old_end, gap.new_end)]:
        end, new_end = bisect_left(olds, left), bisect_left(news, right)
        for i, j in zip(olds[start:end], news[new_start:new_end], strict=False):
            if may_replace(old[i], new[j]):
                pairs.stay(i, j)
        start, new_start = end, new_end


def _entries(alignment: Alignment, gaps: list[Gap], pairs: _Pairs) -> Iterator[Entry]:
    gap_at = {(gap.old, gap.new): gap for gap in gaps}
    old = new = 0
    for match in (*alignment.matches, None):
        gap = gap_at.get((old, new))
        if gap:
            yield from _gap_entries(gap, pairs)
            old, new = gap.old_end, gap.new_end
        if match:
            yield Entry("kept", match.old, match.new, match.length)
            old, new = match.old + match.length, match.new + match.length


def _gap_entries(gap: Gap, pairs: _Pairs) -> Iterator[Entry]:
    """What left comes before what came, and both before the next item that is in both lists."""
    new = gap.new

    def came(end: int) -> Iterator[Entry]:
        for position in range(new, end):
            origin = pairs.origins.get(position, -1)
            yield Entry("added" if origin < 0 else "moved_here", origin, position)

    for position in range(gap.old, gap.old_end):
        if position in pairs.in_place:
            partner = pairs.in_place[position]
            yield from came(partner)
            yield Entry("edited", position, partner)
            new = partner + 1
        else:
            moved = pairs.moved.get(position, -1)
            yield Entry("removed" if moved < 0 else "moved_away", position, moved)
    yield from came(gap.new_end)
