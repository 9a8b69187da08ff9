"""Reads and watches the trees in threads that only post messages. Shows nothing; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, TypeAlias

from textual.message import Message

from recview.store.roots import Root
from recview.store.tree_reading import TreeReading
from recview.store.versions import VersionStore

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.change import Change
    from recview.store.index import IndexBatch
    from recview.store.known import Known

Story: TypeAlias = Callable[[Callable[[str], None], Event], None]
"""Tells what it does, a line at a time, until the event is set."""


class Feed:
    """What comes from the disk, as messages."""

    class RowsRead(Message):
        """The index has read more rows."""

        def __init__(self, batch: IndexBatch) -> None:
            super().__init__()
            self.batch = batch

    class Complete(Message):
        """Every row is read."""

    class Stopped(Message):
        """The reading was stopped before that."""

    class Changed(Message):
        """Recordings changed on disk."""

        def __init__(self, changes: list[Change]) -> None:
            super().__init__()
            self.changes = changes

    class Notice(Message):
        """The watcher has something to say: that it polls, and why."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Told(Message):
        """A line of a story."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        roots: Sequence[Root],
        post: Callable[[Message], bool],
        run: Callable[[Callable[[], None], str], object],
        *,
        cached: bool,
        polling: bool = False,
        reading: TreeReading | None = None,
    ) -> None:
        """`post` takes a message, from any thread; `run` runs a function in a thread of that name.

        `reading`: where the trees are being read already.
        """
        self.roots = roots
        self._post = post
        self._run = run
        self._cached = cached
        self._polling = polling
        self._leaving = Event()
        self._reading = reading or TreeReading(roots, cached=cached)
        self.read_since_ns = self._reading.began_ns
        """The time before anything was read, on the system's clock."""
        self._told: TreeReading | None = None
        """The reading whose rows are told, or were."""
        self._watching = Event()
        """Set when the watching is to stop; another for each."""
        self.versions = VersionStore()
        """The contents of files before they changed, within a bound."""

    def close(self) -> None:
        """Ends whatever it does."""
        self._leaving.set()
        self._watching.set()
        self._reading.leave()

    def read_already(self) -> Iterator[IndexBatch]:
        """What is read before anybody has asked. Does not wait."""
        return self._reading.ready()

    def read_on(self) -> None:
        """Tells every row, headers first; does nothing where it does so already, or did."""
        if self._told is not self._reading:
            self._told = self._reading
            self._run(partial(self._tell, self._reading), "index")

    def read_again(self, at_hand: Mapping[str, Row] | None = None) -> None:
        """Reads every row again; those `at_hand`, by path, only where their files have changed."""
        self._reading.stop()
        self._reading = TreeReading(self.roots, cached=self._cached, at_hand=dict(at_hand or {}))
        self.read_on()

    def stop_reading(self) -> None:
        """Ends the reading: what was read so far stays, the files that were only listed are named."""
        self._reading.stop()

    def _tell(self, reading: TreeReading) -> None:
        for batch in reading.rest():
            self._post(self.RowsRead(batch))
        if not self._leaving.is_set():
            self._post(self.Complete() if reading.complete else self.Stopped())

    def tell_story(self, story: Story) -> None:
        """Runs a story until the screen goes."""

        def tell(text: str) -> None:
            self._post(self.Told(text))

        self._run(lambda: story(tell, self._leaving), "story")

    def follow_disk(self, known: Known, first: Collection[str]) -> None:
        """Watches for changes to what was read and passed over, instead of what was watched before.

        What the files of the paths `first` hold is kept for comparison before what all the others do.
        """
        self._watching.set()
        self._watching = Event()
        self._run(partial(self._watch, self._watching, known, first), "watch")

    def _watch(self, stop: Event, known: Known, first: Collection[str]) -> None:
        from recview.store.watcher import watch  # watchfiles is loaded after the first frame

        def changed(changes: list[Change]) -> None:
            self._post(self.Changed(changes))

        def notice(text: str) -> None:
            self._post(self.Notice(text))

        watch(
            self.roots, changed, stop,
            known=known, versions=self.versions, first=first,
            on_notice=notice, force_polling=self._polling,
        )  # fmt: skip
