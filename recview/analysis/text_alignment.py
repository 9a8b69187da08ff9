"""Which offset of one text corresponds to which of another. Knows nothing of streams."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

_MAX_CELLS = 4_000_000
"""Above this many pairs of words the middle of two texts is not aligned, only stretched."""


def common_prefix_length(left: str, right: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(left), len(right))
    while low < high:  # slices compare far faster than characters one by one
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True)
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
        start = common_prefix_length(left, right)
        tail = min(len(left), len(right)) - start
        suffix = common_prefix_length(left[len(left) - tail :][::-1], right[len(right) - tail :][::-1])
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
