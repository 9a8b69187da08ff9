"""A review as a page for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recview.analysis.review import Review, Signature
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
from recview.model.value import value
from recview.store.judging import Judged
from recview.ui.renderables.signs import DECISION_WORDS
from recview.wire.terminal import clean_line

_SHOWN = 12
"""Of each list so many lines; the rest is counted, and `--all` shows it."""
_MARK_COLORS = {"~": "yellow", "+": "green", "-": "red"}


def page_lines(
    review: Review, judged: Judged, color: bool, *, compared: str = "", shows_all: bool = False
) -> Iterator[str]:
    """The page, line by line: counts, what is decided, groups, and what has no partner.

    `compared`: see `recview.cli.review_words.between`. `shows_all`: no list is cut short.
    """
    return _Page(review, judged, color, compared, shows_all).lines()


@value
class _Page:
    review: Review
    judged: Judged
    color: bool
    compared: str
    shows_all: bool

    def lines(self) -> Iterator[str]:
        review = self.review
        yield self._bold(summary(review))
        yield from filter(None, (self.compared, passed_over(review), progress(self.judged)))
        found = list(remarks(review, self.judged))
        yield from self._list("rejected", [_remark(one) for one in found if one.decision == "reject"])
        yield from self._list("with a note", [_remark(one) for one in found if one.decision != "reject"])
        for signature in review.signatures:
            yield ""
            yield from self._group(signature)
        added = [f"{one.why:9} {_where(one.recording.path, one.recording.test_id)}" for one in review.added]
        yield from self._list("added", added)
        yield from self._list("removed", [_where(one.path, one.test_id) for one in review.removed])
        yield from self._superseded()
        unreadable = [f"{clean_line(one.path)}: {clean_line(one.reason)}" for one in review.unreadable]
        yield from self._list("unreadable", unreadable)

    def _group(self, signature: Signature) -> Iterator[str]:
        places = ", ".join(f"`{place}` {done}" for place, done in title(signature, self.review)) or "same request"
        yield f"{self._bold(group_size(signature))}  {places}"
        told = (f"{aspect} {verdict}" for aspect, verdict in verdicts(signature))
        yield f"  {styled(' · '.join(told), self.color, dim=True)}"
        yield from self._first([self._pair(at) for at in signature.pairs])

    def _pair(self, at: int) -> str:
        pair, decision = self.review.pairs[at], decided(self.judged.pairs[at])
        marked = ((word, styled(mark, self.color, fg=_MARK_COLORS.get(mark))) for word, mark in pair_marks(pair))
        note = f"  {styled(unsure(pair), self.color, fg='cyan')}" if unsure(pair) else ""
        note += f"  {self._bold(decision)}" if decision else ""
        names = short_name(pair.new)
        if pair.old.name != pair.new.name:
            names += f" ← {short_name(pair.old)}"
        marks = "  ".join(f"{word} {mark}" for word, mark in marked)
        return f"{names:27}  {marks}{note}\n    {clean_line(pair.new.test_id or pair.new.path)}"

    def _superseded(self) -> Iterator[str]:
        """Those whose successor stands in a group above are only counted: both names are there."""
        told = set() if self.shows_all else {pair.new.path for pair in self.review.pairs}
        listed = [one for one in self.review.superseded if one.by not in told]
        folded = len(self.review.superseded) - len(listed)
        lines = [f"{clean_line(one.path)}\n    by {clean_line(one.by)}" for one in listed]
        if folded:
            others = f"{folded:,} more " if listed else ""
            yield ""
            yield self._bold(f"{len(self.review.superseded):,} superseded, and still there")
            yield from self._first(lines)
            yield f"  {others}by the new ones of the pairs above; --all lists them"
        else:
            yield from self._list("superseded, and still there", lines)

    def _list(self, name: str, lines: Sequence[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield self._bold(f"{len(lines):,} {name}")
            yield from self._first(lines)

    def _first(self, lines: Sequence[str]) -> Iterator[str]:
        """The first of a list, each with its continuation, and how many more there are."""
        shown = len(lines) if self.shows_all else _SHOWN
        for line in lines[:shown]:
            for part in line.split("\n"):
                yield f"  {part}"
        if len(lines) > shown:
            yield f"  … and {len(lines) - shown:,} more; --all shows them"

    def _bold(self, text: str) -> str:
        return styled(text, self.color, bold=True)


def _remark(one: Remark) -> str:
    decision = "" if one.decision == "reject" else f"  {DECISION_WORDS[one.decision]}"
    note = f"\n    note: {one.note}" if one.note else ""
    return f"{one.name}{decision}\n    {one.told}{note}"


def _where(path: str, test_id: str | None) -> str:
    return clean_line(path) + (f"\n    {clean_line(test_id)}" if test_id else "")
