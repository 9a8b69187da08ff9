"""The timeline of a stream in one row: track, played part, playhead, markers of different shapes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeAlias

from rich.segment import Segment

from recview.analysis.markers import Marker
from recview.ui.drawing import Tone, visible

Mark: TypeAlias = tuple[str, str]
"""Shape and role of a marker."""

MARKER_SHAPES: dict[str, tuple[str, str, str]] = {
    "first_token": ("╿", "marker-first", "first token"),
    "answer": ("◇", "marker-answer", "reasoning → answer"),
    "tool_call": ("◆", "marker-tool", "tool call"),
    "refusal": ("⊘", "marker-error", "refusal"),
    "finish": ("■", "marker-finish", "finish"),
    "usage": ("▣", "marker-usage", "usage"),
    "error": ("✗", "marker-error", "error"),
    "problem": ("!", "marker-anomaly", "anomaly"),
}
"""Marker kind -> shape, role, what the legend calls it. Later kinds win where several fall on one cell."""

DIFFERENCE: Mark = ("≠", "sign-change")
"""Where a stream differs from the one it is played beside."""

_RANK = {kind: rank for rank, kind in enumerate(MARKER_SHAPES)}


def cell_of(position: int, length: int, width: int) -> int:
    """The cell of a position (1…length) on a track of `width` cells."""
    if length <= 1:
        return 0
    return round((position - 1) * (width - 1) / (length - 1))


def position_of(cell: int, length: int, width: int) -> int:
    """The position under a cell of the track."""
    if width <= 1:
        return 1
    return 1 + round(max(0, min(cell, width - 1)) * (length - 1) / (width - 1))


def marks_by_cell(
    markers: Iterable[Marker], length: int, width: int, differences: Iterable[int] = ()
) -> dict[int, Mark]:
    """Which marker stands on which cell of the track; worked out once a width, whatever the playhead does.

    `differences`: positions at which the stream differs from another one; they stand above all markers.
    """
    ranked = sorted(markers, key=lambda marker: _RANK[marker.kind])
    marks = {cell_of(marker.position, length, width): MARKER_SHAPES[marker.kind][:2] for marker in ranked}
    return marks | dict.fromkeys((cell_of(position, length, width) for position in differences), DIFFERENCE)


def marks_by_position(markers: Iterable[Marker]) -> dict[int, list[Marker]]:
    """The markers of every position that has any, the gravest first."""
    found: dict[int, list[Marker]] = {}
    for marker in sorted(markers, key=lambda marker: -_RANK[marker.kind]):
        found.setdefault(marker.position, []).append(marker)
    return found


def timeline_segments(position: int, length: int, marks: Mapping[int, Mark], width: int, tone: Tone) -> list[Segment]:
    """The track, `width` cells wide; `marks` as `marks_by_cell` has them for this length and width."""
    if width <= 0 or length <= 0:
        return [Segment("─" * max(0, width), tone("track"))]
    head = cell_of(position, length, width)
    cells = [("━", "track-played") if cell <= head else ("─", "track") for cell in range(width)]
    for cell, mark in marks.items():
        cells[cell] = mark
    cells[head] = ("●", "playhead")
    runs = groupby(cells, key=lambda cell: cell[1])
    return [Segment("".join(shape for shape, _ in run), tone(role)) for role, run in runs]


def marker_text(marker: Marker) -> str:
    """What a marker says of itself, harmless: `tool call get_weather`, `finish stop`, `anomaly: …`."""
    label = visible(marker.label)
    match marker.kind:
        case "answer":
            return "the answer begins"
        case "tool_call":
            return label if label == "tool call" else f"tool call {label}"
        case "finish":
            return f"finish {label}"
        case "error":
            return f"error: {label}" if label else "error"
        case "problem":
            return f"anomaly: {label}" if label else "anomaly"
        case _:
            return label


def legend() -> str:
    """The shapes and what they mean, for the tooltip and the help."""
    return "  ".join(f"{shape} {name}".replace(" ", "\N{NO-BREAK SPACE}") for shape, _, name in MARKER_SHAPES.values())
