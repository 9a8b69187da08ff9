from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.cli.columns import cell_width, cut_middle, pad


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("–●", 2)])
def test_widths_are_those_of_a_terminal(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "ab…ef"),
        ("abcdef", 4, "ab…f"),
        ("abcdef", 1, "…"),
        ("日本語文", 5, "日…文"),
    ],
)
def test_a_cut_keeps_both_ends(text: str, width: int, cut: str) -> None:
    assert cut_middle(text, width) == cut


@given(st.text(), st.integers(1, 30))
def test_a_cut_is_never_wider_than_it_may_be(text: str, width: int) -> None:
    assert cell_width(cut_middle(text, width)) <= width


def test_padding() -> None:
    assert (pad("ab", 4), pad("ab", 4, right=True), pad("日", 4), pad("abcde", 4)) == ("ab  ", "  ab", "日  ", "abcde")
