"""Recordings of Gemini's two APIs: generated content by the SDK's type, interactions as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.genai import types as genai_types
from sdk_envelopes import QUESTION, Document, Sample, passthrough, sdk_call, sse_lines

CONTENT_BODY = {"model": "some/model", "contents": [{"role": "user", "parts": [{"text": QUESTION}]}], "config": {}}
INTERACTIONS_URL = "https://example.test/v1beta/interactions"
INTERACTION_BODY = {"model": "some/model", "input": QUESTION}


def content_chunk(parts: list[Document], finish_reason: str | None = None, usage: Document | None = None) -> Document:
    """A chunk of generated content, by the SDK's own type; the recorder writes no type for it."""
    candidate = {"content": {"role": "model", "parts": parts}, "finish_reason": finish_reason}
    usage = {"traffic_type": "ON_DEMAND", **(usage or {})}
    whole = genai_types.GenerateContentResponse.model_validate({"candidates": [candidate], "usage_metadata": usage})
    return whole.model_dump(mode="json", exclude_none=True)


def content_pair() -> tuple[Document, Document]:
    usage = {
        "prompt_token_count": 8,
        "candidates_token_count": 5,
        "thoughts_token_count": 11,
        "total_token_count": 24,
        "cached_content_token_count": 2,
    }
    call = {"function_call": {"name": "weather", "args": {"city": "Lima"}}}
    stream = [
        content_chunk([{"text": "Peru, ", "thought": True}]),
        content_chunk([{"text": "then.", "thought": True}, {"text": "Asking "}]),
        content_chunk([{"text": "now."}]),
        content_chunk([call], "STOP", usage),
    ]
    parts = [{"text": "Peru, then.", "thought": True}, {"text": "Asking now."}, call]
    return (
        sdk_call("/generate_content_stream", CONTENT_BODY, stream, streaming=True),
        sdk_call("/generate_content", CONTENT_BODY, content_chunk(parts, "STOP", usage)),
    )


def data_samples() -> Iterator[Sample]:
    """Answers that are no conversation."""
    vectors = [[0.25, -0.5, 1.0], [0.5, 0.0, -1.0]]
    embeddings = [{"values": vector, "statistics": {"truncated": False, "token_count": 4.0}} for vector in vectors]
    answer = genai_types.EmbedContentResponse.model_validate({"embeddings": embeddings})
    body = {"model": "some/model", "contents": [QUESTION, "Why?"], "config": {}}
    whole = answer.model_dump(mode="json", exclude_none=True)
    yield Sample("gemini embed", "gemini.embed_content", sdk_call("/embed_content", body, whole))


INTERACTION_USAGE = {
    "total_tokens": 33,
    "total_input_tokens": 9,
    "total_output_tokens": 14,
    "total_thought_tokens": 10,
    "total_tool_use_tokens": 0,
    "total_cached_tokens": 0,
}


def interaction_pair(newer: bool) -> tuple[Document, Document]:
    """The API spoke of contents first, and speaks of steps now."""
    start, grow, stop, key, outputs = (
        ("step.start", "step.delta", "step.stop", "step", "steps")
        if newer
        else ("content.start", "content.delta", "content.stop", "content", "outputs")
    )
    created, completed = (
        ("interaction.created", "interaction.completed") if newer else ("interaction.start", "interaction.complete")
    )
    thought = {"type": "thought", "summary": [{"type": "text", "text": "Peru, then."}]}
    text = {"type": "text", "text": "Asking now."}
    said = {"type": "model_output", "content": [text]} if newer else text
    call = {"type": "function_call", "id": "fc_1", "name": "weather", "arguments": {"city": "Lima"}}
    head = {"id": "v1_1", "object": "interaction", "model": "some/model"}
    tail = {**head, "role": "model", "status": "requires_action", "usage": INTERACTION_USAGE}

    def event(name: str, /, **fields: Any) -> tuple[str, Any]:
        return name, {**fields, "event_type": name}

    arguments = (
        [event(start, index=2, **{key: {**call, "arguments": {}}})]
        + [
            event(grow, index=2, delta={"type": "arguments_delta", "arguments": piece})
            for piece in ('{"city": ', '"Lima"}')
        ]
        if newer
        else [event(start, index=2, **{key: {"type": "function_call"}}), event(grow, index=2, delta=call)]
    )
    events = [
        event(created, interaction={**head, "status": "in_progress"}),
        event("interaction.status_update", interaction_id="v1_1", status="in_progress"),
        event(start, index=0, **{key: {"type": "thought"}}),
        event(grow, index=0, delta={"type": "thought_summary", "content": {"type": "text", "text": "Peru, then."}}),
        event(grow, index=0, delta={"type": "thought_signature", "signature": "c2ln"}),
        event(stop, index=0),
        event(start, index=1, **{key: {"type": "model_output" if newer else "text"}}),
        event(grow, index=1, delta={"type": "text", "text": "Asking "}),
        event(grow, index=1, delta={"type": "text", "text": "now."}),
        event(stop, index=1),
        *arguments,
        event(stop, index=2),
        event(completed, interaction=tail),
        ("done", "[DONE]"),
    ]
    stream_body = {**INTERACTION_BODY, "stream": True}
    return (
        passthrough(INTERACTIONS_URL, stream_body, sse_lines(events), streaming=True),
        passthrough(INTERACTIONS_URL, INTERACTION_BODY, {**tail, outputs: [thought, said, call]}),
    )
