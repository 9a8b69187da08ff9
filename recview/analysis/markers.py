"""The positions of a stream worth stopping at, and what makes them so. Knows no keys and no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from recview.analysis.block import Block
from recview.analysis.problem import Problem
from recview.analysis.transcript import Transcript
from recview.model.value import value

MarkerKind = Literal["first_token", "answer", "tool_call", "refusal", "finish", "usage", "error", "problem"]

MARKER_KINDS: tuple[MarkerKind, ...] = (
    "first_token",
    "answer",
    "tool_call",
    "refusal",
    "finish",
    "usage",
    "error",
    "problem",
)
"""In the order in which markers of one position stand."""


@value
class Marker:
    """A place in a stream, and why it is one."""

    position: int
    kind: MarkerKind
    label: str
    """A few words; they may quote recorded text."""


def markers(transcript: Transcript, problems: Iterable[Problem] = ()) -> tuple[Marker, ...]:
    """All markers in order of position; several may share one."""
    found = [*_block_markers(transcript), *_end_markers(transcript)]
    found.extend(Marker(p.position, "problem", p.message) for p in problems if p.position is not None)
    return tuple(sorted(found, key=lambda marker: (marker.position, MARKER_KINDS.index(marker.kind))))


def _block_markers(transcript: Transcript) -> Iterator[Marker]:
    """What begins with a block: the first token, the answer after reasoning, tool calls, refusals, errors."""
    first_tokens = [block.started_at for block in transcript.blocks if block.kind not in ("data", "error")]
    if first_tokens:
        yield Marker(min(first_tokens), "first_token", "first token")
    before: dict[int, Block] = {}
    for block in transcript.blocks:
        last = before.get(block.choice)
        before[block.choice] = block
        if block.kind == "text" and last is not None and last.kind == "reasoning":
            yield Marker(block.started_at, "answer", "answer")
        elif block.kind == "tool_call":
            name = block.call.name.last if block.call else None
            yield Marker(block.started_at, "tool_call", name or "tool call")
        elif block.kind == "refusal":
            yield Marker(block.started_at, "refusal", "refusal")
        elif block.kind == "error":
            yield Marker(block.started_at, "error", block.text.partition("\n")[0])


def _end_markers(transcript: Transcript) -> Iterator[Marker]:
    """Finish reasons, and the usage where it is known for good."""
    for timeline in transcript.finishes.values():
        for position, reason in zip(timeline.positions, timeline.values, strict=True):
            yield Marker(position, "finish", reason)
    if transcript.usage.positions:
        yield Marker(transcript.usage.positions[-1], "usage", "usage")
