"""Recordings built from Ollama's own types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ollama._types as ollama_types
from sdk_envelopes import QUESTION, Document, Sample, sdk_call, typed

_END = {"done": True, "done_reason": "stop", "prompt_eval_count": 18, "eval_count": 7}


def chat_pair() -> tuple[Document, Document]:
    body = {"model": "some/model", "messages": [{"role": "user", "content": QUESTION}]}
    call = {"function": {"name": "weather", "arguments": {"city": "Lima"}}}

    def chunk(end: Document | None = None, **message: Any) -> Document:
        fields = {"model": "some/model", "created_at": "2025-08-01T00:00:00Z", **(end or {"done": False})}
        fields["message"] = {"role": "assistant", "content": "", **message}
        return typed(ollama_types.ChatResponse.model_validate(fields))

    stream = [chunk(thinking="Peru, "), chunk(thinking="then."), chunk(content="Asking "), chunk(content="now.")]
    stream += [chunk(tool_calls=[call]), chunk(_END)]
    plain = chunk(_END, thinking="Peru, then.", content="Asking now.", tool_calls=[call])
    return sdk_call("/api/chat", body, stream, streaming=True), sdk_call("/api/chat", body, plain)


def generate_pair() -> tuple[Document, Document]:
    body = {"model": "some/model", "prompt": "Roses are", "system": "Rhyme."}

    def chunk(end: Document | None = None, **fields: Any) -> Document:
        return typed(ollama_types.GenerateResponse.model_validate({**(end or {"done": False}), **fields}))

    stream = [chunk(response="re"), chunk(response="d"), chunk(_END, response="")]
    plain = chunk(_END, response="red")
    return sdk_call("/api/generate", body, stream, streaming=True), sdk_call("/api/generate", body, plain)


def data_samples() -> Iterable[Sample]:
    embedded = ollama_types.EmbedResponse(embeddings=[[0.5, 0.25]], prompt_eval_count=3)
    body = {"model": "embed", "input": ["Lima"]}
    yield Sample("ollama embed", "ollama.embed", sdk_call("/api/embeddings", body, typed(embedded)))
    entry = {"model": "tiny:1b", "digest": "0a1b", "size": 1, "details": None}
    listed = ollama_types.ListResponse.model_validate({"models": [{**entry, "modified_at": "2025-07-30T17:18:31Z"}]})
    yield Sample("ollama models", "ollama.models", sdk_call("/api/tags", {}, typed(listed)))
    running = {**entry, "name": "tiny:1b", "expires_at": "2025-10-08T16:14:05Z", "size_vram": 1}
    processes = ollama_types.ProcessResponse.model_validate({"models": [running, running]})
    yield Sample("ollama processes", "ollama.processes", sdk_call("/api/ps", {}, typed(processes)))
    pulled = ollama_types.ProgressResponse(status="success")
    yield Sample("ollama pull", "ollama.pull", sdk_call("/api/pull", {}, typed(pulled)))
