"""How vendors speak. A new dialect is one file here and one entry in DIALECTS.

Knows no paths, no envelopes, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter

from recview.dialects import (
    anthropic_messages,
    file_processor,
    gemini_embed,
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
from recview.dialects.chat_runs import ALIKE, says_as_one
from recview.dialects.chat_skim import tell_chat
from recview.model.events import StreamEvent, TextRun, Told
from recview.model.json_value import JSON
from recview.model.message import Message, MessagePart, ToolCallPart
from recview.model.recording import ItemChunks, RawChunk, Recording, Request, RequestKind
from recview.model.stream import Stream

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
    gemini_embed.DIALECT,
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
    return _probe(recording.request, _first_chunk(recording))


def _first_chunk(recording: Recording) -> RawChunk:
    chunks = recording.response.chunks
    first = chunks[0] if chunks else RawChunk(0, None)
    return first if first.data is not None else next((chunk for chunk in chunks if chunk.data is not None), first)


def _probe(request: Request, first: RawChunk) -> Probe:
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
    first = _first_chunk(recording)
    certain = _certain(recording.request.kind, first.type or "")
    if certain is not None:
        return certain
    facts = _probe(recording.request, first)
    return max(DIALECTS, key=lambda dialect: dialect.score(facts))


@lru_cache(maxsize=256)
def _certain(kind: RequestKind, type_name: str) -> Dialect | None:
    """Who is certain by the kind of request and the recorded type alone; nothing else makes anybody certain."""
    facts = Probe(kind, "", "", type_name, "", None, None)
    return next((dialect for dialect in DIALECTS if dialect.score(facts) >= CERTAIN), None)


def conversation(request: Request, dialect: Dialect) -> tuple[Message, ...]:
    """What was asked, message by message. What a tool was given bears its name, which stands beside that."""
    messages = dialect.messages(request.body)
    if request.kind != "tool" or request.name is None:
        return messages
    return tuple(
        replace(message, parts=tuple(_named(part, request.name) for part in message.parts)) for message in messages
    )


def _named(part: MessagePart, name: str) -> MessagePart:
    return replace(part, name=name) if isinstance(part, ToolCallPart) and part.name is None else part


def decoder(recording: Recording, dialect: Dialect) -> Decode:
    """A fresh decoder for the recording's chunks."""
    return dialect.stream_decoder() if recording.response.streaming else dialect.plain_decoder()


def decode(recording: Recording, dialect: Dialect | None = None) -> Stream:
    """Every chunk with what it says, in `dialect` or else in the one the recording is told to speak."""
    speaks = dialect or detect(recording)
    return Stream(recording.response.chunks, decoder(recording, speaks), lambda: _tell(recording, speaks))


def _tell(recording: Recording, dialect: Dialect) -> list[Told]:
    read, chunks = decoder(recording, dialect), recording.response.chunks
    if dialect is openai_chat.DIALECT and recording.response.streaming and isinstance(chunks, ItemChunks):
        return tell_chat(chunks.payloads(), chunks.item, read)
    return [(position, event) for position, chunk in enumerate(chunks, start=1) for event in read(chunk)]


def skim(
    type_name: str, payloads: Sequence[JSON], streaming: bool, runs: Iterable[tuple[JSON, str]] = ()
) -> tuple[str, Iterable[StreamEvent | TextRun]] | None:
    """Who speaks in an SDK call's response, and what all its chunks say, as far as it counts when it is folded.

    `type_name` is that of the first chunk; None where it does not tell the dialect. `runs`: payloads that stand for
    several that are alike, and what those say together; None where one of them would not say the same.
    """
    dialect = _certain("sdk", type_name)
    if dialect is None or not all(says_as_one(payload, text) for payload, text in runs):
        return None
    read = dialect.stream_decoder() if streaming else dialect.plain_decoder()
    if streaming and dialect is openai_chat.DIALECT:
        told = tell_chat(payloads, lambda index: RawChunk(index, payloads[index]), read, to_fold=True)
        return dialect.name, map(itemgetter(1), told)
    return dialect.name, chain.from_iterable(map(read, map(RawChunk, count(), payloads)))


__all__ = ["ALIKE", "DIALECTS", "Dialect", "Probe", "conversation", "decode", "decoder", "detect", "probe", "skim"]
