"""The filter line while it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.query import parse
from recview.analysis.query_parse import quote
from recview.analysis.query_typing import awaits_value, begin_search, close_quote, finish


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'text:"'),
        ("model:gpt-4o", 'model:gpt-4o text:"'),
        ('text:"rings around"', 'text:"'),
        ('text:"rings', 'text:"'),
        ('stream:yes text:"a \\" b"', 'stream:yes text:"'),
        ('text:"rings" stream:yes', 'text:"rings" stream:yes text:"'),
        ("context:x", 'context:x text:"'),
    ],
)
def test_a_search_takes_the_place_of_the_one_at_the_end(before: str, after: str) -> None:
    assert begin_search(before) == after


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ('text:"rings around', 'text:"rings around"'),
        ('model:x text:"', "model:x"),
        ("model:x -has:", "model:x"),
        ('text:""', ""),
        ('5" disk', '5" disk'),
        ('"two words" and', '"two words" and'),
        ("finish:stop|length", "finish:stop|length"),
    ],
)
def test_what_is_left_open_is_closed_when_the_line_is_left(typed: str, left: str) -> None:
    assert finish(typed) == left


@pytest.mark.parametrize(
    ("typed", "awaits"), [("text:", True), ('text:"', True), ('text:"a', False), ("a text", False)]
)
def test_a_key_awaits_its_value(typed: str, awaits: bool) -> None:
    assert awaits_value(typed) is awaits


@given(st.text(min_size=1))
def test_a_quoted_phrase_without_its_last_quote_means_the_same(phrase: str) -> None:
    whole = "text:" + quote(phrase)
    if not phrase.endswith("\\"):
        assert close_quote(whole[:-1]) == whole
    assert close_quote(whole) == whole
    assert parse(close_quote(whole)).searched == (phrase,)
