from __future__ import annotations

from recview.ui.fate import NO_NOTE, Fate, open_note, pair_note

A, B, C = "r/aaaa.json", "r/bbbb.json", "r/cccc.json"


def words(*fates: Fate, can_go_on: bool = True) -> str:
    return pair_note(fates, can_go_on=can_go_on)[2]


def test_of_files_that_stand_as_they_did_nothing_is_said() -> None:
    assert pair_note([Fate(A), Fate(B)]) == pair_note([]) == NO_NOTE


def test_a_side_that_is_gone_is_named_with_what_took_its_place() -> None:
    assert words(Fate(A), Fate(B, is_gone=True)) == "bbbb is gone from disk; what was read stays"
    assert (
        words(Fate(A, is_gone=True), Fate(B, is_gone=True)) == "aaaa and bbbb are gone from disk; what was read stays"
    )
    gone = Fate(A, is_gone=True, successor=C)
    assert words(gone, Fate(B)) == "aaaa is gone from disk; S goes on with cccc in its place"
    assert words(gone, Fate(B), can_go_on=False) == "aaaa is gone from disk; what was read stays"


def test_a_successor_that_is_the_other_side_is_not_offered() -> None:
    assert words(Fate(A, successor=B), Fate(B)) == ""
    assert words(Fate(A, is_gone=True, successor=B), Fate(B)) == "aaaa is gone from disk; what was read stays"


def test_a_side_that_is_superseded_and_one_that_is_being_written_say_so() -> None:
    assert words(Fate(A, successor=C), Fate(B)) == "aaaa is superseded by cccc: S goes on with that"
    assert words(Fate(A, is_gone=True), Fate(B, is_being_written=True)).startswith("bbbb is being written anew")


def test_of_one_that_is_open_it_is_said_where_another_is() -> None:
    assert open_note(Fate(A)) == NO_NOTE
    assert open_note(Fate(A, successor=C))[2] == "superseded by cccc: S goes there"
    assert open_note(Fate(A, is_gone=True, successor=C))[2] == "gone; S goes to cccc in its place"
    assert open_note(Fate(A, is_gone=True))[2] == "gone from disk; what was read stays"


def test_of_one_that_is_being_written_it_is_said_what_is_shown() -> None:
    written = Fate(A, is_being_written=True, is_gone=True, successor=C)
    assert open_note(written)[2] == "being written anew: the version before"
    assert open_note(written, 1_200)[2] == "being written: 1,200 chunks so far"
