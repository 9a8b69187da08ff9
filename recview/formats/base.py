"""What a recording format must answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from recview.model.recording import Recording, Unreadable


@dataclass(frozen=True, slots=True)
class Header:
    """What the beginning of a file tells, before the response is read."""

    test_id: str | None
    method: str | None
    url: str | None
    endpoint: str | None
    model: str | None


class Format(Protocol):
    """One way recordings lie on disk."""

    name: str

    def score(self, head: bytes) -> int:
        """How surely a file that begins with `head` is of this format: 0 (not at all) to 100."""

    def read_header(self, head: bytes) -> Header | None:
        """The request's facts from a prefix of the file; None where the prefix ends too early to tell."""

    def read(self, data: bytes, path: str) -> tuple[Recording | Unreadable, ...]:
        """Every recording of the file, in order; unreadable parts as values. Raises nothing."""
