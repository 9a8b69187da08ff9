"""A line of the Changes view, drawn: a change with its verdict and age, or the head of a group. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.review.signatures import PathChange
from recview.ui.change_findings import Finding
from recview.ui.change_outline import ChangeGroup
from recview.ui.drawing import Tone, cut_end, cut_start, cut_test, grouped, short_age, short_name, short_test, visible
from recview.ui.edit_text import path_text
from recview.ui.renderables.outline_lines import KIND_SIGNS
from recview.ui.renderables.review_lines import Line, width_of
from recview.ui.renderables.signs import CHANGE_SIGNS
from recview.ui.renderables.verdict import aspect_segments
from recview.ui.session_changes import Kind, SessionChange

ONE_LINE_FROM = 104
"""From this width on a change and its verdict stand on one line."""

_WITH_OLD_NAME_FROM = 140
"""From this width on the name of what was superseded stands on that line too."""

_NAME = 12
_AGE = 6
_VERDICT = 48
"""`request ~1  text =  tools =  finish =  usage +`, with a number of two digits."""
_LONG_VERDICT = 57
"""The same with `  error =`; and room for why there is none."""


def change_line(
    change: SessionChange,
    finding: Finding | None,
    width: int,
    now_s: float,
    tone: Tone,
    *,
    indent: bool,
    verdict_width: int,
) -> Line:
    """Sign, name of what stands there now, of what it superseded where there is room, test, verdict, how often, age.

    `verdict_width`: of the verdicts' column; 0 where they stand on lines of their own.
    """
    sign, role = KIND_SIGNS[change.kind]
    style = tone("faint") if change.kind == "removed" else Style()
    line = [
        Segment(("  " if indent else "") + sign + " ", tone(role)),
        Segment(f"{short_name(change.by or change.path):<{_NAME}}  ", style),
    ]
    if width >= _WITH_OLD_NAME_FROM:
        line.append(Segment(f"{_superseded(change):<{_NAME + 4}}", tone("dim")))
    verdict = verdict_segments(change, finding, tone, verdict_width) if verdict_width else []
    gap = max(0, verdict_width - width_of(verdict))
    times = f"{grouped(change.times)}×" if change.times > 1 else ""
    right = f"{times:>4} {short_age(now_s - change.at_s):>{_AGE}}"
    room = width - width_of(line) - width_of(verdict) - gap - cell_len(right) - 2
    test = cut_test(visible(short_test(change.test_id)) if change.test_id else "(no test)", max(0, room))
    return [
        *line,
        Segment(test + " " * max(2, room - cell_len(test) + 2), tone("title")),
        *verdict,
        Segment(" " * gap),
        Segment(right, tone("dim")),
    ]


def _superseded(change: SessionChange) -> str:
    return f"← {short_name(change.path)}" if change.by else ""


def detail_line(change: SessionChange | None, finding: Finding | None, width: int, tone: Tone) -> Line:
    """The verdict on a line of its own, and what was superseded."""
    line = [Segment("    ")]
    if change is None:
        return [*line, *_verdict(finding, tone)]
    line += verdict_segments(change, finding, tone, width - width_of(line))
    if change.by:
        line.append(Segment(cut_end(_superseded(change), max(0, width - width_of(line))), tone("dim")))
    return line


def verdict_width(told: Iterable[tuple[SessionChange, Finding | None]]) -> int:
    """How wide the column of the verdicts on some changes is."""
    is_long = any(
        change.kind == "unreadable" or (found and found.verdict is not None and found.verdict.error != "same")
        for change, found in told
    )
    return _LONG_VERDICT if is_long else _VERDICT


def verdict_segments(change: SessionChange, finding: Finding | None, tone: Tone, width: int) -> Line:
    """`request ~1  text =  tools =  finish =  usage +`; or why there is no verdict, and what the recording holds."""
    if finding is None:
        return [Segment("comparing …", tone("faint"))]
    if finding.verdict is not None:
        return _verdict(finding, tone)
    words = cut_end(visible(f"{finding.note}   {change.facts}"), width)
    return [Segment(words.rstrip(), tone("bad" if change.kind == "unreadable" else "dim"))]


def _verdict(finding: Finding | None, tone: Tone) -> Line:
    if finding is None or finding.verdict is None:
        return []
    count = finding.request
    line = [
        Segment("request ", tone("dim")),
        Segment(f"{f'~{grouped(count)}' if count else '='}  ", tone("sign-change" if count else "dim")),
    ]
    return [*line, *aspect_segments(finding.verdict, tone)]


def group_line(group: ChangeGroup, opened: bool, width: int, tone: Tone, *, with_verdict: bool) -> Line:
    """The head of a group: what its members have in common, and how many they are."""
    sign, role = KIND_SIGNS[group.kind]
    count = grouped(len(group.members))
    line = [Segment("▾ " if opened else "▸ ", tone("faint")), Segment(f"{sign} ", tone(role))]
    line.append(Segment(f"{group.kind}  ", tone("title") + Style(bold=True)))
    verdict = _verdict(group.finding, tone) if with_verdict else []
    room = width - width_of(line) - width_of(verdict) - cell_len(count) - 3
    what = _what(group, room, tone)
    gap = max(1, room - width_of(what) + 1)
    return [*line, *what, Segment(" " * gap), *verdict, Segment("  " + count, tone("dim"))]


def _what(group: ChangeGroup, room: int, tone: Tone) -> Line:
    if group.folder:
        return [Segment(cut_start(visible(group.folder), room), tone("dim"))]
    finding = group.finding
    if finding is None:
        return [Segment("comparing …", tone("faint"))]
    if finding.verdict is None:
        return [Segment(cut_end(visible(finding.note), room), tone("dim"))]
    return _places(finding.places, room, tone) or [Segment("same request" if not finding.request else "", tone("dim"))]


def _places(places: tuple[PathChange, ...], room: int, tone: Tone) -> Line:
    line: Line = []
    for at, place in enumerate(places):
        sign, role = CHANGE_SIGNS[place.op]
        name = path_text(place.path)
        rest = len(places) - at
        if line and width_of(line) + cell_len(name) + 8 > room:
            return [*line, Segment(f"+{rest} more", tone("dim"))]
        line += [Segment(f"{sign} ", tone(role)), Segment(cut_start(name, max(8, room - 2)) + "  ", tone("title"))]
    return line


def count_words(counts: Mapping[Kind, int]) -> str:
    """`4 superseded · 1 changed`: for an edge."""
    return " · ".join(f"{grouped(count)} {kind}" for kind, count in counts.items() if count)
