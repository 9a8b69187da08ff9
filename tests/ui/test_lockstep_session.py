from __future__ import annotations

from collections.abc import Sequence

from factories import make_chat_stream, make_document, read_recording
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff import diff_words
from recview.store.reading import LoadedRecording
from recview.ui.lockstep_session import LockStepSession, Ranges, _paired, align_session
from recview.ui.opened import prepare


def session_of(
    left: Sequence[str], right: Sequence[str], *, finishes: tuple[str, str] = ("stop", "stop")
) -> LockStepSession:
    sides = [
        prepare(LoadedRecording(read_recording(make_document(make_chat_stream(texts, finish_reason=finish)))))
        for texts, finish in zip((left, right), finishes, strict=True)
    ]
    return align_session(*sides)


def test_streams_that_say_the_same_have_no_differences_however_they_are_cut() -> None:
    session = session_of(["Hello ", "you"], ["Hel", "lo", " you"])
    assert session.differences == ()
    assert session.leads == "right"
    assert [session.positions(leading) for leading in range(1, 6)] == [(1, 1), (2, 2), (2, 3), (3, 4), (4, 5)]


def test_playing_pauses_where_the_texts_part_and_every_later_word_is_a_stop_of_its_own() -> None:
    session = session_of(["one ", "two ", "three ", "four "], ["one ", "TWO ", "three ", "FOUR "])
    assert [(each.left_position, each.right_position, each.pauses) for each in session.differences] == [
        (3, 3, True),
        (5, 5, False),
    ]


def test_what_the_other_side_has_not_is_marked() -> None:
    session = session_of(["one ", "two ", "three"], ["one ", "2 ", "three"])
    (left,), (right,) = session.left_marks.values(), session.right_marks.values()
    assert (list(left), list(right)) == ([(4, 7)], [(4, 5)])


def test_a_word_that_one_side_alone_has_does_not_shift_those_behind_it() -> None:
    session = session_of(["a ", "b ", "c ", "d ", "e"], ["a ", "extra ", "b ", "c ", "D ", "e"])
    assert [(each.left_position, each.right_position) for each in session.differences] == [(3, 3), (5, 6)]


def test_on_a_difference_both_playheads_stand_on_it() -> None:
    session = session_of(["one ", "two ", "three"], ["one two ", "THREE"])
    (difference,) = session.differences
    assert session.positions(session.leading(difference)) == (4, 3)


def test_differences_are_walked_in_both_directions_and_end() -> None:
    session = session_of(["one ", "two ", "three ", "four "], ["one ", "TWO ", "three ", "FOUR "])
    first, second = session.differences
    assert session.beyond(1, 1) is first
    assert session.beyond(3, 1) is second
    assert session.beyond(5, 1) is None
    assert session.beyond(5, -1) is first
    assert session.beyond(3, -1) is None


def test_another_finish_reason_is_a_difference() -> None:
    (difference,) = session_of(["Hi"], ["Hi"], finishes=("stop", "length")).differences
    assert (difference.what, difference.left_position) == ("the finish reason", 3)


words = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12).map(" ".join)


@given(words, words)
def test_every_difference_begins_behind_the_same_text_on_both_sides(old: str, new: str) -> None:
    diff = diff_words(old, new)
    starts = list(_paired(diff.deleted, diff.inserted))
    assert {start for start, _ in diff.deleted} <= {start for start, _ in starts}
    assert {start for start, _ in diff.inserted} <= {start for _, start in starts}
    assert starts == sorted(set(starts))
    for before, here in starts:
        assert _kept(old, diff.deleted, before) == _kept(new, diff.inserted, here)


def _kept(text: str, changed: Ranges, until: int) -> str:
    for start, end in reversed(changed):
        text = text[:start] + text[end:]
        until -= max(0, min(end, until) - start)
    return text[:until]
