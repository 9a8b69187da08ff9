"""Which groups are closed: some, or all but some."""

from __future__ import annotations

import pytest

from recview.analysis.folds import ALL_CLOSED, ALL_OPEN, Folds


@pytest.mark.parametrize("folds", [ALL_OPEN, ALL_CLOSED, Folds(frozenset("a")), Folds(frozenset("a"), all_but=True)])
def test_one_group_is_closed_and_opened_and_the_others_stay(folds: Folds) -> None:
    toggled = folds.toggled("a")
    assert ("a" in toggled) != ("a" in folds)
    assert ("b" in toggled) == ("b" in folds)
    assert toggled.toggled("a") == folds
    assert "a" not in folds.opened("a")
    assert ("b" in folds.opened("a")) == ("b" in folds)


def test_all_are_closed_that_come_later_too() -> None:
    assert "anything" in ALL_CLOSED
    assert "anything" not in ALL_OPEN
    assert "anything" in ALL_CLOSED.toggled("one").toggled("two")
