"""Streamed responses that leave events out, repeat them, or count differently than their end does."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, sdk_call
from sdk_openai import responses_event

from recview.analysis.assembled import Assembled, Choice, ToolCall
from recview.analysis.checks import problems
from recview.model.events import Logprobs

TEXT = {"type": "output_text", "text": "Hello.", "annotations": []}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [TEXT]}
CALL = {"id": "fc_1", "call_id": "call_1", "type": "function_call", "name": "clock", "arguments": '{"a":1}'}


def whole(*output: Any, status: str = "completed", **fields: Any) -> dict[str, Any]:
    """A response object."""
    return {"object": "response", "status": status, "output": list(output), **fields}


def stream(*events: dict[str, Any]) -> Assembled:
    """Untyped events of one stream, assembled."""
    return loaded(sdk_call("/v1/responses", {}, list(events), streaming=True)).assembled


def only(assembled: Assembled) -> Choice:
    (choice,) = assembled.choices
    return choice


def test_text_that_only_the_end_carries_is_taken_from_there() -> None:
    choice = only(stream({"type": "response.completed", "response": whole(MESSAGE, CALL)}))
    assert (choice.role, choice.content, choice.finish_reason) == ("assistant", "Hello.", "completed")
    assert choice.tool_calls == (ToolCall("call_1", "clock", '{"a":1}'),)


def test_text_is_never_counted_twice_however_often_it_is_repeated() -> None:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    choice = only(
        stream(
            {"type": "response.output_text.delta", "delta": "Hel", **place},
            {"type": "response.output_text.delta", "delta": "lo.", **place},
            {"type": "response.output_text.done", "text": "Hello.", **place},
            {"type": "response.content_part.done", "part": TEXT, **place},
            {"type": "response.output_item.done", "output_index": 0, "item": MESSAGE},
            {"type": "response.completed", "response": whole({"type": "mcp_list_tools", "id": "mcpl_1"}, MESSAGE)},
        )
    )
    assert choice.content == "Hello."


def test_items_that_are_all_said_to_stand_at_one_place() -> None:
    other = {**MESSAGE, "id": "msg_2", "content": [{**TEXT, "text": "Again."}]}
    second = {**CALL, "id": "fc_2", "call_id": "call_2", "name": "watch", "arguments": '{"b":2}'}
    items = (MESSAGE, other, CALL, second)
    events: list[dict[str, Any]] = []
    for item in items:
        place = {"item_id": item["id"], "output_index": 0}
        empty = {"content": []} if "content" in item else {"arguments": ""}
        events.append({"type": "response.output_item.added", "output_index": 0, "item": {**item, **empty}})
        if "content" in item:
            delta = {"type": "response.output_text.delta", "delta": item["content"][0]["text"], "content_index": 0}
        else:
            delta = {"type": "response.function_call_arguments.delta", "delta": item["arguments"]}
        events += [{**delta, **place}, {"type": "response.output_item.done", "output_index": 0, "item": item}]
    choice = only(stream(*events, {"type": "response.completed", "response": whole(*items)}))
    assert choice.content == "Hello.Again."
    assert choice.tool_calls == (ToolCall("call_1", "clock", '{"a":1}'), ToolCall("call_2", "watch", '{"b":2}'))


def test_a_text_that_came_done_at_once() -> None:
    place = {"item_id": "msg_1", "output_index": 0}
    done = {"type": "response.output_text.done", "text": "Hello.", "content_index": 0, **place}
    assert only(stream(done, {"type": "response.completed", "response": whole(MESSAGE)})).content == "Hello."


def test_a_second_part_that_no_delta_brought() -> None:
    place = {"item_id": "msg_1", "output_index": 0}
    second = {"type": "refusal", "refusal": "No."}
    item = {**MESSAGE, "content": [TEXT, second]}
    choice = only(
        stream(
            {"type": "response.output_text.delta", "delta": "Hello.", "content_index": 0, **place},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
        )
    )
    assert (choice.content, choice.refusal) == ("Hello.", "No.")


def test_arguments_that_came_done_at_once() -> None:
    choice = only(
        stream(
            {"type": "response.output_item.added", "output_index": 3, "item": {**CALL, "arguments": ""}},
            {"type": "response.function_call_arguments.done", "output_index": 3, "arguments": '{"a":1}'},
            {"type": "response.output_item.done", "output_index": 3, "item": CALL},
            {"type": "response.completed", "response": whole(CALL)},
        )
    )
    assert choice.tool_calls == (ToolCall("call_1", "clock", '{"a":1}'),)


def test_a_call_is_known_by_its_id_where_the_end_counts_otherwise() -> None:
    choice = only(
        stream(
            {"type": "response.output_item.added", "output_index": 0, "item": {**CALL, "arguments": ""}},
            {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": '{"a":1}'},
            {
                "type": "response.completed",
                "response": whole(MESSAGE, CALL, {**CALL, "id": "fc_2", "call_id": "call_2"}),
            },
        )
    )
    assert [call.id for call in choice.tool_calls] == ["call_1", "call_2"]
    assert {call.arguments for call in choice.tool_calls} == {'{"a":1}'}


def test_calls_of_other_kinds() -> None:
    custom = {"id": "ct_1", "call_id": "call_3", "type": "custom_tool_call", "name": "sql", "input": "select 1"}
    mcp = {"id": "mcp_1", "type": "mcp_call", "name": "ask", "server_label": "wiki", "arguments": "{}"}
    code = {"id": "ci_1", "type": "code_interpreter_call", "code": "1 + 1", "container_id": "c"}
    search = {"id": "fs_1", "type": "file_search_call", "queries": ["a"], "status": "completed"}
    found = only(stream({"type": "response.completed", "response": whole(custom, mcp, code, search)})).tool_calls
    assert found == (
        ToolCall("call_3", "sql", "select 1"),
        ToolCall("mcp_1", "ask", "{}"),
        ToolCall("ci_1", "code_interpreter", "1 + 1"),
        ToolCall("fs_1", "file_search", ["a"]),
    )


def test_call_deltas_of_other_kinds() -> None:
    custom = {"id": "ct_1", "call_id": "call_3", "type": "custom_tool_call", "name": "sql", "input": ""}
    mcp = {"id": "mcp_1", "type": "mcp_call", "name": "ask", "arguments": ""}
    events: list[dict[str, Any]] = []
    for place, (item, name) in enumerate(((custom, "custom_tool_call_input"), (mcp, "mcp_call_arguments"))):
        events += [
            {"type": "response.output_item.added", "output_index": place, "item": item},
            {"type": f"response.{name}.delta", "output_index": place, "delta": "se"},
            {"type": f"response.{name}.delta", "output_index": place, "delta": "lect"},
        ]
    assert [call.arguments for call in only(stream(*events)).tool_calls] == ["select", "select"]


@pytest.mark.parametrize(
    ("kind", "delta", "done"),
    [
        ("mcp_call", "response.mcp_call.arguments_delta", "response.mcp_call.arguments_done"),
        (
            "code_interpreter_call",
            "response.code_interpreter_call.code.delta",
            "response.code_interpreter_call.code.done",
        ),
    ],
)
def test_call_deltas_by_their_first_names(kind: str, delta: str, done: str) -> None:
    events: list[dict[str, Any]] = [
        {"type": "response.output_item.added", "output_index": 0, "item": {"id": "c", "type": kind, "name": "ask"}},
        {"type": delta, "output_index": 0, "delta": "se"},
        {"type": delta, "output_index": 0, "delta": "lect"},
        {"type": done, "output_index": 0, "arguments": "select", "code": "select"},
    ]
    assert only(stream(*events)).tool_calls == (ToolCall("c", "ask", "select"),)
    assert "unknown-event" not in findings(events, streaming=True)


def test_calls_told_at_the_end_stand_behind_those_told_before() -> None:
    first, second, third = ({"id": id_, "type": "function_call", "name": "f", "arguments": "{}"} for id_ in "abc")
    done = [
        {"type": "response.output_item.added", "output_index": 3, "item": first},
        {"type": "response.completed", "response": whole(MESSAGE, MESSAGE, MESSAGE, second, third, first)},
    ]
    assert [call.id for call in only(stream(*done)).tool_calls] == ["a", "b", "c"]


def test_both_kinds_of_reasoning() -> None:
    choice = only(
        stream(
            {"type": "response.reasoning_text.delta", "output_index": 0, "content_index": 0, "delta": "raw"},
            {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 0, "delta": " short"},
        )
    )
    assert choice.reasoning == "raw short"


def test_an_incomplete_response_says_so_in_its_own_word() -> None:
    end = {"type": "response.incomplete", "response": whole(MESSAGE, status="incomplete")}
    assert only(stream(end)).finish_reason == "incomplete"


def test_a_failed_response_has_an_error() -> None:
    error = {"code": "server_error", "message": "try again"}
    assembled = stream({"type": "response.failed", "response": whole(status="failed", error=error)})
    assert assembled.error is not None
    assert (assembled.error.type, assembled.error.message) == ("server_error", "try again")
    assert only(assembled).finish_reason == "failed"


def test_an_error_event() -> None:
    event = responses_event("error", code="rate_limit_exceeded", message="slow down", param=None)
    error = loaded(sdk_call("/v1/responses", {}, [event], streaming=True)).assembled.error
    assert error is not None
    assert (error.type, error.message) == ("rate_limit_exceeded", "slow down")


def test_progress_brings_nothing() -> None:
    recording = loaded(
        sdk_call("/v1/responses", {}, [{"type": "response.image_generation_call.generating"}], streaming=True)
    )
    assert [event.kind for event in recording.chunks[0].events] == ["signal"]


CUSTOM = {"id": "ct_1", "call_id": "call_2", "type": "custom_tool_call", "name": "sql", "input": "select 1"}
CODE = {"id": "ci_1", "type": "code_interpreter_call", "code": "print(1)"}
IMAGE = {"id": "ig_1", "type": "image_generation_call", "action": "generate", "result": "AAAA"}
REASONING = {"id": "rs_1", "type": "reasoning", "summary": []}


def findings(body: Any, *, streaming: bool = False) -> list[str]:
    """The rules that a recording of some body breaks, but for that of its name."""
    recording = loaded(sdk_call("/v1/responses", {}, body, streaming=streaming))
    return [found.rule for found in problems(recording.recording, recording.chunks) if found.rule != "hash"]


@pytest.mark.parametrize("output", [(REASONING, CALL), (REASONING, REASONING, CALL), (MESSAGE, REASONING, CALL, CALL)])
def test_a_call_behind_other_items_leaves_no_gap(output: tuple[Any, ...]) -> None:
    response = whole(*output)
    assert findings(response) == []
    assert findings([{"type": "response.completed", "response": response}], streaming=True) == []


@pytest.mark.parametrize(
    ("item", "call"),
    [
        (CUSTOM, ToolCall("call_2", "sql", "select 1")),
        (CODE, ToolCall("ci_1", "code_interpreter", "print(1)")),
        (IMAGE, ToolCall("ig_1", "image_generation", None)),
    ],
)
def test_calls_whose_arguments_are_no_json(item: Any, call: ToolCall) -> None:
    events = [
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "input": "", "code": ""}},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole(item)},
    ]
    assert only(stream(*events)).tool_calls == (call,)
    assert findings(events, streaming=True) == []
    assert findings(whole(item)) == []


def test_what_the_end_says_as_json_counts_for_more_than_its_pieces() -> None:
    action = {"commands": ["ls", "pwd"]}
    item = {"id": "sh_1", "call_id": "call_1", "type": "shell_call", "action": action}
    piece = {"type": "response.shell_call_command.delta", "output_index": 0}
    events = [
        {"type": "response.output_item.added", "output_index": 0, "item": {**item, "action": None}},
        {**piece, "delta": "ls", "command_index": 0},
        {**piece, "delta": "pwd", "command_index": 1},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": whole(item)},
    ]
    assert only(stream(*events)).tool_calls == (ToolCall("call_1", "shell", action),)
    assert findings(events, streaming=True) == []


def test_a_question_whether_a_tool_may_be_called_is_a_call() -> None:
    item = {"id": "mcpr_1", "type": "mcp_approval_request", "name": "roll", "arguments": '{"n":2}', "server_label": "d"}
    choice = only(loaded(sdk_call("/v1/responses", {}, whole(item))).assembled)
    assert choice.tool_calls == (ToolCall("mcpr_1", "roll", '{"n":2}'),)


def test_a_message_that_only_the_end_has_is_told_behind_those_that_were_streamed() -> None:
    later = {**MESSAGE, "id": "msg_2", "content": [{**TEXT, "text": " Bye."}]}
    piece = {"type": "response.output_text.delta", "delta": "Hello.", "output_index": 0, "content_index": 0}
    assert (
        only(stream(piece, {"type": "response.completed", "response": whole(MESSAGE, later)})).content == "Hello. Bye."
    )


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_a_response_that_is_still_made_has_no_finish_reason(status: str) -> None:
    assert only(loaded(sdk_call("/v1/responses", {}, whole(MESSAGE, status=status))).assembled).finish_reason is None


def test_what_is_spoken_is_text() -> None:
    events = [{"type": "response.audio.transcript.delta", "delta": text} for text in ("Hel", "lo")]
    assert only(stream(*events, {"type": "response.audio.delta", "delta": "AAAA"})).content == "Hello"


def test_actions_that_come_at_once_are_what_a_computer_is_called_with() -> None:
    actions = [{"type": "click", "x": 1, "y": 2}, {"type": "wait"}]
    item = {"id": "cu_1", "call_id": "call_1", "type": "computer_call", "actions": actions, "status": "completed"}
    assert only(loaded(sdk_call("/v1/responses", {}, whole(item))).assembled).tool_calls == (
        ToolCall("call_1", "computer", actions),
    )


def test_commands_of_a_shell_are_lines_and_no_json() -> None:
    item = {"id": "sh_1", "call_id": "call_1", "type": "shell_call", "status": "in_progress"}
    deltas = [(0, "l"), (0, "s"), (1, "pw"), (1, "d")]
    events = [
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        *(
            {"type": "response.shell_call_command.delta", "output_index": 0, "command_index": number, "delta": piece}
            for number, piece in deltas
        ),
    ]
    assert only(stream(*events)).tool_calls == (ToolCall("call_1", "shell", "ls\npwd"),)
    assert not any(rule.startswith("tool-arguments") for rule in findings(events, streaming=True))


def test_log_probabilities_of_a_plain_response() -> None:
    token = {"token": "Hello.", "logprob": -0.1, "top_logprobs": []}
    message = {**MESSAGE, "content": [{**TEXT, "logprobs": [token]}]}
    assert loaded(sdk_call("/v1/responses", {}, whole(message))).assembled.has_logprobs
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    events = [
        {"type": "response.output_text.delta", "delta": "Hello.", "logprobs": [token], **place},
        {"type": "response.completed", "response": whole(message)},
    ]
    recording = loaded(sdk_call("/v1/responses", {}, events, streaming=True))
    told = [event for chunk in recording.chunks for event in chunk.events if isinstance(event, Logprobs)]
    assert len(told) == 1, "repeated at the end, told once"


def test_why_a_response_is_incomplete_is_told_with_its_finish_reason() -> None:
    response = whole(MESSAGE, status="incomplete", incomplete_details={"reason": "content_filter"})
    choice = only(loaded(sdk_call("/v1/responses", {}, response)).assembled)
    assert (choice.finish_reason, choice.finish) == ("incomplete", "incomplete (content_filter)")
