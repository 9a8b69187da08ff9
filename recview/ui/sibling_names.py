"""Short names for the calls of one test function that stand under each other: what tells them apart is not cut.

Costs the same however many there are: only those that can stand on the screen with one are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from rich.cells import cell_len

from recview.analysis.grouping import Group, Outline
from recview.ui.drawing import cut_middle, cut_start, cut_test, visible

NEIGHBOURS = 32
"""So many are named at a time, told apart from as many before and behind them."""

_WORD = re.compile(r"[^-/:_.=,]+")
_NARROWEST, _WIDEST = 4, 24
"""Between so many cells a stretch is cut in its middle."""


class SiblingNames:
    """The names of the tests of an outline, made when they are first looked at."""

    def __init__(self) -> None:
        self._groups: Sequence[Group] = ()
        self._names: dict[tuple[int, int], dict[int, str]] = {}
        """By the number of the first of some neighbours, and the width."""

    def name(self, outline: Outline, key: str, width: int) -> str:
        """What the test of a key is called in at most so many cells."""
        if self._groups is not outline.groups:
            self._groups = outline.groups
            self._names.clear()
        number = outline.number_of[key]
        alike = _of_one_function(outline, number)
        start = number - (number - alike.start) % NEIGHBOURS
        names = self._names.get((start, width))
        if names is None:
            near = range(max(alike.start, start - NEIGHBOURS), min(alike.stop, start + 2 * NEIGHBOURS))
            labels = [visible(outline.groups[at].label).removeprefix("test_") for at in near]
            names = self._names[start, width] = dict(zip(near, told_apart(labels, width), strict=True))
        return names[number]


def _of_one_function(outline: Outline, number: int) -> range:
    """The numbers of the tests of the same function, which follow one another by name."""
    label, parent = outline.groups[number].label, outline.parents[number]
    function, bracket, _ = label.partition("[")
    if not bracket or parent < 0:
        return range(number, number + 1)
    siblings = range(parent + 1, outline.ends[parent])
    first, end = (
        siblings.start + bisect_left(siblings, bound, key=lambda at: outline.groups[at].label)
        for bound in (function + "[", function + chr(ord("[") + 1))
    )
    return range(first, end)


def told_apart(names: Sequence[str], width: int) -> list[str]:
    """Names of one function with other parameters, each in at most `width` cells.

    Where both ends of the parameters do not tell them apart, the words that all of them have are left out.
    """
    short = [cut_test(name, width) for name in names]
    if len(set(short)) == len(short):
        return short
    function = names[0].partition("[")[0]
    parameters = [name.partition("[")[2].removesuffix("]") for name in names]
    stretches = _stretches(parameters)
    told: list[str] = []
    for cells in range(_NARROWEST, _WIDEST):
        pieces = ["…".join(cut_middle(stretch, cells) for stretch in each) for each in stretches]
        room = width - 2 - max(map(cell_len, pieces))
        if room < min(width // 2 if told else 8, cell_len(function)):
            break
        if len(set(pieces)) == len(pieces):
            told = [f"{cut_start(function, width - 2 - cell_len(piece))}[{piece}]" for piece in pieces]
    return told or short


def _stretches(parameters: Sequence[str]) -> list[list[str]]:
    """Of each its parts between the words that all of them have."""
    common = set.intersection(*(set(_WORD.findall(text)) for text in parameters))
    return [_without(text, common) for text in parameters]


def _without(text: str, common: set[str]) -> list[str]:
    parts: list[str] = []
    begin: int | None = None
    end = 0
    for word in _WORD.finditer(text):
        if word[0] not in common:
            begin, end = word.start() if begin is None else begin, word.end()
        elif begin is not None:
            parts.append(text[begin:end])
            begin = None
    if begin is not None:
        parts.append(text[begin:end])
    return parts
