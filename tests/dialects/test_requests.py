"""The conversation and the tools of requests, vendor by vendor; and that every path leads to its message."""

from __future__ import annotations

from typing import Any

import pytest

from recview.dialects import DIALECTS, Dialect
from recview.dialects.media import media_part, size_text
from recview.model.message import (
    MediaPart,
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

PNG = "data:image/png;base64," + "A" * 54_000


def dialect(name: str) -> Dialect:
    return next(found for found in DIALECTS if found.name == name)


def conversation(name: str, body: Any) -> list[tuple[str, str, tuple[MessagePart, ...]]]:
    """Role, path and parts of each message."""
    return [(message.role, message.path, message.parts) for message in dialect(name).messages(body)]


def tools(name: str, body: Any) -> list[tuple[str, str, Any]]:
    """Name, path and schema of each tool."""
    return [(tool.name, tool.path, tool.schema) for tool in dialect(name).tools(body)]


def test_chat_messages() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "clock", "arguments": "{}"}}
    body = {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "name": "ada",
                "content": [
                    {"type": "text", "text": "Look:"},
                    {"type": "image_url", "image_url": {"url": PNG}},
                    {"type": "image_url", "image_url": {"url": "https://example.test/a.png"}},
                    {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
                    {"type": "file", "file": {"file_id": "file-1"}},
                    {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AAAA"}},
                    {"type": "novel", "x": 1},
                ],
            },
            {"role": "assistant", "reasoning_content": "hm", "content": None, "refusal": "no", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "noon"}]},
            {"role": "assistant", "function_call": {"name": "old", "arguments": "{}"}},
        ]
    }
    assert conversation("openai.chat", body) == [
        ("system", "/messages/0", (TextPart("Be brief."),)),
        (
            "user",
            "/messages/1",
            (
                TextPart("Look:"),
                MediaPart("image", "image/png, 40 kB inline"),
                MediaPart("image", "https://example.test/a.png"),
                MediaPart("audio", "audio/wav, 3 B inline"),
                MediaPart("file", "file-1"),
                MediaPart("file", "a.pdf: application/pdf, 3 B inline"),
                OtherPart("novel", {"type": "novel", "x": 1}),
            ),
        ),
        ("assistant", "/messages/2", (ReasoningPart("hm"), RefusalPart("no"), ToolCallPart("c1", "clock", "{}"))),
        ("tool", "/messages/3", (ToolResultPart("c1", None, "noon"),)),
        ("assistant", "/messages/4", (ToolCallPart(None, "old", "{}"),)),
    ]
    (named,) = [message.name for message in dialect("openai.chat").messages(body) if message.name]
    assert named == "ada"


def test_chat_tools() -> None:
    schema = {"type": "object"}
    body = {
        "tools": [
            {"type": "function", "function": {"name": "clock", "description": "The time", "parameters": schema}},
            {"type": "custom", "custom": {"name": "sql", "format": {"type": "text"}}},
        ],
        "functions": [{"name": "old", "parameters": schema}],
    }
    assert tools("openai.chat", body) == [
        ("clock", "/tools/0", schema),
        ("sql", "/tools/1", {"type": "text"}),
        ("old", "/functions/0", schema),
    ]
    assert dialect("openai.chat").tools(body)[0].description == "The time"


def test_prompts() -> None:
    assert conversation("openai.completions", {"prompt": "a"}) == [("user", "/prompt", (TextPart("a"),))]
    assert [path for _, path, _ in conversation("openai.completions", {"prompt": ["a", "b"]})] == [
        "/prompt/0",
        "/prompt/1",
    ]
    assert conversation("openai.completions", {"prompt": [1, 2]}) == [
        ("user", "/prompt", (OtherPart("tokens", [1, 2]),))
    ]


def test_responses_input() -> None:
    body = {
        "instructions": "Be brief.",
        "input": [
            {"role": "user", "content": "a"},
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "b"},
                    {"type": "input_image", "image_url": PNG},
                    {"type": "input_file", "file_id": "file-1"},
                ],
            },
            {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "hm"}]},
            {"type": "function_call", "call_id": "c1", "name": "clock", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c1", "output": "noon"},
            {"type": "web_search_call", "id": "ws", "action": {"query": "x"}},
            {"type": "item_reference", "id": "msg_1"},
        ],
    }
    assert conversation("openai.responses", body) == [
        ("system", "/instructions", (TextPart("Be brief."),)),
        ("user", "/input/0", (TextPart("a"),)),
        (
            "user",
            "/input/1",
            (TextPart("b"), MediaPart("image", "image/png, 40 kB inline"), MediaPart("file", "file-1")),
        ),
        ("assistant", "/input/2", (ReasoningPart("hm"),)),
        ("assistant", "/input/3", (ToolCallPart("c1", "clock", "{}"),)),
        ("tool", "/input/4", (ToolResultPart("c1", None, "noon"),)),
        ("assistant", "/input/5", (ToolCallPart("ws", "web_search", {"query": "x"}),)),
        ("item", "/input/6", (OtherPart("item_reference", {"type": "item_reference", "id": "msg_1"}),)),
    ]
    assert conversation("openai.responses", {"input": "a"}) == [("user", "/input", (TextPart("a"),))]


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"type": "code_interpreter_call", "code": "1 + 1"}, ToolCallPart("c", "code_interpreter", "1 + 1")),
        ({"type": "file_search_call", "queries": ["x"]}, ToolCallPart("c", "file_search", ["x"])),
        ({"type": "apply_patch_call", "operation": {"path": "a"}}, ToolCallPart("c", "apply_patch", {"path": "a"})),
        ({"type": "image_generation_call", "action": "edit"}, ToolCallPart("c", "image_generation", None)),
        ({"type": "custom_tool_call", "name": "sql", "input": "select 1"}, ToolCallPart("c", "sql", "select 1")),
    ],
)
def test_a_call_made_before_says_what_it_said_in_the_response(item: dict[str, Any], part: ToolCallPart) -> None:
    assert conversation("openai.responses", {"input": [{"id": "c", **item}]}) == [("assistant", "/input/0", (part,))]


