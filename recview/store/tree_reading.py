"""Reads the rows of trees in a thread, some of them before there is anybody to take them.

Loading an interface takes longer than reading a tree that is all in the cache: that can be done first. What takes
longer waits until it is asked for, so as not to hold up the interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.index import IndexBatch
    from recview.store.roots import Root


class TreeReading:
    """What `index_rows` gives, headers first. To be taken by one thread at a time."""

    def __init__(
        self, roots: Sequence[Root], *, cached: bool, at_hand: Mapping[str, Row] = MappingProxyType({})
    ) -> None:
        """Reads nothing yet. `cached`, `at_hand`: see `index_rows`."""
        self._roots = roots
        self._cached = cached
        self._at_hand = at_hand
        self._read: SimpleQueue[IndexBatch | None] = SimpleQueue()
        """None comes last."""
        self._all_taken = False
        self.complete = False
        """Whether every row was taken."""
        self._error: Exception | None = None
        self._listed = False
        self._may_go_on, self._stopped, self._left = Event(), Event(), Event()
        self._may_go_on.set()
        self._thread = Thread(target=self._run, name="read trees", daemon=True)

    def read_ahead(self, seconds: float) -> None:
        """Reads for so long, or until everything is read; if it is not, it stops at its next rows until it is asked."""
        self._thread.start()
        self._thread.join(seconds)
        self._may_go_on.clear()

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
        self._stopped.set()
        self._may_go_on.set()

    def leave(self) -> None:
        """Ends it at once, for nobody will take anything any more."""
        self._left.set()
        self._may_go_on.set()

    def _take(self) -> Iterator[IndexBatch]:
        batch = self._read.get()
        if batch is None:
            self._all_taken = True
        else:
            self.complete = batch.done == batch.total
            yield batch

    def _run(self) -> None:
        from recview.store.cache import IndexCache, cache_folder  # loaded beside the first frame, not before it
        from recview.store.index import index_rows

        try:
            cache = IndexCache(cache_folder()) if self._cached else None
            should_stop, at_hand = self._should_stop, self._at_hand
            for batch in index_rows(
                self._roots, headers_first=True, cache=cache, should_stop=should_stop, at_hand=at_hand
            ):
                self._listed = True
                self._read.put(batch)
                if batch.rows:
                    self._may_go_on.wait()
        except Exception as error:
            self._error = error
        finally:
            self._read.put(None)

    def _should_stop(self) -> bool:  # a listing that is not whole would tell nobody what was left out
        return self._left.is_set() or (self._listed and self._stopped.is_set())
