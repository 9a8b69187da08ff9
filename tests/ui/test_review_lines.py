"""The lines of a review's list: no number of a group is cut, no recording without a test loses its hash."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style

from recview.analysis.review.model import PassedOver
from recview.model.usage import Usage
from recview.ui.distinct_names import Label
from recview.ui.renderables.pair_lines import fact_lines
from recview.ui.renderables.review_lines import (
    Line,
    detail_line,
    item_line,
    names_collide,
    told_counts,
    width_of,
)
from recview.ui.review_loading import ComparedItem
from recview.ui.review_model import Item, ReviewModel

VERDICT = {
    "text": {"same": 1_049, "changed": 1}, "tool_calls": {"same": 1_050},
    "finish_reason": {"changed": 525, "same": 525},
    "usage": {"same": 1_049, "added": 1}, "error": {"same": 1_050},
}  # fmt: skip
NAME = "4766d7f55e90" + "0b" * 26


def tone(role: str) -> Style:
    return Style()


def text_of(line: Line) -> str:
    return "".join(segment.text for segment in line)


def lone(kind: str, name: str = NAME) -> Item:
    return Item(kind, f"new/responses/recordings/{name}.json", name, None, name, None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [58, 70, 90])
def test_what_came_of_a_group_is_told_whole(width: int) -> None:
    line = detail_line(VERDICT, 0, width, tone)
    assert width_of(line) <= width
    assert text_of(line).replace(",", "").split()[:3] == ["text", "1049" if width < 70 else "1049/1050", "="]
    assert "usage 1,049" in text_of(line)


def test_names_that_are_cut_to_the_same_are_told_of() -> None:
    tests = ("response_non_streaming_basic[earth]", "response_streaming_basic[earth]", "another_test[earth]")
    items = [(lone("new"), Label(test, test, with_hash=False)) for test in tests]
    told = {
        width: [names_collide(items, at, 2, width, with_errors=False) for at in range(3)] for width in (34, 56, 120)
    }
    assert told[34] == [True, True, False]
    assert told[56] == told[120] == [False] * 3


@pytest.mark.parametrize("width", [44, 59, 60, 83, 84, 120])
def test_a_recording_without_a_test_is_named_by_its_hash(width: int) -> None:
    line = item_line(lone("new"), None, Label("", "", with_hash=True), 0, width, tone, with_errors=False)
    assert "4766d7f55e90" in text_of(line)
    assert width_of(line) <= width


def test_recordings_without_a_partner_are_counted_too() -> None:
    items = (lone("pair"), lone("new"), lone("gone"), lone("gone"))
    assert told_counts(ReviewModel(items, (), 178, PassedOver())) == "1 pair · 1 new · 2 gone · 178 identical"
    assert told_counts(ReviewModel((), (), 2, PassedOver((), 5, 1))) == "0 pairs · 2 identical · 5 changes passed over"


def test_usage_that_neither_side_tells_is_one_line() -> None:
    nothing: Any = None
    item = lone("new")
    silent = ComparedItem(item, None, nothing, nothing, None, None, None)
    told = ComparedItem(item, None, nothing, nothing, None, None, Usage(input_tokens=7))
    assert [text_of(line) for line in fact_lines(item, None, silent, 48, tone)][-1] == "usage    — none is told"
    assert any("7" in text_of(line) for line in fact_lines(item, None, told, 48, tone)[-3:])