def test_responses_tools() -> None:
    body = {
        "tools": [
            {"type": "function", "name": "clock"},
            {"type": "web_search"},
            {"type": "mcp", "server_label": "wiki"},
        ]
    }
    assert [name for name, _, _ in tools("openai.responses", body)] == ["clock", "web_search", "wiki"]


def test_embedded_inputs() -> None:
    assert conversation("openai.embeddings", {"input": "a"}) == [("input", "/input", (TextPart("a"),))]
    assert conversation("openai.embeddings", {"input": ["a", [1, 2]]}) == [
        ("input", "/input/0", (TextPart("a"),)),
        ("input", "/input/1", (OtherPart("tokens", [1, 2]),)),
    ]
    assert conversation("ollama.embed", {"prompt": "a"}) == [("input", "/prompt", (TextPart("a"),))]


def test_anthropic_messages() -> None:
    source = {"type": "base64", "media_type": "image/jpeg", "data": "A" * 4000}
    result = [{"type": "text", "text": "noon"}]
    body = {
        "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
        "messages": [
            {"role": "user", "content": "a"},
            {"role": "user", "content": [{"type": "image", "source": source}, {"type": "text", "text": "b"}]},
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "hm", "signature": "x"},
                    {"type": "tool_use", "id": "t", "name": "clock", "input": {}},
                ],
            },
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": result}]},
        ],
    }
    assert conversation("anthropic.messages", body) == [
        ("system", "/system", (TextPart("Be brief."),)),
        ("user", "/messages/0", (TextPart("a"),)),
        ("user", "/messages/1", (MediaPart("image", "image/jpeg, 3.0 kB inline"), TextPart("b"))),
        ("assistant", "/messages/2", (ReasoningPart("hm"), ToolCallPart("t", "clock", {}))),
        ("user", "/messages/3", (ToolResultPart("t", None, "noon"),)),
    ]
    assert conversation("anthropic.messages", {"system": "x"}) == [("system", "/system", (TextPart("x"),))]


def test_anthropic_tools() -> None:
    body = {
        "tools": [
            {"name": "clock", "input_schema": {"type": "object"}},
            {"type": "web_search_20250305", "name": "web_search"},
        ]
    }
    assert tools("anthropic.messages", body) == [
        ("clock", "/tools/0", {"type": "object"}),
        ("web_search", "/tools/1", None),
    ]


def test_gemini_contents() -> None:
    blob = {"inline_data": {"mime_type": "audio/ogg", "data": "AAAA"}}
    body = {
        "contents": [
            "a",
            {
                "role": "user",
                "parts": [{"text": "b"}, blob, {"file_data": {"file_uri": "gs://x", "mime_type": "video/mp4"}}],
            },
            {
                "role": "model",
                "parts": [
                    {"text": "hm", "thought": True},
                    {"functionCall": {"name": "clock", "args": {"zone": "PET"}}},
                ],
            },
            {"role": "user", "parts": [{"function_response": {"name": "clock", "response": {"time": "noon"}}}]},
        ],
        "config": {"system_instruction": {"parts": [{"text": "Be brief."}]}},
    }
    assert conversation("gemini.generate_content", body) == [
        ("system", "/config/system_instruction", (TextPart("Be brief."),)),
        ("user", "/contents/0", (TextPart("a"),)),
        (
            "user",
            "/contents/1",
            (TextPart("b"), MediaPart("audio", "audio/ogg, 3 B inline"), MediaPart("video", "gs://x")),
        ),
        ("model", "/contents/2", (ReasoningPart("hm"), ToolCallPart(None, "clock", {"zone": "PET"}))),
        ("user", "/contents/3", (ToolResultPart(None, "clock", '{"time": "noon"}'),)),
    ]
    assert conversation("gemini.generate_content", {"contents": "a"}) == [("user", "/contents", (TextPart("a"),))]
    assert conversation("gemini.generate_content", {"systemInstruction": "x"}) == [
        ("system", "/systemInstruction", (TextPart("x"),))
    ]


