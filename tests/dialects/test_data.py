"""Results that are no model answers: what they are called, and what a search finds in them."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, passthrough, sdk_call
from sdk_recordings import SAMPLES

from recview.model.events import Data

SAMPLE = {sample.name: sample.document for sample in SAMPLES}


def data_of(document: dict[str, Any]) -> Data:
    (found,) = loaded(document).assembled.data
    return found


@pytest.mark.parametrize(
    ("name", "label", "text"),
    [
        ("embeddings", "2 vectors × 3", ""),
        ("models", "3 models", "model-0\nmodel-1\nmodel-2"),
        ("gemini embed", "2 vectors × 3", ""),
        ("ollama embed", "1 vector × 2", ""),
        ("ollama models", "1 model", "tiny:1b"),
        ("ollama processes", "2 running models", "tiny:1b\ntiny:1b"),
        ("ollama pull", "success", "success"),
        ("tool", "tool result", '{"results": []}'),
        ("file processor", "2 chunks", "One.\nTwo."),
        ("rerank", "2 documents ranked", "0: 0.9\n1: 0.1"),
    ],
)
def test_labels_and_texts(name: str, label: str, text: str) -> None:
    data = data_of(SAMPLE[name])
    assert (data.label, data.text) == (label, text)
    assert loaded(SAMPLE[name]).assembled.choices == ()


def test_vectors_as_base64_are_measured_too() -> None:
    entry = {"object": "embedding", "embedding": "AACAPwAAAEAAAEBA"}  # 12 bytes: three 32-bit floats
    assert data_of(sdk_call("/v1/embeddings", {}, {"object": "list", "data": [entry]})).label == "1 vector × 3"


def test_vectors_of_different_length() -> None:
    assert data_of(sdk_call("/api/embed", {}, {"embeddings": [[1], [1, 2]]})).label == "2 vectors"


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ({"embedding": {"values": [1, 2]}}, "1 vector × 2"),
        ({"embeddings": [{"values": [1, 2]}, {"values": [3, 4]}]}, "2 vectors × 2"),
    ],
)
def test_gemini_embeddings_as_they_go_over_the_wire(body: dict[str, Any], label: str) -> None:
    recording = loaded(passthrough("https://example.test/v1beta/models/m:embedContent", {}, body))
    assert recording.dialect.name == "gemini.embed_content"
    assert data_of(passthrough("https://example.test/v1beta/models/m:embedContent", {}, body)).label == label
    assert recording.assembled.usage is None


def test_gemini_counts_the_tokens_of_each_content() -> None:
    usage = loaded(SAMPLE["gemini embed"]).assembled.usage
    assert usage is not None and (usage.input_tokens, usage.output_tokens) == (8, None)


def test_an_empty_model_list() -> None:
    assert data_of(sdk_call("/v1/models", {}, [])).label == "0 models"


def test_a_pull_tells_how_far_it_has_come() -> None:
    chunks = [{"status": "pulling", "completed": 45, "total": 100}, {"status": "success"}]
    recording = loaded(sdk_call("/api/pull", {}, chunks, streaming=True))
    assert [data.label for data in recording.assembled.data] == ["pulling 45 %", "success"]


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ({"content": [{"type": "text", "text": "a"}, {"type": "image", "url": "x"}]}, "a"),
        ({"content": None}, ""),
        ({"answer": 42}, '{"answer": 42}'),
        ("plain words", "plain words"),
    ],
)
def test_a_tools_result_as_text(result: Any, text: str) -> None:
    document = {**SAMPLE["tool"], "response": {"body": result, "is_streaming": False}}
    assert data_of(document).text == text


def test_a_tools_failure_is_an_error() -> None:
    result = {"content": None, "error_message": "no network", "error_code": 503}
    error = loaded({**SAMPLE["tool"], "response": {"body": result, "is_streaming": False}}).assembled.error
    assert error is not None
    assert (error.status, error.message) == (503, "no network")


def test_a_ranking_by_other_names() -> None:
    ranked = {"rankings": [{"index": 1, "logit": 4.5}], "usage": {"prompt_tokens": 9, "total_tokens": 9}}
    recording = loaded(passthrough("https://example.test/v1/ranking", {}, ranked))
    assert recording.dialect.name == "rerank"
    assert [(data.label, data.text) for data in recording.assembled.data] == [("1 document ranked", "1: 4.5")]
    assert recording.assembled.usage is not None
    assert recording.assembled.usage.total_tokens == 9
