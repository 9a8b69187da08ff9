"""How recordings lie on disk. A new format is one file here and one entry in FORMATS.

Knows no vendors' fields, no watching, no tokens.
"""

from __future__ import annotations

from recview.formats import ogx
from recview.formats.base import Format, Header, Skimmed
from recview.model.recording import Recording, Unreadable
from recview.wire.runs import Alike

FORMATS: tuple[Format, ...] = (ogx.FORMAT,)

HEAD_BYTES = 8192
"""How much of a file's beginning the formats ask for to recognise it and to read its header."""


def detect(head: bytes) -> Format | None:
    """The format that claims a file by its first bytes most surely, if any does."""
    surest, most = None, 0
    for candidate in FORMATS:
        if (score := candidate.score(head)) > most:
            surest, most = candidate, score
    return surest


def read_header(head: bytes) -> Header | None:
    """What the first bytes of a file tell of its request; None where they are no recording's, or too few."""
    format_ = detect(head)
    return format_.read_header(head) if format_ else None


def skim(data: bytes, alike: Alike) -> Skimmed | None:
    """An SDK call that was answered, with no more read than its row needs. None: `read` it whole.

    Whether chunks that are `alike` may come as one is the dialect's to say.
    """
    for format_ in FORMATS:
        if (skimmed := format_.skim(data, alike)) is not None:
            return skimmed
    return None


def read_unanswered(data: bytes, path: str) -> Recording | None:
    """The recording of a file with its response left empty: for comparing requests. None: `read` it whole."""
    format_ = detect(data[:HEAD_BYTES])
    return format_.read_unanswered(data, path) if format_ else None


def read_so_far(data: bytes, path: str) -> Recording | None:
    """What half a file holds while it is being written; None where that is nothing of a response."""
    format_ = detect(data[:HEAD_BYTES])
    return format_.read_so_far(data, path) if format_ else None


def read(data: bytes, path: str) -> tuple[Recording | Unreadable, ...]:
    """Every recording in a file. What cannot be read is a value with a reason; nothing is raised."""
    format_ = detect(data[:HEAD_BYTES]) or FORMATS[0]
    return format_.read(data, path)


__all__ = [
    "FORMATS",
    "HEAD_BYTES",
    "Format",
    "Header",
    "Skimmed",
    "detect",
    "read",
    "read_header",
    "read_so_far",
    "read_unanswered",
    "skim",
]
