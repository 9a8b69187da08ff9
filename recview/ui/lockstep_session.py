"""Two recordings ready to be played together: aligned, and every place where they differ. Built off the event loop."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from recview.analysis.block import Block, BlockKey
from recview.analysis.jsondiff import diff_words
from recview.analysis.lockstep import Divergence, LockStep
from recview.model.recording import Unreadable
from recview.model.value import value
from recview.ui.comparison import Source
from recview.ui.opened import Opened

Ranges = Sequence[tuple[int, int]]
Side = Literal["left", "right"]

_NONE = (sys.maxsize, sys.maxsize)
"""Behind every range."""


@value
class Difference:
    """A place where two streams differ, and the chunks that bring what differs."""

    left_position: int
    right_position: int
    what: str
    """In a few words: `answer`, `tool call get_weather`; may quote recorded text."""
    pauses: bool
    """Whether playing pauses here: at the first difference of a block, not at every word that follows."""


@value
class LockStepSession:
    """Everything the lock-step screen shows."""

    left: Opened
    right: Opened
    steps: LockStep
    differences: tuple[Difference, ...]
    """In the order in which the leading playhead meets them."""
    left_marks: Mapping[BlockKey, Ranges]
    """What of each text the other side has not."""
    right_marks: Mapping[BlockKey, Ranges]

    @property
    def leads(self) -> Side:
        """The side with more chunks: its playhead is moved, the other one goes along."""
        return "left" if self.left.transcript.length >= self.right.transcript.length else "right"

    @property
    def leader(self) -> Opened:
        return self.left if self.leads == "left" else self.right

    def leading(self, difference: Difference) -> int:
        """Where the leading playhead stands at a difference."""
        return difference.left_position if self.leads == "left" else difference.right_position

    def positions(self, leading: int) -> tuple[int, int]:
        """Both playheads, where the leading one stands at `leading`. On a difference both stand on it."""
        here = self.difference_at(leading)
        if here is not None:
            return here.left_position, here.right_position
        if self.leads == "left":
            return leading, self.steps.right_of(leading)
        return self.steps.left_of(leading), leading

    def leading_position(self, side: Side, position: int) -> int:
        """Where the leading playhead stands when that of `side` shall stand at `position`."""
        if side == self.leads:
            return position
        return self.steps.left_of(position) if self.leads == "left" else self.steps.right_of(position)

    def difference_at(self, leading: int) -> Difference | None:
        """The first difference at a position of the leading side."""
        index = bisect_left(self.differences, leading, key=self.leading)
        found = self.differences[index] if index < len(self.differences) else None
        return found if found is not None and self.leading(found) == leading else None

    def beyond(self, leading: int, direction: int) -> Difference | None:
        """The next difference, or with -1 the one before."""
        if direction > 0:
            index = bisect_right(self.differences, leading, key=self.leading)
            return self.differences[index] if index < len(self.differences) else None
        index = bisect_left(self.differences, leading, key=self.leading)
        if not index:
            return None
        first = self.leading(self.differences[index - 1])
        return self.differences[bisect_left(self.differences, first, key=self.leading)]


def build_session(left: Source, right: Source) -> LockStepSession | Unreadable:
    """Reads and aligns two recordings; a side that cannot be read is the answer instead."""
    old, new = left.open(), right.open()
    if isinstance(old, Unreadable):
        return old
    return new if isinstance(new, Unreadable) else align_session(old, new)


def align_session(left: Opened, right: Opened) -> LockStepSession:
    """Aligns two open recordings."""
    steps = LockStep.of(left.transcript, right.transcript)
    left_marks: dict[BlockKey, Ranges] = {}
    right_marks: dict[BlockKey, Ranges] = {}
    found: list[Difference] = []
    for divergence in steps.divergences:
        found.append(Difference(divergence.left_position, divergence.right_position, _what(divergence), pauses=True))
        if divergence.kind not in ("tool_name", "finish"):
            found += _word_differences(divergence, left_marks, right_marks)
    session = LockStepSession(left, right, steps, (), left_marks, right_marks)
    order = sorted(found, key=lambda each: (session.leading(each), not each.pauses))
    return LockStepSession(left, right, steps, tuple(order), left_marks, right_marks)


def _word_differences(
    divergence: Divergence, left_marks: dict[BlockKey, Ranges], right_marks: dict[BlockKey, Ranges]
) -> Iterator[Difference]:
    """Every stretch of words that differs behind the first one; notes what to tint on either side."""
    left, right = divergence.left, divergence.right
    words = diff_words(left.text if left else "", right.text if right else "")
    if left is not None:
        left_marks[left.key] = words.deleted
    if right is not None:
        right_marks[right.key] = words.inserted
    if left is None or right is None:
        return
    what = _what(divergence)
    for old, new in _paired(words.deleted, words.inserted):
        positions = left.chunk_at(old), right.chunk_at(new)
        if positions > (divergence.left_position, divergence.right_position):
            yield Difference(*positions, what, pauses=False)


def _paired(deleted: Ranges, inserted: Ranges) -> Iterator[tuple[int, int]]:
    """Where each difference begins in the old and in the new text; between differences both texts are the same."""
    olds, news = iter(deleted), iter(inserted)
    old, new = next(olds, _NONE), next(news, _NONE)
    shift = 0  # an old offset plus this is its place in the new text
    while old is not _NONE or new is not _NONE:
        start = min(old[0] + shift, new[0])
        yield start - shift, start
        is_old, is_new = old[0] + shift == start, new[0] == start
        if is_new:
            shift += new[1] - new[0]
            new = next(news, _NONE)
        if is_old:
            shift -= old[1] - old[0]
            old = next(olds, _NONE)


def _what(divergence: Divergence) -> str:
    block: Block | None = divergence.left or divergence.right
    if divergence.kind == "finish":
        return "the finish reason"
    if divergence.kind in ("tool_call", "tool_name") and block is not None and block.call is not None:
        name = block.call.name.last or "?"
        if divergence.left is None or divergence.right is None:
            return f"the tool call {name}, on one side only"
        return "the tool's name" if divergence.kind == "tool_name" else f"the arguments of {name}"
    name = {"text": "the answer", "reasoning": "the reasoning", "refusal": "the refusal", "data": "the result"}.get(
        divergence.kind, "the error"
    )
    alone = divergence.left is None or divergence.right is None
    return f"{name}, on one side only" if alone else name
