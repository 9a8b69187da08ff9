"""A scored token in one line: how probable it was, what else the model weighed, what the colours mean. Pure."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.logprobs import ScoredToken, probability
from recview.ui.drawing import Tone, visible
from recview.ui.renderables.answer_lines import GRADES, grade_style
from recview.wire.documents import dumps

_LEGEND = ("≥ 90 %", "≥ 50 %", "≥ 20 %", "less")


def percent(share: float) -> str:
    """A probability as people read it: `97 %`, `0.4 %`, `< 0.1 %`."""
    value = share * 100
    if value >= 9.95 or value == 0:
        return f"{value:.0f} %"
    return f"{value:.1f} %" if value >= 0.1 else "< 0.1 %"


def quoted(token: str) -> str:
    """A token with its blanks and newlines to be seen."""
    return visible(dumps(token))


def token_segments(token: ScoredToken | None, width: int, tone: Tone) -> list[Segment]:
    """The token under the cursor and as many alternatives as fit; with room left, the legend at the right."""
    dim, faint = tone("dim"), tone("faint")
    if token is None:
        segments = [Segment("no probability recorded here", dim)]
    else:
        segments = [
            Segment(quoted(token.token), grade_style(token.probability, tone) + Style(bold=True)),
            Segment(f" {percent(token.probability)}", tone("title")),
        ]
        others = [(text, logprob) for text, logprob in token.alternatives if text != token.token]
        for index, (text, logprob) in enumerate(others):
            share = percent(probability(logprob))
            lead = "   or " if not index else " · "
            if _cells(segments) + cell_len(f"{lead}{quoted(text)} {share}") > width:
                break
            segments += [Segment(lead, faint), Segment(quoted(text)), Segment(f" {share}", dim)]
    legend = _legend(tone)
    gap = width - _cells(segments) - _cells(legend)
    return [*segments, Segment(" " * gap), *legend] if gap >= 3 else segments


def _legend(tone: Tone) -> list[Segment]:
    segments: list[Segment] = []
    for (least, _, _), label in zip(GRADES, _LEGEND, strict=True):
        segments += [Segment("  " if segments else ""), Segment(label, tone("dim") + grade_style(least, tone))]
    return segments


def _cells(segments: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)
