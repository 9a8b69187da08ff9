"""Token usage as a column of lines: at the playhead, this call, its test, the marked, all. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.model.usage import Usage, UsageSum
from recview.model.value import value
from recview.ui.drawing import Tone, grouped

Line: TypeAlias = list[Segment]

_LABEL = 11
_COUNT = 8


@value
class UsageFacts:
    """Everything the column tells."""

    has_call: bool = False
    """Whether a recording is open at all."""
    streaming: bool = False
    at_playhead: Usage | None = None
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
    lines: list[Line] = []
    if facts.has_call and facts.streaming:
        lines += [_heading("at playhead", "", width, tone)]
        lines += _counts(facts.at_playhead, width, tone) or [_note("— not sent yet", tone)]
        lines.append([])
    if facts.has_call:
        lines += [_heading("this call", "", width, tone)]
        lines += _counts(facts.final, width, tone) or _wrapped_note("— " + (facts.missing or "none sent"), width, tone)
        lines.append([])
    if facts.test is not None:
        lines += _sum("this test", facts.test, width, tone, complete=True)
    if facts.marked is not None and facts.marked.calls:
        lines += _sum("marked", facts.marked, width, tone, complete=True)
    if facts.everything.calls:
        lines += _sum("all", facts.everything, width, tone, complete=facts.complete)
    return lines


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


def _counts(usage: Usage | None, width: int, tone: Tone) -> list[Line]:
    if usage is None or not usage.known:
        return []
    largest = max(usage.input_tokens or 0, usage.output_tokens or 0, 1)
    rows: list[tuple[str, int | None, str]] = [("input", usage.input_tokens, "bar-input")]
    if usage.cached_tokens:
        rows.append(("· cached", usage.cached_tokens, "bar-input"))
    rows.append(("output", usage.output_tokens, "bar-output"))
    if usage.reasoning_tokens:
        rows.append(("· reasoning", usage.reasoning_tokens, "bar-output"))
    lines = [_count(label, count, largest, role, width, tone) for label, count, role in rows]
    summed = usage.total_tokens is None and usage.sum_tokens is not None
    label = "total (sum)" if summed else "total"
    lines.append(_count(label, usage.sum_tokens, None, "", width, tone))
    return lines


def _count(label: str, count: int | None, largest: int | None, role: str, width: int, tone: Tone) -> Line:
    number = "—" if count is None else grouped(count)
    line = [
        Segment(f"  {label:<{_LABEL}}", tone("dim")),
        Segment(f"{number:>{_COUNT}}", tone("dim") if count is None else Style()),
    ]
    room = width - 2 - _LABEL - _COUNT - 1
    if largest and count and room >= 2:
        line += [Segment(" "), Segment(bar(count / largest, min(room, 12)), tone(role))]
    return line


def bar(share: float, cells: int) -> str:
    """A bar of `share` (0…1) of `cells`, to half a cell; never empty for more than nothing."""
    halves = max(1 if share > 0 else 0, round(share * cells * 2))
    return "━" * (halves // 2) + ("╸" if halves % 2 else "")


def _sum(label: str, total: UsageSum, width: int, tone: Tone, *, complete: bool) -> Iterator[Line]:
    calls = f"{grouped(total.calls)} {'call' if total.calls == 1 else 'calls'}{'' if complete else ' …'}"
    yield _heading(label, calls, width, tone)
    if total.with_usage:
        largest = max(total.input_tokens, total.output_tokens, 1)
        yield _count("input", total.input_tokens, largest, "bar-input", width, tone)
        yield _count("output", total.output_tokens, largest, "bar-output", width, tone)
        yield _count("total", total.total_tokens, None, "", width, tone)
    if total.without_usage:
        yield [Segment(f"  {grouped(total.without_usage)} without usage", tone("warn"))]
    yield []
