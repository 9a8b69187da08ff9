"""Token usage as a column of lines: at the playhead, this call, its test, the marked, all. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.model.usage import Usage, UsageSum
from recview.model.value import value
from recview.ui.drawing import Tone, counted, grouped

Line: TypeAlias = list[Segment]

Count: TypeAlias = tuple[str, "int | None", str]
"""Its label, the tokens, None where nobody tells them, and the role of its bar; a total has none."""

MOST_BAR = 12
"""Cells of the longest bar."""


@value
class UsageFacts:
    """Everything the column tells."""

    has_call: bool = False
    """Whether a recording is open at all."""
    streaming: bool = False
    at_playhead: Usage | None = None
    to_come: bool = True
    """Whether the stream has usage to send yet behind the playhead."""
    final: Usage | None = None
    missing: str = ""
    """Why the call has no usage, in a few words."""
    test: UsageSum | None = None
    """The calls of the same test; None where the recording has no test."""
    marked: UsageSum | None = None
    everything: UsageSum = field(default_factory=UsageSum)
    complete: bool = True
    """Whether every recording is read: until then the sums grow."""


def usage_lines(facts: UsageFacts, width: int, tone: Tone) -> list[Line]:
    """The whole column, `width` cells wide; a hidden pane has none, and is drawn for a narrow one."""
    width = max(width, 20)
    drawn = _Column(facts, width, tone)
    lines: list[Line] = []
    if facts.has_call and facts.streaming:
        lines += [_heading("at playhead", "", width, tone)]
        absent = "— not sent yet" if facts.to_come else "— none"
        lines += drawn.counts(_counts(facts.at_playhead)) or [_note(absent, tone)]
        lines.append([])
    if facts.has_call:
        lines += [_heading("this call", "", width, tone)]
        lines += drawn.counts(_counts(facts.final)) or _wrapped_note("— " + (facts.missing or "none sent"), width, tone)
        lines.append([])
    for label, total in _sums(facts):
        lines += _sum(label, total, drawn, complete=facts.complete or label != "all")
    return lines


def _sums(facts: UsageFacts) -> list[tuple[str, UsageSum]]:
    sums = (("this test", facts.test), ("marked", facts.marked), ("all", facts.everything))
    return [(label, total) for label, total in sums if total is not None and (total.calls or label == "this test")]


def _heading(text: str, right: str, width: int, tone: Tone) -> Line:
    gap = width - cell_len(text) - cell_len(right)
    return [Segment(text, tone("title")), Segment(" " * max(1, gap)), Segment(right, tone("dim"))]


def _note(text: str, tone: Tone) -> Line:
    return [Segment("  " + text, tone("dim"))]


def _wrapped_note(text: str, width: int, tone: Tone) -> list[Line]:
    lines, current = [], ""
    for word in _broken(text, width - 4):
        if current and len(current) + 1 + len(word) > width - 4:
            lines.append(current)
            current = ""
        current = f"{current} {word}".strip()
    return [_note(line if index == 0 else "  " + line, tone) for index, line in enumerate([*lines, current])]


def _broken(text: str, width: int) -> Iterator[str]:
    """The words, those wider than a line in pieces, cut behind a dot or an underscore where there is one."""
    for word in text.split():
        while len(word) > width:
            cut = max(word.rfind(".", 0, width), word.rfind("_", 0, width)) + 1 or width
            yield word[:cut]
            word = word[cut:]
        yield word


def _counts(usage: Usage | None) -> list[Count]:
    """A total that the wire does not give is the sum (Σ) of input and output, and unknown where one of them is."""
    if usage is None or not usage.known:
        return []
    counts: list[Count] = [("input", usage.input_tokens, "bar-input")]
    if usage.cached_tokens:
        counts.append(("· cached", usage.cached_tokens, "bar-input"))
    counts.append(("output", usage.output_tokens, "bar-output"))
    if usage.reasoning_tokens:
        counts.append(("· reasoning", usage.reasoning_tokens, "bar-output"))
    summed = usage.total_tokens is None and usage.sum_tokens is not None
    return [*counts, ("total Σ" if summed else "total", usage.sum_tokens, "")]


def _summed_counts(total: UsageSum) -> list[Count]:
    """What no call told is missing from their sum too."""
    return [
        ("input", total.input_tokens if total.with_input else None, "bar-input"),
        ("output", total.output_tokens if total.with_output else None, "bar-output"),
        ("total", total.total_tokens if total.with_total else None, ""),
    ]


def _why_uneven(total: UsageSum) -> str:
    """Why the total is not what input and output come to; nothing where it is, or there is none."""
    if not total.with_total or total.total_tokens == total.input_tokens + total.output_tokens:
        return ""
    return f"{grouped(total.with_total_only)} only a total" if total.with_total_only else "totals as recorded"


class _Column:
    """Labels, numbers and bars under each other, as wide as the longest label and number there are."""

    def __init__(self, facts: UsageFacts, width: int, tone: Tone) -> None:
        self.width, self.tone = width, tone
        counts = [*_counts(facts.at_playhead), *_counts(facts.final)]
        for _, total in _sums(facts):
            counts += _summed_counts(total)
        self._label = max((cell_len(label) for label, _, _ in counts), default=0)
        self._count = max((cell_len(_number(count)) for _, count, _ in counts), default=0)

    def counts(self, counts: Sequence[Count]) -> list[Line]:
        """A line each, the bars in proportion to the largest of what is no sum."""
        largest = max((count or 0 for _, count, role in counts if role), default=0)
        return [self._line(label, count, largest if role else 0, role) for label, count, role in counts]

    def _line(self, label: str, count: int | None, largest: int, role: str) -> Line:
        tone = self.tone
        line = [
            Segment(f"  {label:<{self._label}}", tone("dim")),
            Segment(f"  {_number(count):>{self._count}}", tone("dim") if count is None else Style()),
        ]
        room = self.width - self._label - self._count - 5
        if largest and count and room >= 2:
            line += [Segment(" "), Segment(bar(count / largest, min(room, MOST_BAR)), tone(role))]
        return line


def _number(count: int | None) -> str:
    return "—" if count is None else grouped(count)


def bar(share: float, cells: int) -> str:
    """A bar of `share` (0…1) of `cells`, to half a cell; never empty for more than nothing."""
    halves = max(1 if share > 0 else 0, round(share * cells * 2))
    return "━" * (halves // 2) + ("╸" if halves % 2 else "")


def _sum(label: str, total: UsageSum, drawn: _Column, *, complete: bool) -> Iterator[Line]:
    calls = counted(total.calls, "call") + ("" if complete else " …")
    yield _heading(label, calls, drawn.width, drawn.tone)
    if total.with_usage:
        yield from drawn.counts(_summed_counts(total))
        if why := _why_uneven(total):
            yield from _wrapped_note(why, drawn.width, drawn.tone)
    if total.without_usage:
        yield [Segment(f"  {grouped(total.without_usage)} without usage", drawn.tone("warn"))]
    yield []
