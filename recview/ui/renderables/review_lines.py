"""The list of a review drawn: headings, what came of their groups, items. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.review import PathChange
from recview.model.judgement import Decision, Judgement
from recview.ui.distinct_names import Label, cut_name
from recview.ui.drawing import (
    Tone,
    counted,
    cut_end,
    cut_middle,
    cut_path,
    grouped,
    short_stem,
    visible,
)
from recview.ui.edit_text import path_text
from recview.ui.renderables.signs import ALONE_SIGNS, ASPECTS, CHANGE_SIGNS, DECISION_SIGNS, VERDICT_SIGNS
from recview.ui.review_model import Group, Item, ReviewModel

Line: TypeAlias = list[Segment]

_HASH = 12
_WITH_NAMES = 84
"""From this width on an item's line has both names."""
_WITH_HASH = 60
"""From this width on it has the new one's."""
_CLASSES = {
    "alike": "alike", "apart": "unlike the rest", "new": "new, without an old self", "gone": "gone, without a new self",
    "superseded": "superseded, still there", "unreadable": "unreadable",
}  # fmt: skip


def width_of(segments: Line) -> int:
    """In cells."""
    return sum(cell_len(segment.text) for segment in segments)


def told_counts(model: ReviewModel) -> str:
    """How many recordings have a partner, how many have none, how many are the same as ever; what was passed over."""
    kinds = Counter(item.kind for item in model.items)
    alone = [f"{grouped(kinds[kind])} {kind}" for kind in ("new", "gone") if kinds[kind]]
    ignored = [f"{counted(model.passed_over.changes, 'change')} passed over"] if model.passed_over.changes else []
    return " · ".join([counted(kinds["pair"], "pair"), *alone, f"{grouped(model.identical)} identical", *ignored])


# The list


def column_words(model: ReviewModel) -> str:
    """What the signs at the end of an item's line tell of, in their order; nothing where no item has any."""
    if all(item.kind != "pair" for item in model.items):
        return ""
    return " ".join(word for aspect, word in ASPECTS.items() if aspect != "error" or model.tells_errors)


def heading_line(
    group: Group, depth: int, folded: bool, tally: Mapping[Decision | None, int], width: int, tone: Tone
) -> Line:
    """A group: what changed, and how many of its items are decided; once all are, in which way."""
    line = [Segment(" " * depth + ("▸ " if folded else "▾ "), tone("faint"))]
    right = _progress(group, tally, tone)
    room = width - width_of(line) - width_of(right) - 1
    title = _title(group, room, tone)
    gap = width - width_of(line) - width_of(title) - width_of(right)
    return [*line, *title, Segment(" " * max(1, gap)), *right]


def _progress(group: Group, tally: Mapping[Decision | None, int], tone: Tone) -> Line:
    count = sum(tally.values())
    decided = count - tally.get(None, 0)
    if not decided or decided < count:
        shown = f"{grouped(decided)}/{grouped(count)}" if decided else grouped(count or len(group.items))
        return [Segment(shown, tone("dim"))]
    line: Line = []
    for decision, (sign, role) in DECISION_SIGNS.items():
        if tally.get(decision):
            line.append(Segment(f"{' ' if line else ''}{sign} {grouped(tally[decision])}", tone(role)))
    return line


def _title(group: Group, room: int, tone: Tone) -> Line:
    if group.kind in _CLASSES:
        title: Line = []
        if group.kind in ALONE_SIGNS:
            sign, role = ALONE_SIGNS[group.kind]
            title = [Segment(f"{sign} ", tone(role))]
        title.append(Segment(_CLASSES[group.kind], tone("title")))
        return title
    lead = [Segment("↳ ", tone("faint"))] if group.kind == "knock-on" else []
    if not group.places:
        return [*lead, Segment("= ", tone("dim")), Segment(cut_end("same request", room), tone("title"))]
    return [*lead, *_places(group.places, room - width_of(lead), tone)]


def _places(places: tuple[PathChange, ...], room: int, tone: Tone) -> Line:
    """As many places as fit, each with room for its end, which tells most; the others are counted."""
    line: Line = []
    for at, place in enumerate(places):
        left = len(places) - at - 1
        rest = f" +{left}" if left else ""
        name = path_text(place.path)
        free = room - width_of(line) - 2 - cell_len(rest)
        if line and cell_len(name) + 1 > free:
            line.append(
                Segment(f" and {left + 1} more" if room - width_of(line) > 12 else f" +{left + 1}", tone("dim"))
            )
            break
        sign, role = CHANGE_SIGNS[place.op]
        gap = " " if line else ""
        line += [
            Segment(f"{gap}{sign} ", tone(role)),
            Segment(cut_middle(name, free - len(gap)), tone("title") + Style(bold=True)),
        ]
    return line


