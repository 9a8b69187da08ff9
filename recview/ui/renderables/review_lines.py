"""A review drawn: headings and items of its list, the verdict in one line, the facts of a pair. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.verdict import ResponseVerdict
from recview.model.usage import Usage
from recview.store.ledger import Decision, Judgement
from recview.ui.drawing import cut_end, cut_middle, cut_test, grouped, short_test, visible
from recview.ui.edit_text import path_text
from recview.ui.review_loading import ComparedItem
from recview.ui.review_model import Group, Item, Place
from recview.ui.widgets.change_list import SIGNS as CHANGE_SIGNS

Tone: TypeAlias = Callable[[str], Style]
Line: TypeAlias = list[Segment]

ASPECTS: Mapping[str, str] = {
    "text": "text", "tool_calls": "tools", "finish_reason": "finish", "usage": "usage", "error": "error",
}  # fmt: skip
"""Aspect of a response -> its word, in the order of the signs."""
VERDICT_SIGNS: Mapping[str, tuple[str, str]] = {
    "same": ("=", "dim"), "changed": ("~", "sign-change"), "added": ("+", "sign-add"), "removed": ("-", "sign-remove"),
}  # fmt: skip
DECISION_SIGNS: Mapping[Decision | None, tuple[str, str]] = {
    "accept": ("✓", "good"), "reject": ("✗", "bad"), "skip": ("»", "dim"), None: ("·", "faint"),
}  # fmt: skip
DECISION_WORDS: Mapping[Decision, str] = {"accept": "accepted", "reject": "rejected", "skip": "skipped"}
MATCHED_BY: Mapping[str, str] = {
    "name": "by name", "test": "by test", "test-renamed": "by a renamed test", "body": "by body",
}  # fmt: skip

_HASH = 12
_WITH_NAMES = 84
"""From this width on an item's line has both names."""
_CLASSES = {
    "alike": "alike", "apart": "unlike the rest", "new": "new, without an old self", "gone": "gone, without a new self",
    "superseded": "superseded, still there", "unreadable": "unreadable",
}  # fmt: skip
_CLASS_SIGNS = {"new": ("+", "sign-add"), "gone": ("-", "sign-remove"), "superseded": ("↑", "sign-change"),
                "unreadable": ("✗", "bad")}  # fmt: skip


def width_of(segments: Line) -> int:
    """In cells."""
    return sum(cell_len(segment.text) for segment in segments)


# The list


def heading_line(group: Group, depth: int, folded: bool, progress: tuple[int, int], width: int, tone: Tone) -> Line:
    """A group: what changed, and how many of its items are decided."""
    decided, count = progress
    line = [Segment("  " * depth + ("▸ " if folded else "▾ "), tone("faint"))]
    if count and decided == count:
        right = Segment(f"✓ {grouped(count)}", tone("good"))
    else:
        shown = f"{decided}/{grouped(count)}" if decided else grouped(count or len(group.items))
        right = Segment(shown, tone("dim"))
    room = width - width_of(line) - cell_len(right.text) - 1
    title = _title(group, room, tone)
    gap = width - width_of(line) - width_of(title) - cell_len(right.text)
    return [*line, *title, Segment(" " * max(1, gap)), right]


def _title(group: Group, room: int, tone: Tone) -> Line:
    if group.kind in _CLASSES:
        title: Line = []
        if group.kind in _CLASS_SIGNS:
            sign, role = _CLASS_SIGNS[group.kind]
            title = [Segment(f"{sign} ", tone(role))]
        title.append(Segment(_CLASSES[group.kind], tone("title")))
        return title
    lead = [Segment("↳ ", tone("faint"))] if group.kind == "knock-on" else []
    if not group.places:
        return [*lead, Segment("= ", tone("dim")), Segment(cut_end("same request", room), tone("title"))]
    return [*lead, *_places(group.places, room - width_of(lead), tone)]


