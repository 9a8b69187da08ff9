"""Reads the rows of trees beside whatever else is going on, and some of them before there is anybody to take them.

Where it can it has another process read. In a thread, reading and what else goes on keep each other up: there it holds
still while an interface is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from mmap import mmap
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic, time_ns
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.index import IndexBatch
    from recview.store.index_process import IndexProcess
    from recview.store.roots import Root

_FIRST_FILES = 500
"""A few screens full: more would keep the first frame, and the rest is there in no time."""

_STOP, _LEAVE = 1, 2


class TreeReading:
    """What `index_rows` gives, headers first. To be taken by one thread at a time."""

    def __init__(
        self, roots: Sequence[Root], *, cached: bool, at_hand: Mapping[str, Row] = MappingProxyType({})
    ) -> None:
        """Reads nothing yet. `cached`, `at_hand`: see `index_rows`."""
        self.began_ns = time_ns()
        """The time before anything was read, on the system's clock."""
        self._roots = roots
        self._cached = cached
        self._at_hand = at_hand
        self._wish = mmap(-1, 1)
        """0, _STOP or _LEAVE: for whoever reads, be it in another process."""
        self._read: SimpleQueue[IndexBatch | None] = SimpleQueue()
        """None comes last."""
        self._all_taken = False
        self.complete = False
        """Whether every row was taken."""
        self._error: Exception | None = None
        self._ahead_until_s = inf
        """When it stops to read ahead, on the monotonic clock."""
        self._enough, self._may_go_on = Event(), Event()
        self._may_go_on.set()
        self._process: IndexProcess | None = None
        self._thread = Thread(target=self._run, name="read trees", daemon=True)

    def read_ahead(self, seconds: float) -> None:
        """Begins to read, for so long or until everything is read; where no other process does that, it takes so long.

        If not everything is read then, it rests, from its next rows on, until it is asked. Of a large tree the first
        rows are all that is read ahead.
        """
        from recview.store.index_process import IndexProcess  # loads what reads

        self._process = IndexProcess.start(self._batches)
        self._ahead_until_s = monotonic() + seconds
        self._may_go_on.clear()
        self._thread.start()
        if self._process is None:
            self._enough.wait(seconds)

    def await_ahead(self, seconds: float) -> None:
        """Waits until all that is read ahead is there, but no longer than so many seconds."""
        self._enough.wait(seconds)

    def ready(self) -> Iterator[IndexBatch]:
        """What is read by now and was not yet taken. Does not wait."""
        while not (self._all_taken or self._read.empty()):
            yield from self._take()

    def rest(self) -> Iterator[IndexBatch]:
        """What was not yet taken, each batch as soon as it is read. Raises what reading raised."""
        self._may_go_on.set()
        if self._thread.ident is None:
            self._thread.start()
        while not self._all_taken:
            yield from self._take()
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Ends the reading: what was read so far stays, the files that were only listed are named."""
        self._wish[0] = max(self._wish[0], _STOP)
        self._may_go_on.set()

    def leave(self) -> None:
        """Ends it at once, for nobody will take anything any more."""
        self._wish[0] = _LEAVE
        self._may_go_on.set()

    def _take(self) -> Iterator[IndexBatch]:
        batch = self._read.get()
        if batch is None:
            self._all_taken = True
        else:
            self.complete = batch.is_listed and batch.done == batch.total
            yield batch

    def _run(self) -> None:
        try:
            if self._process is not None:
                try:
                    self._hand_over(self._process.batches())
                    return
                except EOFError:
                    pass  # it was lost: what it did is done here
            self._hand_over(self._batches())
        except Exception as error:
            self._error = error
        finally:
            self._read.put(None)
            self._enough.set()

    def _hand_over(self, batches: Iterator[IndexBatch]) -> None:
        for batch in batches:
            self._read.put(batch)
            if batch.rows and (not batch.is_listed or monotonic() >= self._ahead_until_s):
                self._enough.set()
                self._may_go_on.wait()

    def _batches(self) -> Iterator[IndexBatch]:
        from recview.store.cache import IndexCache, cache_folder  # loaded by whoever reads, beside the first frame
        from recview.store.index import index_rows

        listed = False

        def should_stop() -> bool:  # a listing that is not whole would tell nobody what was left out
            return self._wish[0] == _LEAVE or (listed and self._wish[0] == _STOP)

        cache = IndexCache(cache_folder()) if self._cached else None
        for batch in index_rows(
            self._roots,
            headers_first=True,
            cache=cache,
            should_stop=should_stop,
            at_hand=self._at_hand,
            ahead=_FIRST_FILES,
        ):
            listed = batch.is_listed
            yield batch
