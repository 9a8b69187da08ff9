"""Literal text in recordings: where it stands in a text, in the strings of a document, and whether bytes may hold it.

Capitals in the sought text make case count; without any it does not. Whether accents are composed never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recview.analysis.text_forms import is_written_in_one_way, letters, normal_forms, spelling_pattern
from recview.model.json_value import JSON, pointer
from recview.model.value import value

EXCERPT_CHARACTERS = 40
"""How much is shown on either side of a hit."""

_NEVER_ESCAPED = re.compile(r"[A-Za-z0-9 _.,:;!?()+*=#@%$^-]+")
"""What stands in JSON bytes as it stands in the string, whoever wrote them."""

_ODD_CASES = "\u0130\u0131\u017f\u212a"
"""Cases of i, i, s and k."""


@value
class Hit:
    """The first place in a text where the sought text stands."""

    text: str
    """All of it, exact."""
    offset: int
    """Characters before it."""
    length: int
    count: int
    """How often the text holds it."""

    @property
    def excerpt(self) -> str:
        """The hit with what stands around it, exact."""
        return self.text[self.offset - self.excerpt_offset : self.offset + self.length + EXCERPT_CHARACTERS]

    @property
    def excerpt_offset(self) -> int:
        """Where in the excerpt the hit begins."""
        return min(self.offset, EXCERPT_CHARACTERS)

    @property
    def is_cut(self) -> bool:
        """Whether the text goes on behind the excerpt."""
        return self.offset + self.length + EXCERPT_CHARACTERS < len(self.text)


class TextSearch:
    """A text to look for."""

    def __init__(self, sought: str) -> None:
        self._sought = sought
        self._fold = sought == sought.lower()
        self._is_ascii = sought.isascii()
        self._is_plain = is_written_in_one_way(sought)
        pattern = re.escape(sought) if self._is_plain else spelling_pattern(sought)
        self._pattern = re.compile(pattern, re.IGNORECASE if self._fold else 0)
        longest = max(self._runs(), key=len, default="")
        self._bytes = longest.lower().encode() if self._fold else longest.encode()

    def _runs(self) -> list[str]:
        """What stands in the bytes of a document wherever it holds the sought text, in whatever form."""
        if self._is_plain:
            return _NEVER_ESCAPED.findall(self._sought)
        if self._sought not in normal_forms(self._sought):
            return []
        kept = (letter if is_written_in_one_way(letter) else "\n" for letter in letters(self._sought))
        return _NEVER_ESCAPED.findall("".join(kept))

    def may_be_in(self, data: bytes) -> bool:
        """Whether a JSON document may hold it: a cheap look that spares most documents their parsing."""
        return self._bytes in (data.lower() if self._fold else data)

    def find(self, text: str) -> Hit | None:
        """Where a text holds it first."""
        sought = self._sought
        if not self._is_plain:
            return self._find_by_pattern(text)
        if not self._fold:
            plain = text
        elif self._is_ascii and (text.isascii() or not any(odd in text for odd in _ODD_CASES)):
            plain = text.lower()  # it stands there where the pattern finds it, and is found many times as fast
        else:
            return self._find_by_pattern(text)
        start = plain.find(sought)
        return None if start < 0 else Hit(text, start, len(sought), plain.count(sought, start))

    def _find_by_pattern(self, text: str) -> Hit | None:
        """As `find`. Outside of ASCII letters have more than two cases, and four of them are cases of ASCII letters."""
        match = self._pattern.search(text)
        if match is None:
            return None
        count = sum(1 for _ in self._pattern.finditer(text, match.start()))
        return Hit(text, match.start(), len(match[0]), count)

    def find_in_document(self, document: JSON) -> Iterator[tuple[str, Hit]]:
        """Each string of a document that holds it: its JSON Pointer and where. Keys are not looked at."""
        pending: list[tuple[tuple[str | int, ...], JSON]] = [((), document)]
        while pending:
            path, value = pending.pop()
            if isinstance(value, str):
                hit = self.find(value)
                if hit is not None:
                    yield pointer(path), hit
            elif isinstance(value, dict):
                pending += [((*path, key), child) for key, child in reversed(value.items())]
            elif isinstance(value, list):
                pending += [((*path, index), value[index]) for index in reversed(range(len(value)))]
