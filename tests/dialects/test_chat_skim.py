from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest
from factories import make_chat_chunk, make_chat_stream, make_chat_usage
from hypothesis import given
from hypothesis import strategies as st

from recview import dialects
from recview.analysis.assembled import assemble_events
from recview.dialects import openai_chat
from recview.dialects.chat_skim import tell_chat
from recview.model.events import Finish, RoleSet, TextDelta, TextRun, Told, UsageUpdate
from recview.model.json_value import JSON
from recview.model.recording import RawChunk


def chunk_by_chunk(payloads: list[JSON]) -> list[Told]:
    """What the dialect's own reader says."""
    read = openai_chat.DIALECT.stream_decoder()
    chunks = (RawChunk(index, data) for index, data in enumerate(payloads))
    return [(position, event) for position, chunk in enumerate(chunks, start=1) for event in read(chunk)]


def at_once(payloads: list[JSON]) -> list[Told]:
    """What the stream is told to say as a whole."""
    chunks = [RawChunk(index, data) for index, data in enumerate(payloads)]
    return tell_chat(payloads, chunks.__getitem__, openai_chat.DIALECT.stream_decoder())


def taken_apart(told: Iterable[Told]) -> list[Told]:
    """Every piece of a run as the event of a chunk of its own."""
    events: list[Told] = []
    for position, event in told:
        if isinstance(event, TextRun):
            events += [(position + at, TextDelta(event.choice, piece)) for at, piece in enumerate(event.pieces)]
        else:
            events.append((position, event))
    return events


def both_ways(payloads: list[JSON]) -> None:
    """Told at once and read chunk by chunk it is the same, event by event."""
    assert taken_apart(at_once(payloads)) == chunk_by_chunk(payloads)


def payloads_of(items: list[dict[str, Any]]) -> list[JSON]:
    return [item["__data__"] for item in items]


def test_pieces_of_text_are_joined() -> None:
    payloads = payloads_of(make_chat_stream(["The ", "planet ", "is ", "Saturn"], usage=make_chat_usage()))
    told = at_once(payloads)
    kinds = [(position, type(event)) for position, event in told]
    assert kinds == [(1, RoleSet), (1, TextDelta), (2, TextRun), (6, Finish), (7, UsageUpdate)]
    both_ways(payloads)


@pytest.mark.parametrize(
    "items",
    [
        [],
        make_chat_stream([]),
        make_chat_stream(["a"], reasoning=["hm", "so"]),
        make_chat_stream(["a"], tool_calls=[("call_1", "weather", ['{"city":', '"Tokyo"}'])]),
        [make_chat_chunk(refusal="no"), make_chat_chunk(content="but"), make_chat_chunk(refusal=" way")],
        [make_chat_chunk(content="a"), make_chat_chunk(content="b", choice=1), make_chat_chunk(content="c")],
        [make_chat_chunk(content="a", role="assistant"), make_chat_chunk(content="b", role="user")],
        [make_chat_chunk(content="a", logprobs={"content": [{"token": "a", "logprob": -0.1, "top_logprobs": []}]})],
        [make_chat_chunk(content="a", usage=make_chat_usage()), make_chat_chunk(content="b")],
    ],
)
def test_whatever_a_chunk_brings_it_comes_to_the_same(items: list[dict[str, Any]]) -> None:
    both_ways(payloads_of(items))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.floats(0, 1) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def nearly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(usual, usual, usual, ANYTHING)


USUAL_DELTA = st.fixed_dictionaries({
    "content": st.none() | st.text(max_size=3),
    "role": st.sampled_from([None, None, "", "assistant", "user"]),
    "refusal": st.sampled_from([None, None, None, "", "no"]),
    "function_call": st.none(),
    "tool_calls": st.none(),
})  # fmt: skip
USUAL_CHOICE = st.fixed_dictionaries({
    "delta": USUAL_DELTA,
    "index": st.sampled_from([0, 0, 0, False, 1]),
    "finish_reason": st.sampled_from([None, None, None, "", "stop"]),
    "logprobs": st.none(),
})  # fmt: skip
USUAL = st.fixed_dictionaries({"choices": st.tuples(USUAL_CHOICE).map(list), "usage": st.none()})

