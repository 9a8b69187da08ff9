"""Which two recordings a comparison is of: what is marked goes before what is open."""

from __future__ import annotations

import pytest

from recview.ui.pair_choice import ChosenPair, choose_pair

A, B, C = "r/a.json", "r/b.json", "r/c.json"
BEFORE = {A: b"{}"}


@pytest.mark.parametrize(
    ("marked", "here", "pair"),
    [
        ([B, A], C, ChosenPair(B, A)),
        ([B, A], "", ChosenPair(B, A)),
        ([B], C, ChosenPair(B, C)),
        ([B], A, ChosenPair(B, A)),
        ([A], A, ChosenPair(A, A, b"{}")),
        ([], A, ChosenPair(A, A, b"{}")),
    ],
)
def test_two_marked_or_one_and_the_open_one_or_that_and_what_it_was(
    marked: list[str], here: str, pair: ChosenPair
) -> None:
    assert choose_pair(marked, here, BEFORE.get) == pair


@pytest.mark.parametrize(("marked", "here"), [([], ""), ([], B), ([B], B), ([B], "")])
def test_where_there_is_but_one_it_is_said_how_to_come_by_another(marked: list[str], here: str) -> None:
    assert choose_pair(marked, here, BEFORE.get) == "mark a recording with m, go to another, then d"


def test_three_are_too_many() -> None:
    assert choose_pair([A, B, C], A, BEFORE.get) == "more than two are marked: M clears the marks"
