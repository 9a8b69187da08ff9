"""Reading a recording without its response: the same request, whatever stands in it, or None."""

from __future__ import annotations

import json

import pytest
from corpus import corpus_files, needs_corpus
from rerecords import chat_body, chat_document

from recview.formats import read, read_unanswered
from recview.model.json_value import JSON
from recview.model.recording import Recording


def _same_request(data: bytes) -> bool:
    (whole,) = read(data, "recordings/a.json")
    unanswered = read_unanswered(data, "recordings/a.json")
    assert isinstance(whole, Recording)
    assert unanswered is not None
    assert unanswered.response.document == {}
    facts = ("path", "name", "test_id", "request", "size_bytes")
    return all(getattr(whole, fact) == getattr(unanswered, fact) for fact in facts)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "body",
    [
        chat_body("Hello"),
        chat_body('He said "response": {} and left', response={"response": 1}),
        {"response": {"response": [{"response": None}]}},
        None,
        [],
    ],
)
def test_the_request_is_read_as_it_is(body: JSON, indent: int | None) -> None:
    assert _same_request(json.dumps(chat_document(body), indent=indent).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b'{"response": {}, "request": {}}',
        b'{"request": 1, "response": {}}',
        b'{"request": {}}',
    ],
)
def test_where_it_cannot_tell_it_says_nothing(data: bytes) -> None:
    assert read_unanswered(data, "a.json") is None


def test_a_file_that_breaks_off_at_any_byte_raises_nothing() -> None:
    data = json.dumps(chat_document(chat_body("Hello"))).encode()
    for end in range(0, len(data), 7):
        read_unanswered(data[:end], "a.json")


@needs_corpus
def test_real_recordings_ask_the_same_either_way() -> None:
    for path in corpus_files()[::9]:
        assert _same_request(path.read_bytes())