def _places(places: tuple[Place, ...], room: int, tone: Tone) -> Line:
    """As many places as fit, each with room for its end, which tells most; the others are counted."""
    line: Line = []
    for at, place in enumerate(places):
        left = len(places) - at - 1
        rest = f" +{left}" if left else ""
        name = path_text(place.path)
        free = room - width_of(line) - 2 - cell_len(rest)
        if line and cell_len(name) + 1 > free:
            line.append(Segment(f" and {left + 1} more" if room - width_of(line) > 12 else f" +{left + 1}", tone("dim")))
            break
        sign, role = CHANGE_SIGNS[place.op]
        gap = " " if line else ""
        line += [
            Segment(f"{gap}{sign} ", tone(role)),
            Segment(cut_middle(name, free - len(gap)), tone("title") + Style(bold=True)),
        ]
    return line


def verdict_counts(verdict: Mapping[str, Mapping[str, int]], tone: Tone) -> Line:
    """What came of a group: of each aspect the most frequent verdict, and of how many where not of all."""
    line: Line = []
    for aspect, word in ASPECTS.items():
        counts = verdict[aspect]
        if aspect == "error" and set(counts) <= {"same"}:
            continue
        usual = max(counts, key=lambda each: counts[each], default="same")
        sign, role = VERDICT_SIGNS[usual]
        total = sum(counts.values())
        share = "" if counts.get(usual, 0) == total else f"{grouped(counts[usual])}/{grouped(total)} "
        line += [Segment(f"{word} ", tone("dim")), Segment(share, tone("sign-change")), Segment(f"{sign}  ", tone(role))]
    return line


def detail_line(group: Group, depth: int, tone: Tone) -> Line:
    """The line below a heading."""
    return [Segment("  " * depth + "  "), *verdict_counts(group.verdict or {}, tone)]


def item_line(
    item: Item, judgement: Judgement | None, depth: int, width: int, tone: Tone, *, twin: bool, with_errors: bool
) -> Line:
    """An item: what is decided, which call it is, its verdict. A `twin` shares its test's name with another."""
    sign, role = DECISION_SIGNS[judgement.decision if judgement else None]
    lead: Line = [Segment("  " * depth), Segment(f"{sign if item.key else ' '} ", tone(role))]
    right = _item_facts(item, judgement, tone, with_errors=with_errors)
    room = width - width_of(lead) - width_of(right) - 1
    names: Line = []
    if width >= _WITH_NAMES:
        names = [Segment(f"{_names(item):<27}  ", tone("dim"))]
    elif twin and room > _HASH + 12:
        names = [Segment(f"{visible(item.name)[:_HASH]}  ", tone("dim"))]
    room -= width_of(names)
    style = tone("dim") if judgement is not None else Style()
    label = cut_test(visible(short_test(item.test_id)), room) if item.test_id else cut_middle(visible(item.path), room)
    return [*lead, *names, Segment(label, style), Segment(" " * (room - cell_len(label) + 1)), *right]


def _names(item: Item) -> str:
    """`new ← old`, the beginnings of both names."""
    new = visible(item.new.name if item.new else item.name)[:_HASH]
    if item.old is None or item.new is None or item.old.name == item.new.name:
        return new
    return f"{new} ← {visible(item.old.name)[:_HASH]}"


def _item_facts(item: Item, judgement: Judgement | None, tone: Tone, *, with_errors: bool) -> Line:
    line: Line = [Segment("¶ ", tone("dim"))] if judgement and judgement.note else []
    if item.kind != "pair" or item.pair is None:
        return [*line, Segment(visible(item.why) if item.kind in ("new", "gone") else "", tone("dim"))]
    if item.unsure:
        line.append(Segment(f"?{item.pair.match.confidence:.0%} ", tone("warn")))
    for aspect in ASPECTS:
        if aspect == "error" and not with_errors:
            continue
        sign, role = VERDICT_SIGNS[getattr(item.pair.response, aspect)]
        line.append(Segment(f" {sign}", tone(role)))
    return line


