"""The verdict on two responses without what was to be passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recview.analysis.answer import answer_document
from recview.analysis.assembled import Assembled, Choice, ToolCall
from recview.analysis.jsondiff import Options, diff, parse_pattern
from recview.analysis.passing_over import verdict_without_ignored
from recview.analysis.verdict import compare_responses
from recview.model.recording import ApiError
from recview.model.usage import Usage

CALL = ToolCall(id="call_1", name="look", arguments='{"at": "sea"}')
OLD = Assembled(
    choices=(Choice(index=0, content="Yes.", reasoning="Hm.", tool_calls=(CALL,), finish_reason="stop"),),
    usage=Usage(input_tokens=1, output_tokens=2),
)
OTHER_CALL = replace(CALL, arguments='{"at": "sky"}')
NEW = Assembled(
    choices=(Choice(index=0, content="No.", reasoning="Hm!", tool_calls=(OTHER_CALL,), finish_reason="length"),),
    usage=Usage(input_tokens=1, output_tokens=3),
)
ALL = {"text", "tool_calls", "finish_reason", "usage"}


def _differing(old: Assembled, new: Assembled, *ignore: str) -> set[str]:
    options = Options(ignore=tuple(map(parse_pattern, ignore)))
    response = diff(answer_document(old), answer_document(new), options)
    verdict = verdict_without_ignored(compare_responses(old, new), response)
    assert bool(verdict.tool_call_changes) == (verdict.tool_calls == "changed")
    aspects = ("text", "tool_calls", "finish_reason", "usage", "error")
    return {aspect for aspect in aspects if getattr(verdict, aspect) != "same"}


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ([], ALL),
        (["/nowhere"], ALL),
        (["/choices/*/content"], ALL),  # the reasoning differs too
        (["/choices/*/content", "/choices/*/reasoning"], ALL - {"text"}),
        (["/choices/*/tool_calls/*/arguments/at"], ALL - {"tool_calls"}),
        (["/**/finish_reason"], ALL - {"finish_reason"}),
        (["/usage/output_tokens"], ALL - {"usage"}),
        (["/usage/input_tokens"], ALL),
        (["/choices"], {"usage"}),
        (["/**"], set()),
    ],
)
def test_only_what_differs_elsewhere_is_left(ignore: list[str], left: set[str]) -> None:
    assert _differing(OLD, NEW, *ignore) == left


def test_what_came_or_went_can_be_passed_over_too() -> None:
    silent = replace(OLD, usage=None)
    assert _differing(silent, OLD) == {"usage"}
    assert _differing(silent, OLD, "/usage") == set()
    failed = Assembled(error=ApiError(type="overloaded", status=529, message="Later."))
    assert "error" in _differing(OLD, failed)
    assert "error" not in _differing(OLD, failed, "/error")
