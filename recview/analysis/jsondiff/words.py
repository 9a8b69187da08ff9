"""What changed inside a string, word by word. Bounded in time and memory on any two strings."""

from __future__ import annotations

import re
from typing import TypeAlias

from recview.analysis.common_text import common_end, common_start
from recview.analysis.jsondiff.align import Match, align
from recview.model.value import value

_TOKEN = re.compile(
    r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"  # a word; of scripts without blanks each character is one
    r"|\s+|.",
    re.DOTALL,
)

_LITTLE_IN_COMMON = 0.2
"""Below this share of equal characters two strings are told as replaced, not as edited."""

Range: TypeAlias = "tuple[int, int]"
"""Start and end of a stretch of a string, in characters."""


@value
class WordDiff:
    """Which stretches of two strings differ, in order."""

    deleted: tuple[Range, ...]
    inserted: tuple[Range, ...]
    too_large: bool = False
    """Some stretch is told as replaced only because aligning it would have cost too much."""


def diff_words(old: str, new: str) -> WordDiff:
    """Compares two strings by words, blanks and signs."""
    start, old_end, new_end = _differing_middle(old, new)
    if start == old_end == new_end:
        return WordDiff((), ())
    matches, complete = _match_words(old[start:old_end], new[start:new_end])
    matches = [Match(match.old + start, match.new + start, match.length) for match in matches]
    matches = [Match(0, 0, start), *matches, Match(old_end, new_end, len(old) - old_end)]
    matches = [match for match in matches if match.length and not _chops(match, old, new)]
    if 2 * sum(match.length for match in matches) < _LITTLE_IN_COMMON * (len(old) + len(new)):
        matches = []
    deleted = _holes([(match.old, match.old + match.length) for match in matches], len(old))
    inserted = _holes([(match.new, match.new + match.length) for match in matches], len(new))
    return WordDiff(deleted, inserted, not complete)


def _match_words(old: str, new: str) -> tuple[list[Match], bool]:
    """Equal stretches, in characters, and whether the alignment is complete."""
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    numbers: dict[str, int] = {}
    alignment = align(
        [numbers.setdefault(word, len(numbers)) for word in old_words],
        [numbers.setdefault(word, len(numbers)) for word in new_words],
    )
    old_offsets, new_offsets = _offsets(old_words), _offsets(new_words)
    matches = [
        Match(start := old_offsets[match.old], new_offsets[match.new], old_offsets[match.old + match.length] - start)
        for match in alignment.matches
    ]
    return matches, alignment.complete


def _differing_middle(old: str, new: str) -> tuple[int, int, int]:
    """Start, end in `old` and end in `new` of what lies between the equal ends, which are cut at blanks."""
    start = common_start(old, new)
    if start < len(old) or start < len(new):
        start = max(old.rfind(" ", 0, start), old.rfind("\n", 0, start)) + 1
    end = common_end(old, new, start)
    if end < len(old) - start or end < len(new) - start:
        blanks = [at for blank in " \n" if (at := old.find(blank, len(old) - end)) >= 0]
        end = len(old) - min(blanks) if blanks else 0
    return start, len(old) - end, len(new) - end


def _offsets(words: list[str]) -> list[int]:
    """Where each word begins, and where the last one ends."""
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return offsets


def _chops(match: Match, old: str, new: str) -> bool:
    """Whether a match is mere blanks between two changes: it would only chop what changed into pieces."""
    old_end, new_end = match.old + match.length, match.new + match.length
    at_start = match.old == 0 and match.new == 0
    at_end = old_end == len(old) and new_end == len(new)
    return not at_start and not at_end and old[match.old : old_end].isspace()


def _holes(kept: list[Range], length: int) -> tuple[Range, ...]:
    """What the kept ranges, in order, leave open."""
    holes: list[Range] = []
    position = 0
    for start, end in [*kept, (length, length)]:
        if position < start:
            holes.append((position, start))
        position = end
    return tuple(holes)
