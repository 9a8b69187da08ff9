"""How vendors speak. A new dialect is one file here and one entry in DIALECTS.

Knows no paths, no envelopes, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from recview.dialects import (
    anthropic_messages,
    file_processor,
    gemini_generate_content,
    gemini_interactions,
    ollama_chat,
    ollama_embed,
    ollama_generate,
    ollama_models,
    ollama_processes,
    ollama_pull,
    openai_chat,
    openai_completions,
    openai_embeddings,
    openai_models,
    openai_responses,
    rerank,
    tool,
    unknown,
)
from recview.dialects.base import CERTAIN, Decode, Dialect, Probe
from recview.dialects.chat_skim import skim_events
from recview.model.events import Chunk, StreamEvent
from recview.model.json_value import JSON
from recview.model.recording import RawChunk, Recording, RequestKind

DIALECTS: tuple[Dialect, ...] = (
    tool.DIALECT,
    file_processor.DIALECT,
    openai_chat.DIALECT,
    openai_completions.DIALECT,
    openai_responses.DIALECT,
    openai_embeddings.DIALECT,
    openai_models.DIALECT,
    anthropic_messages.DIALECT,
    gemini_generate_content.DIALECT,
    gemini_interactions.DIALECT,
    ollama_chat.DIALECT,
    ollama_generate.DIALECT,
    ollama_embed.DIALECT,
    ollama_models.DIALECT,
    ollama_processes.DIALECT,
    ollama_pull.DIALECT,
    rerank.DIALECT,
    unknown.DIALECT,
)


def probe(recording: Recording) -> Probe:
    """What a dialect is told by: the request's address, and the first chunk that holds anything."""
    request = recording.request
    chunks = recording.response.chunks
    first = next((chunk for chunk in chunks if chunk.data is not None), chunks[0] if chunks else RawChunk(0, None))
    return Probe(
        kind=request.kind,
        url=request.url or "",
        endpoint=request.endpoint or "",
        type=first.type or "",
        event=first.event or "",
        sample=first.data,
        body=request.body,
    )


def detect(recording: Recording) -> Dialect:
    """The dialect that claims the recording most surely; the first of equals."""
    facts = probe(recording)
    certain = _certain(facts.kind, facts.type)
    return max(DIALECTS, key=lambda dialect: dialect.score(facts)) if certain is None else certain


@lru_cache(maxsize=256)
def _certain(kind: RequestKind, type_name: str) -> Dialect | None:
    """Who is certain by the kind of request and the recorded type alone; nothing else makes anybody certain."""
    facts = Probe(kind, "", "", type_name, "", None, None)
    return next((dialect for dialect in DIALECTS if dialect.score(facts) >= CERTAIN), None)


def decoder(recording: Recording, dialect: Dialect) -> Decode:
    """A fresh decoder for the recording's chunks."""
    return dialect.stream_decoder() if recording.response.streaming else dialect.plain_decoder()


def decode(recording: Recording, dialect: Dialect | None = None) -> tuple[Chunk, ...]:
    """Every chunk with what it says, in `dialect` or else in the one the recording is told to speak."""
    read = decoder(recording, dialect or detect(recording))
    return tuple([Chunk(chunk, read(chunk)) for chunk in recording.response.chunks])


def skim(type_name: str, payloads: Sequence[JSON], streaming: bool) -> tuple[str, Iterable[StreamEvent]] | None:
    """Who speaks in an SDK call's response, and events that fold to what all its chunks fold to.

    `type_name` is that of the first chunk; None where it does not tell the dialect.
    """
    dialect = _certain("sdk", type_name)
    if dialect is None:
        return None
    read = dialect.stream_decoder() if streaming else dialect.plain_decoder()
    if streaming and dialect is openai_chat.DIALECT:
        return dialect.name, skim_events(payloads, read)
    chunks = (RawChunk(index, payload) for index, payload in enumerate(payloads))
    return dialect.name, (event for chunk in chunks for event in read(chunk))


__all__ = ["DIALECTS", "Dialect", "Probe", "decode", "decoder", "detect", "probe", "skim"]
