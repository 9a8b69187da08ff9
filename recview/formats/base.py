"""What a recording format must answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from recview.model.json_value import JSON
from recview.model.recording import Recording, Unreadable
from recview.model.value import value
from recview.wire.runs import Alike


@value
class Header:
    """What the beginning of a file tells, before the response is read."""

    test_id: str | None
    method: str | None
    url: str | None
    endpoint: str | None
    model: str | None


@value
class Skimmed:
    """An SDK call that was answered, with no more read of it than its row needs."""

    header: Header
    streaming: bool
    type: str
    """`__type__` of the first chunk."""
    payloads: list[JSON]
    """The payload of each chunk, or of one that stands for a run of them; of a plain response the one there is."""
    chunk_count: int
    runs: Sequence[tuple[JSON, str]] = ()
    """The payloads that stand for runs, and the text in which alone the chunks of each differ, all of it."""


class Format(Protocol):
    """One way recordings lie on disk."""

    name: str

    def score(self, head: bytes) -> int:
        """How surely a file that begins with `head` is of this format: 0 (not at all) to 100."""

    def read_header(self, head: bytes) -> Header | None:
        """The request's facts from a prefix of the file; None where the prefix ends too early to tell."""

    def skim(self, data: bytes, alike: Alike) -> Skimmed | None:
        """An SDK call that was answered, for a fraction of what `read` costs; None for anything else.

        Chunks that are `alike` may come as one. Whole numbers beyond 64 bits may come back rounded.
        """

    def read_unanswered(self, data: bytes, path: str) -> Recording | None:
        """The recording of a file with its response left empty, where that is cheaper than `read`; else None."""

    def read_so_far(self, data: bytes, path: str) -> Recording | None:
        """The recording that is being written into a file: its request, and the chunks that stand there whole.

        None where nothing of the response is there yet.
        """

    def read(self, data: bytes, path: str) -> tuple[Recording | Unreadable, ...]:
        """Every recording of the file, in order; unreadable parts as values. Raises nothing."""
