"""A line of the list of recordings, drawn: the head of a group, or a recording. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.row_state import NO_ANSWERS, breaks_off
from recview.model.value import value
from recview.ui.drawing import (
    HASH_DIGITS,
    Tone,
    cut_middle,
    fit,
    grouped,
    short_age,
    short_size,
    short_stem,
    visible,
)

if TYPE_CHECKING:
    from recview.analysis.arrangement import OutlineLine
    from recview.model.row import Row


TAIL_CELLS = 10
_COLUMNS_CELLS = 12
"""Chunks and tokens together, with the gap before them: `  13    145t`."""
_FIXED_CELLS = 1 + 2 + HASH_DIGITS + 1
"""Mark, sign, hash, and the gap before the last column."""

FRESH_S = 6.0
"""How long a row that changed on disk is lit, the fading counted in."""
_FULL_S = 1.5
"""How long it is lit in full."""


KIND_SIGNS: Mapping[str, tuple[str, str]] = {
    "added": ("+", "sign-add"), "changed": ("~", "sign-change"), "superseded": ("↑", "sign-change"),
    "writing": ("…", "warn"), "removed": ("-", "sign-remove"), "unreadable": ("✗", "bad"),
}  # fmt: skip
"""What happened to a recording on disk -> its sign and the role that colours it, in every list."""


@value
class Freshness:
    """What happened to a row on disk while recview looked."""

    kind: str
    """added, changed, superseded, writing, removed"""
    at_s: float
    """When, on the app's monotonic clock."""


@value
class ListState:
    """Everything the list draws besides its lines."""

    marked: frozenset[str] = frozenset()
    fresh: Mapping[str, Freshness] = field(default_factory=dict)
    now_s: float = 0.0
    open_path: str = ""
    lights: bool = True
    """Whether a row that changed is lit for a while."""
    rows: Mapping[str, Row] = field(default_factory=dict)
    """What is known of the recordings by now: lines may have been made when it was less."""
    order: str = "path"
    """What the rows are ordered by; what else nobody would see of it stands in the last column."""
    now_ns: int = 0
    """The time of day, as files have it."""
    stopped: bool = False
    """Whether what is not read will not be read either, unless it is asked for."""


def light(age_s: float) -> float:
    """How brightly a row is lit so long after it changed: 1 at first, 0 from `FRESH_S` on."""
    return max(0.0, min(1.0, (FRESH_S - age_s) / (FRESH_S - _FULL_S)))


def group_segments(
    entry: OutlineLine, width: int, folded: bool, tone: Tone, name_of: Callable[[str, int], str]
) -> list[Segment]:
    """The head of a group: its sign, its name, how many recordings it holds.

    `name_of`: what the test of a key is called in so many cells.
    """
    count = grouped(entry.count) + ("" if entry.counted else "+")
    indent = " " * entry.depth + ("▸ " if folded else "▾ ")
    room = width - cell_len(indent) - cell_len(count) - 1
    label = name_of(entry.key, room) if entry.kind == "test" else cut_middle(visible(entry.label), room)
    return [
        Segment(indent, tone("faint")),
        Segment(label, Style() if entry.kind == "test" else tone("title")),
        Segment(" " * (room - cell_len(label) + 1)),
        Segment(count, tone("dim")),
    ]


def row_segments(entry: OutlineLine, row: Row, width: int, deepest: int, state: ListState, tone: Tone) -> list[Segment]:
    """A recording: mark, sign, hash, chunks, tokens, how it ended, and its model where there is room.

    Those less deep than the `deepest` are filled up, so that counts stand under each other down the whole list.
    """
    sign, role = _row_sign(row)
    gutter = "◆" if row.path in state.marked else " "
    columns = _columns(row)
    outdent = max(0, deepest - entry.depth)
    room = width - entry.depth - outdent - _FIXED_CELLS - cell_len(columns)
    tail, tail_role = _tail(row, state)
    segments = [
        Segment(gutter + " " * max(0, entry.depth - 1), tone("marked")),
        Segment(sign + " ", tone(role)),
        Segment(f"{short_stem(entry.label):<{HASH_DIGITS}}", Style(bold=row.path == state.open_path or None)),
        Segment(" " * outdent + columns + " ", tone("dim")),
        Segment(fit(tail, max(0, min(room, TAIL_CELLS))), tone(tail_role)),
    ]
    if room > TAIL_CELLS + 8:
        model = cut_middle(visible(row.model or ""), room - TAIL_CELLS - 2)
        segments.append(Segment("  " + model, tone("faint")))
    return segments


def _tail(row: Row, state: ListState) -> tuple[str, str]:
    fresh = state.fresh.get(row.path)
    if fresh is not None:
        sign, role = KIND_SIGNS.get(fresh.kind, ("~", "sign-change"))
        return f"{sign} {short_age(state.now_s - fresh.at_s)}", role
    if row.state == "unreadable":
        return "unreadable", "bad"
    if state.order == "size":
        return f"{short_size(row.size):>7}", "dim"
    if state.order == "changed":
        return f"{short_age((state.now_ns - row.mtime_ns) / 1e9):>7}", "dim"
    if row.state == "header":
        return ("unread" if state.stopped else ""), "dim"
    if row.error:
        return str(row.error_status or "error"), "bad"
    if breaks_off(row):
        return "breaks off", "warn"
    if not row.finish_reasons:
        return NO_ANSWERS.get(row.dialect or "", ""), "faint"
    reasons = [visible(reason) for reason in row.finish_reasons]
    return ",".join(dict.fromkeys(reasons)), "dim"


def _columns(row: Row) -> str:
    """Chunks and tokens, under each other down the whole list; large ones never run into what stands before them."""
    if row.state != "full":
        return " " * _COLUMNS_CELLS
    chunks = f" {grouped(row.chunk_count) if row.chunk_count else '':>4}"
    tokens = row.usage.sum_tokens if row.usage else None
    last = f"{grouped(tokens)}t" if tokens is not None else "–"
    return f"{chunks} {last:>{max(0, _COLUMNS_CELLS - len(chunks) - 1)}}"


def _row_sign(row: Row) -> tuple[str, str]:
    if row.state == "unreadable" or row.error:
        return "✗", "bad"
    if row.state == "header":
        return "◌", "faint"
    if breaks_off(row):
        return "◐", "warn"
    return ("●", "good") if row.streaming else ("○", "dim")
