"""The verdict on two recordings in one line: how much of the request, and what of the response, differs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.verdict import ResponseVerdict
from recview.ui.beside_body import fact_words
from recview.ui.comparison import Diffs, Part
from recview.ui.drawing import Tone, counted, grouped, visible
from recview.ui.renderables.signs import ALONE_SIGNS, ASPECTS, VERDICT_SIGNS

_GAP = re.compile(" {2,}")


def verdict_segments(diffs: Diffs, part: Part, tone: Tone, *, noise_hidden: bool) -> list[Segment]:
    """`request ~1   response  text =  tools =  finish =  usage +`, then what is noise; the part shown is underlined.

    The names of the parts are segments of their own, so that a click can tell them.
    """
    changes = len(diffs.request.visible) + len(diffs.beside_body)

    def name(named: Part) -> Segment:
        shown = part in (named, "both")
        return Segment(named, tone("playhead") + Style(underline=True) if shown else tone("title"))

    line = [
        name("request"),
        Segment(f" ~{grouped(changes)}" if changes else " =", tone("sign-change" if changes else "dim")),
        Segment("   "),
        name("response"),
        Segment("  "),
    ]
    if diffs.verdict is not None:
        line += aspect_segments(diffs.verdict, tone)
    if diffs.alone is not None:
        sign, role = ALONE_SIGNS[diffs.alone.kind]
        line += [
            Segment(f"{sign} {diffs.alone.kind}", tone(role)),
            Segment(f"  {visible(diffs.alone.why)}", tone("dim")),
        ]
    if noise := sum(diffs.part(part).hidden.values()):
        told = "hidden" if noise_hidden else "shown"
        line.append(Segment(f"  {counted(noise, 'noisy value')} {told}", tone("faint")))
    for fact in diffs.beside_body:
        line += [Segment(f"   {fact.name} ", tone("dim")), Segment(fact_words(fact), tone("sign-change"))]
    return line


def fitted(line: Sequence[Segment], width: int) -> list[Segment]:
    """A line in so many cells: where it is too long its gaps are narrowed, then what stands last is left out whole.

    A sign goes with its word: half a fact would be a lie.
    """
    if _width(line) <= width:
        return list(line)
    narrow = [Segment(_GAP.sub(" ", segment.text), segment.style) for segment in line]
    while narrow and _width(narrow) > width:
        narrow.pop()
        if narrow and narrow[-1].text.endswith(" ") and narrow[-1].text.strip():
            narrow.pop()  # a word whose sign was left out
    return narrow


def _width(line: Iterable[Segment]) -> int:
    return cell_len("".join(segment.text for segment in line).rstrip())


def aspect_segments(verdict: ResponseVerdict, tone: Tone) -> Iterator[Segment]:
    """What of a response differs: `text =  tools =  finish =  usage +`, and the error where it does."""
    for aspect, word in ASPECTS.items():
        state = getattr(verdict, aspect)
        if aspect == "error" and state == "same":
            continue
        sign, role = VERDICT_SIGNS[state]
        yield Segment(f"{word} ", tone("dim"))
        yield Segment(f"{sign}  ", tone(role))
