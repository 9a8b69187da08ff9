"""Columns for people: widths as a terminal counts them, and cuts that keep both ends."""

from __future__ import annotations

import unicodedata


def cell_width(text: str) -> int:
    """How many cells clean text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cut_middle(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut out of its middle is marked by `…`."""
    if cell_width(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    tail_width = (width - 1) // 2
    return _head(text, width - 1 - tail_width) + "…" + _head(text[::-1], tail_width)[::-1]


def _head(text: str, width: int) -> str:
    taken = 0
    for position, character in enumerate(text):
        taken += _character_width(character)
        if taken > width:
            return text[:position]
    return text


def pad(text: str, width: int, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells; `right` aligns it to the right."""
    space = " " * (width - cell_width(text))
    return space + text if right else text + space
