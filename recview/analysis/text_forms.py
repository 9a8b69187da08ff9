"""How one text may be written in Unicode: `é` is one sign, or an `e` and an accent, and looks the same."""

from __future__ import annotations

import re
import unicodedata


def text_forms(text: str) -> tuple[str, ...]:
    """The text as it is, and composed and decomposed where that is something else."""
    if text.isascii():
        return (text,)
    return tuple(dict.fromkeys((text, *normal_forms(text))))


def is_written_in_one_way(text: str) -> bool:
    """Whether composing and decomposing make the same of it."""
    if text.isascii():
        return True
    composed, decomposed = normal_forms(text)
    return composed == decomposed


def spelling_pattern(text: str) -> str:
    """A regular expression for a text that takes each of its letters composed or decomposed, or all as it is here."""
    clusters = "".join(map(_either_pattern, letters(text)))
    return clusters if text in normal_forms(text) else f"{clusters}|{re.escape(text)}"


def letters(text: str) -> list[str]:
    """The letters of a text, composed, each with the accents that cannot be composed with it."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if found and unicodedata.combining(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def normal_forms(text: str) -> tuple[str, str]:
    """The text composed, and decomposed."""
    return unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


def _either_pattern(letter: str) -> str:
    composed, decomposed = map(re.escape, normal_forms(letter))
    return composed if composed == decomposed else f"(?:{composed}|{decomposed})"
