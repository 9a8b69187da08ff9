from __future__ import annotations

import pytest
from factories import make_chat_completion, make_chunks, make_document, make_recording, read_recording

from recview import dialects
from recview.analysis.checks import Check, problems
from recview.analysis.finish_checks import check_answers, check_promised_calls
from recview.analysis.transcript import Transcript
from recview.model.events import Finish, ReasoningDelta, RoleSet, StreamEvent, TextDelta, ToolCallDelta

SAID = TextDelta(0, "a")
STOP = Finish(0, "stop")


def told(check: Check, *groups: StreamEvent | list[StreamEvent]) -> list[tuple[str, str, int | None]]:
    chunks = make_chunks(*groups)
    found = check(make_recording(), chunks, Transcript.of(chunks))
    return [(problem.rule, problem.severity, problem.position) for problem in found]


@pytest.mark.parametrize("reason", ["tool_calls", "tool_use", "TOOL_CALLS"])
def test_a_finish_for_calls_without_any_is_told(reason: str) -> None:
    assert told(check_promised_calls, TextDelta(0, "a"), Finish(0, reason)) == [("finish-without-call", "warning", 2)]
    assert told(check_promised_calls, ToolCallDelta(0, 0), Finish(0, reason)) == []


def test_each_choice_has_its_own_calls() -> None:
    events = (ToolCallDelta(0, 0), Finish(0, "tool_calls"), TextDelta(1, "a"), Finish(1, "tool_calls"))
    assert told(check_promised_calls, *events) == [("finish-without-call", "warning", 4)]


def test_only_what_it_said_last_counts() -> None:
    assert told(check_promised_calls, TextDelta(0, "a"), Finish(0, "tool_calls"), Finish(0, "stop")) == []
    assert told(check_promised_calls, TextDelta(0, "a"), Finish(0, "stop")) == []
    assert told(check_promised_calls, TextDelta(0, "a")) == []


def test_a_choice_that_spent_its_tokens_before_it_answered() -> None:
    cut, thought = Finish(0, "MAX_TOKENS"), ReasoningDelta(0, "hm")
    assert told(check_answers, thought, cut) == [("no-answer", "note", 2)]
    assert told(check_answers, thought, Finish(0, "model_context_window_exceeded")) == [("no-answer", "note", 2)]
    assert told(check_answers, RoleSet(0, "assistant"), TextDelta(0, ""), cut) == [("no-answer", "note", 3)]
    assert told(check_answers, thought, SAID, cut) == []
    assert told(check_answers, thought, ToolCallDelta(0, 0), cut) == []
    assert told(check_answers, thought, STOP) == []
    assert told(check_answers, [SAID, STOP], ReasoningDelta(1, "hm"), Finish(1, "length")) == [("no-answer", "note", 3)]


def test_it_is_among_the_checks() -> None:
    recording = read_recording(make_document(make_chat_completion("Hi", finish_reason="tool_calls")))
    chunks = dialects.decode(recording, dialects.detect(recording))
    assert "finish-without-call" in {problem.rule for problem in problems(recording, chunks)}
