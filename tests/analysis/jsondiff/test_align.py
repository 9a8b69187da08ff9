"""Alignment: exact where that is affordable, anchored above, honest where neither is."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff.align import Gap, Match, align, longest_rising

_numbers = st.lists(st.integers(0, 5), max_size=30)


def _common_length(old: Sequence[int], new: Sequence[int]) -> int:
    """The length of the longest common subsequence, by the textbook."""
    lengths = [0] * (len(new) + 1)
    for one in old:
        before = list(lengths)
        for position, other in enumerate(new, 1):
            lengths[position] = (
                before[position - 1] + 1 if one == other else max(before[position], lengths[position - 1])
            )
    return lengths[-1]


@given(_numbers, _numbers)
def test_matches_are_equal_in_order_and_as_many_as_can_be(old: list[int], new: list[int]) -> None:
    alignment = align(old, new)
    old_end = new_end = 0
    for match in alignment.matches:
        assert match.old >= old_end
        assert match.new >= new_end
        old_end, new_end = match.old + match.length, match.new + match.length
        assert old[match.old : old_end] == new[match.new : new_end]
    assert alignment.complete
    assert sum(match.length for match in alignment.matches) == _common_length(old, new)


@given(_numbers, _numbers)
def test_gaps_and_matches_make_up_both_sides(old: list[int], new: list[int]) -> None:
    alignment = align(old, new)
    gaps = alignment.gaps(len(old), len(new))
    matched = sum(match.length for match in alignment.matches)
    assert sum(gap.old_end - gap.old for gap in gaps) + matched == len(old)
    assert sum(gap.new_end - gap.new for gap in gaps) + matched == len(new)


def test_neighbours_are_joined() -> None:
    alignment = align([1, 2, 3, 4, 5], [1, 2, 9, 3, 4, 5])
    assert alignment.matches == (Match(0, 0, 2), Match(2, 3, 3))
    assert alignment.gaps(5, 6) == [Gap(2, 2, 2, 3)]


def test_beyond_the_limit_unique_items_anchor() -> None:
    old = [number % 40 if number % 50 else 10_000 + number for number in range(6_000)]
    new = list(old)
    for position in range(25, 6_000, 500):
        new[position] = 99_999
    alignment = align(old[1:], new)
    assert alignment.complete
    assert sum(match.length for match in alignment.matches) >= 5_980


def test_what_cannot_be_aligned_is_said_to_be_too_large() -> None:
    chance = random.Random(3)
    old, new = ([chance.randrange(3) for _ in range(4_000)] for _ in range(2))
    alignment = align([7, *old, 8], [7, *new, 8])
    assert not alignment.complete
    assert alignment.matches[0].old == 0, "the equal ends are matched all the same"


@given(st.lists(st.integers(0, 20), max_size=12))
def test_longest_rising(values: list[int]) -> None:
    rising = [values[position] for position in longest_rising(values)]
    assert rising == sorted(set(rising))
    best = [1] * len(values)
    for end, value in enumerate(values):
        best[end] += max((best[start] for start in range(end) if values[start] < value), default=0)
    assert len(rising) == max(best, default=0)
