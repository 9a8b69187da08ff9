"""Streams of content blocks: usage in two halves, inputs in pieces, ends that never come."""

from __future__ import annotations

from typing import Any

from sdk_anthropic import MESSAGES_BODY, MESSAGES_URL
from sdk_envelopes import loaded, passthrough, sse_lines

from recview.analysis.assembled import ToolCall
from recview.model.events import BlockStart, Data, Signal, UsageUpdate
from recview.store.reading import LoadedRecording


def stream(*events: dict[str, Any]) -> LoadedRecording:
    lines = sse_lines((event["type"], event) for event in events)
    return loaded(passthrough(MESSAGES_URL, MESSAGES_BODY, lines, streaming=True))


def start(usage: dict[str, Any]) -> dict[str, Any]:
    return {"type": "message_start", "message": {"role": "assistant", "content": [], "usage": usage}}


def end(usage: dict[str, Any], reason: str | None = "end_turn") -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": usage}


def test_input_from_the_start_and_output_from_the_last_delta() -> None:
    usage = stream(
        start({"input_tokens": 10, "output_tokens": 0}),
        end({"input_tokens": 79, "output_tokens": 5}, None),
        end({"input_tokens": 79, "output_tokens": 64}),
    ).assembled.usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens) == (10, 64, None)
    assert usage.raw == {
        "message_start": {"input_tokens": 10, "output_tokens": 0},
        "message_delta": {"input_tokens": 79, "output_tokens": 64},
    }


def test_what_went_through_the_cache_is_input() -> None:
    counts = {"input_tokens": 3, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 100}
    usage = stream(start({**counts, "output_tokens": 1}), end({"output_tokens": 4})).assembled.usage
    assert usage is not None
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (123, 100, 4)


def test_the_provisional_output_of_the_start_is_no_count() -> None:
    recording = stream(start({"input_tokens": 3, "output_tokens": 1}))
    update = recording.chunks[0].events[-1]
    assert isinstance(update, UsageUpdate)
    assert (update.usage.input_tokens, update.usage.output_tokens) == (3, None)
    assert update.usage.raw == {"input_tokens": 3, "output_tokens": 1}


def test_a_start_that_counts_nothing_leaves_the_input_to_the_last_delta() -> None:
    nothing = {"input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 0}
    counted = {"input_tokens": 25, "cache_read_input_tokens": 4, "output_tokens": 9}
    for last, expected in ((counted, (29, 4, 9)), ({"input_tokens": None, "output_tokens": 9}, (0, 0, 9))):
        usage = stream(start(nothing), end(last)).assembled.usage
        assert usage is not None
        assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == expected


def test_a_start_that_counts_something_is_not_mixed_with_the_last_delta() -> None:
    counted, last = {"input_tokens": 2679, "cache_read_input_tokens": 0}, {"input_tokens": 10682, "output_tokens": 510}
    usage = stream(start(counted), end({**last, "cache_read_input_tokens": 5000})).assembled.usage
    assert usage is not None
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (2679, 0, 510)


def test_the_input_of_the_last_delta_where_the_start_has_none() -> None:
    usage = stream(start({}), end({"input_tokens": 7, "output_tokens": 2})).assembled.usage
    assert usage is not None
    assert (usage.input_tokens, usage.output_tokens) == (7, 2)


def test_blocks_of_a_kind_are_joined_in_order() -> None:
    content = [{"type": "text", "text": "a"}, {"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "b"}]
    plain = loaded(passthrough(MESSAGES_URL, MESSAGES_BODY, {"type": "message", "content": content}))
    (choice,) = plain.assembled.choices
    assert (choice.content, choice.reasoning) == ("ab", "hm")


def test_an_input_given_at_once_and_one_in_pieces() -> None:
    recording = stream(
        {
            "type": "content_block_start",
            "index": 0,
            "content_block": {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {"query": "x"}},
        },
        {"type": "content_block_start", "index": 1, "content_block": {"type": "web_search_tool_result", "content": []}},
        {
            "type": "content_block_start",
            "index": 2,
            "content_block": {"type": "tool_use", "id": "t", "name": "clock", "input": {}},
        },
        {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": '{"a"'}},
        {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": ":1}"}},
        {"type": "content_block_stop", "index": 2},
    )
    (choice,) = recording.assembled.choices
    assert choice.tool_calls == (ToolCall("s", "web_search", {"query": "x"}), ToolCall("t", "clock", '{"a":1}'))
    assert recording.chunks[1].events == (BlockStart(0, 1, "web_search_tool_result"),)


def test_a_call_cut_off_before_its_input_has_none_yet() -> None:
    block = {"type": "tool_use", "id": "t", "name": "clock", "input": {}}
    (choice,) = stream({"type": "content_block_start", "index": 0, "content_block": block}).assembled.choices
    assert choice.tool_calls == (ToolCall("t", "clock", None),)


def test_what_brings_no_text() -> None:
    recording = stream(
        {"type": "ping"},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "c2ln"}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {}}},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "redacted_thinking", "data": "eA=="}},
        {"type": "message_stop"},
    )
    names = [event.name for chunk in recording.chunks for event in chunk.events if isinstance(event, Signal)]
    assert names == ["ping", "signature_delta", "citations_delta", "message_stop"]


def test_an_error_event_in_the_stream() -> None:
    error = {"type": "overloaded_error", "message": "Overloaded"}
    assembled = stream(start({"input_tokens": 1}), {"type": "error", "error": error}).assembled
    assert assembled.error is not None
    assert (assembled.error.type, assembled.error.status, assembled.error.message) == (
        "overloaded_error",
        None,
        "Overloaded",
    )


def test_where_tokens_were_counted_their_count_is_what_is_said() -> None:
    recording = loaded(passthrough("https://example.test/v1/messages/count_tokens?beta=true", {}, {"input_tokens": 14}))
    assert recording.dialect.name == "anthropic.messages"
    usage = recording.assembled.usage
    assert usage is not None and (usage.input_tokens, usage.output_tokens) == (14, None)
    assert recording.assembled.data == (Data("14 input tokens"),)
