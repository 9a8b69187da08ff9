"""One side of a diff row, drawn to an exact width: sign, line number, tokens, changed words. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from recview.analysis.jsondiff import DiffRow, Side
from recview.model.value import value
from recview.ui.drawing import Tone, visible

INDENT = 2

_TOKEN_TONES = {
    "key": "json-key",
    "string": "json-string",
    "escape": "json-number",
    "number": "json-number",
    "boolean": "json-number",
    "null": "json-null",
    "bracket": "json-punct",
    "punctuation": "json-punct",
}


def text_room(side: Side, width: int, number_cells: int) -> int:
    """How many cells a side's text has in a column of `width`, beside its gutter and indentation."""
    return max(8, width - number_cells - 2 - INDENT * side.depth)


@value
class Look:
    """How a side of a row is drawn. Names of tones, empty where it has none of its own."""

    sign: str = " "
    sign_tone: str = ""
    ground: str = ""
    word_ground: str = ""
    """Under changed words."""
    quiet: bool = False
    """Whether it is a change that means nothing: it is dimmed."""


def look_of(row: DiffRow, side: Side | None, name: str, *, quiet: bool) -> Look:
    """How a side (`left`, `right`) of a row looks; `quiet`: it is a change that means nothing."""
    if row.kind == "equal" or side is None:
        return Look(quiet=quiet)
    if quiet:
        return Look("·", "faint", quiet=True)
    if row.kind == "move":
        return Look("↕", "playhead", "diff-move", "diff-move")
    if name == "left":
        return Look("-", "sign-remove", "diff-remove", "diff-remove-word")
    return Look("+", "sign-add", "diff-add", "diff-add-word")


def side_segments(
    side: Side | None,
    width: int,
    tone: Tone,
    look: Look,
    *,
    number_cells: int,
    span: tuple[int, int] | None,
    continued: bool = False,
    pointed_at: bool = False,
) -> list[Segment]:
    """Exactly `width` cells. `span` is the stretch of the side's text that this line shows (None: all, cut).

    `continued` marks a second line of the same row: no number, no sign.
    `pointed_at`: the cursor stands here; where a ground covers its own, it shows under the number.
    """
    if width <= 0:
        return []
    base = tone(look.ground) if look.ground else Style()
    if side is None:
        return [Segment(" " * width, base)]
    gutter = Style() if pointed_at else base
    number = " " * number_cells if continued else f"{side.line:>{max(0, number_cells - 1)}} "[-number_cells:]
    segments = [
        Segment(number if number_cells else "", tone("playhead") if pointed_at else tone("faint") + base),
        Segment(
            (" " if continued else look.sign) + " ", (tone(look.sign_tone) if look.sign_tone else Style()) + gutter
        ),
        Segment(" " * (INDENT * side.depth), base),
    ]
    used = sum(cell_len(segment.text) for segment in segments)
    return segments + _text_segments(side, span or (0, len(side.text)), width - used, tone, look, base)


def _text_segments(side: Side, span: tuple[int, int], width: int, tone: Tone, look: Look, base: Style) -> list[Segment]:
    """A stretch of a side's text in `width` cells: cut where it is longer, filled up where it is shorter."""
    drawn: list[tuple[str, Style]] = []
    for text, role, changed in _pieces(side, *span):
        style = (tone("faint") if look.quiet else tone(role)) + base
        if changed and look.word_ground and not look.quiet:
            style += tone(look.word_ground)
        drawn.append((visible(text), style))
    segments: list[Segment] = []
    room = width
    left = sum(cell_len(text) for text, _ in drawn)
    for text, style in drawn:
        if left > room and cell_len(text) >= room:  # nothing of what follows has room, and that must be seen
            segments.append(Segment(set_cell_size(text, room - 1) + "…" if room > 0 else "", style))
            room = 0
            break
        segments.append(Segment(text, style))
        room -= cell_len(text)
        left -= cell_len(text)
    return [*segments, Segment(" " * room, base)]


def _pieces(side: Side, start: int, end: int) -> Iterator[tuple[str, str, bool]]:
    """(text, role, changed) of the stretch start…end of a side's text, cut where tokens and changes begin and end."""
    cuts = sorted({offset for change in side.changed for offset in change})
    position = 0
    for token in side.tokens:
        token_end = position + len(token.text)
        if token_end > start and position < end:
            edges = [max(position, start), *[cut for cut in cuts if max(position, start) < cut < min(token_end, end)]]
            edges.append(min(token_end, end))
            for left, right in itertools.pairwise(edges):
                changed = any(first <= left < last for first, last in side.changed)
                yield token.text[left - position : right - position], _TOKEN_TONES[token.kind], changed
        position = token_end
