from __future__ import annotations

import pytest
from factories import make_chat_stream, make_chat_usage, make_chunks, make_document, read_recording
from hypothesis import given
from hypothesis import strategies as st

from recview import dialects
from recview.analysis.assembled import assemble
from recview.analysis.transcript import Transcript
from recview.model.events import Signal
from recview.model.recording import ItemChunks, RawChunk
from recview.model.stream import Stream, raw_chunks, told


def read_stream(count: int) -> tuple[Stream, list[int]]:
    """A stream of `count` silent chunks, and the indexes its reader is shown, in order."""
    shown: list[int] = []

    def read(chunk: RawChunk) -> tuple[Signal, ...]:
        shown.append(chunk.index)
        return (Signal(f"{len(shown)}"),)

    return Stream([RawChunk(index, None) for index in range(count)], read, list), shown


def test_chunks_are_read_in_order_and_no_further_than_one_looks() -> None:
    stream, shown = read_stream(9)
    assert stream[2].events == (Signal("3"),)
    assert shown == [0, 1, 2]
    assert [chunk.events for chunk in stream[1:3]] == [(Signal("2"),), (Signal("3"),)]
    assert shown == [0, 1, 2]
    assert stream[-1].events == (Signal("9"),)
    assert shown == list(range(9))


@given(st.lists(st.integers(-3, 3) | st.slices(3), max_size=5))
def test_it_is_as_good_as_a_tuple(places: list[int | slice]) -> None:
    stream, _ = read_stream(3)
    chunks = tuple(read_stream(3)[0])
    for place in places:
        if isinstance(place, int) and not -3 <= place < 3:
            with pytest.raises(IndexError):
                stream[place]
        else:
            assert stream[place] == chunks[place]
    assert stream == chunks and chunks == stream
    assert stream != chunks[:2] and stream != "abc"
    assert list(stream) == list(chunks) and chunks[1] in stream


def test_what_is_told_of_chunks_at_hand_is_their_events() -> None:
    chunks = make_chunks(Signal("a"), [], [Signal("b"), Signal("c")])
    assert list(told(chunks)) == [(1, Signal("a")), (3, Signal("b")), (3, Signal("c"))]
    assert [chunk.index for chunk in raw_chunks(chunks)] == [0, 1, 2]


pieces = st.lists(st.sampled_from(["", "a", "bc", "ä\n"]), max_size=6)


@given(pieces, st.lists(st.sampled_from(["hm", ""]), max_size=2), st.booleans(), st.sampled_from(["", "stop"]))
def test_a_stream_told_through_is_the_stream_read_chunk_by_chunk(
    texts: list[str], reasoning: list[str], calls: bool, reason: str
) -> None:
    tool_calls = [("call_1", "weather", ['{"city":', '"Rome"}'])] if calls else []
    items = make_chat_stream(
        texts, reasoning=reasoning, tool_calls=tool_calls, finish_reason=reason, usage=make_chat_usage()
    )
    recording = read_recording(make_document([*items, *items]))
    assert isinstance(recording.response.chunks, ItemChunks)
    stream = dialects.decode(recording)
    chunks = tuple(stream)
    assert Transcript.of(stream) == Transcript.of(chunks)
    assert assemble(stream) == assemble(chunks)
    assert recording.response.chunks.payloads() == [chunk.raw.data for chunk in chunks]
