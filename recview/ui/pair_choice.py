"""Which two recordings are meant where a pair is asked for. Pure: marks and the open one in, a pair out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recview.model.value import value


@value
class ChosenPair:
    """Two files, or twice the same: what it was, and what it is now."""

    left: str
    right: str
    left_content: bytes | None = None
    """What the left one held before it changed; None: what it holds now."""


def choose_pair(marked: Sequence[str], here: str, before: Callable[[str], bytes | None]) -> ChosenPair | str:
    """Two marked; or one marked and the open one; or the open one and what it was; else, in words, what to do.

    `here`: path of the open one, empty where there is none. `before` tells what a file held before it changed.
    """
    if len(marked) > 2:
        return "more than two are marked: M clears the marks"
    if len(marked) == 2:
        return ChosenPair(marked[0], marked[1])
    if marked and here and here != marked[0]:
        return ChosenPair(marked[0], here)
    if here and (content := before(here)) is not None:
        return ChosenPair(here, here, content)
    return "mark a recording with m, go to another, then d"
