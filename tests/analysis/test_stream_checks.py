from __future__ import annotations

from dataclasses import replace

import pytest
from factories import make_api_error, make_chunks, make_raw_chunk, make_recording, make_response

from recview.analysis.problem import Problem
from recview.analysis.stream_checks import check_events, check_finishes, check_indexes, check_tool_calls
from recview.analysis.transcript import Transcript
from recview.model.events import (
    BlockStart,
    Chunk,
    Finish,
    RoleSet,
    Signal,
    StreamError,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    Unknown,
    UsageUpdate,
)
from recview.model.recording import RawChunk, Recording
from recview.model.usage import Usage

SAID = TextDelta(0, "a")
STOP = Finish(0, "stop")


def told(
    check: object, *groups: StreamEvent | list[StreamEvent], recording: Recording | None = None
) -> list[tuple[str, str, int | None]]:
    chunks = make_chunks(*groups)
    return told_of(check, chunks, recording)


def told_of(
    check: object, chunks: tuple[Chunk, ...], recording: Recording | None = None
) -> list[tuple[str, str, int | None]]:
    assert callable(check)
    found: list[Problem] = list(check(recording or make_recording(), chunks, Transcript.of(chunks)))
    return [(problem.rule, problem.severity, problem.position) for problem in found]


def test_a_stream_that_ends_as_it_should() -> None:
    groups = (RoleSet(0, "assistant"), SAID, STOP, UsageUpdate(Usage(1, 1, 2)), TextDelta(0, ""), Signal("done"))
    assert told(check_finishes, *groups) == []


def test_what_comes_after_the_finish_is_told_once_a_choice() -> None:
    assert told(check_finishes, STOP, SAID, SAID, ToolCallDelta(0, 0)) == [("chunk-after-finish", "warning", 2)]
    assert told(check_finishes, [SAID, STOP], TextDelta(1, "b"), Finish(1, "stop")) == []


def test_a_second_finish() -> None:
    assert told(check_finishes, SAID, STOP, STOP) == [("second-finish", "warning", 3)]


def test_a_finish_with_each_chunk_is_no_fault() -> None:
    both = [SAID, STOP]
    assert told(check_finishes, both, both, both) == []
    assert told(check_finishes, both, both, STOP) == []
    assert told(check_finishes, both, [SAID, Finish(0, "length")]) == []
    assert told(check_finishes, both, SAID, both) == [("chunk-after-finish", "warning", 2)]
    assert told(check_finishes, both, both, Finish(0, "length")) == [("second-finish", "warning", 3)]
    assert told(check_finishes, STOP, both) == [("chunk-after-finish", "warning", 2), ("second-finish", "warning", 2)]


def test_a_missing_finish_is_a_note_at_the_end() -> None:
    assert told(check_finishes, SAID, [], STOP, TextDelta(1, "b")) == [("no-finish", "warning", 4)]


def test_a_stream_that_failed_needs_no_finish() -> None:
    failed = make_recording(response=make_response(error=make_api_error()))
    assert told(check_finishes, SAID, recording=failed) == []
    assert told(check_finishes, SAID, StreamError(None, None, "busy")) == []


def test_a_plain_response_needs_no_finish() -> None:
    assert told(check_finishes, SAID, recording=make_recording(response=make_response(streaming=False))) == []


def test_gaps_between_choices_and_between_tool_calls() -> None:
    assert told(check_indexes, SAID, TextDelta(1, "b")) == []
    assert told(check_indexes, SAID, TextDelta(2, "b")) == [("choice-gap", "warning", None)]
    assert told(check_indexes, ToolCallDelta(0, 1), ToolCallDelta(0, 0)) == []
    assert told(check_indexes, SAID, ToolCallDelta(0, 1)) == [("tool-call-gap", "warning", 2)]


def test_tool_calls_among_content_blocks_are_numbered_with_them() -> None:
    assert told(check_indexes, BlockStart(0, 0, "thinking"), [BlockStart(0, 1, "tool_use"), ToolCallDelta(0, 1)]) == []
    gap = told(check_indexes, BlockStart(0, 0, "thinking"), [BlockStart(0, 2, "tool_use"), ToolCallDelta(0, 2)])
    assert gap == [("tool-call-gap", "warning", 2)]


@pytest.mark.parametrize("arguments", ["", "{}", ' {"a": 1}\n', "null"])
def test_arguments_that_are_json_or_nothing(arguments: str) -> None:
    assert told(check_tool_calls, ToolCallDelta(0, 0, name="f", arguments=arguments)) == []


def test_arguments_that_never_become_json() -> None:
    groups = [
        ToolCallDelta(0, 0, name="f", arguments='{"a"'),
        ToolCallDelta(0, 0, arguments=": 1"),
        Finish(0, "tool_calls"),
    ]
    assert told(check_tool_calls, *groups) == [("tool-arguments", "error", 2)]
    assert told(check_tool_calls, ToolCallDelta(0, 0, name="f", arguments="{}{}")) == [("tool-arguments", "error", 1)]


@pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
def test_arguments_cut_off_by_the_limit_are_less_of_a_fault(reason: str) -> None:
    groups = [ToolCallDelta(0, 0, name="f", arguments='{"a"'), Finish(0, reason)]
    assert told(check_tool_calls, *groups) == [("tool-arguments", "warning", 1)]


def test_a_call_without_a_name() -> None:
    assert told(check_tool_calls, ToolCallDelta(0, 0, arguments="{}")) == [("tool-call-name", "warning", 1)]


def sse(data: object, *lines: str, event: str | None = "ping") -> Chunk:
    raw: RawChunk = replace(make_raw_chunk(), data=data, event=event, lines=lines)
    return Chunk(raw, ())


def test_events_cut_off() -> None:
    chunks = (
        sse({"a": 1}, "event: ping", 'data: {"a": 1}'),
        sse(None, ": keep-alive", "id: 7", "retry: 3000"),
        sse("[DONE]", "data: [DONE]"),
        sse("bare words", "data: bare words"),
        sse(None, "event: ping"),
        sse('{"a": ', 'data: {"a": '),
    )
    assert told_of(check_events, chunks) == [("truncated-event", "error", 5), ("truncated-event", "error", 6)]


def test_unknown_events_are_told_once_a_name() -> None:
    chunks = make_chunks(Unknown("a"), Unknown("b"), Unknown("a"))
    found = list(check_events(make_recording(), chunks, Transcript.of(chunks)))
    assert [(problem.position, problem.message.partition(": ")[2]) for problem in found] == [
        (1, "a, 2 times"),
        (2, "b"),
    ]