def verdict_counts(verdict: Mapping[str, Mapping[str, int]], tone: Tone, *, gap: int, with_total: bool = True) -> Line:
    """What came of a group: of each aspect the most frequent verdict, and of how many where not of all."""
    line: Line = []
    for aspect, word in ASPECTS.items():
        counts = verdict[aspect]
        if aspect == "error" and set(counts) <= {"same"}:
            continue
        usual = max(counts, key=lambda each: counts[each], default="same")
        sign, role = VERDICT_SIGNS[usual]
        total = sum(counts.values())
        of_all = f"/{grouped(total)}" if with_total else ""
        share = "" if counts.get(usual, 0) == total else f"{grouped(counts[usual])}{of_all} "
        line += [
            Segment(f"{word} ", tone("dim")),
            Segment(share, tone("sign-change")),
            Segment(sign + " " * gap, tone(role)),
        ]
    return line


def detail_line(verdict: Mapping[str, Mapping[str, int]], depth: int, width: int, tone: Tone) -> Line:
    """The line below a heading, which says of how many: where there is no room, it is not said again."""
    indent = Segment(" " * depth + "  ")
    for gap, with_total in ((2, True), (1, True), (2, False), (1, False)):
        line = [indent, *verdict_counts(verdict, tone, gap=gap, with_total=with_total)]
        if width_of(line) <= width:
            break
    return line


def item_line(
    item: Item, judgement: Judgement | None, label: Label, depth: int, width: int, tone: Tone, *, with_errors: bool
) -> Line:
    """An item: what is decided, which call it is, its verdict."""
    sign, role = DECISION_SIGNS[judgement.decision if judgement else None]
    lead: Line = [Segment(" " * depth), Segment(f"{sign if item.key else ' '} ", tone(role))]
    right = _item_facts(item, judgement, tone, with_errors=with_errors)
    room = width - width_of(lead) - width_of(right) - 1
    hashes: Line = []
    if width >= _WITH_NAMES:
        hashes = [Segment(f"{names(item):<27}  ", tone("dim"))]
    elif width >= _WITH_HASH:
        hashes = [Segment(f"{short_stem(item.name):<{_HASH}}  ", tone("dim"))]
    elif label.with_hash and label.test:  # behind the test, so that tests begin under each other
        right = [Segment(f"{short_stem(item.name)} ", tone("dim")), *right]
        room -= width_of(right[:1])
    room -= width_of(hashes)
    style = tone("dim") if judgement is not None else Style()
    test = item_name(item, label, room)
    return [*lead, *hashes, Segment(test, style), Segment(" " * (room - cell_len(test) + 1)), *right]


def item_name(item: Item, label: Label, room: int) -> str:
    """What an item is called where there is so much room."""
    name = label.test if cell_len(label.test) <= room else label.brief
    return cut_name(name, room) if name else cut_path(visible(item.path), room)


def names_collide(items: Sequence[tuple[Item, Label]], at: int, depth: int, width: int, *, with_errors: bool) -> bool:
    """Whether one of some items that stand near each other is cut to what another is cut to as well."""
    item, label = items[at]
    aspects = len(ASPECTS) - (0 if with_errors else 1)
    room = width - depth - 2 - 2 * aspects - 1  # that of a pair
    if width >= _WITH_HASH or cell_len(label.test) <= room:
        return False  # the hash is there in any case, or nothing is cut
    drawn = item_name(item, label, room)
    return sum(item_name(*each, room) == drawn for each in items) > 1


def names(item: Item) -> str:
    """`new ← old`, the beginnings of both names."""
    new = short_stem(item.new.name if item.new else item.name)
    if item.old is None or item.new is None or item.old.name == item.new.name:
        return new
    return f"{new} ← {short_stem(item.old.name)}"


def _item_facts(item: Item, judgement: Judgement | None, tone: Tone, *, with_errors: bool) -> Line:
    line: Line = [Segment("¶ ", tone("dim"))] if judgement and judgement.note else []
    if item.kind != "pair" or item.pair is None:
        return [*line, Segment(visible(item.why) if item.kind == "new" else "", tone("dim"))]
    if item.unsure:
        line.append(Segment(f"?{item.pair.match.confidence:.0%} ", tone("warn")))
    for aspect in ASPECTS:
        if aspect == "error" and not with_errors:
            continue
        sign, role = VERDICT_SIGNS[getattr(item.pair.response, aspect)]
        line.append(Segment(f" {sign}", tone(role)))
    return line
