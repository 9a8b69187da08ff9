"""What is no model's answer: embeddings, a web search, a parsed file, a reranking."""

from __future__ import annotations

import json
from collections.abc import Iterator

from recview.model.json_value import JSON
from recview.samples.builders.chat_hosts import OPENAI
from recview.samples.builders.envelope import JsonObject, Sample, ask_file, ask_http, ask_tool, typed
from recview.samples.builders.openai_plain import embeddings

_EMBEDDINGS = "embeddings/test_embeddings.py::"
_TOOLS = "tools/test_tools.py::"

_TEXTS = ["The bakery opens at six.", "Fresh bread from six in the morning."]

_FOUND: tuple[JsonObject, ...] = (
    {
        "url": "https://example.org/harbour/timetable",
        "title": "Ferry timetable",
        "content": "The island ferry leaves at 08:15, 11:45 and 16:30; on Sundays not before ten.",
        "score": 0.93214,
    },
    {
        "url": "https://example.org/island/visitors",
        "title": "For visitors",
        "content": "Bicycles travel free. The café at the pier opens with the first ferry.",
        "score": 0.71402,
    },
)

_RULES = (
    "House rules of the maker space\n\nSweep the bench you used. Label your prints. "
    "The laser cutter needs two people in the room, one of them awake."
)

_SOUPS = ["Leek and potato soup", "Gazpacho, served ice cold", "Pumpkin soup with ginger"]
_SCORES = {1: 0.9817, 0: 0.1436, 2: 0.0921}
"""How well each soup suits, best first, by its position."""


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield embeddings(f"{_EMBEDDINGS}test_same_meaning", OPENAI.base_url, _TEXTS, 48)
    yield embeddings(f"{_EMBEDDINGS}test_base64", OPENAI.base_url, _TEXTS[:1], 48, "base64")
    yield _web_search()
    yield _parsed_file()
    yield _rerank()


def _web_search() -> Sample:
    query = "island ferry timetable Sunday"
    asked = ask_tool(f"{_TOOLS}test_ferry_timetable[{OPENAI.label}]", "tavily", "web_search", {"query": query})
    found = json.dumps({"query": query, "top_k": list(_FOUND)}, ensure_ascii=False)
    result: JsonObject = {"content": found, "error_message": None, "error_code": None, "metadata": None}
    return asked.answered(typed("ogx_api.tools.ToolInvocationResult", result))


def _parsed_file() -> Sample:
    asked = ask_file(f"{_TOOLS}test_house_rules[{OPENAI.label}]", "pypdf", "file-104729104729")
    chunk_id = "4f1d8c52-9a3e-4b7c-8d21-6e0f5a9b3c17"
    metadata: JsonObject = {"filename": "house_rules.pdf", "page_count": 1, "token_count": 34}
    chunk: JsonObject = {"content": _RULES, "chunk_id": chunk_id, "metadata": metadata}
    chunks: list[JSON] = [chunk]
    about: JsonObject = {"processor": "pypdf", "processing_time_ms": 12, "page_count": 1, "file_size_bytes": 9216}
    return asked.answered(
        typed("ogx_api.file_processors.models.ProcessFileResponse", {"chunks": chunks, "metadata": about})
    )


def _rerank() -> Sample:
    model = "BAAI/bge-reranker-v2-m3"
    documents: list[JSON] = list(_SOUPS)
    payload: JsonObject = {"model": model, "query": "a soup for a hot day", "documents": documents, "top_n": 3}
    asked = ask_http(
        f"{_TOOLS}test_soup_for_a_hot_day[rerank=vllm/{model}]", "http://localhost:8000/v1/rerank", payload
    )
    results: list[JSON] = []
    for index, score in _SCORES.items():
        results.append({"index": index, "document": {"text": _SOUPS[index]}, "relevance_score": score})
    body: JsonObject = {"id": "rerank-hot-day", "model": model, "usage": {"total_tokens": 42}, "results": results}
    return asked.answered(body, status=200)
