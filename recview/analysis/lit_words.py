"""Where the words of a filter stand in a text, a stretch at a time: for lighting them, and for going to the first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from recview.analysis.text_forms import text_forms


class LitWords:
    """Some words, whatever their case, composed and decomposed."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        forms = {form for word in words if word for form in text_forms(word)}
        self.words = tuple(sorted(forms, key=lambda word: (-len(word), word)))
        """The longest first: where two begin at one place, that one is lit."""
        self._pattern = re.compile("|".join(map(re.escape, self.words)), re.IGNORECASE)
        self._margin = len(self.words[0]) - 1 if self.words else 0

    def __bool__(self) -> bool:
        return bool(self.words)

    def between(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """Start and end of each that lies, if only in part, between two offsets: O(what is between them)."""
        if not self.words:
            return []
        matches = self._pattern.finditer(text, max(0, start - self._margin), end + self._margin)
        return [match.span() for match in matches if match.start() < end and match.end() > start]

    def first(self, text: str) -> tuple[int, int] | None:
        """Start and end of the first; None where there is none."""
        match = self._pattern.search(text) if self.words else None
        return match.span() if match else None
