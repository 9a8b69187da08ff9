from __future__ import annotations

from factories import make_chunks, make_usage

from recview.analysis.markers import MarkerKind, markers
from recview.analysis.problem import Problem
from recview.analysis.transcript import Transcript
from recview.model.events import (
    Finish,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    StreamError,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageUpdate,
)


def found(
    *groups: StreamEvent | list[StreamEvent], problems: tuple[Problem, ...] = ()
) -> list[tuple[int, MarkerKind, str]]:
    transcript = Transcript.of(make_chunks(*groups))
    return [(marker.position, marker.kind, marker.label) for marker in markers(transcript, problems)]


def test_the_stations_of_a_stream() -> None:
    assert found(
        RoleSet(0, "assistant"),
        ReasoningDelta(0, "hm"),
        TextDelta(0, "Let me see"),
        TextDelta(0, "."),
        ToolCallDelta(0, 0, name="get_weather"),
        ToolCallDelta(0, 0, arguments="{}"),
        ToolCallDelta(0, 1),
        [Finish(0, "tool_calls"), UsageUpdate(make_usage())],
    ) == [
        (2, "first_token", "first token"),
        (3, "answer", "answer"),
        (5, "tool_call", "get_weather"),
        (7, "tool_call", "tool call"),
        (8, "finish", "tool_calls"),
        (8, "usage", "usage"),
    ]


def test_usage_is_marked_where_it_is_known_for_good() -> None:
    early, late = UsageUpdate(make_usage(output_tokens=1)), UsageUpdate(make_usage())
    assert found(early, late, late) == [(2, "usage", "usage")]


def test_refusals_and_errors_are_marked() -> None:
    assert found(RefusalDelta(0, "I can"), RefusalDelta(0, "not"), StreamError("overloaded", 529, "busy\nsorry")) == [
        (1, "first_token", "first token"),
        (1, "refusal", "refusal"),
        (3, "error", "overloaded 529: busy"),
    ]


def test_an_answer_without_reasoning_is_no_turn() -> None:
    assert [kind for _, kind, _ in found(TextDelta(0, "a"), ReasoningDelta(1, "b"), TextDelta(1, "c"))] == [
        "first_token",
        "answer",
    ]
    assert found(ReasoningDelta(1, "b"), TextDelta(0, "a")) == [(1, "first_token", "first token")]


def test_problems_are_marked_where_they_have_a_place() -> None:
    problems = (Problem("hash", "warning", "odd"), Problem("chunk-after-finish", "warning", "goes on", 2))
    assert found([], TextDelta(0, "a"), problems=problems) == [
        (2, "first_token", "first token"),
        (2, "problem", "goes on"),
    ]
