"""Skimming a stream for a row comes to what reading it chunk by chunk does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sdk_envelopes import Sample, loaded, sdk_call
from sdk_recordings import SAMPLES

from recview import dialects, formats
from recview.analysis.assembled import Assembled, assemble_events

ALIKE = replace(dialects.ALIKE, least_bytes=0)
TYPE = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"


def skimmed(document: dict[str, Any]) -> Assembled | None:
    """What comes of skimming; None where the document is to be read whole."""
    stream = formats.skim(json.dumps(document, indent=2).encode(), ALIKE)
    found = dialects.skim(stream.type, stream.payloads, stream.streaming, stream.runs) if stream else None
    return assemble_events(found[1]) if found else None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample(sample: Sample) -> None:
    skim = skimmed(sample.document)
    assert skim in (None, loaded(sample.document).assembled)
    if sample.dialect == "openai.chat" and sample.document["response"]["is_streaming"]:
        assert skim is not None, "the most frequent kind is to be skimmed"


TEXT = st.none() | st.sampled_from(["", "a", "ä"]) | st.just(7) | st.just([{"type": "text", "text": "b"}])
CALL = st.fixed_dictionaries({"index": st.integers(0, 1), "function": st.fixed_dictionaries({"arguments": TEXT})})
DELTA = st.fixed_dictionaries(
    {},
    optional={
        "content": TEXT,
        "role": st.sampled_from([None, "", "assistant", "user", 1]),
        "reasoning": TEXT,
        "reasoning_content": TEXT,
        "refusal": TEXT,
        "tool_calls": st.none() | st.lists(CALL, max_size=2),
        "function_call": st.none() | st.just({"name": "f"}),
    },
)
CHOICE = st.fixed_dictionaries(
    {},
    optional={
        "delta": st.none() | st.just([]) | DELTA,
        "message": DELTA,
        "index": st.sampled_from([0, 1, None, False, "0"]),
        "finish_reason": st.sampled_from([None, "stop", "", 3]),
        "logprobs": st.none() | st.just({"content": [{"token": "a", "logprob": -1.0}]}),
    },
)
PAYLOAD = st.fixed_dictionaries(
    {},
    optional={
        "choices": st.none() | st.lists(CHOICE | st.none(), max_size=2),
        "usage": st.sampled_from([None, {}, {"prompt_tokens": 1}, {"total_tokens": 2}]),
        "error": st.sampled_from([None, "broken"]),
        "x_groq": st.just({"usage": {"prompt_tokens": 5}}),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PAYLOAD | st.none() | st.just([]), min_size=1, max_size=5))
def test_any_chat(payloads: list[Any]) -> None:
    items = [{"__type__": TYPE, "__data__": payload} for payload in payloads]
    document = sdk_call("/v1/chat/completions", {}, items, streaming=True)
    assert skimmed(document) in (None, loaded(document).assembled)


RUN_DELTA = st.fixed_dictionaries(
    {"content": st.sampled_from(["", "a", "b", None, [{"type": "text", "text": "b", "content": "a"}]])},
    optional={
        "role": st.sampled_from([None, "assistant", "", 3]),
        "refusal": st.sampled_from([None, "", "no"]),
        "reasoning": st.sampled_from([None, "", "hm"]),
        "tool_calls": st.sampled_from(
            [
                None,
                [],
                [{"index": 0, "id": None, "function": {"name": None, "arguments": "a"}}],
                [{"index": 0, "id": "", "function": {"name": "", "arguments": "a"}, "type": None}],
                [{"index": 0, "id": "call_1", "function": {"name": "f", "arguments": "a"}}],
                [{"index": 0, "id": "call_1", "function": {"name": None, "arguments": "a"}}],
                [{"index": 0, "id": None, "function": {"name": "g", "arguments": "a"}}],
                [{"id": None, "function": {"name": None, "arguments": "a"}}],
                [{"index": 0, "id": None, "function": {"name": None, "arguments": "a"}}] * 2,
            ]
        ),
    },
)
RUN_PAYLOAD = st.fixed_dictionaries(
    {
        "choices": st.fixed_dictionaries(
            {
                "delta": RUN_DELTA,
                "index": st.sampled_from([0, 1]),
                "finish_reason": st.sampled_from([None, None, "stop"]),
            },
            optional={"logprobs": st.sampled_from([None, {}, {"content": [{"token": "a", "logprob": -1.0}]}])},
        ).map(lambda choice: [choice])
    },
    optional={
        "usage": st.sampled_from([None, {"prompt_tokens": 1}]),
        "obfuscation": st.just("xyz"),
        "error": st.sampled_from([None, "broken"]),
        "content": st.just("a"),
    },
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(RUN_PAYLOAD, st.lists(st.sampled_from(["a", "", "ä", '"', "bc"]), min_size=5, max_size=7)), max_size=3
    )
)
def test_any_run(groups: list[tuple[Any, list[str]]]) -> None:
    like_it = [
        json.loads(json.dumps(payload).replace('"a"', json.dumps(text))) for payload, texts in groups for text in texts
    ]
    items = [{"__type__": TYPE, "__data__": payload} for payload in like_it]
    document = sdk_call("/v1/chat/completions", {}, items, streaming=True)
    assert skimmed(document) in (None, loaded(document).assembled)


def test_a_run_is_read_as_one() -> None:
    """What all of this is for: a stream of many tokens is taken apart for a few of them."""
    for chunk in ({"content": "a", "tool_calls": None}, {"content": None, "tool_calls": CALLS}):
        items = [{"__type__": TYPE, "__data__": {"choices": [{"index": 0, "delta": chunk}], "usage": None}}] * 50
        document = sdk_call("/v1/chat/completions", {}, items, streaming=True)
        stream = formats.skim(json.dumps(document, indent=2).encode(), ALIKE)
        assert stream is not None
        assert (len(stream.payloads), stream.chunk_count) == (2, 50)
        assert skimmed(document) == loaded(document).assembled


@pytest.mark.parametrize("kind", [TYPE, 0])
def test_chunks_in_the_request_are_none_of_the_response(kind: Any) -> None:
    said = {"choices": [{"index": 0, "delta": {"content": "aaaa"}}]}
    asked = [
        {"__type__": TYPE, "__data__": {"choices": [{"index": 0, "delta": {"content": text}}]}} for text in "aaaab"
    ]
    answer = [{"__type__": kind, "__data__": said}]
    document = sdk_call("/v1/chat/completions", {"given": asked}, answer, streaming=True)
    stream = formats.skim(json.dumps(document, indent=2).encode(), ALIKE)
    assert stream is None or stream.chunk_count == 1


CALLS = [{"index": 0, "id": None, "function": {"name": None, "arguments": "a"}}]
