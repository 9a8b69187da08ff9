"""Reads and watches the trees in threads that only post messages. Shows nothing; owns no state of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING, TypeAlias

from textual import work
from textual.message import Message
from textual.widget import Widget

from recview.store.roots import Root
from recview.store.versions import VersionStore

if TYPE_CHECKING:
    from recview.model.row import Row
    from recview.store.change import Change
    from recview.store.index import IndexBatch
    from recview.store.scan import FoundFile

Story: TypeAlias = Callable[[Callable[[str], None], Event], None]
"""Tells what it does, a line at a time, until the event is set."""


class Feed(Widget):
    """What comes from the disk, as messages."""

    DEFAULT_CSS = "Feed { display: none; }"

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

    def __init__(self, roots: Sequence[Root], *, cached: bool, polling: bool = False) -> None:
        super().__init__()
        self.roots = roots
        self._cached = cached
        self._polling = polling
        self._leaving = Event()
        self._reading = Event()
        """Set when the reading is to stop; another for each."""
        self._watching = Event()
        """The same for the watching."""
        self.versions = VersionStore()
        """The contents of files before they changed, within a bound."""

    def on_unmount(self) -> None:
        for stop in (self._leaving, self._reading, self._watching):
            stop.set()

    def read_trees(self, at_hand: Mapping[str, Row] | None = None) -> None:
        """Reads every row, headers first; those `at_hand`, by path, only where their files have changed."""
        self._reading.set()
        self._reading = Event()
        self._read(self._reading, dict(at_hand or {}))

    def stop_reading(self) -> None:
        """Ends the reading: what was read so far stays, the files that were only listed are named."""
        self._reading.set()

    @work(thread=True, group="index", description="index")  # else Textual spells out every row
    def _read(self, stop: Event, at_hand: Mapping[str, Row]) -> None:
        from recview.store.cache import IndexCache, cache_folder  # loaded beside the first frame, not before it
        from recview.store.index import index_rows

        listed = complete = False

        def should_stop() -> bool:  # a listing that is not whole would tell nobody what was left out
            return self._leaving.is_set() or (listed and stop.is_set())

        cache = IndexCache(cache_folder()) if self._cached else None
        for batch in index_rows(self.roots, headers_first=True, cache=cache, should_stop=should_stop, at_hand=at_hand):
            self.post_message(self.RowsRead(batch))
            listed, complete = True, batch.done == batch.total
        if not self._leaving.is_set():
            self.post_message(self.Complete() if complete else self.Stopped())

    @work(thread=True, group="story", exclusive=True, description="story")
    def tell_story(self, story: Story) -> None:
        """Runs a story until the screen goes."""

        def tell(text: str) -> None:
            self.post_message(self.Told(text))

        story(tell, self._leaving)

    def follow_disk(self, rows: Sequence[Row], passed_over: Sequence[FoundFile]) -> None:
        """Watches for changes to what was read and passed over, instead of what was watched before."""
        self._watching.set()
        self._watching = Event()
        self._watch(self._watching, rows, passed_over)

    @work(thread=True, group="watch", description="watch")  # else Textual spells out every row
    def _watch(self, stop: Event, rows: Sequence[Row], passed_over: Sequence[FoundFile]) -> None:
        from recview.store.watcher import watch  # watchfiles is loaded after the first frame

        def changed(changes: list[Change]) -> None:
            self.post_message(self.Changed(changes))

        def notice(text: str) -> None:
            self.post_message(self.Notice(text))

        watch(
            self.roots, changed, stop,
            rows=rows, passed_over=passed_over, versions=self.versions, on_notice=notice, force_polling=self._polling,
        )  # fmt: skip
