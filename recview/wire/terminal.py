"""The one boundary that recorded text passes before a person sees it.

Nothing a recording holds may speak to the terminal: escape sequences, C0 and C1 controls, bidirectional and
zero-width characters, and lone surrogates are shown by visible stand-ins. Do this once, before any width is
computed. JSON output does not come through here: it is exact, with escapes (see `documents`).
"""

from __future__ import annotations

import re

UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f"  # C0 and DEL
    "\x80-\x9f"  # C1
    "\xad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b-\u200f"  # zero-width space and joiners, direction marks
    "\u2028-\u202e\u2060-\u206f"  # separators, embeddings, overrides, isolates, invisible operators
    "\ufeff\ufff9-\ufffb"  # byte-order mark, interlinear annotation
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags
    "]"
)
"""One character that must not reach a terminal as it is. Tab and newline are among them; `clean` lets them pass."""

_UNSAFE_IN_TEXT = UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f")
"""Compiled where it is used, which few commands do."""


_SIGNS = {"\x7f": "␡", "\u200c": "¦", "\u200d": "‿"}
"""Of one cell each. Those that keep letters apart and join them stand in every other word of some scripts, and in many
an emoji: spelled out, they would hide the text."""


def stand_in(character: str) -> str:
    """What is shown for one unsafe character: `␛` for ESC, `‿` for a joiner, `⟨U+202E⟩` for what has no picture."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return _SIGNS.get(character) or f"⟨U+{code:04X}⟩"


def clean(text: str) -> str:
    """`text` made harmless, with its lines and tabs kept."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE_IN_TEXT, lambda match: stand_in(match[0]), text)


def clean_line(text: str) -> str:
    """`text` made harmless and put on one line: newlines and tabs get stand-ins too."""
    if text.isascii() and text.isprintable():
        return text
    return UNSAFE.sub(lambda match: stand_in(match[0]), text)
