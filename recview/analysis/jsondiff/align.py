"""Aligns two sequences of numbers: which runs stand on both sides, in order. Bounded in time and memory."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

MAX_CELLS = 4_000_000
"""Above this many cells (items on one side × items on the other) the exact algorithm is not asked."""

_RUN_STEPS = (1, 2, 4)
"""From items to runs of two, of four, of eight."""

_FEW = 20
"""Where fewer than one in so many runs is an anchor, they may agree by chance."""

_MAX_LEVELS = 12
"""How often a stretch is cut again at what is unique in it."""


class Match(NamedTuple):
    """`length` items from `old` on equal those from `new` on."""

    old: int
    new: int
    length: int


class Gap(NamedTuple):
    """Between two matches: the items `old` up to `old_end` gave way to `new` up to `new_end`."""

    old: int
    old_end: int
    new: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Matches in order, none crossing another, neighbours joined."""

    matches: tuple[Match, ...]
    complete: bool
    """False where some stretch was too large to align: there, equal items may stand unmatched."""

    def gaps(self, old_length: int, new_length: int) -> list[Gap]:
        """What lies between the matches, in order; empty gaps are left out."""
        gaps: list[Gap] = []
        old = new = 0
        for match in (*self.matches, Match(old_length, new_length, 0)):
            if old < match.old or new < match.new:
                gaps.append(Gap(old, match.old, new, match.new))
            old, new = match.old + match.length, match.new + match.length
        return gaps


def align(old: Sequence[int], new: Sequence[int]) -> Alignment:
    """The longest common subsequence where that is affordable, else one through what is unique on both sides.

    Numbers must be 0 or more.
    """
    found: list[Match] = []
    complete = True
    pending = [(Gap(0, len(old), 0, len(new)), 0)]
    while pending:
        gap, level = pending.pop()
        gap = _trim(old, new, gap, found)
        # What stands on one side alone can be in no match: leaving it out keeps the result exact and small.
        shared = set(old[gap.old : gap.old_end]).intersection(new[gap.new : gap.new_end])
        if not shared:
            continue
        lefts = [position for position in range(gap.old, gap.old_end) if old[position] in shared]
        rights = [position for position in range(gap.new, gap.new_end) if new[position] in shared]
        if len(lefts) * len(rights) <= MAX_CELLS:
            found += _exact(old, new, lefts, rights)
            continue
        anchors = _anchors(old, new, lefts, rights) if level < _MAX_LEVELS else []
        if not anchors:
            complete = False
            continue
        found += anchors
        pending += [(inner, level + 1) for inner in _between(gap, anchors)]
    return Alignment(_joined(found), complete)


def _trim(old: Sequence[int], new: Sequence[int], gap: Gap, found: list[Match]) -> Gap:
    """Takes what is equal at both ends off the gap, into `found`."""
    start, end, new_start, new_end = gap
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start += 1
        new_start += 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end -= 1
        new_end -= 1
    if start > gap.old:
        found.append(Match(gap.old, gap.new, start - gap.old))
    if end < gap.old_end:
        found.append(Match(end, new_end, gap.old_end - end))
    return Gap(start, end, new_start, new_end)


def _exact(old: Sequence[int], new: Sequence[int], lefts: list[int], rights: list[int]) -> list[Match]:
    opcodes = Indel.opcodes([old[left] for left in lefts], [new[right] for right in rights])
    return [
        Match(lefts[code.src_start + step], rights[code.dest_start + step], 1)
        for code in opcodes
        if code.tag == "equal"
        for step in range(code.src_end - code.src_start)
    ]


def _anchors(old: Sequence[int], new: Sequence[int], lefts: list[int], rights: list[int]) -> list[Match]:
    """The longest run, in order, of what occurs exactly once on each side.

    First runs of eight items are asked to be unique, as they are in repetitive texts with few edits; then shorter
    ones, down to single items.
    """
    runs = [([old[left] for left in lefts], [new[right] for right in rights])]
    for step in _RUN_STEPS:
        runs.append(_doubled(*runs[-1], step))
    while runs:
        old_runs, new_runs = runs.pop()
        once = _once(old_runs) & _once(new_runs)
        places = {run: right for run, right in zip(new_runs, rights, strict=False) if run in once}
        pairs = [(left, places[run]) for run, left in zip(old_runs, lefts, strict=False) if run in once]
        rising = longest_rising([right for _, right in pairs])
        is_enough = len(rising) * _FEW >= len(lefts) or not runs  # single items are the last chance
        if rising and is_enough:
            return [Match(pairs[position][0], pairs[position][1], 1) for position in rising]
    return []


def _doubled(old: list[int], new: list[int], step: int) -> tuple[list[int], list[int]]:
    """Numbers for runs twice as long: each joined with the one `step` items on."""
    numbers: dict[tuple[int, int], int] = {}
    doubled = tuple(
        [numbers.setdefault(pair, len(numbers)) for pair in zip(runs, runs[step:], strict=False)] for runs in (old, new)
    )
    return doubled[0], doubled[1]


def _once(runs: list[int]) -> set[int]:
    return {run for run, count in Counter(runs).items() if count == 1}


def longest_rising(values: Sequence[int]) -> list[int]:
    """The positions of a longest strictly rising subsequence of `values`."""
    tails: list[int] = []
    tail_positions: list[int] = []
    previous: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        previous.append(tail_positions[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        tail_positions[length : length + 1] = [position]
    rising: list[int] = []
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        rising.append(position)
        position = previous[position]
    return rising[::-1]


def _between(gap: Gap, anchors: list[Match]) -> list[Gap]:
    gaps: list[Gap] = []
    old, new = gap.old, gap.new
    for anchor in (*anchors, Match(gap.old_end, gap.new_end, 0)):
        if old < anchor.old and new < anchor.new:
            gaps.append(Gap(old, anchor.old, new, anchor.new))
        old, new = anchor.old + anchor.length, anchor.new + anchor.length
    return gaps


def _joined(matches: list[Match]) -> tuple[Match, ...]:
    matches.sort()
    joined: list[Match] = []
    for match in matches:
        last = joined[-1] if joined else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            joined[-1] = Match(last.old, last.new, last.length + match.length)
        else:
            joined.append(match)
    return tuple(joined)
