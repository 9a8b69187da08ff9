"""A recording that is being written, as it comes: read again and again, in a thread, until the caller has enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic, sleep

from recview import formats
from recview.store.reading import LoadedRecording, read_file
from recview.ui.opened import Opened, prepare

LOOK_EVERY_S = 0.1
LONGEST_S = 60.0
"""How long nothing may come before it is given up."""


def read_so_far(content: bytes, path: str) -> Opened | None:
    """What half a file tells; None where that is nothing of a response."""
    recording = formats.read_so_far(content, path)
    return prepare(LoadedRecording(recording), whole=False) if recording is not None else None


def arrivals(
    path: str,
    stop: Callable[[], bool],
    *,
    clock: Callable[[], float] = monotonic,
    pause: Callable[[float], None] = sleep,
) -> Iterator[Opened | None]:
    """What stands in the file, first and whenever that has changed. Looks no more often than reading it allows."""
    seen: bytes | None = None
    grown_at_s = clock()
    while not stop() and clock() - grown_at_s < LONGEST_S:
        started_s = clock()
        content = read_file(path)
        if isinstance(content, bytes) and content != seen:
            seen, grown_at_s = content, started_s
            yield read_so_far(content, path)
        pause(max(LOOK_EVERY_S, 3 * (clock() - started_s)))
