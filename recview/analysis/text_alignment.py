"""Which offset of one text corresponds to which of another. Knows nothing of streams."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from rapidfuzz.distance import Indel

from recview.analysis.common_text import common_end, common_start
from recview.model.value import value

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

_MAX_CELLS = 4_000_000
"""Above this many pairs of words the middle of two texts is not aligned, only stretched."""


@value
class TextAlignment:
    """Two texts laid side by side: what is the same stands together, what differs is stretched over its counterpart."""

    divergence: int
    """The first offset at which they differ; the length of both where they are equal."""
    anchors: tuple[int, ...]
    """Offsets of the one text, ascending, and …"""
    counterparts: tuple[int, ...]
    """… those of the other that correspond to them."""

    @classmethod
    def of(cls, left: str, right: str) -> TextAlignment:
        """Aligns word by word; very long differences as a whole."""
        start = common_start(left, right)
        suffix = common_end(left, right, start)
        pairs = [
            (0, 0),
            *_word_anchors(left[: len(left) - suffix], right[: len(right) - suffix], start),
            (len(left) - suffix, len(right) - suffix),
            (len(left), len(right)),
        ]
        anchors, counterparts = zip(*dict.fromkeys(pairs), strict=True)
        return cls(start, anchors, counterparts)

    def mirrored(self) -> TextAlignment:
        """The same from the other side."""
        return TextAlignment(self.divergence, self.counterparts, self.anchors)

    def counterpart(self, offset: int) -> int:
        """The offset in the other text by which all of this one's before `offset` is said."""
        index = bisect_left(self.anchors, offset)
        if index == len(self.anchors):
            return self.counterparts[-1]
        if self.anchors[index] == offset:
            return self.counterparts[index]
        start, other_start = self.anchors[index - 1], self.counterparts[index - 1]
        span, other_span = self.anchors[index] - start, self.counterparts[index] - other_start
        return other_start + (offset - start) * other_span // span


def _word_anchors(left: str, right: str, start: int) -> Iterator[tuple[int, int]]:
    """Where runs of equal words begin and end, behind the offset `start`, before which all is equal."""
    yield start, start
    left_words = _WORD.findall(left, start)
    right_words = _WORD.findall(right, start)
    if len(left_words) * len(right_words) > _MAX_CELLS:
        return
    left_ends = list(accumulate(map(len, left_words), initial=start))
    right_ends = list(accumulate(map(len, right_words), initial=start))
    for opcode in Indel.opcodes(left_words, right_words):
        if opcode.tag == "equal":
            yield left_ends[opcode.src_start], right_ends[opcode.dest_start]
            yield left_ends[opcode.src_end], right_ends[opcode.dest_end]
