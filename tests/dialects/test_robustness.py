"""Decoders and request readers over any JSON: nothing in a file may raise out of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sdk_envelopes import loaded
from sdk_recordings import SAMPLES

from recview.analysis.assembled import assemble
from recview.dialects import DIALECTS, Dialect, Probe
from recview.model.events import Chunk
from recview.model.recording import RawChunk

WORDS = sorted(
    {
        *("choices", "delta", "message", "content", "role", "tool_calls", "function", "arguments", "index", "id"),
        *("usage", "logprobs", "finish_reason", "text", "type", "object", "error", "data", "models", "embedding"),
        *("candidates", "parts", "functionCall", "function_call", "args", "usage_metadata", "thought", "partial_args"),
        *("event_type", "step", "interaction", "outputs", "steps", "summary", "response", "item", "output", "part"),
        *("content_block", "input", "partial_json", "message_start", "step.start", "step.delta", "content.start"),
        *("response.output_item.added", "response.completed", "function_call_arguments", "message_delta", "results"),
        *("messages", "prompt", "system", "tools", "contents", "config", "system_instruction", "instructions"),
        *("image_url", "source", "inline_data", "file", "input_audio", "result", "status", "done_reason", "thinking"),
        *("embeddings", "values", "statistics", "token_count", "reasoning_details", "audio", "transcript", "x_groq"),
        *("custom", "code_execution_result", "input_tokens", "detail", "title", "action", "reasoning", "output_tokens"),
        *("completion_tokens_details", "reasoning_tokens", "total_tokens", "name", "call_id", "function_call", "code"),
        *(
            "mcp_approval_request",
            "code_interpreter_call",
            "shell_call",
            "custom_tool_call",
            "response.output_item.done",
        ),
    }
)
WORD = st.sampled_from(WORDS)
LEAF = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | WORD | st.text(max_size=6)
ANY_JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)
CHUNK = st.builds(
    RawChunk,
    st.just(0),
    ANY_JSON,
    type=st.none() | st.text(max_size=5),
    event=st.none() | WORD,
    lines=st.sampled_from([(), (":",), ("event: x",)]),
)


def _decode(dialect: Dialect, chunks: list[RawChunk]) -> None:
    for read in (dialect.stream_decoder(), dialect.plain_decoder()):
        assemble([Chunk(chunk, read(chunk)) for chunk in chunks]).output_text()


@settings(max_examples=150, deadline=None)
@given(chunks=st.lists(CHUNK, max_size=4), body=ANY_JSON)
def test_any_json(chunks: list[RawChunk], body: Any) -> None:
    for dialect in DIALECTS:
        assert all(0 <= dialect.score(Probe("sdk", "", "", "", "", chunk.data, body)) <= 100 for chunk in chunks)
        _decode(dialect, chunks)
        dialect.tools(body)
        assert all(message.path.startswith("/") or message.path == "" for message in dialect.messages(body))


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside `value`, itself included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(leaf for key, entry in inner for leaf in _leaves(entry, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    """`value` with what stands at `path` replaced."""
    if not path:
        return leaf
    key, *rest = path
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[key] = _with(value[key], tuple(rest), leaf)
    return copied


RECORDINGS = [loaded(sample.document) for sample in SAMPLES]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_real_payloads_with_one_value_gone_wrong(choice: st.DataObject) -> None:
    recording = choice.draw(st.sampled_from(RECORDINGS))
    raw = [chunk.raw for chunk in recording.chunks]
    position = choice.draw(st.integers(0, len(raw) - 1))
    path = choice.draw(st.sampled_from(_leaves(raw[position].data)))
    spoilt = _with(raw[position].data, path, choice.draw(ANY_JSON))
    _decode(recording.dialect, [*raw[:position], RawChunk(position, spoilt), *raw[position + 1 :]])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_real_requests_with_one_value_gone_wrong(choice: st.DataObject) -> None:
    recording = choice.draw(st.sampled_from(RECORDINGS))
    body = recording.recording.request.body
    spoilt = _with(body, choice.draw(st.sampled_from(_leaves(body))), choice.draw(ANY_JSON))
    recording.dialect.messages(spoilt)
    recording.dialect.tools(spoilt)


def _nested(key: str) -> Any:
    """As deep as a document may be."""
    value: Any = 1
    for level in range(950):
        value = {key: value} if level % 2 else [value]
    return value


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@pytest.mark.parametrize("key", ["text", "parts"])
def test_depth_is_no_matter(sample: Any, key: str) -> None:
    recording = loaded(sample.document)
    deep = _nested(key)
    for chunk in recording.chunks[-1:]:
        for path in _leaves(chunk.raw.data):
            _decode(recording.dialect, [RawChunk(0, _with(chunk.raw.data, path, deep))])
    body = recording.recording.request.body
    for path in _leaves(body):
        recording.dialect.messages(_with(body, path, deep))


@settings(max_examples=150, deadline=None)
@given(request=ANY_JSON, response=ANY_JSON)
def test_any_envelope(request: Any, response: Any) -> None:
    for request_part in (request, {"body": request}, {"payload": request}):
        for response_part in (
            {"body": response},
            {"body": [response], "is_streaming": True},
            {"exception_data": response},
        ):
            document = {"request": request_part if isinstance(request_part, dict) else {}, "response": response_part}
            loaded(document).assembled.output_text()
