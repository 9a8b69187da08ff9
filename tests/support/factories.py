"""Values with defaults for tests: each takes overrides by name. Model types first, then documents as recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from recview import formats
from recview.model.events import Chunk, StreamEvent, TextDelta
from recview.model.json_value import JSON
from recview.model.message import Message, TextPart, ToolDefinition
from recview.model.recording import ApiError, RawChunk, Recording, Request, Response, Unreadable
from recview.model.row import Row
from recview.model.usage import Usage

TEST_ID = "tests/integration/chat/test_chat.py::test_chat[txt=openai/gpt-4o]"
CHUNK_TYPE = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"
COMPLETION_TYPE = "openai.types.chat.chat_completion.ChatCompletion"

# ---- model types ---------------------------------------------------------------------------------------------


def make_usage(**overrides: Any) -> Usage:
    """21 in, 8 out, 29 in all."""
    return replace(Usage(input_tokens=21, output_tokens=8, total_tokens=29), **overrides)


def make_request(**overrides: Any) -> Request:
    """An SDK call for a chat completion; `body` and `document` are kept alike unless both are given."""
    document = make_request_document(body=overrides.get("body"))
    request = Request(
        kind="sdk",
        method="POST",
        url=str(document["url"]),
        endpoint=str(document["endpoint"]),
        model=str(document["model"]),
        body=document["body"],
        document=document,
    )
    return replace(request, **overrides)


def make_raw_chunk(data: JSON = None, **overrides: Any) -> RawChunk:
    """A chunk with the given payload; by default one that says "Hi"."""
    if data is None:
        data = make_chat_chunk(content="Hi")["__data__"]
    type_ = overrides.pop("type", CHUNK_TYPE)
    raw: JSON = {"__type__": type_, "__data__": data} if type_ else data
    return replace(RawChunk(0, data, type=type_, raw=raw), **overrides)


def make_response(**overrides: Any) -> Response:
    """A stream of one chunk, without error."""
    return replace(Response(streaming=True, chunks=(make_raw_chunk(),)), **overrides)


def make_api_error(**overrides: Any) -> ApiError:
    """A request refused with 400."""
    return replace(ApiError("BadRequestError", 400, "unknown parameter", "provider_sdk", "openai"), **overrides)


def make_recording(**overrides: Any) -> Recording:
    """A streamed chat completion of one chunk."""
    recording = Recording(
        path="recordings/d058ce92a083.json",
        name="d058ce92a083",
        test_id=TEST_ID,
        request=make_request(),
        response=make_response(),
    )
    return replace(recording, **overrides)


def make_unreadable(**overrides: Any) -> Unreadable:
    """A file cut at byte 120."""
    return replace(
        Unreadable("recordings/cut.json", "the JSON ends too early (line 7, column 3)", 120, 120), **overrides
    )


def make_chunk(*events: StreamEvent, index: int = 0, **overrides: Any) -> Chunk:
    """A decoded chunk with the given events; none given means one text delta "Hi"."""
    return replace(Chunk(make_raw_chunk(index=index), events or (TextDelta(0, "Hi"),)), **overrides)


def make_chunks(*groups: StreamEvent | Sequence[StreamEvent]) -> tuple[Chunk, ...]:
    """One decoded chunk for each group, numbered; a lone event is a group of one, an empty group a silent chunk."""
    return tuple(
        Chunk(make_raw_chunk(index=index), tuple(group) if isinstance(group, Sequence) else (group,))
        for index, group in enumerate(groups)
    )


def make_message(text: str = "Hello", **overrides: Any) -> Message:
    """What a user says, the first message of the request."""
    return replace(Message(role="user", parts=(TextPart(text),), path="/messages/0"), **overrides)


def make_tool_definition(**overrides: Any) -> ToolDefinition:
    """get_weather, the first tool of the request."""
    schema: JSON = {"type": "object", "properties": {"city": {"type": "string"}}}
    return replace(ToolDefinition("get_weather", "The weather of a city", "/tools/0", schema), **overrides)


def make_row(**overrides: Any) -> Row:
    """A full row of a streamed chat completion with usage; its output follows `preview` unless given."""
    row = Row(
        path="recordings/d058ce92a083.json",
        root="recordings",
        test_id=TEST_ID,
        method="POST",
        url="https://api.openai.com/v1/v1/chat/completions",
        endpoint="/v1/chat/completions",
        model="gpt-4o",
        dialect="openai.chat",
        streaming=True,
        chunk_count=10,
        finish_reasons=("stop",),
        usage=make_usage(),
        preview="The planet with rings is Saturn.",
        features=frozenset({"usage"}),
        size=4096,
        mtime_ns=1_700_000_000_000_000_000,
    )
    overrides.setdefault("output", overrides.get("preview", row.preview))
    return replace(row, **overrides)


# ---- documents as recorded -----------------------------------------------------------------------------------


def make_chat_usage(prompt_tokens: int = 21, completion_tokens: int = 8, **overrides: Any) -> dict[str, Any]:
    """The usage object of a chat completion."""
    total = prompt_tokens + completion_tokens
    return {"completion_tokens": completion_tokens, "prompt_tokens": prompt_tokens, "total_tokens": total, **overrides}


def make_chat_chunk(
    *,
    content: str | None = None,
    role: str | None = None,
    refusal: str | None = None,
    tool_calls: list[Any] | None = None,
    finish_reason: str | None = None,
    choice: int = 0,
    logprobs: JSON = None,
    usage: JSON = None,
    **extras: Any,
) -> dict[str, Any]:
    """One item of a recorded chat stream; `extras` go into the delta (`reasoning_content="…"`)."""
    delta = {"content": content, "function_call": None, "refusal": refusal, "role": role, "tool_calls": tool_calls}
    step = {"delta": delta | extras, "finish_reason": finish_reason, "index": choice, "logprobs": logprobs}
    return _chat_item([step], usage)


def make_chat_stream(
    texts: Iterable[str] = ("Hel", "lo"),
    *,
    usage: JSON = None,
    tool_calls: Iterable[tuple[str, str, Sequence[str]]] = (),
    reasoning: Iterable[str] = (),
    finish_reason: str | None = None,
) -> list[dict[str, Any]]:
    """The items of a recorded chat stream: role, reasoning, texts, tool calls, finish, usage where given.

    A tool call is (id, name, fragments of its arguments). `finish_reason` is "tool_calls" or "stop" unless given;
    "" leaves the stream cut.
    """
    calls = list(tool_calls)
    items = [make_chat_chunk(role="assistant", content="")]
    items += [make_chat_chunk(reasoning_content=piece) for piece in reasoning]
    items += [make_chat_chunk(content=text) for text in texts]
    for slot, (call_id, name, fragments) in enumerate(calls):
        head = {"index": slot, "id": call_id, "function": {"arguments": "", "name": name}, "type": "function"}
        items.append(make_chat_chunk(tool_calls=[head]))
        for fragment in fragments:
            piece = {"index": slot, "id": None, "function": {"arguments": fragment, "name": None}, "type": None}
            items.append(make_chat_chunk(tool_calls=[piece]))
    reason = finish_reason if finish_reason is not None else ("tool_calls" if calls else "stop")
    if reason:
        items.append(make_chat_chunk(finish_reason=reason))
    if usage is not None:
        items.append(_chat_item([], usage))
    return items


def make_chat_completion(
    text: str | None = "Hello", *, usage: JSON = None, tool_calls: list[Any] | None = None, finish_reason: str = "stop"
) -> dict[str, Any]:
    """The item of a plain chat completion."""
    message = {"content": text, "refusal": None, "role": "assistant", "function_call": None, "tool_calls": tool_calls}
    choice = {"finish_reason": finish_reason, "index": 0, "logprobs": None, "message": message}
    data = _chat_data([choice], "chat.completion", usage)
    return {"__type__": COMPLETION_TYPE, "__data__": data}


def make_request_document(body: JSON = None, **overrides: Any) -> dict[str, Any]:
    """The `request` of an SDK call for a chat completion."""
    if body is None:
        body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}], "stream": True}
    document: dict[str, Any] = {
        "method": "POST",
        "url": "https://api.openai.com/v1/v1/chat/completions",
        "headers": {},
        "body": body,
        "endpoint": "/v1/chat/completions",
        "model": "gpt-4o",
    }
    return document | overrides


def make_document(
    response_body: Any = None,
    *,
    streaming: bool | None = None,
    test_id: str | None = TEST_ID,
    request: dict[str, Any] | None = None,
    response: dict[str, Any] | None = None,
    request_body: JSON = None,
) -> dict[str, Any]:
    """A whole document as the recorder writes it; by default a chat stream. A list streams unless told otherwise.

    `response`, if given, is taken as it is in place of `response_body` and `streaming`.
    """
    if response_body is None:
        response_body = make_chat_stream()
    if streaming is None:
        streaming = isinstance(response_body, list)
    return {
        "test_id": test_id,
        "request": request if request is not None else make_request_document(request_body),
        "response": response if response is not None else {"body": response_body, "is_streaming": streaming},
        "id_normalization_mapping": {},
    }


def recording_bytes(document: JSON | None = None) -> bytes:
    """`document` (default: make_document()) as the recorder lays it out."""
    return (json.dumps(make_document() if document is None else document, indent=2) + "\n").encode()


def read_recording(document: JSON | None = None, path: str = "recordings/d058ce92a083.json") -> Recording:
    """`document` read as a file at `path` would be; it must be a recording."""
    (recording,) = formats.read(recording_bytes(document), path)
    assert isinstance(recording, Recording), recording
    return recording


def write_recording(path: Path, document: JSON | None = None) -> Path:
    """Writes `document` (default: make_document()) to `path`, parents made, and returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(recording_bytes(document))
    return path


def _chat_item(choices: list[Any], usage: JSON) -> dict[str, Any]:
    return {"__type__": CHUNK_TYPE, "__data__": _chat_data(choices, "chat.completion.chunk", usage)}


def _chat_data(choices: list[Any], object_: str, usage: JSON) -> dict[str, Any]:
    return {
        "id": "rec-d058ce92a083",
        "choices": choices,
        "created": 0,
        "model": "gpt-4o-2024-08-06",
        "object": object_,
        "service_tier": "default",
        "system_fingerprint": "fp_5a7e11dc0d",
        "usage": usage,
    }
