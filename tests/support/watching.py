"""Watches trees in tests: a thread that watches, a ledger of what it told, and proof that nothing is left of it."""

from __future__ import annotations

import gc
import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread

from recview.model.row import Row
from recview.store.catalog import Catalog
from recview.store.change import Change
from recview.store.index import index_rows
from recview.store.known import Known
from recview.store.roots import open_roots
from recview.store.versions import VersionStore
from recview.store.watcher import HintSource, watch

PATIENCE_S = 30.0
"""How long to wait for what must come; nothing waits that long unless it fails."""


class Watched:
    """Trees that are watched in a thread, and what was told of them."""

    def __init__(self, *roots: Path | str, versions: VersionStore | None = None) -> None:
        self._began_ns = time.time_ns()
        self._paths = [str(root) for root in roots]
        self.roots = open_roots(self._paths)
        self.catalog = Catalog()
        self.changes: list[Change] = []
        self.faults: list[str] = []
        """Changes that do not go on from what was told before."""
        self.notices: list[str] = []
        self.versions = versions if versions is not None else VersionStore()
        self.stop = Event()
        self.news = Condition()
        self.keeps_changes = True
        for batch in index_rows(self.roots, helpers=0):
            self.catalog.apply_batch(batch)

    def watch(self, hints: HintSource | None, force_polling: bool) -> None:
        watch(
            self.roots,
            self._told,
            self.stop,
            known=Known(
                rows=list(self.catalog.rows.values()),
                passed_over=list(self.catalog.passed_over.values()),
                since_ns=self._began_ns,
            ),
            versions=self.versions,
            on_notice=self._notified,
            hints=hints,
            force_polling=force_polling,
        )

    def _told(self, changes: list[Change]) -> None:
        with self.news:
            for change in changes:
                fault = _fault(change, self.catalog.rows)
                if fault:
                    self.faults.append(f"{fault}: {change}")
                self.catalog.apply_changes([change])
            if self.keeps_changes:
                self.changes += changes
            self.news.notify_all()

    def _notified(self, notice: str) -> None:
        with self.news:
            self.notices.append(notice)
            self.news.notify_all()

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Asks at every news, and now and then, for not everything that may hold is told."""
        ends_at_s = time.monotonic() + PATIENCE_S
        with self.news:
            while not holds():
                assert time.monotonic() < ends_at_s, self.state()
                self.news.wait(0.05)

    def wait_until_equal_to_the_disk(self) -> None:
        """The disk must be at rest by now."""
        expected = self.on_disk()
        try:
            self.wait_until(lambda: self.catalog.rows == expected)
        except AssertionError as failure:
            rows = self.catalog.rows
            unlike = [path for path in rows.keys() | expected.keys() if rows.get(path) != expected.get(path)]
            shown = [(path, self.kinds(path), rows.get(path), expected.get(path)) for path in sorted(unlike)[:5]]
            raise AssertionError(f"{len(unlike)} rows are not as on disk, {shown}") from failure

    def kinds(self, path: Path | str) -> list[str]:
        return [change.kind for change in self.changes if change.path == str(path)]

    def state(self) -> str:
        return f"told: {[(change.kind, change.path) for change in self.changes[-20:]]}, notices: {self.notices}"

    def on_disk(self) -> dict[str, Row]:
        """What a recview would show that is opened now."""
        roots = open_roots(self._paths)
        return {row.path: row for batch in index_rows(roots, helpers=0) for row in batch.rows}


def _fault(change: Change, rows: Mapping[str, Row]) -> str:
    """What is wrong with telling a change where `rows` is what was told before; empty where nothing is."""
    shown = rows.get(change.path)
    if change.kind == "superseded" and change.by not in rows:
        return "is superseded by what is not shown"
    if change.kind == "superseded" and change.row is None:
        return "" if shown is None and change.previous is not None else "is still shown"
    if change.previous != shown:
        return f"does not go on from {shown}"
    told_of_what_is_shown = dict.fromkeys(("changed", "same", "superseded", "restored"), True)
    must_be_shown = {"added": False, **told_of_what_is_shown}.get(change.kind)
    if must_be_shown is not None and must_be_shown != (shown is not None):
        return "was shown" if shown is not None else "was not shown"
    states = {"added": "full", "changed": "full", "same": "full", "unreadable": "unreadable"}
    expected = states.get(change.kind)
    if expected is not None and (change.row is None or change.row.state != expected):
        return f"brings no {expected} row"
    if change.kind == "removed" and change.row is not None:
        return "brings a row"
    if change.kind in ("writing", "superseded", "restored") and change.row != shown:
        return "brings another row"
    return ""


@contextmanager
def watched(
    *roots: Path | str,
    hints: HintSource | None = None,
    force_polling: bool = False,
    versions: VersionStore | None = None,
) -> Iterator[Watched]:
    """Watches until the block is left; whatever the thread raised is raised there, and nothing may be left of it."""
    one = Watched(*roots, versions=versions)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            one.watch(hints, force_polling)
        except BaseException as failure:
            failures.append(failure)
            with one.news:
                one.notices.append(f"the watcher failed: {failure!r}")

    with nothing_left_behind():
        thread = Thread(target=run)
        thread.start()
        try:
            yield one
        finally:
            one.stop.set()
            thread.join(PATIENCE_S)
        assert not thread.is_alive()
    assert not failures, failures
    assert not one.faults, one.faults[:3]


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """No thread, process, file descriptor or watch of the system is there afterwards that was not there before."""
    before = _belongings()
    yield
    gc.collect()
    ends_at_s = time.monotonic() + PATIENCE_S
    while left := _belongings() - before:  # the watching library's own thread ends a moment after it is told to
        assert time.monotonic() < ends_at_s, left
        Event().wait(0.01)


def _belongings() -> Counter[str]:
    """Threads, processes and what is open, by name, with the watches of the system that hang on it."""
    found = Counter(f"thread {thread.name}" for thread in threading.enumerate())
    found.update(f"process {process.pid}" for process in multiprocessing.active_children())
    if Path("/proc/self/task").is_dir():
        found["native threads"] = len(list(Path("/proc/self/task").iterdir()))
        found.update(_descriptors())
    return found


def _descriptors() -> Iterator[str]:
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = descriptor.readlink()
            watches = Path("/proc/self/fdinfo", descriptor.name).read_text().count("inotify ")
        except OSError:
            continue  # the folder's own, which was listed
        yield f"{target} with {watches} watches"
