"""A review as Markdown for a pull request: short enough for a comment, with no recorded text that could act there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from recview.analysis.review import Review, ReviewedPair, Signature
from recview.cli.output import counted
from recview.cli.review_words import (
    ASPECT_WORDS,
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
from recview.model.recording import Recording
from recview.store.judging import Judged
from recview.ui.edit_text import edit_text
from recview.ui.renderables.signs import DECISION_WORDS
from recview.wire.terminal import clean_line

LIMIT = 60_000
"""In characters: what a comment on a pull request may hold, and some room."""

_ROOM_FOR_ENDING = 300
_LONGEST_CODE = 160
_LONGEST_NOTE = 2_000


def markdown(review: Review, judged: Judged, compared: str = "", limit: int = LIMIT) -> str:
    """The review: what is rejected, then the largest groups first; what does not fit is counted at the end.

    `compared`: see `between`.
    """
    text = _Text(limit - _ROOM_FOR_ENDING)
    text.add(f"### recview: {summary(review)}\n")
    for told in filter(None, (compared, passed_over(review))):
        text.add(f"{code(told, _LONGEST_NOTE)}\n")
    if told := progress(judged):
        text.add(f"{told}\n")
    text.add(_overview(review), "table of groups")
    for head, rows, what in _remarks(review, judged):
        text.add_list(head, rows, what)
    for signature in review.signatures:
        for head, row, what in _group(review, signature, judged):
            text.add_list(head, row, what)
    for head, rows, what in _lists(review):
        text.add_list(head, rows, what)
    return text.finish()


class _Text:
    """Grows up to a limit, and remembers what did not fit."""

    def __init__(self, limit: int) -> None:
        self._parts: list[str] = []
        self._left = limit
        self._cut: dict[str, int] = {}

    def add(self, part: str, what: str = "") -> bool:
        """Adds a part whole or not at all."""
        if len(part) + 1 > self._left:
            self._cut[what] = self._cut.get(what, 0) + 1
            return False
        self._parts.append(part)
        self._left -= len(part) + 1
        return True

    def add_list(self, head: str, rows: Iterable[str], what: str) -> None:
        """Adds a heading with as many rows as fit; the others are counted by `what` they are."""
        listed = list(rows)
        size = len(head) + 1
        fitting = 0
        for row in listed:
            size += len(row) + 1
            if size > self._left:
                break
            fitting += 1
        if fitting:
            self.add("\n".join([head, *listed[:fitting]]))
        if fitting < len(listed):
            self._cut[what] = self._cut.get(what, 0) + len(listed) - fitting

    def finish(self) -> str:
        if self._cut:
            told = ", ".join(counted(count, what) for what, count in self._cut.items())
            self._parts.append(f"\n_Not shown for want of room: {told}. `recview review --json` has everything._")
        return "\n".join(self._parts) + "\n"


def _overview(review: Review) -> str:
    rows = [
        "| | request | " + " | ".join(ASPECT_WORDS.values()) + " |",
        "|---|---|" + "---|" * len(ASPECT_WORDS),
    ]
    for signature in review.signatures:
        told = (verdict for _, verdict in verdicts(signature))
        rows.append(_table_row(group_size(signature), _places(signature, review), *told))
    return "\n".join(rows) if len(rows) > 2 else ""


def _places(signature: Signature, review: Review) -> str:
    return ", ".join(f"{code(place)} {done}" for place, done in title(signature, review)) or "same request"


def _remarks(review: Review, judged: Judged) -> Iterator[tuple[str, list[str], str]]:
    found = list(remarks(review, judged))
    rejected = [
        f"- {code(one.name)} {code(one.told)}" + (f": {code(one.note, _LONGEST_NOTE)}" if one.note else "")
        for one in found
        if one.decision == "reject"
    ]
    noted = [
        f"- {DECISION_WORDS[one.decision]} {code(one.name)} {code(one.told)}: {code(one.note, _LONGEST_NOTE)}"
        for one in found
        if one.decision != "reject"
    ]
    yield f"\n#### {len(rejected):,} rejected\n", rejected, "rejection"
    yield f"\n#### {len(noted):,} with a note\n", noted, "note"


def _group(review: Review, signature: Signature, judged: Judged) -> Iterator[tuple[str, list[str], str]]:
    head = f"\n#### {group_size(signature)}: {_places(signature, review)}\n"
    sample = _sample(review.pairs[signature.pairs[0]])
    if sample:
        head += f"\nFor example {code(sample)}\n"
    head += "\n| new | old | test | " + " | ".join(ASPECT_WORDS.values()) + " | |\n"
    head += "|---|---|---|" + ":-:|" * len(ASPECT_WORDS) + "---|"
    yield head, [_row(review.pairs[at], decided(judged.pairs[at])) for at in signature.pairs], "pair"


def _sample(pair: ReviewedPair) -> str:
    """The first change that means something, in words."""
    edited = pair.edited if not pair.is_knock_on else ()
    shown = edited or pair.request.visible or pair.request.changes or pair.beside_body
    return edit_text(shown[0].op, shown[0].path, shown[0].old, shown[0].new, quote="") if shown else ""


def _row(pair: ReviewedPair, decision: str) -> str:
    old = code(short_name(pair.old)) if pair.old.name != pair.new.name else "same name"
    test = code(pair.new.test_id or pair.new.path)
    marks = (mark for _, mark in pair_marks(pair))
    remark = " · ".join(filter(None, (unsure(pair), decision)))
    return _table_row(code(short_name(pair.new)), old, test, *marks, remark)


def _table_row(*cells: str) -> str:
    """A `|` ends a cell wherever it stands, in a code span too, and only there is it to be escaped."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _lists(review: Review) -> Iterator[tuple[str, list[str], str]]:
    yield (
        f"\n#### {len(review.added):,} added\n",
        [f"- {one.why}: {_item(one.recording)}" for one in review.added],
        "added recording",
    )
    yield (
        f"\n#### {len(review.removed):,} removed\n",
        [f"- {_item(one)}" for one in review.removed],
        "removed recording",
    )
    yield (
        f"\n#### {len(review.unreadable):,} unreadable\n",
        [f"- {code(one.path)}: {code(one.reason)}" for one in review.unreadable],
        "unreadable file",
    )
    yield (
        f"\n#### {len(review.superseded):,} superseded, and still there\n",
        [f"- {code(one.path)} by {code(one.by)}" for one in review.superseded],
        "superseded recording",
    )


def _item(recording: Recording) -> str:
    return code(recording.path) + (f" ({code(recording.test_id)})" if recording.test_id else "")


def code(text: str, longest: int = _LONGEST_CODE) -> str:
    """Recorded text as a code span, in which nothing can act: no link, no mention, no HTML."""
    text = clean_line(text)
    if len(text) > longest:
        text = f"{text[: longest // 2]}…{text[-longest // 2 :]}"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    padding = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{padding}{text}{padding}{fence}"
