"""How a review is put into words, shared by its page and its Markdown. Gives plain text; recorded parts are clean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recview.analysis.review import Review, ReviewedPair, Signature, names_of
from recview.cli.output import counted
from recview.model.judgement import Decision, Judgement
from recview.model.recording import Recording
from recview.model.value import value
from recview.store.judging import Judged, decidable
from recview.store.revisions import Side
from recview.ui.decision_words import progress_words
from recview.ui.edit_text import path_text
from recview.ui.renderables.signs import DECISION_WORDS
from recview.wire.terminal import clean_line

ASPECT_WORDS: Mapping[str, str] = {
    "text": "text",
    "tool_calls": "tool calls",
    "finish_reason": "finish",
    "usage": "usage",
    "error": "error",
}
MARKS: Mapping[str, str] = {"same": "=", "changed": "~", "added": "+", "removed": "-"}
_DONE = {"add": "added", "remove": "removed", "replace": "changed", "move": "moved"}
_NAME_DIGITS = 12


def summary(review: Review) -> str:
    """The sizes of all parts in one line."""
    counts = review.counts
    parts = [counted(counts["pairs"], "pair"), f"{counts['identical']:,} identical"]
    for part in ("added", "removed", "superseded", "unreadable"):
        if counts[part]:
            in_series = f" ({counts['series']:,} in series)" if part == "added" and counts["series"] else ""
            parts.append(f"{counts[part]:,} {part}{in_series}")
    knock_ons = sum(pair.is_knock_on for pair in review.pairs)
    if knock_ons:
        parts.append(counted(knock_ons, "knock-on"))
    return " · ".join(parts)


def between(old: Side, new: Side) -> str:
    """Which states of a repository are compared; empty for two folders, which nobody else would find by their names."""
    return clean_line(f"{old.label} → {new.label}") if old.in_git or new.in_git else ""


def passed_over(review: Review) -> str:
    """How much was to count for nothing, and where; empty where nobody asked for that."""
    found = review.passed_over
    if not found.patterns:
        return ""
    asked = ", ".join(clean_line(pattern.text) for pattern in found.patterns)
    told = counted(found.changes, "change") if found.changes else "nothing"
    more = f"; {counted(found.pairs, 'pair')} with no other difference" if found.pairs else ""
    return f"passed over at {asked}: {told}{more}"


def progress(judged: Judged) -> str:
    """How far the review is decided; empty where nothing is."""
    return progress_words(judged.tally)


@value
class Remark:
    """What a reviewer said of a part: a rejection, or a note."""

    decision: Decision
    name: str
    """`new ← old`, as far as there are both."""
    told: str
    """Its test, or else its path."""
    note: str


def remarks(review: Review, judged: Judged) -> Iterator[Remark]:
    """Everything rejected, and of the rest what bears a note, in the order of the review."""
    for (old, new), said in zip(decidable(review), judged.all, strict=True):
        told = new or old
        if said is None or told is None or not (said.decision == "reject" or said.note):
            continue
        renamed = old is not None and new is not None and old.name != new.name
        name = f"{short_name(told)} ← {short_name(old)}" if renamed and old is not None else short_name(told)
        yield Remark(said.decision, name, clean_line(told.test_id or told.path), clean_line(said.note))


def group_size(signature: Signature) -> str:
    """`13 pairs`, or `2 knock-ons`."""
    return counted(len(signature.pairs), "knock-on" if signature.knock_on else "pair")


def title(signature: Signature, review: Review) -> Iterator[tuple[str, str]]:
    """What changed in the requests of a group: places, and what was done there; nothing where they are the same."""
    for change in names_of(signature, review):
        yield path_text(change.path), _DONE[change.op]


def verdicts(signature: Signature) -> Iterator[tuple[str, str]]:
    """What came of it: aspects in words, and how many pairs had which verdict, the most frequent first."""
    total = len(signature.pairs)
    for aspect, counts in signature.verdict.items():
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        told = ", ".join(verdict if count == total else f"{count:,} {verdict}" for verdict, count in ranked)
        yield ASPECT_WORDS[aspect], told


def pair_marks(pair: ReviewedPair) -> Iterator[tuple[str, str]]:
    """The verdict of one pair: aspects in words, each with `=`, `~`, `+` or `-`."""
    for aspect, word in ASPECT_WORDS.items():
        yield word, MARKS.get(getattr(pair.response, aspect), "?")


def short_name(recording: Recording) -> str:
    """The beginning of a recording's name."""
    return clean_line(recording.name[:_NAME_DIGITS])


def decided(judgement: Judgement | None) -> str:
    """What is decided on a part, in a word; nothing where nothing is."""
    return DECISION_WORDS[judgement.decision] if judgement is not None else ""


def unsure(pair: ReviewedPair) -> str:
    """A word on pairs that may not belong together; nothing for the others."""
    match = pair.match
    return "" if match.is_sure else f"{match.matched_by}, {match.confidence:.0%} sure"
