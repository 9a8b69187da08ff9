"""A line of the Changes view at every width: nothing is wider than the line, what tells recordings apart is there."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style

from recview.analysis.review.signatures import PathChange
from recview.analysis.verdict import ResponseVerdict
from recview.ui.change_findings import Finding
from recview.ui.change_outline import group_changes
from recview.ui.renderables.change_lines import change_line, count_words, detail_line, group_line, verdict_width
from recview.ui.renderables.outline_lines import FRESH_S, light
from recview.ui.renderables.review_lines import Line, width_of
from recview.ui.session_changes import SessionChange

VERDICT = ResponseVerdict("changed", "same", "same", "added", "removed")
FOUND = Finding(12, (PathChange("/stream_options", "add"), PathChange("/messages/*/content", "replace")), VERDICT)
NEW = Finding(note="new")


def tone(role: str) -> Style:
    return Style()


def text_of(line: Line) -> str:
    return "".join(segment.text for segment in line)


def change(**fields: Any) -> SessionChange:
    facts = {
        "kind": "changed",
        "path": "r/d058ce92a08345.json",
        "test_id": "a.py::test_tilted_planet[txt=openai/gpt-4o]",
    }
    return SessionChange(**(facts | {"at_s": 0.0, "serial": 1} | fields))


@pytest.mark.parametrize("width", [60, 76, 104, 112, 140, 196])
@pytest.mark.parametrize("finding", [FOUND, NEW, None])
def test_a_line_is_as_wide_as_its_pane_with_the_name_and_the_age(width: int, finding: Finding | None) -> None:
    for one in (change(times=12), change(kind="superseded", by="r/8ac76eb3611f.json")):
        line = change_line(one, finding, width, 75.0, tone, indent=False, verdict_width=57 if width >= 104 else 0)
        assert width_of(line) == width
        assert ("8ac76eb3611f" if one.by else "d058ce92a083") in text_of(line)
        assert text_of(line).endswith(" 1 min")


def test_what_was_superseded_is_named_where_there_is_room() -> None:
    one = change(kind="superseded", by="r/8ac76eb3611f.json")
    wide = change_line(one, FOUND, 150, 0.0, tone, indent=False, verdict_width=48)
    assert "8ac76eb3611f  ← d058ce92a083" in text_of(wide)
    assert "request ~12  text ~  tools =  finish =  usage +  error -" in text_of(wide)
    assert "← d058ce92a083" not in text_of(change_line(one, FOUND, 120, 0.0, tone, indent=False, verdict_width=57))
    below = detail_line(one, FOUND, 120, tone)
    assert text_of(below) == "    request ~12  text ~  tools =  finish =  usage +  error -  ← d058ce92a083"
    assert width_of(detail_line(one, FOUND, 64, tone)) <= 64


def test_the_verdicts_column_is_no_wider_than_it_must_be() -> None:
    same, broken = Finding(verdict=ResponseVerdict("same", "same", "same", "added", "same")), change(kind="unreadable")
    narrow = verdict_width([(change(), same), (change(), None), (change(), NEW)])
    assert narrow < verdict_width([(change(), same), (change(), FOUND)])
    assert verdict_width([(broken, None)]) == verdict_width([(change(), FOUND)])


def test_without_a_verdict_it_says_what_the_recording_holds() -> None:
    line = change_line(
        change(kind="added", facts="9 chunks · st\x1bop"), NEW, 120, 0.0, tone, indent=False, verdict_width=48
    )
    assert "new   9 chunks · st␛op" in text_of(line)


@pytest.mark.parametrize("width", [60, 104, 196])
def test_the_head_of_a_group_says_what_its_members_share(width: int) -> None:
    (group,) = group_changes([change(), change(serial=2, path="r/b.json")], {1: FOUND, 2: FOUND})
    line = group_line(group, True, width, tone, with_verdict=width > 100)
    assert width_of(line) <= width
    assert text_of(line).startswith("▾ ~ changed  + stream_options")
    assert text_of(line).rstrip().endswith("2")


def test_counts_are_told_in_words_without_those_that_are_none() -> None:
    assert count_words({"superseded": 4, "changed": 0, "added": 1200}) == "4 superseded · 1,200 added"


def test_a_light_fades_once() -> None:
    shares = [light(age_s / 4) for age_s in range(40)]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert light(FRESH_S) == 0
    assert len(set(shares)) > 8
