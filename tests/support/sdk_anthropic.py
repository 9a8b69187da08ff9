"""Recordings of Anthropic's messages, built from its own types and written as they go over the wire."""

from __future__ import annotations

from typing import Any

import anthropic.types as anthropic_types
from pydantic import TypeAdapter
from sdk_envelopes import QUESTION, Document, passthrough, sse_lines

MESSAGES_URL = "http://localhost:8321/v1/messages"
MESSAGES_BODY = {"model": "some/model", "max_tokens": 64, "messages": [{"role": "user", "content": QUESTION}]}
_MESSAGE_EVENTS: TypeAdapter[Any] = TypeAdapter(anthropic_types.RawMessageStreamEvent)


def message_event(name: str, /, **fields: Any) -> tuple[str, Any]:
    """An event of a streamed message, passed through the SDK's own type."""
    return name, _MESSAGE_EVENTS.validate_python({"type": name, **fields}).model_dump(mode="json", exclude_none=True)


def message_object(content: list[Document], stop_reason: str | None, usage: Document) -> Document:
    """A message, passed through the SDK's own type."""
    fields = {"id": "msg_1", "type": "message", "role": "assistant", "model": "some/model", "content": content}
    whole = anthropic_types.Message.model_validate({**fields, "stop_reason": stop_reason, "usage": usage})
    return whole.model_dump(mode="json", exclude_none=True)


def message_pair() -> tuple[Document, Document]:
    usage = {"input_tokens": 10, "cache_read_input_tokens": 6, "cache_creation_input_tokens": 0, "output_tokens": 17}
    thinking = {"type": "thinking", "thinking": "Peru, then.", "signature": "c2ln"}
    text = {"type": "text", "text": "Asking now."}
    call = {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Lima"}}
    bare = {"type": "tool_use", "id": "toolu_2", "name": "clock", "input": {}}

    def grow(index: int, **fields: Any) -> tuple[str, Any]:
        return message_event("content_block_delta", index=index, delta=fields)

    def start(index: int, block: Document) -> tuple[str, Any]:
        return message_event("content_block_start", index=index, content_block=block)

    def stop(index: int) -> tuple[str, Any]:
        return message_event("content_block_stop", index=index)

    events = [
        message_event("message_start", message=message_object([], None, {**usage, "output_tokens": 1})),
        start(0, {"type": "thinking", "thinking": "", "signature": ""}),
        ("ping", {"type": "ping"}),
        grow(0, type="thinking_delta", thinking="Peru, "),
        grow(0, type="thinking_delta", thinking="then."),
        grow(0, type="signature_delta", signature="c2ln"),
        stop(0),
        start(1, {"type": "text", "text": ""}),
        grow(1, type="text_delta", text="Asking "),
        grow(1, type="text_delta", text="now."),
        stop(1),
        start(2, {**call, "input": {}}),
        grow(2, type="input_json_delta", partial_json=""),
        grow(2, type="input_json_delta", partial_json='{"city": '),
        grow(2, type="input_json_delta", partial_json='"Lima"}'),
        stop(2),
        start(3, bare),
        stop(3),
        message_event("message_delta", delta={"stop_reason": "tool_use"}, usage={"output_tokens": 17}),
        message_event("message_stop"),
    ]
    return (
        passthrough(MESSAGES_URL, {**MESSAGES_BODY, "stream": True}, sse_lines(events), streaming=True),
        passthrough(MESSAGES_URL, MESSAGES_BODY, message_object([thinking, text, call, bare], "tool_use", usage)),
    )