TEXT = nearly(st.none() | st.text(max_size=3))
DELTA = st.fixed_dictionaries(
    {},
    optional={
        "content": nearly(TEXT | st.lists(st.fixed_dictionaries({"text": TEXT}), max_size=2)),
        "role": nearly(st.sampled_from([None, "assistant", "user"])),
        "refusal": TEXT,
        "reasoning": TEXT,
        "reasoning_content": TEXT,
        "function_call": nearly(st.none() | st.fixed_dictionaries({"name": TEXT, "arguments": TEXT})),
        "tool_calls": nearly(st.none() | st.lists(st.fixed_dictionaries({"id": TEXT, "index": st.integers(0, 1)}))),
    },
)
CHOICE = st.fixed_dictionaries(
    {"delta": nearly(DELTA)},
    optional={
        "index": nearly(st.sampled_from([0, 0, 0, 1])),
        "finish_reason": TEXT,
        "logprobs": nearly(st.none()),
        "message": nearly(DELTA),
    },
)
PAYLOAD = nearly(
    st.fixed_dictionaries(
        {"choices": nearly(st.lists(nearly(CHOICE), min_size=1, max_size=2))},
        optional={
            "usage": nearly(st.none() | st.fixed_dictionaries({"prompt_tokens": st.integers(0, 9)})),
            "error": nearly(st.fixed_dictionaries({"message": TEXT})),
            "x_groq": nearly(st.fixed_dictionaries({"usage": st.fixed_dictionaries({"total_tokens": st.just(3)})})),
        },
    )
)


PIECE = st.builds(
    make_chat_chunk,
    content=st.sampled_from([None, "", "a", "b"]),
    role=st.sampled_from([None, None, "", "assistant", "user"]),
    finish_reason=st.sampled_from([None, None, "", "stop", "length"]),
    refusal=st.sampled_from([None, None, None, "no"]),
    choice=st.sampled_from([0, 0, 0, 1]),
    usage=st.sampled_from([None, None, None, make_chat_usage()]),
)
BESIDES = st.sampled_from([{}, {}, {"token_ids": None}, {"content_filter_results": {"hate": [1, {"filtered": False}]}}])


@given(st.lists(st.tuples(PIECE, BESIDES), max_size=8))
def test_pieces_that_are_like_the_one_before_or_not_come_to_the_same(pieces: list[tuple[Any, dict[str, Any]]]) -> None:
    for piece, besides in pieces:
        for choice in piece["__data__"]["choices"]:
            choice.update(besides)
    both_ways(payloads_of([piece for piece, _ in pieces]))


def test_a_role_said_between_alike_pieces_is_said_again_by_the_next() -> None:
    pieces = [make_chat_chunk(content="a", role=role) for role in ("assistant", "assistant", "user", "assistant")]
    pieces[2]["__data__"]["choices"][0]["delta"]["refusal"] = "no"
    both_ways(payloads_of(pieces))


def test_what_is_nested_too_deeply_to_be_compared_is_read_on_its_own() -> None:
    payloads = payloads_of([make_chat_chunk(content="a"), make_chat_chunk(content="b")])
    for data in cast("list[Any]", payloads):
        deep: Any = None
        for _ in range(5_000):
            deep = [deep]
        data["choices"][0]["deep"] = deep
    both_ways(payloads)


@given(st.lists(USUAL | PAYLOAD, max_size=6))
def test_on_any_json_it_comes_to_the_same(payloads: list[JSON]) -> None:
    both_ways(payloads)


def test_whatever_the_type_tells_is_skimmed() -> None:
    payloads = payloads_of(make_chat_stream())
    told = dialects.skim("openai.types.chat.chat_completion_chunk.ChatCompletionChunk", payloads, streaming=True)
    assert told is not None and told[0] == "openai.chat"
    told = dialects.skim("ollama._types.ChatResponse", [{"message": {"content": "Hi"}, "done": True}], streaming=False)
    assert told is not None and told[0] == "ollama.chat"
    assert assemble_events(told[1]).output_text() == "Hi"
    assert dialects.skim("", payloads, streaming=True) is None
    assert dialects.skim("some.other.Type", payloads, streaming=True) is None