# The verdict of a pair


def verdict_line(compared: ComparedItem, part: str, tone: Tone) -> Line:
    """How much of the request and what of the response differs; the part that is shown is underlined."""
    item, changes = compared.item, len(compared.request.visible)
    open_style = tone("playhead") + Style(underline=True)
    line = [
        Segment("request", open_style if part == "request" else tone("title")),
        Segment(" "),
        Segment(f"~{grouped(changes)}" if changes else "=", tone("sign-change" if changes else "dim")),
        Segment("   "),
        Segment("response", open_style if part == "response" else tone("title")),
        Segment("  "),
    ]
    if compared.verdict is not None:
        return [*line, *_verdict(compared.verdict, tone)]
    sign, role = _CLASS_SIGNS[item.kind]
    return [*line, Segment(f"{sign} {item.kind}", tone(role)), Segment(f"  {visible(item.why)}", tone("dim"))]


def _verdict(verdict: ResponseVerdict, tone: Tone) -> Iterator[Segment]:
    for aspect, word in ASPECTS.items():
        state = getattr(verdict, aspect)
        if aspect == "error" and state == "same":
            continue
        sign, role = VERDICT_SIGNS[state]
        yield Segment(f"{word} ", tone("dim"))
        yield Segment(f"{sign}  ", tone(role))


# The facts of a pair

_LABEL = 9
_COUNT = 10


def fact_lines(item: Item, judgement: Judgement | None, compared: ComparedItem | None, width: int, tone: Tone) -> list[Line]:
    """Who the two are, how they were matched, what is decided, and their token counts before and after."""
    width = max(width, 24)
    lines = list(_identity(item, width, tone))
    if item.key:
        lines.append(_decision(judgement, width, tone))
    if judgement is not None and judgement.note:
        lines.append(_fact("note", cut_end(visible(judgement.note), width - _LABEL), tone))
    if compared is not None:
        lines += [[], *_usage(compared, width, tone)]
        if item.pair is not None and item.pair.request.visible:
            lines += [[], *_changes(item, width, tone)]
    return lines


def _identity(item: Item, width: int, tone: Tone) -> Iterator[Line]:
    room = width - _LABEL
    if item.test_id:
        file, _, _ = item.test_id.partition("::")
        yield _fact("test", cut_test(visible(short_test(item.test_id)), room), tone)
        if file != item.test_id:
            yield _fact("", cut_middle(visible(file), room), tone, "dim")
    if item.new is not None:
        yield _fact("new", cut_middle(visible(item.new.name), room), tone)
    if item.old is not None:
        yield _fact("old", cut_middle(visible(item.old.name), room), tone)
    if item.kind == "superseded":
        yield _fact("stands", cut_middle(visible(item.path), room), tone, "sign-change")
    elif item.new is None and item.old is None:
        yield _fact("file", cut_middle(visible(item.path), room), tone)
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
    yield [Segment(head, tone("title")), Segment(f"{'before':>{_COUNT}}{'after':>{_COUNT}}", tone("dim"))]
    rows = [("input", old.input_tokens, new.input_tokens), ("output", old.output_tokens, new.output_tokens)]
    rows += [("· cached", old.cached_tokens, new.cached_tokens)] * bool(old.cached_tokens or new.cached_tokens)
    reasoning = (old.reasoning_tokens, new.reasoning_tokens)
    rows += [("· reason.", *reasoning)] * any(reasoning)
    rows.append(("total", old.sum_tokens, new.sum_tokens))
    for label, before, after in rows:
        yield [Segment(f"{label:<{_LABEL}}", tone("dim")), *_count(before, tone), *_count(after, tone), *_gain(before, after, tone)]


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
            yield [Segment(f"{sign} ", tone(role)), Segment(name), Segment(note, tone("dim" if carried else "playhead"))]
