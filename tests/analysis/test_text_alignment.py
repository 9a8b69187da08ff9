from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.common_text import common_start
from recview.analysis.text_alignment import TextAlignment

words = st.lists(st.sampled_from(["a", "b", "the", " ", "x", "é"]), max_size=12).map("".join)


@given(words, words)
def test_the_common_prefix_is_as_long_as_it_can_be(left: str, right: str) -> None:
    length = common_start(left, right)
    assert left[:length] == right[:length]
    assert left[length : length + 1] != right[length : length + 1] or length == len(left) == len(right)


def test_equal_text_corresponds_to_itself() -> None:
    alignment = TextAlignment.of("the planet", "the planet")
    assert [alignment.counterpart(offset) for offset in range(11)] == list(range(11))
    assert alignment.divergence == 10


def test_text_behind_an_insertion_is_moved() -> None:
    alignment = TextAlignment.of("one three four", "one two three four")
    assert alignment.divergence == 5  # the t of both
    assert alignment.counterpart(4) == 4
    assert alignment.counterpart(9) == 13
    assert alignment.mirrored().counterpart(13) == 9


def test_what_stands_for_something_else_is_stretched_over_it() -> None:
    alignment = TextAlignment.of("a XX c", "a YYYYYY c")
    assert [alignment.counterpart(offset) for offset in (2, 3, 4, 5)] == [2, 5, 8, 9]


@pytest.mark.parametrize(("left", "right", "middle"), [("", "abc", 0), ("abc", "", 0), ("", "", 0)])
def test_nothing_corresponds_to_everything(left: str, right: str, middle: int) -> None:
    alignment = TextAlignment.of(left, right)
    assert alignment.counterpart(len(left)) in (middle, len(right))
    assert alignment.mirrored().counterpart(len(right)) in (0, len(left))


def test_very_long_differences_are_stretched_as_a_whole() -> None:
    alignment = TextAlignment.of("a " * 3000 + "end", "b " * 6000 + "end")
    assert alignment.counterpart(3000) == 6000
    assert alignment.counterpart(6003) == 12003


@given(words, words)
def test_counterparts_go_forward_and_end_together(left: str, right: str) -> None:
    alignment = TextAlignment.of(left, right)
    found = [alignment.counterpart(offset) for offset in range(len(left) + 1)]
    assert found == sorted(found)
    assert all(0 <= offset <= len(right) for offset in found)
    assert found[: alignment.divergence] == list(range(alignment.divergence))
    if left:
        # All is said at the end of the other text, or where the last word that both have ends: what follows is its own.
        assert found[-1] == len(right) or left[-1] == right[found[-1] - 1]


def test_what_only_the_other_text_goes_on_with_is_not_waited_for() -> None:
    assert TextAlignment.of(" ", "a a").counterpart(1) == 2
