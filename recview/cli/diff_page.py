"""A comparison of two recordings as a page for people: the verdict in a line, then hunks. Every line is clean."""

from __future__ import annotations

from collections.abc import Iterator

from recview.analysis.comparison import Comparison
from recview.analysis.jsondiff import Change, Diff
from recview.analysis.secret_hints import url_without_secrets
from recview.cli.diff_hunks import PageStyle, hunks
from recview.cli.output import counted, styled
from recview.cli.review_words import ASPECT_WORDS, MARKS
from recview.model.recording import Recording
from recview.model.value import value
from recview.ui.edit_text import path_text
from recview.wire.terminal import clean_line

MARK_COLORS = {"~": "yellow", "+": "green", "-": "red"}


@value
class Parts:
    """Which halves of a recording are shown."""

    request: bool
    response: bool


def page_lines(old: Recording, new: Recording, comparison: Comparison, parts: Parts, style: PageStyle) -> Iterator[str]:
    """The whole page."""
    yield styled(f"--- {clean_line(old.path)}", style.color, bold=True)
    yield styled(f"+++ {clean_line(new.path)}", style.color, bold=True)
    yield from _tests(old, new, style)
    yield verdict_line(comparison, parts, style)
    for fact in comparison.address if parts.request else ():
        both = (url_without_secrets(side) if fact.name == "url" else side for side in (fact.old, fact.new))
        yield f"{fact.name}: {' → '.join(clean_line(side or 'none') for side in both)}"
    if parts.request:
        yield from _section("request", comparison.request, style)
    if parts.response:
        yield from _section("response", comparison.response, style)


def verdict_line(comparison: Comparison, parts: Parts, style: PageStyle) -> str:
    """`request ~1   text =   tool calls =   finish =   usage +`, and what is hidden or mere bookkeeping."""
    words: list[str] = []
    notes: list[str] = []
    if parts.request:
        count = len(comparison.request.changes if style.with_noise else comparison.request.visible)
        count += len(comparison.address)
        words.append(f"request {_mark('~' if count else '=', style)}{count or ''}")
        notes += _hidden(comparison.request, "request", style)
    if parts.response:
        for aspect, word in ASPECT_WORDS.items():
            verdict = getattr(comparison.verdict, aspect)
            if aspect != "error" or verdict != "same":
                words.append(f"{word} {_mark(MARKS[verdict], style)}")
        notes += _hidden(comparison.response, "response", style)
        if comparison.verdict.bookkeeping:
            names = sorted({path.rpartition("/")[2] for path in comparison.verdict.bookkeeping_fields})
            notes.append(f"bookkeeping: {clean_line(', '.join(names))}")
    note = f"   ({'; '.join(notes)})" if notes else ""
    return "   ".join(words) + styled(note, style.color, dim=True)


def _tests(old: Recording, new: Recording, style: PageStyle) -> Iterator[str]:
    tests = [old.test_id] if old.test_id == new.test_id else [old.test_id, new.test_id]
    for sign, test in zip(" " if len(tests) == 1 else "-+", tests, strict=True):
        if test:
            yield styled(f"{sign} {clean_line(test)}".strip(), style.color, dim=True)


def _section(name: str, diff: Diff, style: PageStyle) -> Iterator[str]:
    changes = diff.changes if style.with_noise else diff.visible
    if not changes:
        return
    yield ""
    yield styled(f"{name}: {counted(len(changes), 'change')}", style.color, bold=True)
    for change in changes:
        yield from _remarks(change, style)
    yield from hunks(diff, style)


def _remarks(change: Change, style: PageStyle) -> Iterator[str]:
    """What the hunks cannot show of a change."""
    if change.op == "move":
        yield styled(f"{path_text(change.old_path or '')} moved to {path_text(change.path)}", style.color, fg="cyan")
    if change.too_large:
        yield styled(f"{path_text(change.path)} is too large to align: told as replaced", style.color, fg="yellow")


def _hidden(diff: Diff, side: str, style: PageStyle) -> list[str]:
    if style.with_noise or not diff.hidden:
        return []
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(diff.hidden.items()))
    return [f"noise hidden in the {side}: {kinds}"]


def _mark(mark: str, style: PageStyle) -> str:
    return styled(mark, style.color, fg=MARK_COLORS[mark]) if mark in MARK_COLORS else mark
