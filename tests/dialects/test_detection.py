"""Which dialect a recording is told to speak, where the facts disagree or are few."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, passthrough, sdk_call
from sdk_openai import chat_chunk, delta


def named(document: dict[str, Any]) -> str:
    return loaded(document).dialect.name


def test_the_type_decides_whatever_the_endpoint_says() -> None:
    chunks = [chat_chunk(delta(content="a"))]
    assert named(sdk_call("/v1/completions", {}, chunks, streaming=True)) == "openai.chat"
    assert named(sdk_call("/api/generate", {}, chunks, streaming=True)) == "openai.chat"


@pytest.mark.parametrize(
    ("type_name", "dialect"),
    [
        ("somewhere.else.ChatCompletionChunk", "openai.chat"),
        ("llama_stack.apis.inference.inference.OpenAIChatCompletion", "openai.chat"),
        ("openai.types.completion.Completion", "openai.completions"),
        ("openai.types.responses.response_text_delta_event.ResponseTextDeltaEvent", "openai.responses"),
        ("llama_stack.apis.agents.openai_responses.OpenAIResponseObjectStream", "openai.responses"),
        ("openai.types.model.Model", "openai.models"),
        ("openai.types.create_embedding_response.CreateEmbeddingResponse", "openai.embeddings"),
        ("anthropic.types.raw_content_block_delta_event.RawContentBlockDeltaEvent", "anthropic.messages"),
        ("anthropic.types.message.Message", "anthropic.messages"),
        ("google.genai.types.GenerateContentResponse", "gemini.generate_content"),
        ("google.genai._gaos.types.interactions.interaction.Interaction", "gemini.interactions"),
        ("ollama._types.ChatResponse", "ollama.chat"),
        ("ollama._types.GenerateResponse", "ollama.generate"),
        ("ollama._types.EmbeddingsResponse", "ollama.embed"),
        ("ollama._types.ListResponse", "ollama.models"),
        ("ollama._types.ProcessResponse", "ollama.processes"),
        ("ollama._types.ProgressResponse", "ollama.pull"),
        ("llama_stack.apis.tools.tools.ToolInvocationResult", "tool"),
        ("llama_stack_api.file_processors.models.ProcessFileResponse", "file_processor"),
        ("acme.Model", "unknown"),
        ("acme.ListResponse", "unknown"),
        ("", "openai.chat"),
    ],
)
def test_by_the_recorded_type(type_name: str, dialect: str) -> None:
    body = {"__type__": type_name, "__data__": {}} if type_name else {}
    assert named(sdk_call("/v1/chat/completions", {}, body)) == dialect


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("https://api.openai.com/v1/v1/chat/completions", "openai.chat"),
        ("https://example.test/openai/deployments/x/chat/completions?api-version=2024-10-21", "openai.chat"),
        ("https://example.test/v1/completions", "openai.completions"),
        ("https://example.test/v1/responses/", "openai.responses"),
        ("https://example.test/v1/embeddings", "openai.embeddings"),
        ("https://example.test/v1/models", "openai.models"),
        ("https://example.test/v1/models/some-model", "openai.models"),
        ("https://example.test/v1/messages", "anthropic.messages"),
        ("https://example.test/v1/threads/t_1/messages", "unknown"),
        ("https://example.test/v1beta/models/m:generateContent", "gemini.generate_content"),
        ("https://example.test/v1beta/models/m:streamGenerateContent?alt=sse", "gemini.generate_content"),
        ("https://example.test/v1beta/interactions", "gemini.interactions"),
        ("http://localhost:11434/api/chat", "ollama.chat"),
        ("http://localhost:11434/api/generate", "ollama.generate"),
        ("http://localhost:11434/api/embed", "ollama.embed"),
        ("http://localhost:11434/api/embeddings", "ollama.embed"),
        ("http://localhost:11434/api/tags", "ollama.models"),
        ("http://localhost:11434/api/ps", "ollama.processes"),
        ("http://localhost:11434/api/pull", "ollama.pull"),
        ("https://example.test/v1/rerank", "rerank"),
        ("http://[broken/v1/chat/completions", "openai.chat"),
        ("https://example.test/elsewhere", "unknown"),
    ],
)
def test_by_the_address_where_the_body_tells_nothing(url: str, dialect: str) -> None:
    assert named(passthrough(url, {}, None)) == dialect
    assert named(passthrough(url, {}, [], streaming=True)) == dialect


@pytest.mark.parametrize(
    ("line", "dialect"),
    [
        ('{"type":"response.created","response":{}}', "openai.responses"),
        ('{"choices":[{"delta":{"content":"a"}}]}', "openai.chat"),
        ('{"choices":[{"text":"a"}]}', "openai.completions"),
        ('{"candidates":[],"usageMetadata":{}}', "gemini.generate_content"),
        ('{"event_type":"step.start","index":0}', "gemini.interactions"),
        ('{"type":"message_start","message":{}}', "anthropic.messages"),
        ('{"message":{"content":"a"},"done":false}', "ollama.chat"),
        ('{"response":"a","done":false}', "ollama.generate"),
    ],
)
def test_by_the_shape_of_the_first_event(line: str, dialect: str) -> None:
    lines = [": a comment first", "", f"data: {line}", ""]
    assert named(passthrough("https://example.test/elsewhere", {}, lines, streaming=True)) == dialect


@pytest.mark.parametrize(
    ("body", "dialect"),
    [
        ({"embeddings": [{"values": [0.5, 1.0]}], "usage_metadata": {"prompt_token_count": 2}}, "gemini.embed_content"),
        ({"usage_metadata": {"prompt_token_count": 2}}, "gemini.generate_content"),
        ({"type": "message", "content": []}, "anthropic.messages"),
        (
            {
                "__type__": "openai.types.conversations.message.Message",
                "__data__": {"type": "message", "content": [{"type": "input_text", "text": "hi"}]},
            },
            "unknown",
        ),
    ],
)
def test_by_the_shape_of_a_plain_response(body: Any, dialect: str) -> None:
    assert named(sdk_call("/elsewhere", {}, body)) == dialect


def test_by_the_name_of_the_first_event() -> None:
    lines = ["event: content_block_delta", "data: {", ""]
    assert named(passthrough("https://example.test/elsewhere", {}, lines, streaming=True)) == "anthropic.messages"
