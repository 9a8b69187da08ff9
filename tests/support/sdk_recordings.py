"""Recordings built from the vendors' own SDK types, serialised as the recorder does it. One or more for each dialect.

`SAMPLES` are whole documents by name; `PAIRS` name a streamed and a plain recording of one and the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable

import sdk_anthropic
import sdk_gemini
import sdk_ollama
import sdk_openai
from sdk_envelopes import TEST_ID, Document, Sample, passthrough, sdk_call


def _others() -> Iterable[Sample]:
    request = {"test_id": TEST_ID, "provider": "some_search", "tool_name": "web_search", "kwargs": {"query": "Lima"}}
    result = {"content": '{"results": []}', "error_message": None, "error_code": None, "metadata": None}
    body = {"__type__": "ogx_api.tools.ToolInvocationResult", "__data__": result}
    document = {"test_id": TEST_ID, "request": request, "response": {"body": body, "is_streaming": False}}
    yield Sample("tool", "tool", document)

    request = {"test_id": TEST_ID, "provider": "some_pdf", "api": "file_processors", "file_id": "file-1"}
    cut = {"chunks": [{"content": "One."}, {"content": "Two."}], "metadata": {"page_count": 1}}
    body = {"__type__": "ogx_api.file_processors.models.ProcessFileResponse", "__data__": cut}
    document = {"test_id": TEST_ID, "request": request, "response": {"body": body, "is_streaming": False}}
    yield Sample("file processor", "file_processor", document)

    payload = {"model": "rank", "query": "capital", "documents": ["Lima", "llama"]}
    ranked = {"results": [{"index": 0, "relevance_score": 0.9}, {"index": 1, "relevance_score": 0.1}]}
    yield Sample("rerank", "rerank", passthrough("http://localhost:8321/v1/rerank", payload, ranked))
    yield Sample("unknown", "unknown", sdk_call("/v9/dreams", {}, {"__type__": "acme.Dream", "__data__": {"sheep": 3}}))


def _pairs() -> Iterable[tuple[str, str, Document, Document]]:
    for name, stream, plain in sdk_openai.chat_pairs():
        yield f"chat {name}", "openai.chat", stream, plain
    yield "completion", "openai.completions", *sdk_openai.completion_pair()
    yield "response", "openai.responses", *sdk_openai.responses_pair()
    yield "message", "anthropic.messages", *sdk_anthropic.message_pair()
    yield "content", "gemini.generate_content", *sdk_gemini.content_pair()
    yield "interaction of contents", "gemini.interactions", *sdk_gemini.interaction_pair(newer=False)
    yield "interaction of steps", "gemini.interactions", *sdk_gemini.interaction_pair(newer=True)
    yield "ollama chat", "ollama.chat", *sdk_ollama.chat_pair()
    yield "ollama generate", "ollama.generate", *sdk_ollama.generate_pair()


PAIRS: tuple[tuple[Sample, Sample], ...] = tuple(
    (Sample(f"{name}, streamed", dialect, stream), Sample(f"{name}, plain", dialect, plain))
    for name, dialect, stream, plain in _pairs()
)

SAMPLES: tuple[Sample, ...] = (
    *(sample for pair in PAIRS for sample in pair),
    *sdk_openai.data_samples(),
    *sdk_gemini.data_samples(),
    *sdk_ollama.data_samples(),
    *_others(),
)
