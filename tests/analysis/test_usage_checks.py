from __future__ import annotations

import pytest
from factories import (
    make_api_error,
    make_chat_completion,
    make_chunks,
    make_document,
    make_recording,
    make_request,
    make_response,
    read_recording,
)

from recview import dialects
from recview.analysis.checks import problems
from recview.analysis.transcript import Transcript
from recview.analysis.usage_checks import check_absence, check_counts
from recview.model.events import StreamError, TextDelta, UsageUpdate
from recview.model.json_value import JSON
from recview.model.recording import Recording
from recview.model.usage import Usage


def counted(usage: Usage) -> list[tuple[str, int | None]]:
    chunks = make_chunks(TextDelta(0, "a"), UsageUpdate(Usage(1, 1, 99)), UsageUpdate(usage))
    return [
        (problem.rule, problem.position) for problem in check_counts(make_recording(), chunks, Transcript.of(chunks))
    ]


@pytest.mark.parametrize(
    "usage",
    [
        Usage(21, 29, 50, 20, 29),
        Usage(21, 29),
        Usage(total_tokens=50),
        Usage(cached_tokens=5),
        Usage(21, None, 50),
        Usage(0, 0, 0, 0, 0),
        Usage(21, 29, raw={"prompt_tokens": 21, "cached_tokens": None, "tokens": False, "queue_time": -1, "x": [-1]}),
    ],
)
def test_counts_that_add_up_or_are_not_known(usage: Usage) -> None:
    assert counted(usage) == []


def test_only_the_last_usage_counts() -> None:
    assert counted(Usage(1, 1, 2)) == []


@pytest.mark.parametrize(
    ("usage", "rule"),
    [
        (Usage(21, 29, 51), "usage-total"),
        (Usage(None, 29, raw={"prompt_tokens": -21, "completion_tokens": 29}), "usage-negative"),
        (Usage(raw={"promptTokenCount": -1, "totalTokenCount": -1}), "usage-negative"),
        (Usage(raw={"prompt_eval_count": -1}), "usage-negative"),
        (Usage(21, 29, 50, raw={"prompt_tokens_details": {"cached_tokens": -1}}), "usage-negative"),
        (Usage(21, 29, 50, cached_tokens=22), "usage-cached"),
        (Usage(21, 29, 50, reasoning_tokens=30), "usage-reasoning"),
    ],
)
def test_counts_that_do_not_add_up(usage: Usage, rule: str) -> None:
    assert counted(usage) == [(rule, 3)]


def test_a_recorded_count_below_0_is_among_the_problems() -> None:
    usage: JSON = {"prompt_tokens": -5, "completion_tokens": 1, "total_tokens": 1}
    recording = read_recording(make_document(make_chat_completion("Hi", usage=usage)))
    chunks = dialects.decode(recording, dialects.detect(recording))
    (told,) = (problem for problem in problems(recording, chunks) if problem.rule == "usage-negative")
    assert (told.severity, told.message) == ("warning", "no count can be below 0: prompt_tokens -5")


def test_a_stream_without_usage_has_no_counts_to_check() -> None:
    chunks = make_chunks(TextDelta(0, "a"))
    assert list(check_counts(make_recording(), chunks, Transcript.of(chunks))) == []


def absence(recording: Recording, *usages: Usage) -> list[tuple[str, str]]:
    chunks = make_chunks(TextDelta(0, "a"), *(UsageUpdate(usage) for usage in usages))
    return [(problem.rule, problem.severity) for problem in check_absence(recording, chunks, Transcript.of(chunks))]


def asking(body: JSON) -> Recording:
    return make_recording(request=make_request(body=body))


@pytest.mark.parametrize(
    "body",
    [{}, {"stream_options": None}, {"stream_options": {"include_usage": False}}, {"stream_options": "x"}, None, []],
)
def test_usage_that_was_not_asked_for_is_noted(body: JSON) -> None:
    assert absence(asking(body)) == [("usage-absent", "note")]


def test_usage_that_was_asked_for_and_did_not_come_is_warned_of() -> None:
    assert absence(asking({"stream_options": {"include_usage": True}})) == [("usage-absent", "warning")]


def test_usage_that_an_error_prevented_is_not_missed() -> None:
    chunks = make_chunks(TextDelta(0, "a"), StreamError("overloaded", None, "try later"))
    asked = asking({"stream_options": {"include_usage": True}})
    assert list(check_absence(asked, chunks, Transcript.of(chunks))) == []


def test_usage_that_is_there_is_not_missed() -> None:
    assert absence(asking({}), Usage(1, 1, 2)) == []
    assert absence(asking({}), Usage(raw={})) == [("usage-absent", "note")]


def test_only_completions_that_streamed_to_their_end_should_have_usage() -> None:
    assert absence(make_recording(response=make_response(streaming=False))) == []
    assert absence(make_recording(response=make_response(error=make_api_error()))) == []
    assert absence(make_recording(request=make_request(endpoint="/v1/responses"))) == []
    assert absence(make_recording(request=make_request(endpoint=None))) == []
