"""A JSON value as foldable lines, and each line as segments. Pure: no widget, no state.

Only what is open is ever laid out, so a megabyte with its arrays closed costs a screenful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from rich.segment import Segment

from recview.analysis.wrapping import WrappedText
from recview.model.json_value import JSON
from recview.model.value import value
from recview.ui.drawing import Tone, drawn_cells, grouped, visible, visible_lines
from recview.wire.documents import dumps

Path: TypeAlias = tuple[str | int, ...]
LineKind = Literal["open", "close", "leaf", "folded", "text"]

INDENT = 2


@value
class JsonLine:
    """One line of a laid-out value."""

    kind: LineKind
    """open / close: a container's bracket; folded: a closed container; leaf: a scalar; text: a piece of an
    opened long string."""
    depth: int
    path: Path
    key: str | None
    value: JSON
    last: bool
    """Whether nothing follows in its container: no comma."""


def lay_out(value: JSON, is_open: Callable[[Path, JSON], bool], width: int = 10**6) -> list[JsonLine]:
    """The lines of `value`; `is_open` decides for every container and long string, which is wrapped to `width`."""
    return list(_lines(value, is_open, width))


def _lines(value: JSON, is_open: Callable[[Path, JSON], bool], width: int) -> Iterator[JsonLine]:
    # An explicit stack: recorded JSON may nest deeper than Python recurses.
    stack: list[Iterator[tuple[JSON, Path, str | None, bool]]] = [iter([(value, (), None, True)])]
    closing: list[JsonLine] = []
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            if closing and stack:
                yield closing.pop()
            continue
        value, path, key, last = entry
        depth = len(path)
        if isinstance(value, (dict, list)) and value:
            if not is_open(path, value):
                yield JsonLine("folded", depth, path, key, value, last)
                continue
            yield JsonLine("open", depth, path, key, value, last)
            closing.append(JsonLine("close", depth, path, None, value, last))
            stack.append(_children(value, path))
        elif isinstance(value, str) and is_long(value) and is_open(path, value):
            yield JsonLine("open", depth, path, key, value, last)
            wrapped = WrappedText(value, max(20, width - INDENT * (depth + 1)), drawn_cells)
            for line in range(wrapped.line_count):
                yield JsonLine("text", depth + 1, path, None, wrapped.line_text(line).rstrip("\n"), True)
        else:
            yield JsonLine("leaf", depth, path, key, value, last)


def _children(value: JSON, path: Path) -> Iterator[tuple[JSON, Path, str | None, bool]]:
    if isinstance(value, dict):
        final = len(value) - 1
        for position, (key, child) in enumerate(value.items()):
            yield child, (*path, key), key, position == final
    elif isinstance(value, list):
        final = len(value) - 1
        for position, child in enumerate(value):
            yield child, (*path, position), None, position == final


def is_long(value: str) -> bool:
    """Whether a string is one to open: several lines, or more than a line is wide."""
    return len(value) > 60 or "\n" in value


def json_segments(
    line: JsonLine, width: int, tone: Tone, *, quiet: bool = False, marked: bool = False
) -> list[Segment]:
    """One line drawn. `quiet` dims what did not change, `marked` lights what did (for chunks)."""
    segments = [Segment(" " * (INDENT * line.depth))]
    if line.kind == "text":
        return [*segments, Segment(visible_lines(str(line.value)), tone("json-string"))]
    if line.key is not None:
        key_tone = tone("lit") if marked else tone("json-key")
        segments += [Segment(_quoted(line.key, width), key_tone), Segment(": ", tone("json-punct"))]
    segments += _value_segments(line, width, tone, quiet, marked)
    if not line.last and line.kind in ("leaf", "close", "folded"):
        segments.append(Segment(",", tone("json-punct")))
    return segments


def _value_segments(line: JsonLine, width: int, tone: Tone, quiet: bool, marked: bool) -> list[Segment]:
    value = line.value
    punct = tone("json-punct")
    if isinstance(value, (dict, list)):
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        if line.kind == "close":
            return [Segment(closing, punct)]
        if line.kind == "open":
            return [Segment(opening, punct)]
        if not value:
            return [Segment(opening + closing, punct)]
        return [Segment(opening, punct), Segment(folded_label(value), tone("dim")), Segment(closing, punct)]
    if line.kind == "open":
        return [Segment(f"text, {grouped(len(str(value)))} characters", tone("dim"))]
    if value is None:
        return [Segment("null", tone("json-null"))]
    if isinstance(value, str):
        style = tone("lit") if marked else tone("dim") if quiet else tone("json-string")
        return [Segment(_quoted(value, width), style)]
    style = tone("lit") if marked else tone("dim") if quiet else tone("json-number")
    return [Segment(visible(dumps(value)), style)]


def _quoted(text: str, width: int) -> str:
    """A string as JSON writes it, cut before it is quoted: a line shows `width` cells at the most."""
    if len(text) > width:
        return visible(dumps(text[:width]))[:-1] + "…"
    return visible(dumps(text))


SHOWN_NUMBERS = 12
"""A closed list of so many numbers shows them."""


def is_numbers(value: JSON) -> bool:
    """Whether a value is a list of numbers: better read on one line than on one each."""
    return isinstance(value, list) and bool(value) and all(type(item) in (int, float) for item in value[:50])


def folded_label(value: JSON) -> str:
    """What a closed container says of itself: ` 3 keys: id, model, choices `, `32, 98, 111` or ` 768 numbers `."""
    if isinstance(value, list) and len(value) <= SHOWN_NUMBERS and is_numbers(value):
        return ", ".join(dumps(item) for item in value)
    if isinstance(value, dict):
        names = ", ".join(visible(key) for key in list(value)[:4])
        return f" {len(value)} {'key' if len(value) == 1 else 'keys'}: {names}{', …' if len(value) > 4 else ''} "
    if isinstance(value, list):
        kinds = {type(item) for item in value[:50]}
        kind = "numbers" if kinds <= {int, float} else "strings" if kinds == {str} else "items"
        return f" {grouped(len(value))} {kind if len(value) != 1 else kind[:-1]} "
    return " … "
