"""The pieces of a call's arguments read as one come to what they come to one by one."""

from __future__ import annotations

from typing import Any

import pytest
from factories import make_chat_chunk, make_chat_stream, make_chat_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.assembled import Assembled, assemble_events
from recview.dialects import openai_chat
from recview.dialects.chat_skim import tell_chat
from recview.model.events import Finish, RoleSet, TextDelta, ToolCallDelta
from recview.model.json_value import JSON
from recview.model.recording import RawChunk


def told_to_fold(payloads: list[JSON]) -> list[Any]:
    chunks = [RawChunk(index, data) for index, data in enumerate(payloads)]
    return tell_chat(payloads, chunks.__getitem__, openai_chat.DIALECT.stream_decoder(), to_fold=True)


def folded_one_by_one(payloads: list[JSON]) -> Assembled:
    read = openai_chat.DIALECT.stream_decoder()
    return assemble_events(event for index, data in enumerate(payloads) for event in read(RawChunk(index, data)))


def call(piece: Any, index: int = 0, **more: Any) -> dict[str, Any]:
    function = {"arguments": piece, "name": more.pop("name", None)}
    return {"index": index, "id": None, "function": function, "type": None, **more}


def payloads_of(items: list[dict[str, Any]]) -> list[JSON]:
    return [item["__data__"] for item in items]


def test_pieces_behind_the_first_come_as_one() -> None:
    calls = [("call_1", "weather", ['{"ci', 'ty":', ' "To', 'kyo"}']), ("call_2", "clock", ["{", "}"])]
    payloads = payloads_of(make_chat_stream([], tool_calls=calls, usage=make_chat_usage()))
    told = told_to_fold(payloads)
    assert len(told) < len(payloads)
    assert [position for position, event in told if isinstance(event, ToolCallDelta)] == [2, 3, 4, 7, 8, 9]
    assert [event.arguments for _, event in told if isinstance(event, ToolCallDelta)][:3] == [
        "",
        '{"ci',
        'ty": "Tokyo"}',
    ]
    assert {RoleSet, Finish} < {type(event) for _, event in told}
    assert assemble_events(event for _, event in told) == folded_one_by_one(payloads)


@pytest.mark.parametrize(
    "odd",
    [
        make_chat_chunk(content="text", tool_calls=[call("b")]),
        make_chat_chunk(tool_calls=[call("b", name="other")]),
        make_chat_chunk(tool_calls=[call("b", id="call_9")]),
        make_chat_chunk(tool_calls=[call("b", index=1)]),
        make_chat_chunk(tool_calls=[call("b"), call("c", index=1)]),
        make_chat_chunk(tool_calls=[call({"an": "object"})]),
        make_chat_chunk(tool_calls=[call("b")], finish_reason="tool_calls"),
        make_chat_chunk(tool_calls=[call("b")], usage=make_chat_usage()),
        make_chat_chunk(tool_calls=[call("b")], choice=1),
        make_chat_chunk(tool_calls=[call("b")], role="user"),
        make_chat_chunk(tool_calls=[call("b")], reasoning="hm"),
        make_chat_chunk(content="text"),
        make_chat_chunk(tool_calls=[]),
        {"__data__": {"choices": []}},
        {"__data__": None},
    ],
)
def test_what_brings_something_else_ends_them(odd: dict[str, Any]) -> None:
    like = [make_chat_chunk(tool_calls=[call(piece)]) for piece in "aaaa"]
    opening = make_chat_chunk(role="assistant", tool_calls=[call("", id="call_1", name="weather", type="function")])
    payloads = payloads_of([opening, *like, odd, *like])
    assert assemble_events(event for _, event in told_to_fold(payloads)) == folded_one_by_one(payloads)


def test_text_between_them_keeps_its_place() -> None:
    items = [make_chat_chunk(tool_calls=[call(piece)]) for piece in "abc"]
    told = told_to_fold(payloads_of([*items, make_chat_chunk(content="so", reasoning="hm"), *items]))
    kinds = [type(event) for _, event in told]
    assert kinds.index(TextDelta) == 3 and kinds.count(ToolCallDelta) == 4


PIECE = st.text('ab{}":,\\ ', max_size=3)
FUNCTION = st.fixed_dictionaries(
    {"arguments": PIECE | st.none()}, optional={"name": st.sampled_from([None, None, "", "weather"])}
)
CALL = st.fixed_dictionaries(
    {"function": FUNCTION},
    optional={
        "index": st.sampled_from([0, 0, 0, 1, None]),
        "id": st.sampled_from([None, None, "", "call_1", "call_2"]),
    },
)


@given(st.lists(st.tuples(CALL, st.lists(PIECE, max_size=4), st.sampled_from([None, "", "so"])), max_size=5))
def test_however_calls_are_numbered_it_comes_to_the_same(groups: list[tuple[Any, list[str], str | None]]) -> None:
    items = []
    for one, pieces, content in groups:
        calls = [one, *[{**one, "function": {**one["function"], "arguments": piece}} for piece in pieces]]
        items += [make_chat_chunk(content=content, tool_calls=[each]) for each in calls]
    payloads = payloads_of(items)
    assert assemble_events(event for _, event in told_to_fold(payloads)) == folded_one_by_one(payloads)
