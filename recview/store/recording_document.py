"""A recording as the `recview.recording/1` document: what programs are told. Exact; nothing is made harmless here."""

from __future__ import annotations

from collections.abc import Iterable

from recview.analysis.assembled import Choice
from recview.analysis.checks import problems
from recview.analysis.problem import Problem
from recview.analysis.request_hash import HashVerdict, explain
from recview.model.events import Chunk, StreamEvent, TokenLogprob
from recview.model.json_value import JSON
from recview.model.recording import ApiError, Request, Unreadable
from recview.model.usage import Usage
from recview.store.reading import LoadedRecording

SCHEMA = "recview.recording/1"


def recording_document(
    loaded: LoadedRecording,
    with_chunks: bool = False,
    found: Iterable[Problem] | None = None,
    verdict: HashVerdict | None = None,
) -> dict[str, JSON]:
    """The whole recording; `with_chunks` adds what playback steps through, each as recorded and with its events.

    `found` are its problems and `verdict` is on its name, where the caller has looked for them already.
    """
    recording, assembled = loaded.recording, loaded.assembled
    response = recording.response
    document: dict[str, JSON] = {
        "schema": SCHEMA,
        "path": recording.path,
        "test_id": recording.test_id,
        "dialect": loaded.dialect.name,
        "streaming": response.streaming,
        "chunk_count": response.chunk_count,
        "request": _request(recording.request),
        "choices": [_choice(choice) for choice in assembled.choices],
        "usage": None if assembled.usage is None else assembled.usage.as_object(),
        "error": None if assembled.error is None else _error(assembled.error),
        "hash": _hash(verdict or explain(recording)),
        "problems": [
            {"rule": problem.rule, "message": problem.message}
            for problem in (problems(recording, loaded.chunks) if found is None else found)
        ],
    }
    if recording.request.name is not None:  # of a tool or a file processor, which have no address
        document["invocation"] = {"provider": recording.request.provider, "name": recording.request.name}
    if assembled.data:  # of a call that no model answers: its result
        document["data"] = [{"label": data.label, "text": data.text} for data in assembled.data]
    if with_chunks:
        document["chunks"] = [_chunk(chunk) for chunk in loaded.chunks] if response.streaming else []
    return document


def unreadable_document(unreadable: Unreadable) -> dict[str, JSON]:
    """In place of a recording that cannot be read: why."""
    error: dict[str, JSON] = {"type": "unreadable", "status": None, "message": unreadable.reason}
    return {"schema": SCHEMA, "path": unreadable.path, "error": error}


def _request(request: Request) -> dict[str, JSON]:
    return {
        "method": request.method,
        "url": request.url,
        "endpoint": request.endpoint,
        "model": request.model,
        "body": request.body,
    }


def _choice(choice: Choice) -> dict[str, JSON]:
    return {
        "index": choice.index,
        "role": choice.role,
        "content": choice.content,
        "reasoning": choice.reasoning,
        "refusal": choice.refusal,
        "finish_reason": choice.finish_reason,
        "tool_calls": [{"id": call.id, "name": call.name, "arguments": call.arguments} for call in choice.tool_calls],
    }


def _error(error: ApiError) -> dict[str, JSON]:
    return {"type": error.type, "status": error.status, "message": error.message}


def _hash(verdict: HashVerdict) -> dict[str, JSON]:
    return {
        "name": verdict.name,
        "computed": verdict.computed,
        "scheme": verdict.scheme,
        "matches": verdict.matches,
    }


def _chunk(chunk: Chunk) -> dict[str, JSON]:
    events: list[JSON] = [event_document(event) for event in chunk.events]
    return {"index": chunk.raw.index, "raw": chunk.raw.raw, "events": events}


def event_document(event: StreamEvent) -> dict[str, JSON]:
    """An event's kind and its fields, by their names."""
    names: tuple[str, ...] = type(event).__match_args__
    return {"kind": event.kind, **{name: _value(getattr(event, name)) for name in names}}


def _value(value: object) -> JSON:
    if isinstance(value, Usage):
        return value.as_object()
    if isinstance(value, TokenLogprob):
        alternatives: list[JSON] = [{"token": token, "logprob": number} for token, number in value.alternatives]
        return {"token": value.token, "logprob": value.logprob, "alternatives": alternatives}
    return [_value(inner) for inner in value] if isinstance(value, tuple) else value  # type: ignore[return-value]
