"""From recorded text to drawn lines: the one place where the interface builds segments. Knows no widget.

Every recorded string comes in through `visible`, which makes it harmless and widths computable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from recview.analysis.common_text import common_start
from recview.wire.terminal import clean, clean_line

TAB_CELLS = 4
EMOJI_STYLE = "\ufe0f"
"""Asks for a picture in place of a sign (variation selector 16). It is left out of what is drawn: terminals disagree on
whether a sign then takes one cell or two, and what stands behind it would be out of line. (For the same reason a joiner
between emoji keeps its stand-in: joined, they are two cells in one terminal and six in the next.)"""

Tone: TypeAlias = Callable[[str], Style]
"""Gives the style of a role (see `tones`), as the theme colours it: how pure drawing gets its colours."""


def visible(text: str) -> str:
    """Recorded text as one harmless line."""
    return clean_line(text).replace(EMOJI_STYLE, "")


def visible_lines(text: str) -> str:
    """Recorded text of several lines, harmless, with tabs as spaces (a tab has no width of its own)."""
    return clean(text).replace("\r", "␍").replace("\t", " " * TAB_CELLS).replace(EMOJI_STYLE, "")


def drawn_cells(text: str) -> int:
    """Cells of recorded text as `visible_lines` draws it."""
    return cell_len(visible_lines(text))


def cut_end(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where its end was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def cut_middle(text: str, width: int) -> str:
    """`text` in at most `width` cells, cut in the middle; the end, which tells tests apart, keeps more."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    if width <= 3:
        return cut_end(text, width)
    head_width = (width - 1) // 3
    tail_width = width - 1 - head_width
    head = set_cell_size(text, head_width).rstrip()
    tail = text[-tail_width:]
    while cell_len(tail) > tail_width:
        tail = tail[1:]
    return f"{head}…{tail}"


def cut_start(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where its beginning was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    tail = text[-width:]
    while cell_len(tail) > width - 1:
        tail = tail[1:]
    return "…" + tail


HASH_DIGITS = 12
"""So many of a hash are shown, and none of these is ever cut."""
_HASH = re.compile(rf"\b([0-9a-f]{{{HASH_DIGITS}}})[0-9a-f]{{52}}\b")
_HEX = frozenset("0123456789abcdef")

_LEAST_MODEL = 12
"""In fewer cells a model cannot be told from another."""

_TWO_ENDS = 12
"""In so many cells the parameters of a test show both of their ends."""


def cut_test(name: str, width: int) -> str:
    """A test's name in at most `width` cells: the ends of its name and of its parameters tell tests apart.

    Where there is room, the beginning of the parameters is kept too: calls by another client begin differently.
    """
    if cell_len(name) <= width:
        return name
    function, bracket, parameters = name.partition("[")
    if not bracket:
        return cut_middle(name, width)
    room = max(width - 1 - cell_len(function), min(8, width // 3))
    tail = (cut_middle if room >= _TWO_ENDS else cut_start)(parameters, room)
    return cut_start(function, width - 1 - cell_len(tail)) + "[" + tail


def cut_call(call: str, width: int) -> str:
    """A recording's name and its test's in at most `width` cells: the name, of which there is little, is not cut."""
    name, blank, test = call.partition(" ")
    room = width - cell_len(name) - 1
    return f"{name} {cut_test(test, room)}" if blank and room >= 8 else cut_end(name, width)


def cut_facts(facts: str, width: int) -> str:
    """`name · model · dialect` in at most `width` cells: the model is cut in its middle, for both of its ends tell it.

    Where that leaves too little of it, the dialect is left out.
    """
    parts = facts.split(" · ")
    while len(parts) > 1:
        room = cell_len(parts[1]) - (cell_len(" · ".join(parts)) - width)
        if room >= min(_LEAST_MODEL, cell_len(parts[1])):
            return " · ".join([parts[0], cut_middle(parts[1], room), *parts[2:]])
        parts.pop()
    return cut_end(facts, width)


def cut_path(path: str, width: int) -> str:
    """A recording's path in at most `width` cells: 12 digits of its hash are kept, then the end of its folder."""
    folder, slash, name = path.rpartition("/")
    stem = name.removesuffix(".json")
    if cell_len(path) <= width or not (len(stem) > HASH_DIGITS and set(stem) <= _HEX):
        return cut_middle(path, width)
    around = width - HASH_DIGITS
    return cut_start(folder + slash, around) + stem[:HASH_DIGITS] if around > 1 else cut_end(stem, width)


def from_to(old: str, new: str) -> str:
    """`old → new` of two paths or names; folders that both lie in are said once, in front."""
    folders = old.rfind("/", 0, common_start(old, new))
    if folders <= 0:
        return f"{old} → {new}"
    return f"{old[:folders]}  {old[folders + 1 :]} → {new[folders + 1 :]}"


def differing(old: str, new: str) -> str:
    """`old → new` of two paths: the outermost folders, harmless, in which they part; nothing where they do not."""
    for one, other in zip(old.split("/"), new.split("/"), strict=False):
        if one != other:
            return f"{visible(one)} → {visible(other)}"
    return ""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, cut at its end or padded."""
    text = cut_end(text, width)
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding


def strip_of(segments: Iterable[Segment], width: int, base: Style) -> Strip:
    """A line of exactly `width` cells on `base`; what is too long ends in an ellipsis.

    What a segment's style leaves open, `base` fills.
    """
    strip = Strip([Segment(segment.text, base + segment.style if segment.style else base) for segment in segments])
    if strip.cell_length > width > 0:
        cut = strip.crop(0, width - 1)
        last = next((segment.style for segment in reversed(list(cut)) if segment.style), base)
        return Strip([*cut, Segment("…", last)]).adjust_cell_length(width, base)
    return strip.adjust_cell_length(width, base)


def grouped(number: int) -> str:
    """A count with thousands separators."""
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """A count with its noun: `1 test`, `3,162 tests`."""
    return f"{grouped(number)} {noun}{'' if number == 1 else 's'}"


def short_hashes(text: str) -> str:
    """`text` with 12 digits of every hash in it, for where there is one line."""
    return _HASH.sub(r"\1", text)


def short_size(size_bytes: int) -> str:
    """A size in one short form: `812 B`, `41 kB`, `1.1 MB`."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    if size_bytes < 999_500:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1_000_000:.1f} MB"


def short_age(seconds: float) -> str:
    """An age in one short form: `3 s`, `12 min`, `4 h`, `9 d`."""
    if seconds < 60:
        return f"{max(0, seconds):.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    if seconds < 86_400:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86_400:.0f} d"


def short_test(test_id: str) -> str:
    """The function and the parameters of a pytest node id: `name[params]`, without the leading `test_`."""
    stem, bracket, parameters = test_id.partition("[")  # parameters may hold anything, `::` too
    return stem.rpartition("::")[2].removeprefix("test_") + bracket + parameters


def short_name(path: str) -> str:
    """What the recording of a path is called in the interface."""
    return short_stem(path.rpartition("/")[2].removesuffix(".json"))


def short_stem(name: str) -> str:
    """A recording's name, harmless, in 12 characters: those of its hash, or both ends of what has more than a hash.

    That a list of models is one is told by other things.
    """
    name = visible(name)
    listed = name.removeprefix("models-")
    if listed != name and len(listed) > HASH_DIGITS:
        return f"{listed[:6]}…{listed[-5:]}"
    if len(name) <= HASH_DIGITS or set(name[:HASH_DIGITS]) <= _HEX:
        return name[:HASH_DIGITS]
    return f"{name[:6]}…{name[-5:]}"
