"""Server-sent events, whole, cut, and cut into odd pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.wire.sse import ServerSentEvent, parse_events, split_lines

STREAM = 'event: a\ndata: {"x":1}\n\n: keep-alive\n\ndata: one\ndata:two\ndata\nid: 7\n\ndata: [DONE]\n\n'
EVENTS = [
    ServerSentEvent("a", '{"x":1}', ("event: a", 'data: {"x":1}')),
    ServerSentEvent(None, None, (": keep-alive",)),
    ServerSentEvent(None, "one\ntwo\n", ("data: one", "data:two", "data", "id: 7")),
    ServerSentEvent(None, "[DONE]", ("data: [DONE]",)),
]


def test_lines_become_events() -> None:
    assert parse_events(STREAM.split("\n")) == EVENTS


@given(st.lists(st.integers(0, len(STREAM)), max_size=6))
def test_a_byte_stream_cut_anywhere_reads_the_same(cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(bounds)]
    assert parse_events(split_lines([*pieces, "\n"])) == EVENTS


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending(ending: str) -> None:
    assert parse_events(split_lines([STREAM.replace("\n", ending)])) == EVENTS


def test_lines_one_by_one_and_events_in_one_piece() -> None:
    assert split_lines(["event: a", "data: b", ""]) == ["event: a", "data: b", ""]
    assert parse_events(split_lines(["event: a\ndata: b\n\n", "data: c\n\n"])) == [
        ServerSentEvent("a", "b", ("event: a", "data: b")),
        ServerSentEvent(None, "c", ("data: c",)),
    ]


def test_a_stream_that_breaks_off_gives_its_last_event_too() -> None:
    assert parse_events(["event: a", 'data: {"x"']) == [ServerSentEvent("a", '{"x"', ("event: a", 'data: {"x"'))]
    assert parse_events(["event: a"]) == [ServerSentEvent("a", None, ("event: a",))]


def test_only_one_space_belongs_to_the_colon() -> None:
    (event,) = parse_events(["data:  x"])
    assert event.data == " x"


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    (event,) = parse_events(["\ufeffdata: x"])
    assert event.data == "x"
    assert event.lines == ("\ufeffdata: x",)


@given(st.lists(st.text(max_size=8), max_size=8))
def test_no_line_is_lost(lines: list[str]) -> None:
    whole = split_lines(lines)
    assert [line for event in parse_events(whole) for line in event.lines] == [line for line in whole if line]
