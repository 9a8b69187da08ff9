"""The verdict in one line, however short that is."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from recview.analysis.verdict import ResponseVerdict
from recview.ui.renderables.verdict import aspect_segments, fitted

VERDICT = ResponseVerdict("same", "same", "same", "added", "same")


def said(width: int) -> str:
    line = [Segment("request"), Segment(" ~1"), Segment("   "), *aspect_segments(VERDICT, lambda role: Style())]
    return "".join(segment.text for segment in fitted(line, width)).rstrip()


def test_gaps_are_narrowed_before_anything_is_left_out() -> None:
    whole = said(200)
    assert whole == "request ~1   text =  tools =  finish =  usage +"
    assert said(len(whole)) == whole
    assert said(len(whole) - 1) == said(42) == "request ~1 text = tools = finish = usage +"


def test_what_is_left_out_is_left_out_whole() -> None:
    for width in range(42):
        left = said(width)
        assert len(left) <= width
        assert left == "" or left.split()[-1] in {"request", "~1", "="}, left
