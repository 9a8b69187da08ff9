from __future__ import annotations

import pytest

from recview.store.settling import GONE_S, STILL_S, Settling

HALF, MORE = (10, 1), (20, 2)


@pytest.fixture
def settling() -> Settling:
    return Settling()


def test_half_a_file_is_news_once_and_broken_when_it_stands_still(settling: Settling) -> None:
    assert settling.broken("a", HALF, 0.0) == "writing"
    assert settling.broken("a", HALF, STILL_S - 0.01) == "wait"
    assert settling.broken("a", HALF, STILL_S) == "unreadable"
    assert "a" not in settling


def test_each_step_of_writing_starts_the_wait_anew(settling: Settling) -> None:
    settling.broken("a", HALF, 0.0)
    assert settling.broken("a", MORE, 0.9) == "wait"
    assert settling.broken("a", MORE, 1.8) == "wait"
    assert settling.broken("a", MORE, 1.9) == "unreadable"


def test_a_file_that_is_whole_is_at_rest(settling: Settling) -> None:
    settling.broken("a", HALF, 0.0)
    settling.rest("a")
    assert settling.due(10.0) == []
    assert settling.broken("a", MORE, 10.0) == "writing"


def test_a_missing_file_is_removed_when_it_stays_away(settling: Settling) -> None:
    assert settling.missing("a", 0.0) == "wait"
    assert settling.missing("a", GONE_S / 2) == "wait"
    assert settling.missing("a", GONE_S) == "removed"
    assert settling.paths() == set()


def test_a_file_removed_and_written_anew_was_only_being_written(settling: Settling) -> None:
    settling.missing("a", 0.0)
    assert settling.broken("a", HALF, 0.05) == "writing"
    assert settling.missing("a", 0.1) == "wait"
    assert settling.missing("a", 0.1 + GONE_S) == "removed"


def test_files_are_due_when_they_may_have_come_to_rest(settling: Settling) -> None:
    settling.broken("half", HALF, 0.0)
    settling.missing("gone", 0.0)
    assert settling.due(GONE_S - 0.01) == []
    assert settling.due(GONE_S) == ["gone"]
    assert settling.due(STILL_S) == ["half", "gone"]
    assert settling.paths() == {"half", "gone"}
