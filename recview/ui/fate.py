"""What became of a file on disk, and in what words it is said above what is shown of it. Plain values, no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from recview.model.value import value
from recview.ui.drawing import grouped, short_name

Note: TypeAlias = tuple[str, str, str]
"""Sign, role that colours it, words: as `DiskNote` shows it."""

NO_NOTE: Note = ("", "", "")
NO_SUCCESSOR = "nothing has taken the place of either since recview opened"


@value
class Fate:
    """What became of a file since recview looked."""

    path: str
    is_being_written: bool = False
    is_gone: bool = False
    successor: str = ""
    """Path of the recording that took its place, if that is there."""


FateOf: TypeAlias = Callable[[str], Fate]


def successors(fates: Sequence[Fate]) -> list[Fate]:
    """Those of some files whose place was taken by a recording that is none of them."""
    paths = {fate.path for fate in fates}
    return [fate for fate in fates if fate.successor and fate.successor not in paths]


def open_note(fate: Fate, chunks_so_far: int | None = None) -> Note:
    """What is to be said above the one recording that is open; where nothing is, `NO_NOTE`.

    `chunks_so_far`: of one that is shown as it is being written; None: what is shown was read before.
    """
    if fate.is_being_written:
        if chunks_so_far is not None:
            return "…", "warn", f"being written: {grouped(chunks_so_far)} chunks so far"
        return "…", "warn", "being written anew: the version before"
    name = short_name(fate.successor)
    if fate.is_gone:
        words = f"gone; S goes to {name} in its place" if name else "gone from disk; what was read stays"
        return "-", "sign-remove", words
    return ("↑", "sign-change", f"superseded by {name}: S goes there") if name else NO_NOTE


def pair_note(fates: Sequence[Fate], *, can_go_on: bool = True) -> Note:
    """What is to be said above what is shown of some files, each named once; where nothing is, `NO_NOTE`.

    `can_go_on`: whether `S` goes on with what took the place of one.
    """
    for fate in fates:
        if fate.is_being_written:
            return "…", "warn", f"{short_name(fate.path)} is being written anew: the version before"
    gone = [fate for fate in fates if fate.is_gone]
    following = successors(fates) if can_go_on else []
    if gone:
        names = " and ".join(short_name(fate.path) for fate in gone)
        words = f"{names} {'is' if len(gone) == 1 else 'are'} gone from disk"
        if following:
            others = " and ".join(short_name(fate.successor) for fate in following)
            return "-", "sign-remove", f"{words}; S goes on with {others} in {_its(following)} place"
        return "-", "sign-remove", f"{words}; what was read stays"
    if following:
        fate = following[0]
        name = short_name(fate.successor)
        return "↑", "sign-change", f"{short_name(fate.path)} is superseded by {name}: S goes on with that"
    return NO_NOTE


def _its(fates: Sequence[Fate]) -> str:
    return "its" if len(fates) == 1 else "their"
