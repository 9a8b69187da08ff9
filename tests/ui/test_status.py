"""What the first line says of the trees: how much there is, and what is going on."""

from __future__ import annotations

import pytest
from factories import make_row

from recview.store.change import Change
from recview.store.index import IndexBatch
from recview.ui.following import Following
from recview.ui.library import Library
from recview.ui.status import Status

ROWS = tuple(make_row(path=f"r/{name}.json") for name in "abcd")


def library(
    done: int, total: int, *, listed: int | None = None, complete: bool = False, stopped: bool = False
) -> Library:
    """Of which `done` files are read, and `listed` have a row."""
    made = Library(complete=complete, stopped=stopped)
    made.catalog.apply_batch(IndexBatch(rows=list(ROWS[: done if listed is None else listed]), done=done, total=total))
    return made


def status(library: Library, following: Following | None = None, *, live: bool = False) -> Status:
    return Status(place="here", story="told").with_state(library, following or Following(), live=live)


def test_while_it_is_read_it_says_how_far_that_is() -> None:
    assert status(library(0, 0)).state == "listing …"
    listing = status(library(0, 8, listed=2))
    assert (listing.state, listing.progress) == ("listing 2 of 8, ^c stops", (0.0, 0.25))
    reading = status(library(2, 8, listed=4), Following("show"))
    assert (reading.state, reading.progress) == ("reading 2 of 8, ^c stops", (0.25, 0.5))


def test_then_that_it_is_watched_or_nothing() -> None:
    assert status(library(4, 4, complete=True)).state == ""
    watched = status(library(4, 4, complete=True), live=True)
    assert (watched.state, watched.progress, watched.is_following, watched.is_paused) == ("live ●", None, False, False)


def test_what_was_stopped_says_how_to_go_on() -> None:
    stopped = status(library(2, 8, stopped=True), live=True)
    assert (stopped.state, stopped.progress, stopped.is_paused) == ("2 of 8 read, r reads on  live ●", None, True)
    assert status(library(2, 8, stopped=True)).state == "2 of 8 read, r reads on"


@pytest.mark.parametrize(
    ("following", "state", "follows", "paused"),
    [
        (Following("show"), "following ●", True, False),
        (Following("play"), "following ▶", True, False),
        (Following("play", paused=True), "following paused, F resumes", False, True),
    ],
)
def test_following_is_said_instead(following: Following, state: str, follows: bool, paused: bool) -> None:
    told = status(library(4, 4, complete=True), following, live=True)
    assert (told.state, told.is_following, told.is_paused) == (state, follows, paused)


def test_counts_tell_of_changes_where_there_are_any_and_leave_the_rest_as_it_was() -> None:
    whole = library(4, 4, complete=True)
    before = Status(place="here", state="live ●")
    assert before.with_counts(whole, 1) == Status(place="here", state="live ●", counts="4 recordings · 1 test")
    whole.apply_changes([Change("changed", ROWS[0].path, ROWS[0], ROWS[0])], 1.0)
    assert before.with_counts(whole, 2).counts == "4 recordings · 2 tests · 1 changed"
