"""Chat streams as servers really send them, careless ones among them."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, sdk_call

from recview.analysis.assembled import Assembled, ToolCall
from recview.analysis.checks import problems
from recview.dialects.openai_chat import DIALECT
from recview.dialects.openai_usage import read_usage
from recview.model.events import Finish, RoleSet, Signal, StreamError, StreamEvent, TextDelta, UsageUpdate
from recview.model.message import ReasoningPart
from recview.model.recording import RawChunk


def read(*payloads: Any) -> list[tuple[StreamEvent, ...]]:
    """What each payload of one stream says."""
    decode = DIALECT.stream_decoder()
    return [decode(RawChunk(index, payload)) for index, payload in enumerate(payloads)]


def stream(*deltas: dict[str, Any], **last: Any) -> Assembled:
    """A stream of one choice, assembled; `last` stands beside the choices of its last chunk."""
    chunks: list[Any] = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    chunks[-1] |= last
    return loaded(sdk_call("/v1/chat/completions", {"model": "m"}, chunks, streaming=True)).assembled


def calls(*fragments: Any) -> tuple[ToolCall, ...]:
    """The tool calls that come of these `tool_calls` lists, one a chunk."""
    (choice,) = stream(*({"tool_calls": fragment} for fragment in fragments)).choices
    return choice.tool_calls


def piece(arguments: Any, **fields: Any) -> dict[str, Any]:
    """One entry of `tool_calls`."""
    name = fields.pop("name", None)
    return {"function": {"arguments": arguments, "name": name}, **fields}


def test_a_role_repeated_in_every_chunk_is_told_once() -> None:
    chunk = {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "a"}}]}
    assert read(chunk, chunk) == [(RoleSet(0, "assistant"), TextDelta(0, "a")), (TextDelta(0, "a"),)]


def test_an_empty_role_or_reason_says_nothing() -> None:
    chunk = {"choices": [{"index": 0, "delta": {"role": "", "content": "a"}, "finish_reason": ""}]}
    assert read(chunk) == [(TextDelta(0, "a"),)]


def test_reasoning_under_two_names_counts_once() -> None:
    (choice,) = stream(
        {"reasoning": "hm", "reasoning_content": "hm"}, {"reasoning": "m"}, {"reasoning_content": "!"}
    ).choices
    assert choice.reasoning == "hmm!"


def test_two_different_reasonings_in_one_delta_are_both_kept() -> None:
    (choice,) = stream({"reasoning": "two", "reasoning_content": "one "}).choices
    assert choice.reasoning == "one two"


def test_empty_and_absent_texts_are_told_apart() -> None:
    (empty,) = stream({"role": "assistant", "content": ""}).choices
    (absent,) = stream({"role": "assistant", "content": None}).choices
    assert (empty.content, absent.content) == ("", None)
    assert (empty.reasoning, empty.refusal) == (None, None)


def test_content_in_parts() -> None:
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}
    (choice,) = stream({"content": [thinking, {"type": "text", "text": "yes"}]}).choices
    assert (choice.reasoning, choice.content) == ("hm", "yes")


def test_fragments_without_an_index_follow_their_id_else_the_last_call() -> None:
    found = calls(
        [piece('{"a"', id="x", name="f")],
        [piece(":1}")],
        [piece("{", id="y", name="g")],
        [piece("}", id="y")],
        [piece("", id="x")],
    )
    assert found == (ToolCall("x", "f", '{"a":1}'), ToolCall("y", "g", "{}"))


def test_an_id_and_a_name_repeated_in_each_fragment_are_no_text() -> None:
    found = calls([piece("{", index=0, id="x", name="f")], [piece("}", index=0, id="x", name="f")])
    assert found == (ToolCall("x", "f", "{}"),)


def test_a_name_in_pieces_grows() -> None:
    assert calls([piece("", index=0, name="get_")], [piece("", index=0, name="time")]) == (
        ToolCall(None, "get_time", ""),
    )


def test_a_name_that_never_ends_is_not_told_whole_with_each_piece() -> None:
    (call,) = calls(*([piece("", index=0, name="na" * (1 + number % 2))] for number in range(2000)))
    assert call.name is not None
    assert 1000 < len(call.name) < 1010


def test_another_id_under_the_same_index_is_another_call() -> None:
    found = calls(
        [piece("{}", index=0, id="x", name="f"), piece("{}", index=0, id="y", name="g")],
        [piece("[]", index=0, id="z", name="h")],
        [piece(" ", index=0, id="x")],
    )
    assert found == (ToolCall("x", "f", "{} "), ToolCall("y", "g", "{}"), ToolCall("z", "h", "[]"))


def test_an_id_made_up_for_each_fragment_is_no_other_call() -> None:
    fragments = [[piece("", index=0, id="a", name="f")], [piece('{"a"', index=0, id="b")], [piece(":1}", id="c")]]
    assert calls(*fragments) == (ToolCall("a", "f", '{"a":1}'),)


@pytest.mark.parametrize("numbered", [{}, {"index": 0}, {"index": 0, "id": ""}])
@pytest.mark.parametrize("name", ["f", "g"])
def test_a_name_behind_whole_arguments_begins_another_call(numbered: dict[str, Any], name: str) -> None:
    both = [piece('{"a":1}', name="f", **numbered), piece('{"b":', name=name, **numbered)]
    expected = (ToolCall(None, "f", '{"a":1}'), ToolCall(None, name, '{"b":2}'))
    assert calls(both, [piece("2}", **numbered)]) == expected
    assert calls(*([one] for one in both), [piece("2}", **numbered)]) == expected


def test_a_name_repeated_in_each_fragment_begins_no_other_call() -> None:
    fragments = [piece('{"a":', index=0, name="f"), piece("1}", index=0, name="f"), piece("", index=0, name="f")]
    assert calls(*([fragment] for fragment in fragments)) == (ToolCall(None, "f", '{"a":1}'),)


def test_an_id_that_comes_late_belongs_to_the_call_at_its_index() -> None:
    assert calls([piece("{", index=0, name="f")], [piece("}", index=0, id="x")]) == (ToolCall("x", "f", "{}"),)


def test_arguments_that_are_null_stay_null() -> None:
    assert calls([piece(None, index=0, id="x", name="f")]) == (ToolCall("x", "f", None),)


def test_arguments_that_come_as_an_object_stay_one() -> None:
    assert calls([piece({"a": 1}, index=0, id="x", name="f")]) == (ToolCall("x", "f", {"a": 1}),)


def test_another_name_behind_arguments_that_came_as_an_object_begins_another_call() -> None:
    found = calls([piece({"a": 1}, index=0, name="f")], [piece({"b": 2}, index=0, name="g")])
    assert found == (ToolCall(None, "f", {"a": 1}), ToolCall(None, "g", {"b": 2}))


def test_calls_are_in_order_of_index_not_of_arrival() -> None:
    assert [call.id for call in calls([piece("", index=1, id="b")], [piece("", index=0, id="a")])] == ["a", "b"]


def test_a_custom_tool_gets_free_text() -> None:
    assert calls([{"index": 0, "id": "x", "type": "custom", "custom": {"name": "sql", "input": "select 1"}}]) == (
        ToolCall("x", "sql", "select 1"),
    )


@pytest.mark.parametrize("streaming", [True, False])
def test_free_text_is_not_to_be_json(streaming: bool) -> None:
    call = {"index": 0, "id": "x", "type": "custom", "custom": {"name": "sql", "input": "select 1"}}
    choice = {"index": 0, "delta" if streaming else "message": {"tool_calls": [call]}, "finish_reason": "tool_calls"}
    body = {"choices": [choice]}
    recording = loaded(sdk_call("/v1/chat/completions", {}, [body] if streaming else body, streaming=streaming))
    assert recording.assembled.choices[0].tool_calls == (ToolCall("x", "sql", "select 1"),)
    assert "tool-arguments" not in [problem.rule for problem in problems(recording.recording, recording.chunks)]


def test_the_function_call_of_the_first_years() -> None:
    (choice,) = stream(
        {"function_call": {"name": "f", "arguments": "{"}}, {"function_call": {"arguments": "}"}}
    ).choices
    assert choice.tool_calls == (ToolCall(None, "f", "{}"),)


def test_plain_calls_are_told_by_their_place_whatever_their_index() -> None:
    message = {"role": "assistant", "tool_calls": [piece("{}", index=0, id="x"), piece("{}", index=0, id="x")]}
    events = DIALECT.plain_decoder()(RawChunk(0, {"choices": [{"index": 0, "message": message}]}))
    assert len({event.slot for event in events if event.kind == "tool_call"}) == 2  # type: ignore[union-attr]


def test_the_last_usage_counts_and_is_told_when_it_changes() -> None:
    zero = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    final = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    told = read(*({"choices": [], "usage": usage} for usage in (None, zero, zero, final, None)))
    assert [len(events) for events in told] == [0, 1, 0, 1, 0]
    (update,) = told[3]
    assert isinstance(update, UsageUpdate)
    assert (update.usage.input_tokens, update.usage.total_tokens, update.usage.raw) == (3, 7, final)
    assert update.usage.cached_tokens is None


def test_an_error_beside_a_usage_without_choices() -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 0, "total_tokens": 3}
    (told,) = read({"usage": usage, "error": {"message": "busy"}})
    assert [event.kind for event in told] == ["usage", "error"]


def test_usage_that_a_vendor_puts_elsewhere() -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    assembled = stream({"content": "a"}, x_groq={"usage": usage})
    assert assembled.usage is not None
    assert assembled.usage.total_tokens == 7


def test_choices_without_an_index_are_told_by_their_place() -> None:
    (events,) = read({"choices": [{"delta": {"content": "a"}}, {"delta": {"content": "b"}, "finish_reason": "stop"}]})
    assert events == (TextDelta(0, "a"), TextDelta(1, "b"), Finish(1, "stop"))


def test_an_error_in_the_middle_of_a_stream() -> None:
    told = read({"choices": [{"delta": {"content": "a"}}]}, {"error": {"message": "overloaded", "code": 529}})
    assert told[1] == (StreamError(None, 529, "overloaded"),)


def test_what_passes_through_as_server_sent_events() -> None:
    lines = ["data: " + '{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"a"}}]}', ""]
    recording = loaded(
        {
            "request": {"method": "POST", "url": "https://example.test/infer", "payload": {"model": "m"}},
            "response": {"body": [*lines, ": keep-alive", "", "data: [DONE]", ""], "is_streaming": True},
        }
    )
    assert recording.dialect.name == "openai.chat"
    assert [chunk.events for chunk in recording.chunks] == [
        (TextDelta(0, "a"),),
        (Signal("keep-alive"),),
        (Signal("done"),),
    ]


def test_logprobs_keep_the_alternatives() -> None:
    entry = {"token": "a", "logprob": -0.5, "top_logprobs": [{"token": "b", "logprob": -2}, {"token": None}]}
    (events,) = read({"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [entry, {"token": "?"}]}}]})
    (token,) = events[1].tokens  # type: ignore[union-attr]
    assert (token.token, token.logprob, token.alternatives) == ("a", -0.5, (("b", -2),))


def test_an_answer_in_chat_to_a_prompt_shows_the_prompt() -> None:
    (message,) = DIALECT.messages({"prompt": "Roses are"})
    assert (message.role, message.path) == ("user", "/prompt")


@pytest.mark.parametrize(
    "part",
    [
        {"type": "thinking", "thinking": "hm"},
        {"type": "thinking", "thinking": [{"type": "text", "text": "h"}, {"type": "text", "text": "m"}]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
    ],
)
def test_thinking_in_parts(part: dict[str, Any]) -> None:
    (choice,) = stream({"content": [part, "ye", {"type": "text", "text": "s"}]}).choices
    assert (choice.reasoning, choice.content) == ("hm", "yes")
    (said,) = DIALECT.messages({"messages": [{"role": "assistant", "content": [part]}]})
    assert said.parts == (ReasoningPart("hm"),)


def test_reasoning_details_count_where_they_come_alone() -> None:
    details = [{"type": "reasoning.text", "text": "h"}, {"type": "reasoning.summary", "summary": "m"}]
    (alone,) = stream({"reasoning_details": details}).choices
    (repeated,) = stream({"reasoning": "hm", "reasoning_details": details}).choices
    assert alone.reasoning == repeated.reasoning == "hm"


def test_what_is_spoken_is_text() -> None:
    (choice,) = stream(
        {"audio": {"transcript": "Hel"}}, {"audio": {"transcript": "lo"}}, {"audio": {"data": "AA"}}
    ).choices
    assert choice.content == "Hello"


def test_errors_of_a_choice_and_of_groq() -> None:
    failed = {"index": 0, "delta": {"content": ""}, "finish_reason": "error", "error": {"code": 502, "message": "boom"}}
    assert StreamError(None, 502, "boom") in read({"choices": [failed]})[0]
    assert read({"choices": [], "x_groq": {"error": "over capacity"}}) == [(StreamError(None, None, "over capacity"),)]


def test_usage_inside_a_choice() -> None:
    counts = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    choice = {"index": 0, "delta": {}, "finish_reason": "stop", "usage": counts}
    assert UsageUpdate(read_usage(counts)) in read({"choices": [choice]})[0]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"total_tokens": 115, "completion_tokens_details": {"reasoning_tokens": 100}}, (105, None, 100)),
        ({"total_tokens": 15, "completion_tokens_details": {"reasoning_tokens": 4}}, (5, None, 4)),
        ({"total_tokens": 15, "reasoning_tokens": 4, "cached_tokens": 3}, (5, 3, 4)),
        ({"total_tokens": 15, "prompt_cache_hit_tokens": 3}, (5, 3, None)),
    ],
)
def test_what_servers_count_elsewhere(counts: dict[str, Any], expected: tuple[int | None, ...]) -> None:
    usage = read_usage({"prompt_tokens": 10, "completion_tokens": 5, **counts})
    assert (usage.output_tokens, usage.cached_tokens, usage.reasoning_tokens) == expected
