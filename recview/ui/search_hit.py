"""Where the words of a filter stand first in an answer: in a text, or in the name of a tool. Pure, knows no widget."""

from __future__ import annotations

from recview.analysis.block import Block
from recview.analysis.lit_words import LitWords
from recview.model.value import value
from recview.ui.opened import Opened


@value
class SearchHit:
    """A word that was found."""

    block: Block
    offset: int
    """Of its first character in the block's text; 0 for a tool's name, which stands above it."""
    position: int
    """The chunk that completes it."""


def first_hit(opened: Opened, searched: LitWords, words: LitWords) -> SearchHit | None:
    """The first of what was `searched` for in outputs; else of those `words` that nothing but the output has."""
    sought = searched or _of_output_alone(opened, words)
    hits = (_hit_in(block, sought) for block in opened.transcript.blocks)
    return next((hit for hit in hits if hit is not None), None)


def _of_output_alone(opened: Opened, words: LitWords) -> LitWords:
    """A word that is in the name of the test was hardly meant to lead into its answer."""
    recording = opened.recording
    around = f"{recording.test_id or ''}\0{recording.request.model or ''}\0{recording.path}".casefold()
    return LitWords(word for word in words.words if word.casefold() not in around)


def _hit_in(block: Block, sought: LitWords) -> SearchHit | None:
    if block.call is not None:
        names = block.call.name
        for position, name in zip(names.positions, names.values, strict=True):
            if sought.first(name) is not None:
                return SearchHit(block, 0, max(position, block.started_at))
    hit = sought.first(block.text)
    return SearchHit(block, hit[0], block.chunk_at(hit[1] - 1)) if hit is not None else None
