"""A review as a page for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recview.analysis.review import Review, ReviewedPair, Signature
from recview.cli.output import styled
from recview.cli.review_words import (
    Remark,
    decided,
    group_size,
    pair_marks,
    passed_over,
    progress,
    remarks,
    short_name,
    summary,
    title,
    unsure,
    verdicts,
)
from recview.store.judging import Judged
from recview.ui.renderables.signs import DECISION_WORDS
from recview.wire.terminal import clean_line

_SHOWN = 12
"""Of each list so many lines; the rest is counted. `--json` has all."""
_MARK_COLORS = {"~": "yellow", "+": "green", "-": "red"}


def page_lines(review: Review, judged: Judged, color: bool, compared: str = "") -> Iterator[str]:
    """The page, line by line: counts, what is decided, groups, and what has no partner. `compared`: see `between`."""
    yield styled(summary(review), color, bold=True)
    yield from filter(None, (compared, passed_over(review), progress(judged)))
    yield from _remarks(list(remarks(review, judged)), color)
    for signature in review.signatures:
        yield ""
        yield from _group(review, signature, judged, color)
    lists = (
        ("added", [f"{one.why:9} {_where(one.recording.path, one.recording.test_id)}" for one in review.added]),
        ("removed", [_where(one.path, one.test_id) for one in review.removed]),
        ("superseded", [f"{clean_line(one.path)}\n    by {clean_line(one.by)}" for one in review.superseded]),
        ("unreadable", [f"{clean_line(one.path)}: {clean_line(one.reason)}" for one in review.unreadable]),
    )
    for name, lines in lists:
        if lines:
            yield ""
            yield styled(f"{len(lines):,} {name}", color, bold=True)
            yield from _first(lines)


def _remarks(found: Sequence[Remark], color: bool) -> Iterator[str]:
    rejected = [one for one in found if one.decision == "reject"]
    noted = [one for one in found if one.decision != "reject"]
    for word, listed in (("rejected", rejected), ("with a note", noted)):
        if listed:
            yield ""
            yield styled(f"{len(listed):,} {word}", color, bold=True)
            yield from _first([_remark(one) for one in listed])


def _remark(one: Remark) -> str:
    decision = "" if one.decision == "reject" else f"  {DECISION_WORDS[one.decision]}"
    note = f"\n    note: {one.note}" if one.note else ""
    return f"{one.name}{decision}\n    {one.told}{note}"


def _group(review: Review, signature: Signature, judged: Judged, color: bool) -> Iterator[str]:
    places = ", ".join(f"`{place}` {done}" for place, done in title(signature)) or "same request"
    yield f"{styled(group_size(signature), color, bold=True)}  {places}"
    told = (f"{aspect} {verdict}" for aspect, verdict in verdicts(signature))
    yield f"  {styled(' · '.join(told), color, dim=True)}"
    yield from _first([_pair(review.pairs[at], decided(judged.pairs[at]), color) for at in signature.pairs])


def _pair(pair: ReviewedPair, decision: str, color: bool) -> str:
    marks = "  ".join(f"{word} {styled(mark, color, fg=_MARK_COLORS.get(mark))}" for word, mark in pair_marks(pair))
    note = f"  {styled(unsure(pair), color, fg='cyan')}" if unsure(pair) else ""
    note += f"  {styled(decision, color, bold=True)}" if decision else ""
    names = short_name(pair.new)
    if pair.old.name != pair.new.name:
        names += f" ← {short_name(pair.old)}"
    return f"{names:27}  {marks}{note}\n    {clean_line(pair.new.test_id or pair.new.path)}"


def _where(path: str, test_id: str | None) -> str:
    return clean_line(path) + (f"\n    {clean_line(test_id)}" if test_id else "")


def _first(lines: Sequence[str]) -> Iterator[str]:
    """The first of a list, each with its continuation, and how many more there are."""
    for line in lines[:_SHOWN]:
        for part in line.split("\n"):
            yield f"  {part}"
    if len(lines) > _SHOWN:
        yield f"  … and {len(lines) - _SHOWN:,} more"
