"""Reads the rows of many files, slice by slice and in order, with the help of other processes where that pays.

Knows nothing of caches or of what the rows are for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TypeAlias

from recview.model.row import Row
from recview.store.forking import may_fork, processors
from recview.store.row_process import RowProcess
from recview.store.rows import full_row, header_row
from recview.store.scan import FoundFile

RowSlice: TypeAlias = "list[tuple[FoundFile, Row | None]]"
"""Files and their rows; None where a file gives none."""

StartProcess: TypeAlias = Callable[[Sequence[FoundFile]], RowProcess | None]

_SLICE_FILES = 128
_SLICE_BYTES = 2_000_000
"""A slice is at the most some twenty milliseconds of work: how soon a stop is heeded."""
_LAST_SLICE_BYTES = 100_000
_SLICES_LEFT = 6
"""Towards the end slices grow smaller, so many still for each process, for all of them to be done at the same time."""

_KEPT_BUSY = 4
"""How many slices wait with a helper. It is not asked while this process reads a slice or its rows are used, which may
take as long as several slices: with one in reserve a helper stood idle for a tenth of the time."""

_MOST_HELPERS = 3
"""Each holds the modules and its slices; behind three of them, this process is what the others wait for."""
_FORKED_BYTES = 4_000_000
_SPAWNED_BYTES = 32_000_000
"""How much a helper must have to read: less is read before another interpreter has started."""


def read_header_rows(files: Sequence[FoundFile], should_stop: Callable[[], bool]) -> Iterator[RowSlice]:
    """What the beginnings of the files tell; None where that is not enough."""
    for start in range(0, len(files), _SLICE_FILES):
        if should_stop():
            return
        yield [(found, header_row(found)) for found in files[start : start + _SLICE_FILES]]


def read_full_rows(
    files: Sequence[FoundFile],
    should_stop: Callable[[], bool],
    helpers: int | None = None,
    start_process: StartProcess = RowProcess.start,
) -> Generator[RowSlice, None, None]:
    """All that is to know of the files; None where one is no recording.

    `helpers`: how many other processes read too; None lets the amount of work decide. What one of them cannot do,
    because it does not start or is lost, is done here.
    """
    count = _helpers_worth(files) if helpers is None else helpers
    started = [process for _ in range(count) if (process := start_process(files)) is not None]
    try:
        yield from _Shared(files, started).run(should_stop)
    finally:
        for process in started:
            process.close()


def _helpers_worth(files: Sequence[FoundFile]) -> int:
    """How many other processes pay off."""
    size = sum(found.size for found in files)
    return min(processors() - 1, _MOST_HELPERS, size // (_FORKED_BYTES if may_fork() else _SPAWNED_BYTES))


class _Shared:
    """Shares slices between this process and its helpers, and gives them out in order."""

    def __init__(self, files: Sequence[FoundFile], helpers: Sequence[RowProcess]) -> None:
        self._files = files
        self._helpers = list(helpers)
        self._waiting = deque(_slices(files, len(helpers) + 1))
        self._done: dict[int, RowSlice] = {}

    def run(self, should_stop: Callable[[], bool]) -> Iterator[RowSlice]:
        next_start = 0
        while next_start < len(self._files) and not should_stop():
            own = self._waiting.popleft() if self._waiting else None
            for helper in [*self._helpers]:
                self._hand_over(helper)
            if own is not None:
                self._read(*own)
            for helper in [*self._helpers]:
                is_awaited = bool(helper.outstanding) and helper.outstanding[0][0] == next_start
                self._collect(helper, wait=own is None and is_awaited)
            while next_start in self._done:
                ready = self._done.pop(next_start)
                next_start += len(ready)
                yield ready

    def _hand_over(self, helper: RowProcess) -> None:
        """Keeps slices with a helper: one that it reads, and others that it finds when it is done."""
        while self._waiting and len(helper.outstanding) < _KEPT_BUSY:
            if not helper.ask(*self._waiting.popleft()):
                self._take_back(helper)
                return

    def _collect(self, helper: RowProcess, wait: bool) -> None:
        while helper.outstanding:
            try:
                answer = helper.answer(wait)
            except EOFError:
                self._take_back(helper)
                return
            if answer is None:
                return
            start, rows = answer
            self._done[start] = rows
            wait = False

    def _take_back(self, helper: RowProcess) -> None:
        """A helper is lost: its slices come first in what waits, as they come first in what is given out."""
        self._waiting.extendleft(reversed(helper.outstanding))
        self._helpers.remove(helper)

    def _read(self, start: int, stop: int) -> None:
        self._done[start] = [(found, full_row(found)) for found in self._files[start:stop]]


def _slices(files: Sequence[FoundFile], processes: int) -> Iterator[tuple[int, int]]:
    """Slices of the files for so many processes, in order: where each starts and where it stops."""
    start = size = 0
    left = sum(found.size for found in files)
    for position, found in enumerate(files):
        size += found.size
        enough = min(_SLICE_BYTES, max(_LAST_SLICE_BYTES, left // (processes * _SLICES_LEFT)))
        if position + 1 - start >= _SLICE_FILES or size >= enough:
            yield start, position + 1
            left -= size
            start, size = position + 1, 0
    if start < len(files):
        yield start, len(files)
