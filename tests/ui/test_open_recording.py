"""Where the playhead is when a recording is opened, read anew, written, lost and found again."""

from __future__ import annotations

from factories import make_chat_stream, make_document, recording_bytes

from recview.model.recording import Unreadable
from recview.store.reading import first_of, load_bytes
from recview.ui.open_recording import OpenRecording
from recview.ui.opened import Opened, prepare

A, B = "r/a.json", "r/b.json"


def version(path: str, chunks: int = 6, *, whole: bool = True) -> Opened:
    """One of at least three chunks: the words, and how it ended."""
    data = recording_bytes(make_document(make_chat_stream([f" {number}" for number in range(chunks - 2)])))
    loaded = first_of(load_bytes(data, path), path)
    assert not isinstance(loaded, Unreadable)
    opened = prepare(loaded, whole=whole)
    assert opened.transcript.length == chunks
    return opened


def at(position: int, opened: Opened) -> OpenRecording:
    return OpenRecording(opened, position)


def test_another_begins_at_its_first_chunk_and_the_same_stays_where_it_was() -> None:
    state = OpenRecording()
    assert state.take(version(A))
    assert state.position == 1
    state.position = 3
    assert not state.take(version(A, 8))
    assert (state.position, state.arrived) == (3, False)
    assert state.take(version(B))
    assert state.position == 1


def test_what_is_being_written_is_shown_to_its_end_and_the_playhead_goes_along_where_it_is_at_the_end() -> None:
    state = OpenRecording()
    assert state.take(version(A, 3, whole=False))
    assert (state.position, state.arriving, state.arrived) == (3, True, False)
    assert not state.take(version(A, 5, whole=False))
    assert (state.position, state.arrived) == (5, True)
    state.position = 4
    state.take(version(A, 6, whole=False))
    assert state.position == 4
    state.take(version(A, 8))
    assert (state.position, state.arriving, state.arrived) == (4, False, True)
    state.take(version(A, 8))
    assert not state.arrived


def test_one_that_cannot_be_read_is_found_again_where_it_was_left() -> None:
    state = at(4, version(A))
    state.leave(wanted=A)
    assert (state.opened, state.position) == (None, 0)
    state.leave(wanted=A)
    assert not state.take(version(A))
    assert state.position == 4


def test_one_that_is_not_wanted_any_more_is_not_remembered() -> None:
    state = at(4, version(A))
    state.leave(wanted=B)
    assert state.take(version(A))
    assert state.position == 1
    state = at(4, version(A))
    state.leave(wanted=A)
    state.take(version(B))
    assert state.take(version(A))
    assert state.position == 1
