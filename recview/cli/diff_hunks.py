"""The rows of a diff as lines for a terminal: hunks with context, unified or side by side, changed words marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from recview.analysis.jsondiff import Diff, DiffRow, Layout, Rows, Side, rows
from recview.analysis.secret_hints import without_secrets
from recview.cli.columns import cell_width
from recview.cli.output import styled
from recview.model.value import value
from recview.ui.edit_text import path_text

_CONTEXT_ROWS = 3
_KEPT_CHARACTERS = 60
"""Of a long unchanged stretch inside a changed line so much stays on either side."""
_LONGEST_CONTEXT = 200
_LONGEST_CHANGED = 4_000
_NARROWEST = 20
_COLORS = {"-": "red", "+": "green", "<": "cyan", ">": "cyan"}


@value
class PageStyle:
    """How a page is to look."""

    color: bool
    layout: Layout
    width: int
    """In cells; of use side by side only."""
    with_noise: bool = False


@value
class _Piece:
    text: str
    changed: bool


def hunks(diff: Diff, style: PageStyle) -> Iterator[str]:
    """Every hunk: where it is, then its rows."""
    laid_out = rows(diff, style.layout)
    start = 0
    for fold in [*laid_out.folds(_CONTEXT_ROWS, hide_noise=not style.with_noise), None]:
        stop = fold.start if fold else len(laid_out)
        if start < stop:
            yield from _hunk(diff, laid_out, range(start, stop), style)
        start = fold.stop if fold else stop


def _hunk(diff: Diff, laid_out: Rows, positions: range, style: PageStyle) -> Iterator[str]:
    shown = [laid_out[position] for position in positions]
    lefts = [row.left.line for row in shown if row.left]
    rights = [row.right.line for row in shown if row.right]
    where = f"-{lefts[0] if lefts else 0},{len(lefts)} +{rights[0] if rights else 0},{len(rights)}"
    yield styled(f"@@ {where} @@ {_place(diff, shown, style)}", style.color, fg="cyan")
    for row in shown:
        noise = row.change is not None and diff.changes[row.change].noise is not None and not style.with_noise
        yield from _unified(row, noise, style) if style.layout == "unified" else _side_by_side(row, noise, style)


def _place(diff: Diff, shown: list[DiffRow], style: PageStyle) -> str:
    """The first change of a hunk, as one would write it in code."""
    for row in shown:
        if row.change is not None and (style.with_noise or diff.changes[row.change].noise is None):
            return path_text(diff.changes[row.change].path)
    return ""


def _unified(row: DiffRow, noise: bool, style: PageStyle) -> Iterator[str]:
    sign = _sign(row, "old" if row.right is None else "new")
    side = row.right or row.left
    assert side is not None
    if sign == " " or noise:
        if row.right is not None:  # of hidden noise the new value is shown, as context
            yield " " + _cut(_text(side), _LONGEST_CONTEXT)
        return
    yield _painted(sign, _pieces(side), style)


def _side_by_side(row: DiffRow, noise: bool, style: PageStyle) -> Iterator[str]:
    column = max(_NARROWEST, (style.width - 3) // 2)
    left_sign, right_sign = (" ", " ") if noise else (_sign(row, "old"), _sign(row, "new"))
    left, right = _column(row.left, left_sign, column), _column(row.right, right_sign, column)
    for one, other in zip_longest(left, right):
        yield f"{_cell(one, left_sign, column, style)} │ {_cell(other, right_sign, column, style)}".rstrip()


def _sign(row: DiffRow, side: str) -> str:
    """Moved lines have their own signs, so that they can be told from removed and added ones without colour."""
    if row.kind == "equal":
        return " "
    if row.kind == "move":
        return "<" if side == "old" else ">"
    return "-" if side == "old" else "+"


def _column(side: Side | None, sign: str, column: int) -> list[list[_Piece]]:
    """The lines a side takes: what changed is wrapped, context is cut."""
    if side is None:
        return []
    if sign == " ":
        return [[_Piece(_cut(_text(side), column - 1), False)]]
    return _wrapped(_pieces(side), column - 1)


def _cell(pieces: list[_Piece] | None, sign: str, column: int, style: PageStyle) -> str:
    if pieces is None:
        return " " * column
    filled = cell_width("".join(piece.text for piece in pieces)) + 1
    text = f" {pieces[0].text}" if sign == " " else _painted(sign, pieces, style)
    return text + " " * max(0, column - filled)


def _painted(sign: str, pieces: list[_Piece], style: PageStyle) -> str:
    """A changed line. Without colour the words that changed stand in brackets, unless all of the line did."""
    color = _COLORS[sign]
    if style.color:
        painted = [styled(piece.text, True, fg=color, reverse=piece.changed or None) for piece in pieces]
        return styled(sign, True, fg=color) + "".join(painted)
    if not all(piece.changed or piece.text.isspace() for piece in pieces) and style.layout == "unified":
        opening, closing = ("[-", "-]") if sign == "-" else ("{+", "+}")
        return sign + "".join(opening + piece.text + closing if piece.changed else piece.text for piece in pieces)
    return sign + "".join(piece.text for piece in pieces)


def _text(side: Side) -> str:
    return "  " * side.depth + side.text


def _pieces(side: Side) -> list[_Piece]:
    """A changed line cut where words changed; long stretches are shortened, JSON has them all."""
    text, indent = _text(side), 2 * side.depth
    if (hidden := without_secrets(text)) != text:  # words marked inside of a credential would make it unknowable
        return [_Piece(_cut(hidden, _LONGEST_CHANGED), bool(side.changed))]
    pieces: list[_Piece] = []
    position = 0
    for start, end in [*((start + indent, end + indent) for start, end in side.changed), (len(text), len(text))]:
        if position < start:
            pieces.append(_Piece(_shortened(text[position:start], start == len(text)), False))
        if start < end:
            pieces.append(_Piece(_cut(text[start:end], _LONGEST_CHANGED), True))
        position = end
    if len(pieces) == 1:
        return [_Piece(_cut(text, _LONGEST_CHANGED), bool(side.changed))]
    return pieces


def _shortened(text: str, is_last: bool) -> str:
    """An unchanged stretch: what is next to a change stays, and how the line begins."""
    if len(text) <= 3 * _KEPT_CHARACTERS:
        return text
    head = text[:_KEPT_CHARACTERS]
    tail = "" if is_last else text[-_KEPT_CHARACTERS:]
    return f"{head}…({len(text) - len(head) - len(tail):,} characters)…{tail}"


def _cut(text: str, width: int) -> str:
    """At most `width` cells of a text."""
    if cell_width(text) <= width:
        return text
    first_line = _wrapped([_Piece(text[: width + 1], False)], width - 1)[0]
    return "".join(piece.text for piece in first_line) + "…"


def _wrapped(pieces: list[_Piece], width: int) -> list[list[_Piece]]:
    """Pieces broken into lines of at most `width` cells."""
    lines: list[list[_Piece]] = [[]]
    room = width
    for piece in pieces:
        start = 0
        for position, character in enumerate(piece.text):
            cells = cell_width(character)
            if cells > room:
                lines[-1].append(_Piece(piece.text[start:position], piece.changed))
                lines.append([])
                start, room = position, width
            room -= cells
        lines[-1].append(_Piece(piece.text[start:], piece.changed))
    return lines
