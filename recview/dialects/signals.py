"""What every dialect says of a chunk that is none of its payloads: errors, ends, keep-alives, things unknown."""

from __future__ import annotations

from typing import TypeGuard

from recview.model.events import Signal, StreamError, StreamEvent, Unknown
from recview.model.json_value import JSON, as_object, as_string
from recview.model.recording import RawChunk

_NAMING_KEYS = ("type", "event_type", "object", "event")
_KINDS: dict[type, str] = {dict: "object", list: "array", str: "text", bool: "boolean", type(None): "nothing"}


def unknown(chunk: RawChunk) -> Unknown:
    """Names a chunk that no rule reads by what it calls itself, else by what it is."""
    payload = as_object(chunk.data)
    for key in _NAMING_KEYS:
        if isinstance(name := payload.get(key), str) and name:
            return Unknown(name)
    return Unknown(chunk.event or chunk.type or _KINDS.get(type(chunk.data), "number"))


def no_object(chunk: RawChunk) -> tuple[StreamEvent, ...]:
    """What a stream's chunk says that holds no JSON object: the end, a keep-alive, or something unknown."""
    if chunk.data == "[DONE]":
        return (Signal("done"),)
    if chunk.data is None and chunk.lines:
        comment = all(line.startswith(":") for line in chunk.lines)
        return (Signal("keep-alive" if comment else chunk.event or "event without data"),)
    return (unknown(chunk),)


def no_answer(chunk: RawChunk) -> tuple[StreamEvent, ...]:
    """What a plain body says that is no answer of its dialect: an error, be it bare text, or something unknown."""
    if isinstance(chunk.data, str) and chunk.data.strip():
        return (StreamError(None, None, chunk.data),)
    error = error_event(chunk.data)
    return (unknown(chunk),) if error is None else (error,)


def error_event(data: JSON) -> StreamError | None:
    """The error that a payload reports, in any of the vendors' shapes; None where it reports none."""
    payload = as_object(data)
    error = payload.get("error")
    if isinstance(error, dict) and error:
        return _from_object(error)
    if isinstance(error, str) and error:
        return StreamError(as_string(payload.get("type")), None, error)
    if payload.get("object") == "error" or (payload.get("type") == "error" and "message" in payload):
        return _from_object(payload)
    return _from_http(payload)


def _from_http(body: dict[str, JSON]) -> StreamError | None:
    """Bodies that come with a status: one sentence, FastAPI's list of what is invalid, or a problem (RFC 9457)."""
    if isinstance(body.get("title"), str) and _is_http_status(status := body.get("status")):
        return StreamError(as_string(body["title"]), status, as_string(body.get("detail")))
    if len(body) != 1:
        return None
    ((key, said),) = body.items()
    if key not in ("detail", "message"):
        return None
    if isinstance(said, list):
        sentences = [as_string(as_object(one).get("msg")) for one in said]
        said = "; ".join(filter(None, sentences))
    return StreamError(None, None, said) if isinstance(said, str) and said else None


def _from_object(error: dict[str, JSON]) -> StreamError:
    """`type`, `status` and `code` are told apart by what they hold: vendors put an HTTP status into any of them."""
    codes = [error.get(key) for key in ("type", "status", "code")]
    named = next((code for code in codes if isinstance(code, str) and code and code != "error"), None)
    status = next((code for code in codes if _is_http_status(code)), None)
    message = as_string(error.get("message")) or as_string(error.get("detail"))
    return StreamError(named, status, message)


def _is_http_status(code: JSON) -> TypeGuard[int]:
    return type(code) is int and 100 <= code <= 599
