"""JSON objects that come in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.model.json_value import JSON
from recview.wire.documents import DocumentError, loads
from recview.wire.growing_object import GrowingObject

TEXTS = ('{"a":1}', '{"a":{"b":["}",2]}} ', '{"\\"}":"\\\\"}', '{"a" b}', "[1]", "{]", '"}"', "{}{}", "}", "x{}", "[{}")


def is_object(text: str) -> bool:
    """What parsing all of it says."""
    try:
        return isinstance(loads(text.encode()), dict)
    except DocumentError:
        return False


@pytest.mark.parametrize("text", TEXTS)
def test_each_beginning_is_told_as_parsing_it_would(text: str) -> None:
    growing = GrowingObject()
    for end, character in enumerate(text, start=1):
        growing.add(character)
        assert growing.is_whole() == is_object(text[:end])


@given(st.lists(st.sampled_from(["{", "}", "[", "]", '"', "\\", ":", ",", "1", " ", '"a":', '{"a":{}', "\\\\", ""])))
def test_any_pieces_asked_at_the_end(pieces: list[str]) -> None:
    growing = GrowingObject()
    for piece in pieces:
        growing.add(piece)
    assert growing.is_whole() == is_object("".join(pieces))


def test_however_often_one_asks_the_text_is_parsed_once() -> None:
    parsed: list[bytes] = []

    def parse(data: bytes) -> JSON:
        parsed.append(data)
        return loads(data)

    growing = GrowingObject(parse)
    for piece in ('{"a":{}', ',"b":{}', "}", " ", "\n"):
        growing.add(piece)
        growing.is_whole()
    assert growing.is_whole()
    assert parsed == [b'{"a":{},"b":{}}']
