"""What tools of the server gave back is told, once, and can be compared."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_anthropic import MESSAGES_BODY, MESSAGES_URL
from sdk_envelopes import loaded, passthrough, sdk_call, sse_lines
from sdk_gemini import INTERACTION_BODY, INTERACTIONS_URL

from recview.analysis.comparison import compare_recordings
from recview.model.events import Data
from recview.store.reading import LoadedRecording

MCP = {"id": "mcp_1", "type": "mcp_call", "name": "t", "arguments": "{}", "output": "42", "status": "completed"}
FAILED = {"id": "mcp_1", "type": "mcp_call", "name": "t", "arguments": "{}", "output": None, "error": {"message": "no"}}
CODE: dict[str, Any] = {
    "id": "ci_1", "type": "code_interpreter_call", "code": "print(1)", "container_id": "c",
    "outputs": [{"type": "logs", "logs": "1"}, {"type": "image", "url": "https://x/1.png"}],
}  # fmt: skip
FILES: dict[str, Any] = {
    "id": "fs_1", "type": "file_search_call", "queries": ["q"],
    "results": [{"file_id": "f", "filename": "a.md", "score": 0.5, "text": "Found."}],
}  # fmt: skip
PICTURE = {"id": "ig_1", "type": "image_generation_call", "result": "aGVsbG8=", "status": "completed"}
SHELL: dict[str, Any] = {
    "id": "so_1", "type": "shell_call_output", "call_id": "c1",
    "output": [{"stdout": "a.txt", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}],
}  # fmt: skip
FUNCTION = {"id": "fo_1", "type": "function_call_output", "call_id": "c1", "output": "21 degrees"}
NO_TOOLS = {"id": "lt_1", "type": "mcp_list_tools", "server_label": "s", "tools": [], "error": "401"}
RESULTS = {"output", "outputs", "results", "result", "error"}
OUTPUTS = [
    (MCP, Data("mcp: result", "42")),
    (FAILED, Data("mcp: result", "no")),
    (CODE, Data("code interpreter: result", "1\nhttps://x/1.png")),
    (FILES, Data("file search: result", "a.md\nFound.")),
    (PICTURE, Data("image generation: picture", value="aGVsbG8=")),
    (SHELL, Data("shell: result", "a.txt")),
    (FUNCTION, Data("function: result", "21 degrees")),
    (NO_TOOLS, Data("mcp list tools: result", "401")),
]
SEARCHED = {
    "type": "web_search_tool_result", "tool_use_id": "s1",
    "content": [
        {"type": "web_search_result", "title": "Sun", "url": "https://sun", "encrypted_content": "Zm9v"},
    ],
}  # fmt: skip
RAN = {
    "type": "bash_code_execution_tool_result", "tool_use_id": "s1",
    "content": {"type": "bash_code_execution_result", "stdout": "ok", "stderr": "", "return_code": 0, "content": []},
}  # fmt: skip


def responded(*output: Any) -> LoadedRecording:
    return loaded(sdk_call("/v1/responses", {}, {"object": "response", "status": "completed", "output": list(output)}))


def streamed(item: dict[str, Any]) -> LoadedRecording:
    """Announced without what came back, told when it is done, and repeated at the end."""
    opened = {key: value for key, value in item.items() if key not in RESULTS}
    whole = {"object": "response", "status": "completed", "output": [item]}
    events = [
        {"type": "response.output_item.added", "output_index": 0, "item": opened},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole},
    ]
    return loaded(sdk_call("/v1/responses", {}, events, streaming=True))


@pytest.mark.parametrize(
    ("item", "data"), OUTPUTS, ids=lambda value: value.get("type") if isinstance(value, dict) else ""
)
def test_a_result_is_told_once_plain_and_streamed(item: dict[str, Any], data: Data) -> None:
    assert responded(item).assembled.data == streamed(item).assembled.data == (data,)


def test_a_call_without_a_result_has_none() -> None:
    assert responded({**MCP, "output": None}, {**CODE, "outputs": []}, {**PICTURE, "result": None}).assembled.data == ()


@pytest.mark.parametrize(
    ("block", "data"),
    [
        (SEARCHED, Data("web search: result", "Sun\nhttps://sun")),
        (RAN, Data("bash code execution: result", "ok")),
        ({**SEARCHED, "content": {"error_code": "unavailable"}}, Data("web search: result", "unavailable")),
    ],
)
def test_a_result_in_a_block_of_its_own(block: dict[str, Any], data: Data) -> None:
    plain = loaded(passthrough(MESSAGES_URL, MESSAGES_BODY, {"role": "assistant", "content": [block]}))
    events = [
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_stop", "index": 0},
    ]
    stream = loaded(
        passthrough(MESSAGES_URL, MESSAGES_BODY, sse_lines((one["type"], one) for one in events), streaming=True)
    )
    assert plain.assembled.data == stream.assembled.data == (data,)


def test_a_result_in_an_interaction() -> None:
    found = {"type": "google_search_result", "result": [{"title": "Sun", "url": "https://sun"}]}
    begun = {"type": "google_search_result"}
    plain = loaded(passthrough(INTERACTIONS_URL, INTERACTION_BODY, {"object": "interaction", "outputs": [found]}))
    for first, second in ((begun, found), (found, found)):
        events = [
            {"event_type": "content.start", "index": 0, "content": first},
            {"event_type": "content.delta", "index": 0, "delta": second},
            {"event_type": "content.stop", "index": 0},
        ]
        lines = sse_lines((one["event_type"], one) for one in events)
        stream = loaded(passthrough(INTERACTIONS_URL, INTERACTION_BODY, lines, streaming=True))
        assert stream.assembled.data == plain.assembled.data == (Data("google search: result", "Sun\nhttps://sun"),)


@pytest.mark.parametrize(
    ("item", "other"),
    [
        (MCP, {**MCP, "output": "43"}),
        (CODE, {**CODE, "outputs": [{"type": "logs", "logs": "2"}, CODE["outputs"][1]]}),
        (FILES, {**FILES, "results": [{**FILES["results"][0], "filename": "b.md"}]}),
        (PICTURE, {**PICTURE, "result": "d29ybGQ="}),
        (FUNCTION, {**FUNCTION, "output": "22 degrees"}),
    ],
)
def test_another_result_is_another_answer(item: dict[str, Any], other: dict[str, Any]) -> None:
    message = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "So."}]}
    old, new = responded(item, message), responded(other, message)
    comparison = compare_recordings(old.recording, old.assembled, new.recording, new.assembled)
    assert (comparison.verdict.text, comparison.verdict.bookkeeping) == ("changed", 0)
    assert comparison.response.visible
