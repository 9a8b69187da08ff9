"""A pair of a review drawn: the column of its facts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.model.judgement import Judgement
from recview.model.usage import Usage
from recview.ui.distinct_names import renamed
from recview.ui.drawing import Tone, cut_end, cut_middle, cut_path, cut_test, grouped, short_stem, short_test, visible
from recview.ui.edit_text import path_text
from recview.ui.renderables.review_lines import Line
from recview.ui.renderables.signs import CHANGE_SIGNS, DECISION_SIGNS, DECISION_WORDS
from recview.ui.review_loading import ComparedItem
from recview.ui.review_model import Item

MATCHED_BY: Mapping[str, str] = {
    "name": "by name", "test": "by test", "test-renamed": "by a renamed test", "body": "by body",
}  # fmt: skip


_LABEL = 9
_COUNT = 10


def fact_lines(
    item: Item, judgement: Judgement | None, compared: ComparedItem | None, width: int, tone: Tone
) -> list[Line]:
    """Who the two are, how they were matched, what is decided, and their token counts before and after."""
    width = max(width, 24)
    lines = list(_identity(item, width, tone))
    if item.key:
        lines.append(_decision(judgement, width, tone))
    if judgement is not None and judgement.note:
        lines.append(_fact("note", cut_end(visible(judgement.note), width - _LABEL), tone))
    if compared is not None:
        lines += [[], *_usage(compared, width, tone)]
        if item.pair is not None and (len(item.pair.request.visible) > 1 or item.pair.knock_ons):
            lines += [[], *_changes(item, width, tone)]
    return lines


def _identity(item: Item, width: int, tone: Tone) -> Iterator[Line]:
    room = width - _LABEL
    if item.test_id:
        yield _fact("test", cut_test(visible(short_test(item.test_id)), room), tone)
        file, colons, _ = item.test_id.partition("::")
        if colons:
            yield _fact("", cut_middle(visible(file), room), tone, "dim")
    if item.new is not None and item.old is not None and item.old.test_id not in (None, item.new.test_id):
        was, now = renamed(item.old.test_id or "", item.new.test_id or "")
        yield _fact("renamed", cut_middle(f"{was} → {now}", room), tone, "sign-change")
    if item.new is not None and item.old is not None:
        old, new = short_stem(item.old.name), short_stem(item.new.name)
        yield _fact("pair", new if old == new else f"{old} → {new}", tone)
    if item.kind == "superseded":
        yield _fact("stands", cut_path(visible(item.path), room), tone, "sign-change")
    else:
        yield _fact("file", cut_path(visible(item.path), room), tone)
    recording = item.new or item.old
    if recording is not None and recording.request.model:
        yield _fact("model", cut_middle(visible(recording.request.model), room), tone)
    if item.pair is not None:
        match = item.pair.match
        said = f"{MATCHED_BY[match.matched_by]}, {match.confidence:.0%} sure"
        yield _fact("matched", f"? {said}" if item.unsure else said, tone, "warn" if item.unsure else "")
    elif item.why:
        yield _fact("why", cut_end(visible(item.why), room), tone, "bad" if item.kind == "unreadable" else "")


def _decision(judgement: Judgement | None, width: int, tone: Tone) -> Line:
    if judgement is None:
        return _fact("decided", "not yet", tone, "dim")
    sign, role = DECISION_SIGNS[judgement.decision]
    return _fact("decided", f"{sign} {DECISION_WORDS[judgement.decision]}", tone, role)


def _fact(label: str, text: str, tone: Tone, role: str = "") -> Line:
    return [Segment(f"{label:<{_LABEL}}", tone("dim")), Segment(text, tone(role) if role else Style())]


def _usage(compared: ComparedItem, width: int, tone: Tone) -> Iterator[Line]:
    """Both sides' counts under each other, and what came of each."""
    old, new = compared.old_usage or Usage(), compared.new_usage or Usage()
    head = f"{'usage':<{_LABEL}}"
    if not old.known and not new.known:
        yield [Segment(head, tone("title")), Segment("— none is told", tone("dim"))]
        return
    yield [Segment(head, tone("title")), Segment(f"{'before':>{_COUNT}}{'after':>{_COUNT}}", tone("dim"))]
    rows = [("input", old.input_tokens, new.input_tokens), ("output", old.output_tokens, new.output_tokens)]
    rows += [("· cached", old.cached_tokens, new.cached_tokens)] * bool(old.cached_tokens or new.cached_tokens)
    reasoning = (old.reasoning_tokens, new.reasoning_tokens)
    rows += [("· reason.", *reasoning)] * any(reasoning)
    rows.append(("total", old.sum_tokens, new.sum_tokens))
    for label, before, after in rows:
        yield [
            Segment(f"{label:<{_LABEL}}", tone("dim")),
            *_count(before, tone),
            *_count(after, tone),
            *_gain(before, after, tone),
        ]


def _count(count: int | None, tone: Tone) -> Line:
    return [Segment(f"{'—' if count is None else grouped(count):>{_COUNT}}", tone("dim") if count is None else Style())]


def _gain(before: int | None, after: int | None, tone: Tone) -> Line:
    if before == after:
        return [Segment("  =", tone("dim"))] if before is not None else []
    if before is None or after is None:
        return [Segment("  +", tone("sign-add"))] if before is None else [Segment("  -", tone("sign-remove"))]
    return [Segment(f"  {after - before:+,}", tone("sign-change"))]


def _changes(item: Item, width: int, tone: Tone) -> Iterator[Line]:
    """The changes of the request, with those that only carry an earlier answer on told apart."""
    assert item.pair is not None
    yield [Segment("request", tone("title"))]
    for at, change in enumerate(item.pair.request.changes):
        if change.noise is None:
            sign, role = CHANGE_SIGNS[change.op]
            carried = at in item.pair.knock_ons
            note = " ↳ carried on" if carried else " # hash" if change.hashed else ""
            name = cut_middle(path_text(change.path), width - 2 - cell_len(note))
            yield [
                Segment(f"{sign} ", tone(role)),
                Segment(name),
                Segment(note, tone("dim" if carried else "playhead")),
            ]
