"""One line of an answer as segments: headings of blocks, and text with what is new, sure or different lit. Pure."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style

from recview.analysis.block import Block, BlockKey
from recview.analysis.lit_words import LitWords
from recview.analysis.logprobs import ScoredToken, TokenScores
from recview.model.value import value
from recview.ui.drawing import Tone, grouped, visible, visible_lines
from recview.ui.renderables.answer_layout import TextLines
from recview.ui.renderables.indented_json import IndentedJson

Overlay: TypeAlias = tuple[int, int, Style]
"""Start and end offset, and what is laid over the text's own style there."""

Marks: TypeAlias = Mapping[BlockKey, Sequence[tuple[int, int]]]
"""Stretches of the blocks' texts, ascending and apart from each other."""

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


@value
class Tints:
    """What is laid over the texts of a stream, whatever the position, from below to above."""

    scores: TokenScores | None = None
    """Colours the tokens by how sure the model was; None: nothing does."""
    marks: Marks = field(default_factory=dict)
    mark_role: str = ""
    words: LitWords = field(default_factory=LitWords)
    """Those of a filter, lit where they stand."""

    def between(self, block: Block, start: int, end: int, tone: Tone) -> list[Overlay]:
        """What lies over the stretch of a block's text from `start` to `end`."""
        overlays = token_overlays(self.scores.between(block.key, start, end), tone) if self.scores is not None else []
        ranges = self.marks.get(block.key, ())
        for first, last in ranges[bisect_left(ranges, start, key=lambda each: each[1]) :]:
            if first >= end:
                break
            overlays.append((first, last, tone(self.mark_role)))
        return overlays + [(*span, tone("match")) for span in self.words.between(block.text, start, end)]


def said_segments(
    block: Block, texts: TextLines, line: int, position: int, tone: Tone, tints: Tints, delta_role: str
) -> list[Segment]:
    """A line of a block's text as far as it is said at `position`.

    `delta_role`: the tone of what that position brought; empty where nothing is newer than the rest.
    """
    start, end = texts.line(line)
    end = min(end, block.length_at(position))
    if line and end <= start:
        return []
    segments, overlays = [bar(block, tone)], list[Overlay]()
    if isinstance(texts, IndentedJson):
        segments.append(Segment(" " * texts.indent(line)))
        overlays += [(first, last, tone(kind)) for first, last, kind in texts.pieces(line)]
    if delta_role:
        overlays.append((*block.delta_at(position), tone(delta_role)))
    overlays += tints.between(block, start, end, tone)
    role = KIND_TONES.get(block.kind)
    return segments + text_segments(block.text, start, end, tone(role) if role else Style(), overlays)


def heading_segments(
    block: Block, position: int, tone: Tone, *, choices: int, folded: bool, words: LitWords
) -> list[Segment]:
    """The line over a block: what it is, as far as that is known at `position`. `choices`: how many there are.

    `words`: those of a filter, lit in the name of a tool.
    """
    dim = tone("dim")
    role = KIND_TONES.get(block.kind)
    segments = [bar(block, tone)]
    if choices > 1 and block.kind not in ("data", "error"):
        segments.append(Segment(f"choice {block.choice}  ", tone("title")))
    if block.call is not None:
        name, call_id = block.call.name.at(position), block.call.id.at(position)
        style = tone("role-tool") + Style(bold=True)
        lit = [(*span, tone("match")) for span in words.between(name or "", 0, len(name or ""))]
        segments += [Segment("⚙ ", style), *text_segments(name or "…", 0, len(name or "…"), style, lit)]
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
