"""Cuts text into pieces the size of a model's tokens, the same every time."""

from __future__ import annotations

import hashlib
import re

_PIECE = re.compile(r" ?[^\W\d_]+| ?\d{1,3}| ?[^\w\s]+|\s+|_+")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LONG_WORD = 9


def pieces(text: str, *, glue: int = 0) -> list[str]:
    """`text` in token-like pieces. With `glue` n, every nth piece comes together with the one before it."""
    cut: list[str] = []
    for match in _PIECE.finditer(text):
        word = match[0]
        if _WIDE.search(word):
            cut += [word[at : at + 2] for at in range(0, len(word), 2)]
        elif len(word) > _LONG_WORD and word.strip().isalpha():
            half = len(word) // 2
            cut += [word[:half], word[half:]]
        else:
            cut.append(word)
    if not glue:
        return cut
    glued: list[str] = []
    for index, piece in enumerate(cut):
        if glued and index % glue == glue - 1:
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def fragments(text: str) -> list[str]:
    """The text of a tool call's arguments, cut as models send it: with no regard for JSON."""
    sizes = (2, 11, 7, 13, 9)
    cut: list[str] = []
    at = 0
    while at < len(text):
        size = sizes[len(cut) % len(sizes)]
        cut.append(text[at : at + size])
        at += size
    return cut


def count_tokens(text: str) -> int:
    """How many tokens `text` is said to be."""
    return len(pieces(text))


def salt(*parts: object, length: int = 8) -> str:
    """Letters that look random and are the same for the same parts: ids, obfuscation, fingerprints."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
    return digest[:length]
