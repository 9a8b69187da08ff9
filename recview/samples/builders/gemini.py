"""Google's two ways: generate_content through its SDK (objects without a type), and Interactions as raw HTTP."""

from __future__ import annotations

import json
from collections.abc import Sequence

from recview.model.json_value import JSON
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_http, ask_sdk
from recview.samples.builders.openai_plain import unit_vector
from recview.samples.builders.tokens import count_tokens, pieces, salt

_CONTENT_MODEL = "publishers/google/models/gemini-2.5-flash"
_EMBEDDING_MODEL = "publishers/google/models/text-embedding-005"
_INTERACTION_MODEL = "gemini-2.5-flash-lite"
_INTERACTIONS_URL = "https://generativelanguage.googleapis.com/v1beta/interactions"
_PIECES_A_CHUNK = 9

_MOMENT = "2026-03-14T09:26:53Z"


def content(
    test: str, question: str, parts: Sequence[JsonObject], *, streamed: bool, config: JsonObject | None = None
) -> Sample:
    """A call of generate_content; `parts` are the answer's, in order: `said`, `thought`, `function_call`."""
    endpoint = "/generate_content_stream" if streamed else "/generate_content"
    asked_for: list[JSON] = [{"role": "user", "parts": [{"text": question}]}]
    body: JsonObject = {"model": _CONTENT_MODEL, "contents": asked_for, "config": config or {}}
    name = f"{test}[txt=vertexai/{_CONTENT_MODEL}]"
    asked = ask_sdk(name, "vertexai://", endpoint, body, metadata={"provider": "vertexai"})
    usage = _content_usage(question, parts)
    if not streamed:
        answer = _candidate(asked, list(parts), "STOP", usage)
        return asked.answered(answer | {"automatic_function_calling_history": []})
    chunks = [piece for part in parts for piece in _cut(part)]
    items: list[JSON] = []
    for index, chunk in enumerate(chunks):
        last = index == len(chunks) - 1
        shown: JsonObject = usage if last else {"traffic_type": "ON_DEMAND"}
        items.append(_candidate(asked, [chunk], "STOP" if last else None, shown))
    return asked.answered(items)


def embed(test: str, texts: Sequence[str], dimensions: int) -> Sample:
    """A call of embed_content: one vector a text."""
    contents: list[JSON] = list(texts)
    body: JsonObject = {"model": _EMBEDDING_MODEL, "contents": contents, "config": {}}
    name = f"{test}[emb=vertexai/{_EMBEDDING_MODEL}]"
    asked = ask_sdk(name, "vertexai://", "/embed_content", body, metadata={"provider": "vertexai"})
    embeddings: list[JSON] = [
        {
            "values": list[JSON](unit_vector(text, dimensions)),
            "statistics": {"truncated": False, "token_count": float(count_tokens(text))},
        }
        for text in texts
    ]
    return asked.answered({"embeddings": embeddings})


def said(words: str) -> JsonObject:
    """A part of the visible answer."""
    return {"text": words}


def thought(words: str) -> JsonObject:
    """A part of the model's reasoning."""
    return {"text": words, "thought": True}


def function_call(name: str, **arguments: JSON) -> JsonObject:
    """A part that calls a function."""
    return {"function_call": {"args": arguments, "name": name}}


def declare(name: str, description: str, **properties: str) -> JsonObject:
    """The config that offers one function."""
    schema: JsonObject = {
        "type": "object",
        "properties": {key: {"type": "string", "description": about} for key, about in properties.items()},
        "required": list(properties),
    }
    declared: JsonObject = {"description": description, "name": name, "parameters_json_schema": schema}
    return {"tools": [{"function_declarations": [declared]}]}


def interaction(
    test: str, question: str, outputs: Sequence[JsonObject], *, streamed: bool, tools: Sequence[JsonObject] = ()
) -> Sample:
    """A call of Interactions; `outputs` are typed: thought, text, function_call."""
    payload: JsonObject = {"model": _INTERACTION_MODEL, "input": question}
    if tools:
        payload["tools"] = list(tools)
    payload["stream"] = streamed
    asked = ask_http(f"{test}[txt=gemini/{_INTERACTION_MODEL}]", _INTERACTIONS_URL, payload)
    calls = any(output["type"] == "function_call" for output in outputs)
    status = "requires_action" if calls else "completed"
    if not streamed:
        whole = _interaction(asked, status) | {"outputs": list(outputs)}
        return asked.answered(whole | _interaction_end(question, outputs), status=200)
    return asked.answered(_interaction_lines(asked, status, question, outputs))


