"""Another process that indexes trees, a copy of this one: then reading them costs an interface next to nothing.

Its batches come packed through a pipe. Knows batches, and neither where they come from nor what they are for.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from recview.store.forking import Forked, may_fork, processors, read_message, write_message
from recview.store.index import IndexBatch
from recview.store.row_codec import Packer, Unpacker
from recview.store.scan import FoundFile

_END = marshal.dumps(None)
_NICENESS = 5
"""Once there are rows to show, what the person does comes first."""


class IndexProcess:
    """The handle of one. It ends with its batches."""

    def __init__(self, batches: Callable[[], Iterable[IndexBatch]]) -> None:
        """Begins at once. `batches` is called there; `may_fork` has to hold here."""
        source, sink = os.pipe()

        def work() -> None:
            os.close(source)
            _leave_terminal()
            with suppress(BrokenPipeError):  # nobody wants any more
                _tell(batches(), os.fdopen(sink, "wb"))

        self._child = Forked(work)
        os.close(sink)
        self._source = os.fdopen(source, "rb")

    @classmethod
    def start(cls, batches: Callable[[], Iterable[IndexBatch]]) -> IndexProcess | None:
        """One that runs beside this process; None where there can be none."""
        return cls(batches) if may_fork() and processors() > 1 else None

    def batches(self) -> Iterator[IndexBatch]:
        """Its batches, each as it comes. Raises EOFError where the process ended before them."""
        with self._source as source:
            while (message := read_message(source)) != _END:
                if not message:
                    self._child.wait()
                    raise EOFError
                yield _unpacked(message)
        self._child.wait()


def _unpacked(message: bytes) -> IndexBatch:
    done, total, is_listed, tables, places, packed, dropped, passed_over, troubles, unread = marshal.loads(message)
    files = [FoundFile(path, root, size, mtime_ns, expected=True) for path, root, size, mtime_ns in places]
    rows = [row for row in Unpacker(tables).unpack(packed, files) if row is not None]
    return IndexBatch(rows, dropped, done, total, is_listed, _found(passed_over), troubles, _found(unread))


def _found(files: list[Any]) -> list[FoundFile]:
    return [FoundFile(*values) for values in files]


def _tell(batches: Iterable[IndexBatch], pipe: IO[bytes]) -> None:
    showed = False
    for batch in batches:
        write_message(pipe, _packed(batch))
        if batch.rows and not showed:
            showed = True
            os.nice(_NICENESS)
    write_message(pipe, None)


def _packed(batch: IndexBatch) -> tuple[Any, ...]:
    packer = Packer()
    places = [(row.path, row.root, row.size, row.mtime_ns) for row in batch.rows]
    packed = [packer.pack(row) for row in batch.rows]
    passed_over, unread = ([tuple(found) for found in files] for files in (batch.passed_over, batch.unread))
    return (
        batch.done, batch.total, batch.is_listed, packer.tables(), places, packed,
        batch.dropped, passed_over, batch.troubles, unread,
    )  # fmt: skip


def _leave_terminal() -> None:
    """Whoever waits for the terminal to be free need not wait for this process."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
