"""Anthropic's Messages API, passed through as raw HTTP: server-sent events, or one message."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recview.model.json_value import JSON
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_http
from recview.samples.builders.tokens import count_tokens, fragments, pieces, salt

_URL = "https://api.anthropic.com/v1/messages"
MODEL = "claude-haiku-4-5"
_TOKENS_A_BLOCK = 6


def thinking(text: str) -> JsonObject:
    """A block of reasoning."""
    return {"type": "thinking", "thinking": text, "signature": salt(text, length=32)}


def text(words: str) -> JsonObject:
    """A block of the answer."""
    return {"type": "text", "text": words}


def tool_use(name: str, **arguments: JSON) -> JsonObject:
    """A block that calls a tool."""
    return {"type": "tool_use", "id": f"toolu_{salt(name, arguments, length=20)}", "name": name, "input": arguments}


def tool(name: str, description: str, **properties: str) -> JsonObject:
    """A tool the request offers."""
    schema: JsonObject = {
        "type": "object",
        "properties": {key: {"type": "string", "description": about} for key, about in properties.items()},
        "required": list(properties),
    }
    return {"name": name, "description": description, "input_schema": schema}


def ask_message(
    test: str, messages: list[JSON], *, streamed: bool, max_tokens: int = 1024, more: JsonObject | None = None
) -> Asked:
    """The request; `more` are further keys of the payload (system, tools, thinking)."""
    payload: JsonObject = {"model": MODEL, "messages": messages, "max_tokens": max_tokens}
    payload |= more or {}
    payload["stream"] = streamed
    return ask_http(f"{test}[txt=anthropic/{MODEL}]", _URL, payload)


def user(words: str) -> JsonObject:
    """What the user says."""
    return {"role": "user", "content": words}


def plain(asked: Asked, blocks: Sequence[JsonObject], *, cached: int = 0) -> Sample:
    """One message. `cached` input tokens were read from the cache and are counted apart."""
    tool_called = any(block["type"] == "tool_use" for block in blocks)
    content: list[JSON] = list(blocks)
    body: JsonObject = {
        "id": _message_id(asked),
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": content,
        "stop_reason": "tool_use" if tool_called else "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": _input_tokens(asked),
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": cached,
            "output_tokens": _output_tokens(blocks),
        },
    }
    return asked.answered(body, status=200)


def refused(asked: Asked, status: int, kind: str, message: str) -> Sample:
    """An error in place of a message."""
    error: JsonObject = {"type": kind, "message": message}
    body: JsonObject = {"type": "error", "error": error, "request_id": f"req_{salt(asked.name, length=24)}"}
    return asked.answered(body, status=status)


def streamed(asked: Asked, blocks: Sequence[JsonObject], *, glue: int = 0, error: JsonObject | None = None) -> Sample:
    """A stream of blocks; with `error` it breaks off there and neither stops nor tells its usage."""
    writer = _EventWriter()
    usage: JsonObject = {"input_tokens": _input_tokens(asked), "output_tokens": 1}
    message: JsonObject = {"id": _message_id(asked), "type": "message", "role": "assistant", "model": MODEL}
    message |= {"content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
    writer.event({"type": "message_start", "message": message})
    for index, block in enumerate(blocks):
        cut_off = error is not None and index == len(blocks) - 1
        writer.block(index, block, glue=glue, closed=not cut_off)
        if index == 0:
            writer.event({"type": "ping"})
    if error is not None:
        writer.event({"type": "error", "error": error})
        return asked.answered(writer.lines)
    tool_called = any(block["type"] == "tool_use" for block in blocks)
    stop: JsonObject = {"stop_reason": "tool_use" if tool_called else "end_turn", "stop_sequence": None}
    writer.event({"type": "message_delta", "delta": stop, "usage": {"output_tokens": _output_tokens(blocks)}})
    writer.event({"type": "message_stop"})
    return asked.answered(writer.lines)


@dataclass(slots=True)
class _EventWriter:
    """Writes events as the recorder keeps them: a string a line, an empty one after each event."""

    lines: list[JSON] = field(default_factory=list)

    def event(self, data: JsonObject) -> None:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        self.lines += [f"event: {data['type']}", f"data: {text}", ""]

    def block(self, index: int, block: JsonObject, *, glue: int, closed: bool) -> None:
        empty: Mapping[str, JSON] = {"thinking": "", "signature": "", "text": "", "input": {}}
        opened: JsonObject = {key: empty.get(key, value) for key, value in block.items()}
        self.event({"type": "content_block_start", "index": index, "content_block": opened})
        for delta in _deltas(block, glue):
            self.event({"type": "content_block_delta", "index": index, "delta": delta})
        if closed:
            self.event({"type": "content_block_stop", "index": index})


def _deltas(block: JsonObject, glue: int) -> list[JsonObject]:
    if block["type"] == "tool_use":
        arguments = json.dumps(block["input"], ensure_ascii=False)
        return [{"type": "input_json_delta", "partial_json": piece} for piece in ["", *fragments(arguments)]]
    if block["type"] == "thinking":
        words = str(block["thinking"])
        deltas: list[JsonObject] = [{"type": "thinking_delta", "thinking": piece} for piece in pieces(words, glue=glue)]
        return [*deltas, {"type": "signature_delta", "signature": block["signature"]}]
    return [{"type": "text_delta", "text": piece} for piece in pieces(str(block["text"]), glue=glue)]


def _message_id(asked: Asked) -> str:
    return f"msg_{asked.name[:24]}"


def _input_tokens(asked: Asked) -> int:
    return count_tokens(json.dumps(asked.request["payload"], ensure_ascii=False)) // 2


def _output_tokens(blocks: Sequence[JsonObject]) -> int:
    said = [block.get("text") or block.get("thinking") or json.dumps(block.get("input")) for block in blocks]
    return sum(count_tokens(str(words)) + _TOKENS_A_BLOCK for words in said)
