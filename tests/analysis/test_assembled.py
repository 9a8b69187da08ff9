"""The fold of events to one value."""

from __future__ import annotations

import pytest
from factories import make_api_error, make_chunks, make_response, make_usage

from recview.analysis.assembled import Assembled, Choice, ToolCall, assemble
from recview.model.events import (
    BlockStart,
    Data,
    Finish,
    Logprobs,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    Signal,
    StreamError,
    StreamEvent,
    TextDelta,
    TokenLogprob,
    ToolCallDelta,
    Unknown,
    UsageUpdate,
)
from recview.model.recording import ApiError


def fold(*events: StreamEvent) -> Assembled:
    return assemble(make_chunks(*events))


def test_nothing_at_all() -> None:
    assert fold() == Assembled()
    assert fold(Signal("ping"), Unknown("x"), BlockStart(0, 0, "text")) == Assembled()


def test_pieces_become_texts() -> None:
    assembled = fold(
        RoleSet(0, "assistant"),
        ReasoningDelta(0, "h"),
        ReasoningDelta(0, "m"),
        TextDelta(0, "Hel", block=1),
        TextDelta(0, "lo", block=2),
        RefusalDelta(0, "no"),
        Finish(0, "stop"),
    )
    assert assembled.choices == (Choice(0, "assistant", "Hello", "hm", "no", "stop"),)
    assert assembled.finish_reasons == ("stop",)


def test_blocks_that_take_turns_stand_one_behind_the_other() -> None:
    texts = fold(TextDelta(0, "Hel", 1), TextDelta(0, "wor", 2), TextDelta(0, "lo ", 1), TextDelta(0, "ld", 2))
    assert texts.choices == (Choice(0, content="Hello world"),)
    thoughts = fold(ReasoningDelta(0, "h", 1), ReasoningDelta(0, "!", 2), ReasoningDelta(0, "m", 1))
    assert thoughts.choices == (Choice(0, reasoning="hm!"),)


def test_choices_are_in_order_of_index() -> None:
    assembled = fold(TextDelta(2, "c"), TextDelta(0, "a"), Finish(2, "length"), TextDelta(2, "C"), Finish(0, "stop"))
    assert [(choice.index, choice.content) for choice in assembled.choices] == [(0, "a"), (2, "cC")]
    assert assembled.finish_reasons == ("stop", "length")
    assert assembled.features == {"choices"}


def test_an_empty_text_is_not_an_absent_one() -> None:
    (choice,) = fold(TextDelta(0, "")).choices
    assert (choice.content, choice.reasoning, choice.refusal) == ("", None, None)


@pytest.mark.parametrize(
    ("deltas", "arguments"),
    [
        ([ToolCallDelta(0, 0, name="f")], None),
        ([ToolCallDelta(0, 0, arguments="")], ""),
        ([ToolCallDelta(0, 0, arguments='{"a"'), ToolCallDelta(0, 0, arguments=":1}")], '{"a":1}'),
        ([ToolCallDelta(0, 0, value={"a": 1}, whole=True)], {"a": 1}),
        ([ToolCallDelta(0, 0, arguments="{"), ToolCallDelta(0, 0, value={}, whole=True)], {}),
        ([ToolCallDelta(0, 0, value={}, whole=True), ToolCallDelta(0, 0, arguments="{}")], "{}"),
    ],
)
def test_arguments(deltas: list[StreamEvent], arguments: object) -> None:
    (choice,) = fold(*deltas).choices
    (call,) = choice.tool_calls
    assert call.arguments == arguments


def test_calls_are_in_order_of_slot_and_keep_what_they_were_called() -> None:
    (choice,) = fold(
        ToolCallDelta(0, 1, id="b", name="g"),
        ToolCallDelta(0, 0, id="a"),
        ToolCallDelta(0, 0, name="f"),
        ToolCallDelta(0, 1),
    ).choices
    assert choice.tool_calls == (ToolCall("a", "f", None), ToolCall("b", "g", None))


def test_the_last_usage_counts() -> None:
    last = make_usage(output_tokens=9)
    assert fold(UsageUpdate(make_usage()), UsageUpdate(last)).usage == last


def test_output_puts_the_answer_first() -> None:
    assembled = fold(
        ReasoningDelta(0, "hm"),
        ToolCallDelta(0, 0, name="f", value={"ä": 1}, whole=True),
        TextDelta(0, "Hi"),
        Data("2 things", "one\ntwo"),
        Data("3 vectors"),
        StreamError(None, None, "broken"),
    )
    assert assembled.output_text() == 'Hi\nf({"ä": 1})\nhm\none\ntwo\n3 vectors\nbroken'


def test_features() -> None:
    assembled = fold(
        TextDelta(0, ""),
        ReasoningDelta(0, "hm"),
        RefusalDelta(0, "no"),
        ToolCallDelta(0, 0),
        Logprobs(0, (TokenLogprob("a", -1.0),)),
        UsageUpdate(make_usage()),
        StreamError(None, None, None),
    )
    assert assembled.features == {"reasoning", "refusal", "tools", "logprobs", "usage", "error"}
    assert fold(ReasoningDelta(0, ""), RefusalDelta(0, "")).features == set()


def test_the_status_of_an_error_comes_from_the_response() -> None:
    chunks = make_chunks(StreamError("not_found", None, "no such model"))
    assert assemble(chunks, make_response(status=404)).error == ApiError("not_found", 404, "no such model")
    assert assemble(chunks, make_response(status=200)).error == ApiError("not_found", None, "no such model")
    known = make_chunks(StreamError(None, 529, "overloaded"))
    assert assemble(known, make_response(status=500)).error == ApiError(None, 529, "overloaded")


def test_a_status_alone_can_be_an_error() -> None:
    assert assemble((), make_response(status=503)).error == ApiError(None, 503, None)
    assert assemble((), make_response(status=200)).error is None


def test_an_exception_follows_a_partial_stream() -> None:
    error = make_api_error()
    assembled = assemble(make_chunks(TextDelta(0, "Hel")), make_response(error=error))
    assert assembled.error == error
    assert assembled.choices == (Choice(0, content="Hel"),)


def test_an_exception_without_a_status_has_the_responses() -> None:
    error = make_api_error(status=None)
    assembled = assemble((), make_response(error=error, status=400))
    assert assembled.error is not None
    assert assembled.error.status == 400
