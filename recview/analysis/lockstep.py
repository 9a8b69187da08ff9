"""Two streams played together: aligned on what they say, not on how it was cut into chunks."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from recview.analysis.block import Block, BlockKind
from recview.analysis.text_alignment import TextAlignment
from recview.analysis.transcript import Transcript
from recview.model.value import value


@value
class Divergence:
    """Where two streams part, in one respect."""

    kind: BlockKind | Literal["tool_name", "finish"]
    choice: int
    left_position: int
    """The chunk at which it shows on the left; where the left lacks the thing, the chunk it stands at by then."""
    right_position: int
    left: Block | None = None
    """The blocks that differ; None where one side has no such block, and both None for a finish reason."""
    right: Block | None = None
    offset: int = 0
    """The first character of the blocks' texts that differs."""


@value
class _Pair:
    """The n-th block of a kind and choice on either side."""

    left: Block | None
    right: Block | None
    alignment: TextAlignment


@value
class LockStep:
    """For every position on one side, the one on the other at which as much has been said."""

    divergences: tuple[Divergence, ...]
    """In the order in which the left playhead meets them."""
    _rights: array[int]
    _lefts: array[int]

    @classmethod
    def of(cls, left: Transcript, right: Transcript) -> LockStep:
        """Aligns two streams."""
        pairs = _pairs(left, right)
        rights = _counterparts(left, right, pairs)
        lefts = _counterparts(right, left, [_mirrored(pair) for pair in pairs])
        found = [*_block_divergences(pairs, rights, lefts), *_finish_divergences(left, right)]
        found.sort(key=lambda divergence: (divergence.left_position, divergence.right_position))
        return cls(tuple(found), rights, lefts)

    def right_of(self, position: int) -> int:
        """The position on the right that goes with one on the left, clamped."""
        return self._rights[max(0, min(position, len(self._rights) - 1))]

    def left_of(self, position: int) -> int:
        """The position on the left that goes with one on the right, clamped."""
        return self._lefts[max(0, min(position, len(self._lefts) - 1))]


def _mirrored(pair: _Pair) -> _Pair:
    return _Pair(pair.right, pair.left, pair.alignment.mirrored())


def _pairs(left: Transcript, right: Transcript) -> list[_Pair]:
    lefts, rights = _grouped(left.blocks), _grouped(right.blocks)
    return [
        _Pair(a, b, TextAlignment.of(a.text if a else "", b.text if b else ""))
        for group in dict.fromkeys([*lefts, *rights])
        for a, b in zip_longest(lefts[group], rights[group])
    ]


def _grouped(blocks: Sequence[Block]) -> defaultdict[tuple[BlockKind, int], list[Block]]:
    groups: defaultdict[tuple[BlockKind, int], list[Block]] = defaultdict(list)
    for block in blocks:
        groups[block.kind, block.choice].append(block)
    return groups


def _counterparts(left: Transcript, right: Transcript, pairs: Sequence[_Pair]) -> array[int]:
    """For each left position 0…n the right one by which all that the left has said by then is said."""
    counterparts = array("q", bytes(8 * (left.length + 1)))
    for position, wanted in _meetings(left, right, pairs):
        counterparts[position] = max(counterparts[position], wanted)
    reached = min(1, right.length)
    for position in range(1, left.length + 1):
        reached = counterparts[position] = max(reached, counterparts[position])
    if left.length:
        counterparts[-1] = right.length
    return counterparts


def _meetings(left: Transcript, right: Transcript, pairs: Sequence[_Pair]) -> Iterator[tuple[int, int]]:
    """Positions that belong together: those of every piece of text, of what begins, and of the finishes."""
    for pair in pairs:
        if pair.left is None or pair.right is None:
            continue
        yield pair.left.started_at, pair.right.started_at
        for position, end in zip(pair.left.positions, pair.left.ends, strict=True):
            wanted = pair.alignment.counterpart(end)
            yield position, pair.right.chunk_at(wanted - 1) if wanted else pair.right.started_at
    for choice in left.finishes.keys() & right.finishes.keys():
        yield left.finishes[choice].positions[-1], right.finishes[choice].positions[-1]


def _block_divergences(pairs: Sequence[_Pair], rights: array[int], lefts: array[int]) -> Iterator[Divergence]:
    for pair in pairs:
        left, right, offset = pair.left, pair.right, pair.alignment.divergence
        if left is None and right is not None:
            yield Divergence(right.kind, right.choice, lefts[right.started_at], right.started_at, None, right)
        elif right is None and left is not None:
            yield Divergence(left.kind, left.choice, left.started_at, rights[left.started_at], left, None)
        elif left is not None and right is not None:
            if _name(left) != _name(right):
                yield Divergence("tool_name", left.choice, left.started_at, right.started_at, left, right)
            if not _says_the_same(left, right):
                positions = left.chunk_at(offset), right.chunk_at(offset)
                yield Divergence(left.kind, left.choice, *positions, left, right, offset)


def _name(block: Block) -> str | None:
    return block.call.name.last if block.call else None


def _says_the_same(left: Block, right: Block) -> bool:
    """Whether two texts are equal; of arguments it is enough that they are the same JSON."""
    if left.text == right.text:
        return True
    if left.call is None or right.call is None or left.call.value is None or right.call.value is None:
        return False
    return json.dumps(left.call.value, sort_keys=True) == json.dumps(right.call.value, sort_keys=True)


def _finish_divergences(left: Transcript, right: Transcript) -> Iterator[Divergence]:
    for choice in sorted(left.finishes.keys() | right.finishes.keys()):
        ends = [side.finishes.get(choice) for side in (left, right)]
        reasons = [timeline.last if timeline else None for timeline in ends]
        if reasons[0] != reasons[1]:
            positions = [
                timeline.positions[-1] if timeline else side.length
                for timeline, side in zip(ends, (left, right), strict=True)
            ]
            yield Divergence("finish", choice, positions[0], positions[1])