def _candidate(asked: Asked, parts: list[JSON], finish: str | None, usage: JsonObject) -> JsonObject:
    candidate: JsonObject = {"content": {"parts": parts, "role": "model"}}
    if finish:
        candidate["finish_reason"] = finish
    headers: JsonObject = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}
    return {
        "sdk_http_response": {"headers": headers},
        "candidates": [candidate],
        "create_time": _MOMENT,
        "model_version": "gemini-2.5-flash",
        "response_id": salt(asked.name, length=22),
        "usage_metadata": usage,
    }


def _cut(part: JsonObject) -> list[JSON]:
    """A part as the stream brings it: text in spans of several tokens, a call whole."""
    if "text" not in part:
        return [part]
    words = pieces(str(part["text"]))
    spans = ["".join(words[at : at + _PIECES_A_CHUNK]) for at in range(0, len(words), _PIECES_A_CHUNK)]
    return [part | {"text": span} for span in spans]


def _content_usage(question: str, parts: Sequence[JsonObject]) -> JsonObject:
    thoughts = sum(count_tokens(str(part["text"])) for part in parts if part.get("thought"))
    shown = [part.get("text") or json.dumps(part.get("function_call")) for part in parts if not part.get("thought")]
    answered = sum(count_tokens(str(words)) for words in shown)
    asked_for = count_tokens(question)
    usage: JsonObject = {
        "candidates_token_count": answered,
        "candidates_tokens_details": [{"modality": "TEXT", "token_count": answered}],
        "prompt_token_count": asked_for,
        "prompt_tokens_details": [{"modality": "TEXT", "token_count": asked_for}],
    }
    if thoughts:
        usage["thoughts_token_count"] = thoughts
    return usage | {"total_token_count": asked_for + answered + thoughts, "traffic_type": "ON_DEMAND"}


def _interaction(asked: Asked, status: str) -> JsonObject:
    return {"id": f"v1_{salt(asked.name, length=40)}", "status": status}


def _interaction_end(question: str, outputs: Sequence[JsonObject]) -> JsonObject:
    asked_for = count_tokens(question)
    shown = [output.get("text") or output.get("arguments") or "" for output in outputs]
    answered = sum(count_tokens(str(words)) for words in shown)
    usage: JsonObject = {
        "total_tokens": asked_for + answered,
        "total_input_tokens": asked_for,
        "input_tokens_by_modality": [{"modality": "text", "tokens": asked_for}],
        "total_cached_tokens": 0,
        "total_output_tokens": answered,
        "total_tool_use_tokens": 0,
        "total_thought_tokens": 0,
    }
    return {
        "usage": usage,
        "role": "model",
        "created": _MOMENT,
        "updated": _MOMENT,
        "service_tier": "standard",
        "object": "interaction",
        "model": _INTERACTION_MODEL,
    }


def _interaction_lines(asked: Asked, status: str, question: str, outputs: Sequence[JsonObject]) -> list[JSON]:
    start: JsonObject = _interaction(asked, "in_progress") | {"object": "interaction", "model": _INTERACTION_MODEL}
    lines = _lines("interaction.start", {"interaction": start})
    lines += _lines("interaction.status_update", {"interaction_id": start["id"], "status": "in_progress"})
    for index, output in enumerate(outputs):
        kind = output["type"]
        lines += _lines("content.start", {"index": index, "content": {"type": kind}})
        deltas: list[JsonObject] = [dict(output)]
        if kind == "text":
            deltas = [{"text": span, "type": kind} for span in pieces(str(output["text"]), glue=2)]
        elif kind == "thought":
            deltas = [{"signature": output["signature"], "type": "thought_signature"}]
        for delta in deltas:
            lines += _lines("content.delta", {"index": index, "delta": delta})
        lines += _lines("content.stop", {"index": index})
    end = _interaction(asked, status) | _interaction_end(question, outputs)
    return [*lines, *_lines("interaction.complete", {"interaction": end}), "event: done", "data: [DONE]", ""]


def _lines(event: str, data: JsonObject) -> list[JSON]:
    text = json.dumps(data | {"event_type": event}, ensure_ascii=False, separators=(",", ":"))
    return [f"event: {event}", f"data: {text}", ""]
