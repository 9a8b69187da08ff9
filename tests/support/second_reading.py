"""A second reading of recordings, written for the corpus test alone: straight from the JSON, using nothing of recview.

Plain and slow on purpose. It knows just what the real recordings hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Json = Any

_DIALECT_OF_CLASS = {
    "ChatCompletionChunk": "openai.chat",
    "ChatCompletion": "openai.chat",
    "Completion": "openai.completions",
    "CreateEmbeddingResponse": "openai.embeddings",
    "Model": "openai.models",
    "ChatResponse": "ollama.chat",
    "GenerateResponse": "ollama.generate",
    "EmbedResponse": "ollama.embed",
    "ListResponse": "ollama.models",
    "ProcessResponse": "ollama.processes",
    "ProgressResponse": "ollama.pull",
    "ToolInvocationResult": "tool",
    "ProcessFileResponse": "file_processor",
}


def second_reading(path: Path) -> dict[str, Json]:
    """What `recview show --json` should say of a file, as far as this knows it."""
    document = json.loads(path.read_bytes())
    request, response = document["request"], document["response"]
    body = response.get("body")
    streaming = response.get("is_streaming") is True
    items = body if isinstance(body, list) else [] if body is None else [body]
    dialect = _dialect(request, items)
    payloads = list(_payloads(items))
    asked = request.get("body", request.get("payload", request.get("kwargs", request.get("file_id"))))
    return {
        "schema": "recview.recording/1",
        "path": str(path),
        "test_id": document.get("test_id") or request.get("test_id"),
        "dialect": dialect,
        "streaming": streaming,
        "chunk_count": _count(items) if streaming else 0,
        "request": {
            "method": request.get("method"),
            "url": request.get("url"),
            "endpoint": request.get("endpoint") or (urlsplit(request["url"]).path if "url" in request else None),
            "model": request.get("model") or (asked.get("model") if isinstance(asked, dict) else None),
            "body": asked,
        },
        "choices": _CHOICES[dialect](payloads) if dialect in _CHOICES else [],
        "usage": _USAGE[dialect](payloads) if dialect in _USAGE else None,
        "error": _error(response),
    }


def _dialect(request: Json, items: list[Json]) -> str:
    if "tool_name" in request:
        return "tool"
    if items and isinstance(items[0], dict) and "__type__" in items[0]:
        return _DIALECT_OF_CLASS[items[0]["__type__"].rsplit(".", 1)[-1]]
    url = request["url"]
    for part, dialect in (
        ("generate_content", "gemini.generate_content"),
        ("/messages", "anthropic.messages"),
        ("/interactions", "gemini.interactions"),
        ("/chat/completions", "openai.chat"),
    ):
        if part in url:
            return dialect
    raise AssertionError(f"an address this reading does not know: {url}")


def _payloads(items: list[Json]) -> Iterator[Json]:
    for item in items:
        if isinstance(item, str):
            if item.startswith("data: {"):
                yield json.loads(item.removeprefix("data: "))
        else:
            yield item.get("__data__", item)


def _count(items: list[Json]) -> int:
    if items and isinstance(items[0], str):
        return sum(bool(item) and not previous for item, previous in zip(items, ["", *items], strict=False))
    return len(items)


def _error(response: Json) -> Json:
    if response.get("is_exception"):
        data = response["exception_data"]
        return {"type": data["type"], "status": data["status_code"], "message": data["message"]}
    if response.get("status", 200) >= 400:
        error = response["body"]["error"]
        return {"type": error.get("type") or error["code"], "status": response["status"], "message": error["message"]}
    return None


def _choice(index: int = 0) -> Json:
    keys = ("role", "content", "reasoning", "refusal", "finish_reason")
    return {"index": index, **dict.fromkeys(keys), "tool_calls": []}


def _add(choice: Json, key: str, text: str | None) -> None:
    if text is not None:
        choice[key] = (choice[key] or "") + text


def _openai_choices(payloads: list[Json]) -> list[Json]:
    choices: dict[int, Json] = {}
    calls: dict[tuple[int, int], Json] = {}
    for payload in payloads:
        for part in payload["choices"]:
            index = part["index"]
            choice = choices.setdefault(index, _choice(index))
            said = part.get("delta") or part.get("message") or {"content": part.get("text")}
            choice["role"] = said.get("role") or choice["role"]
            _add(choice, "content", said.get("content"))
            _add(choice, "reasoning", said.get("reasoning_content") or said.get("reasoning"))
            _add(choice, "refusal", said.get("refusal"))
            choice["finish_reason"] = part.get("finish_reason") or choice["finish_reason"]
            for place, fragment in enumerate(said.get("tool_calls") or []):
                number = fragment["index"] if "delta" in part else place
                empty = {"id": None, "name": None, "arguments": None}
                call = calls.setdefault((index, number), empty)
                call["id"] = fragment.get("id") or call["id"]
                call["name"] = fragment["function"]["name"] or call["name"]
                _add(call, "arguments", fragment["function"]["arguments"])
    for (index, _), call in sorted(calls.items()):
        choices[index]["tool_calls"].append(call)
    return [choices[index] for index in sorted(choices)]


def _openai_usage(payloads: list[Json]) -> Json:
    found = [payload["usage"] for payload in payloads if payload.get("usage")]
    if not found:
        return None
    usage = found[-1]
    return {
        "input_tokens": usage["prompt_tokens"],
        "output_tokens": usage.get("completion_tokens"),
        "total_tokens": usage["total_tokens"],
        "cached_tokens": (usage.get("prompt_tokens_details") or {}).get("cached_tokens"),
        "reasoning_tokens": (usage.get("completion_tokens_details") or {}).get("reasoning_tokens"),
        "raw": usage,
    }


def _ollama_choices(payloads: list[Json]) -> list[Json]:
    choice = _choice()
    for payload in payloads:
        message = payload.get("message") or {}
        choice["role"] = message.get("role") or choice["role"]
        _add(choice, "content", message.get("content", payload.get("response")))
        _add(choice, "reasoning", message.get("thinking", payload.get("thinking")))
        choice["finish_reason"] = payload.get("done_reason") or choice["finish_reason"]
    return [choice]


def _ollama_usage(payloads: list[Json]) -> Json:
    counts = {key: payloads[-1][key] for key in ("prompt_eval_count", "eval_count") if payloads[-1][key] is not None}
    nothing = dict.fromkeys(("total_tokens", "cached_tokens", "reasoning_tokens"))
    known = {"input_tokens": counts.get("prompt_eval_count"), "output_tokens": counts.get("eval_count")}
    return {**known, **nothing, "raw": counts}


def _gemini_choices(payloads: list[Json]) -> list[Json]:
    choice = _choice()
    for payload in payloads:
        (candidate,) = payload["candidates"]
        choice["role"] = candidate["content"].get("role") or choice["role"]
        choice["finish_reason"] = candidate.get("finish_reason") or choice["finish_reason"]
        for part in candidate["content"].get("parts") or []:
            if "text" in part:
                _add(choice, "reasoning" if part.get("thought") else "content", part["text"])
            else:
                call = part["function_call"]
                choice["tool_calls"].append({"id": call.get("id"), "name": call["name"], "arguments": call["args"]})
    return [choice]


def _gemini_usage(payloads: list[Json]) -> Json:
    counted = [payload["usage_metadata"] for payload in payloads if "total_token_count" in payload["usage_metadata"]]
    usage = counted[-1]
    assert "thoughts_token_count" not in usage
    return {
        "input_tokens": usage["prompt_token_count"],
        "output_tokens": usage.get("candidates_token_count"),
        "total_tokens": usage["total_token_count"],
        "cached_tokens": usage.get("cached_content_token_count"),
        "reasoning_tokens": None,
        "raw": usage,
    }


def _anthropic_choices(payloads: list[Json]) -> list[Json]:
    choice = _choice()
    blocks: list[Json] = []
    for payload in payloads:
        if payload["type"] == "error":
            return []
        message = payload if payload["type"] == "message" else payload.get("message", {})
        choice["role"] = message.get("role") or choice["role"]
        reason = message.get("stop_reason") or payload.get("delta", {}).get("stop_reason")
        choice["finish_reason"] = reason or choice["finish_reason"]
        blocks += message.get("content", [])
        blocks += [payload[key] for key in ("content_block", "delta") if key in payload]
    for block in blocks:
        _add(choice, "content", block.get("text"))
        _add(choice, "reasoning", block.get("thinking"))
        if block.get("type") == "tool_use":
            choice["tool_calls"].append({"id": block["id"], "name": block["name"], "arguments": block["input"]})
    return [choice]


def _anthropic_usage(payloads: list[Json]) -> Json:
    if payloads[0]["type"] == "error":
        return None
    first, last = payloads[0], payloads[-2] if len(payloads) > 1 else payloads[0]
    start = first.get("message", first)["usage"]
    nothing = dict.fromkeys(("total_tokens", "cached_tokens", "reasoning_tokens"))
    raw = start if len(payloads) == 1 else {"message_start": start, "message_delta": last["usage"]}
    return {
        "input_tokens": start["input_tokens"],
        "output_tokens": last["usage"]["output_tokens"],
        **nothing,
        "raw": raw,
    }


def _interaction_choices(payloads: list[Json]) -> list[Json]:
    choice = _choice()
    for payload in payloads:
        if "error" in payload:
            return []
        whole = payload.get("interaction", payload)
        choice["role"] = whole.get("role") or choice["role"]
        status = whole.get("status")
        choice["finish_reason"] = status if status not in (None, "in_progress") else choice["finish_reason"]
        for content in [*payload.get("outputs", []), payload.get("delta", {})]:
            if content.get("type") == "text":
                _add(choice, "content", content["text"])
            elif content.get("type") == "function_call":
                call = {key: content[key] for key in ("id", "name", "arguments")}
                choice["tool_calls"].append(call)
    return [choice]


def _interaction_usage(payloads: list[Json]) -> Json:
    usage = payloads[-1].get("interaction", payloads[-1]).get("usage")
    if usage is None:
        return None
    assert usage["total_thought_tokens"] == 0
    return {
        "input_tokens": usage["total_input_tokens"],
        "output_tokens": usage["total_output_tokens"],
        "total_tokens": usage["total_tokens"],
        "cached_tokens": usage["total_cached_tokens"],
        "reasoning_tokens": usage["total_thought_tokens"],
        "raw": usage,
    }


_CHOICES = {
    "openai.chat": _openai_choices,
    "openai.completions": _openai_choices,
    "ollama.chat": _ollama_choices,
    "ollama.generate": _ollama_choices,
    "gemini.generate_content": _gemini_choices,
    "anthropic.messages": _anthropic_choices,
    "gemini.interactions": _interaction_choices,
}
_USAGE = {
    "openai.chat": _openai_usage,
    "openai.completions": _openai_usage,
    "openai.embeddings": _openai_usage,
    "ollama.chat": _ollama_usage,
    "ollama.generate": _ollama_usage,
    "ollama.embed": _ollama_usage,
    "gemini.generate_content": _gemini_usage,
    "anthropic.messages": _anthropic_usage,
    "gemini.interactions": _interaction_usage,
}
