"""Skimming a stream for a row comes to what reading it chunk by chunk does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sdk_envelopes import Sample, loaded, sdk_call
from sdk_recordings import SAMPLES

from recview import dialects, formats
from recview.analysis.assembled import Assembled, assemble_events

TYPE = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"


def skimmed(document: dict[str, Any]) -> Assembled | None:
    """What comes of skimming; None where the document is to be read whole."""
    stream = formats.skim(json.dumps(document).encode())
    found = dialects.skim(stream.type, stream.payloads, stream.streaming) if stream else None
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
