"""One line of an answer as segments: headings of blocks, and text with what is new, sure or different lit. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style

from recview.analysis.block import Block
from recview.analysis.logprobs import ScoredToken
from recview.ui.drawing import Tone, grouped, visible, visible_lines

Overlay: TypeAlias = tuple[int, int, Style]
"""Start and end offset, and what is laid over the text's own style there."""

KIND_TONES = {"reasoning": "reasoning", "tool_call": "role-tool", "refusal": "refusal", "error": "bad"}
"""Kind of a block -> its tone; an answer's text is plain."""

GRADES: tuple[tuple[float, str, bool], ...] = (
    (0.9, "", False),
    (0.5, "token-likely", False),
    (0.2, "token-unsure", False),
    (0.0, "token-unlikely", True),
)
"""(least probability, role, whether underlined), from sure to unsure. Sure tokens stay plain."""


def grade_style(probability: float, tone: Tone) -> Style:
    """How a token of that probability is drawn."""
    role, underlined = next((role, line) for least, role, line in GRADES if probability >= least)
    style = tone(role) if role else Style()
    return style + Style(underline=True) if underlined else style


def token_overlays(tokens: Iterable[ScoredToken], tone: Tone) -> list[Overlay]:
    """The colours of scored tokens."""
    return [(token.start, token.end, grade_style(token.probability, tone)) for token in tokens]


def bar(block: Block, tone: Tone) -> Segment:
    """The two cells to the left of every line of a block."""
    role = KIND_TONES.get(block.kind)
    return Segment("▏ ", tone(role)) if role else Segment("  ")


def text_segments(text: str, start: int, end: int, base: Style, overlays: Sequence[Overlay]) -> list[Segment]:
    """The stretch of a text from `start` to `end`, harmless, with every overlay where it lies."""
    if end <= start:
        return []
    edges = {edge for overlay in overlays for edge in overlay[:2] if start < edge < end}
    segments = []
    for left, right in itertools.pairwise(sorted({start, end, *edges})):
        style = base
        for first, last, over in overlays:
            if first <= left < last:
                style += over
        segments.append(Segment(visible_lines(text[left:right]).replace("\n", ""), style))
    return segments


def heading_segments(block: Block, position: int, tone: Tone, *, choices: int, folded: bool) -> list[Segment]:
    """The line over a block: what it is, as far as that is known at `position`. `choices`: how many there are."""
    dim = tone("dim")
    role = KIND_TONES.get(block.kind)
    segments = [bar(block, tone)]
    if choices > 1 and block.kind not in ("data", "error"):
        segments.append(Segment(f"choice {block.choice}  ", tone("title")))
    if block.call is not None:
        name, call_id = block.call.name.at(position), block.call.id.at(position)
        segments.append(Segment(f"⚙ {visible(name or '…')}", tone("role-tool") + Style(bold=True)))
        partial = bool(block.text) and not block.call.parses_at(position)
        if partial and block.positions and position >= block.positions[-1]:
            # Nothing more will come: then it is not partial but broken.
            segments.append(Segment("  ✗ arguments are no JSON", tone("bad")))
            partial = False
        segments.append(Segment((f"  {visible(call_id)}" if call_id else "") + ("  …" if partial else ""), dim))
        return segments
    if block.kind == "reasoning":
        segments.append(Segment(f"{'▸' if folded else '▾'} reasoning", tone("reasoning")))
        segments.append(Segment(f"  {grouped(block.length_at(position))} characters", dim))
        return segments
    label = {"text": "answer", "refusal": "⊘ refusal", "data": "result", "error": "✗ error"}[block.kind]
    return [*segments, Segment(label, tone(role) if role else dim)]
