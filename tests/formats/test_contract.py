"""What holds for every format in FORMATS."""

from __future__ import annotations

import json

import pytest
from factories import make_document, recording_bytes
from hypothesis import given, settings
from hypothesis import strategies as st
from sdk_envelopes import Sample
from sdk_recordings import SAMPLES

from recview import formats
from recview.formats import FORMATS, HEAD_BYTES, Format
from recview.model.recording import Recording, Unreadable

SAMPLE_OF: dict[str, bytes] = {"ogx": recording_bytes(make_document())}
"""A file of each format."""

by_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
by_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


@by_format
def test_a_format_claims_its_own_sample_above_all_others(format_: Format) -> None:
    head = SAMPLE_OF[format_.name][:HEAD_BYTES]
    assert format_.score(head) > 0
    assert all(format_.score(head) > other.score(head) for other in FORMATS if other is not format_)
    assert formats.detect(head) is format_


@by_format
@pytest.mark.parametrize("head", [b"", b"{", b"[]", b'{"name": "recview", "version": "1"}', b"# words", b"\x00" * 20])
def test_a_format_claims_nothing_that_is_no_recording(format_: Format, head: bytes) -> None:
    assert format_.score(head) == 0
    assert format_.read_header(head) is None


@by_format
def test_a_file_cut_at_any_byte_is_a_value_with_a_reason(format_: Format) -> None:
    data = SAMPLE_OF[format_.name].rstrip()
    for length in range(len(data)):
        for found in format_.read(data[:length], "a.json"):
            assert isinstance(found, Unreadable)
            assert found.reason
            assert found.size_bytes == length
        format_.read_header(data[:length])


@by_format
def test_the_header_is_what_the_whole_file_says_or_nothing(format_: Format) -> None:
    data = SAMPLE_OF[format_.name]
    (recording,) = format_.read(data, "a.json")
    assert isinstance(recording, Recording)
    request = recording.request
    whole = (recording.test_id, request.method, request.url, request.endpoint, request.model)
    headers = {format_.read_header(data[:length]) for length in range(len(data))} - {None}
    assert {(h.test_id, h.method, h.url, h.endpoint, h.model) for h in headers if h is not None} == {whole}


@by_format
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=60), place=st.integers(0, 400))
def test_bytes_gone_wrong_are_a_value(format_: Format, data: bytes, place: int) -> None:
    spoilt = SAMPLE_OF[format_.name]
    for candidate in (
        data,
        spoilt[:place] + data + spoilt[place:],
        spoilt[:place] + data + spoilt[place + len(data) :],
    ):
        for found in format_.read(candidate, "a.json"):
            assert isinstance(found, Recording | Unreadable)
        format_.read_header(candidate)


@by_sample
def test_reading_twice_gives_the_same(sample: Sample) -> None:
    data = json.dumps(sample.document).encode()
    assert formats.read(data, "a/0a1b.json") == formats.read(data, "a/0a1b.json")


@by_sample
def test_every_envelope_has_a_header(sample: Sample) -> None:
    data = json.dumps(sample.document).encode()
    (recording,) = formats.read(data, "a.json")
    assert isinstance(recording, Recording)
    header = formats.read_header(data[:HEAD_BYTES])
    assert header is not None
    assert (header.test_id, header.url, header.model) == (
        recording.test_id,
        recording.request.url,
        recording.request.model,
    )
