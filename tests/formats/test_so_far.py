"""What half a file holds while it is being written."""

from __future__ import annotations

from factories import make_chat_stream, make_document, recording_bytes

from recview import formats
from recview.model.recording import Recording

WHOLE = recording_bytes(make_document(make_chat_stream(["One", " two", " three"])))


def test_chunks_come_one_after_the_other_and_only_whole() -> None:
    (whole,) = formats.read(WHOLE, "a.json")
    assert isinstance(whole, Recording)
    counts = []
    for end in (*range(0, len(WHOLE), 11), len(WHOLE)):
        recording = formats.read_so_far(WHOLE[:end], "a.json")
        if recording is None:
            assert not counts
            continue
        assert recording.response.streaming
        assert recording.request == whole.request
        assert recording.response.chunks == whole.response.chunks[: len(recording.response.chunks)]
        counts.append(len(recording.response.chunks))
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert set(counts) == set(range(len(whole.response.chunks) + 1))


def test_before_the_response_there_is_nothing_to_show() -> None:
    assert formats.read_so_far(b"", "a.json") is None
    assert formats.read_so_far(WHOLE[: WHOLE.index(b'"response"')], "a.json") is None
    assert formats.read_so_far(b'{"some": ["other", "JSON"', "a.json") is None


def test_of_a_plain_response_there_is_nothing_before_the_end() -> None:
    plain = recording_bytes(make_document({"__type__": "a.B", "__data__": {"choices": []}}))
    assert all(formats.read_so_far(plain[:end], "a.json") is None for end in range(0, len(plain), 11))