def test_gemini_tools() -> None:
    function = {"name": "clock", "parameters": {"type": "OBJECT"}}
    body = {"config": {"tools": [{"function_declarations": [function]}, {"google_search": {}}]}}
    assert tools("gemini.generate_content", body) == [
        ("clock", "/config/tools/0/function_declarations/0", {"type": "OBJECT"}),
        ("google_search", "/config/tools/1/google_search", {}),
    ]
    assert [
        path for _, path, _ in tools("gemini.generate_content", {"tools": [{"functionDeclarations": [function]}]})
    ] == ["/tools/0/functionDeclarations/0"]


def test_interaction_input() -> None:
    body = {
        "system_instruction": "Be brief.",
        "input": [
            {"role": "user", "content": "a"},
            {"role": "model", "content": [{"type": "text", "text": "b"}]},
            {"type": "user_input", "content": [{"type": "image", "mime_type": "image/png", "data": "AAAA"}]},
            {"type": "thought", "summary": [{"type": "text", "text": "hm"}]},
            {"type": "function_call", "id": "f", "name": "clock", "arguments": {}},
            {"type": "function_result", "call_id": "f", "name": "clock", "result": [{"type": "text", "text": "noon"}]},
            {"type": "model_output", "content": [{"type": "text", "text": "c"}]},
            {"type": "text", "text": "d"},
        ],
    }
    assert conversation("gemini.interactions", body) == [
        ("system", "/system_instruction", (TextPart("Be brief."),)),
        ("user", "/input/0", (TextPart("a"),)),
        ("model", "/input/1", (TextPart("b"),)),
        ("user", "/input/2", (MediaPart("image", "image/png, 3 B inline"),)),
        ("model", "/input/3", (ReasoningPart("hm"),)),
        ("model", "/input/4", (ToolCallPart("f", "clock", {}),)),
        ("tool", "/input/5", (ToolResultPart("f", "clock", "noon"),)),
        ("model", "/input/6", (TextPart("c"),)),
        ("user", "/input/7", (TextPart("d"),)),
    ]
    assert conversation("gemini.interactions", {"input": "a"}) == [("user", "/input", (TextPart("a"),))]


def test_interaction_tools() -> None:
    body = {
        "tools": [
            {"type": "function", "name": "clock", "parameters": {}},
            {"type": "function", "function": {"name": "nested"}},
            {"function_declarations": [{"name": "declared"}]},
            {"type": "google_search"},
        ]
    }
    assert [(name, path) for name, path, _ in tools("gemini.interactions", body)] == [
        ("clock", "/tools/0"),
        ("nested", "/tools/1"),
        ("declared", "/tools/2/function_declarations/0"),
        ("google_search", "/tools/3"),
    ]


def test_ollama_messages() -> None:
    body = {
        "messages": [
            {"role": "user", "images": ["A" * 4000]},
            {
                "role": "assistant",
                "thinking": "hm",
                "content": "b",
                "tool_calls": [{"function": {"name": "clock", "arguments": {"zone": "PET"}}}],
            },
            {"role": "tool", "tool_name": "clock", "content": "noon"},
        ]
    }
    assert conversation("ollama.chat", body) == [
        ("user", "/messages/0", (MediaPart("image", "image, 3.0 kB inline"),)),
        (
            "assistant",
            "/messages/1",
            (ReasoningPart("hm"), TextPart("b"), ToolCallPart(None, "clock", {"zone": "PET"})),
        ),
        ("tool", "/messages/2", (ToolResultPart(None, "clock", "noon"),)),
    ]


def test_ollama_prompt() -> None:
    assert conversation("ollama.generate", {"system": "Rhyme.", "prompt": "a", "images": ["AAAA"]}) == [
        ("system", "/system", (TextPart("Rhyme."),)),
        ("user", "/prompt", (TextPart("a"), MediaPart("image", "image, 3 B inline"))),
    ]


def test_a_tool_and_a_ranking() -> None:
    assert conversation("tool", {"query": "x"}) == [("tool", "", (ToolCallPart(None, None, {"query": "x"}),))]
    assert conversation("rerank", {"query": {"text": "q"}, "passages": [{"text": "p"}]}) == [
        ("query", "/query", (TextPart("q"),)),
        ("document", "/passages/0", (TextPart("p"),)),
    ]


@pytest.mark.parametrize("found", DIALECTS, ids=lambda found: found.name)
def test_a_body_without_conversation(found: Dialect) -> None:
    assert found.messages(None) == ()
    assert found.tools(None) == ()
    assert found.tools({}) == ()


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (41_300, "41 kB"),
        (999_600, "1.0 MB"),
        (2 * 10**9, "2.0 GB"),
    ],
)
def test_sizes(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_inline_data_is_never_carried_along() -> None:
    message = Message("user", (media_part("image", url=PNG), media_part("image", data="A" * 90_000)), "/messages/0")
    assert len(repr(message)) < 300
