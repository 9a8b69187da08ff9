"""Watches trees: the only module that knows the watching library. Thin, for what is seen is worked out elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import closing, suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread, main_thread
from typing import TypeAlias

import watchfiles

from recview.store.change import Change
from recview.store.first_contents import take_in
from recview.store.folder_map import top_most
from recview.store.known import Known
from recview.store.roots import Root
from recview.store.row_keeper import RowKeeper
from recview.store.scan import is_real_folder
from recview.store.tree_follower import POLLED_RESCAN_S, TreeFollower
from recview.store.versions import VersionStore

TICK_S = 0.1
"""How often to look at what may have come to rest where nothing happens."""
_FOLDER_BY_FOLDER = sys.platform == "linux"
"""Whether each folder is watched for itself. Watching a whole tree at once is for free elsewhere; on Linux it would
enter folders that we do not: hidden ones, environments, and by a link that leads out of the tree all that is there."""
_GATHER_MS = 100
_STEP_MS = 40
"""Hints are gathered until a step brings none, but no longer than `_GATHER_MS`."""

Hints: TypeAlias = Generator[list[str], None, None]
"""Absolute paths where something happened; an empty list at each tick."""

HintSource: TypeAlias = Callable[[Sequence[str], Event], Hints]
"""Hints about what is in these folders until the event is set. Raises OSError, RuntimeError or UnicodeError."""


def watch(
    roots: Sequence[Root],
    on_changes: Callable[[list[Change]], None],
    stop: Event,
    *,
    known: Known | None = None,
    versions: VersionStore | None = None,
    first: Collection[str] = (),
    on_notice: Callable[[str], None] = lambda notice: None,
    force_polling: bool = False,
    hints: HintSource | None = None,
) -> None:
    """Tells `on_changes` what changes in the roots, until `stop` is set; what it told in the end equals the disk.

    `known` is what the caller knows already; whatever changed since is told first. `versions` takes the contents of
    files, so that there is one from before a change, those of the paths `first` first. `on_notice` gets what a person
    should know. Network folders need `force_polling`. Blocks; both callbacks are called in the thread of the caller.
    """
    known, versions = known or Known(), versions if versions is not None else VersionStore()
    keeper = RowKeeper(known, versions)
    follower = TreeFollower(roots, keeper, time.monotonic, time.thread_time, stop.is_set)
    is_watchable = _FOLDER_BY_FOLDER or not any(root.is_file for root in roots)
    source = None if force_polling or not is_watchable else hints or watchfiles_hints
    contents = Thread(target=take_in, args=(known.rows, versions, stop.is_set, first), name="contents", daemon=True)
    watching = _Watch(roots, follower, source, on_changes, on_notice, stop)
    contents.start()
    watching.run()
    contents.join()


class _Watch:
    def __init__(
        self,
        roots: Sequence[Root],
        follower: TreeFollower,
        source: HintSource | None,
        on_changes: Callable[[list[Change]], None],
        on_notice: Callable[[str], None],
        stop: Event,
    ) -> None:
        self._roots = roots
        self._follower = follower
        self._source = source
        """None where there are no hints to be had."""
        self._on_changes = on_changes
        self._on_notice = on_notice
        self._stop = stop
        self._cwd = "" if all(os.path.isabs(root.path) for root in roots) else _working_folder()

    def run(self) -> None:
        """Watches, and watches anew whenever a root went or came or there are other folders; else polls."""
        self._follower.is_hinted = self._source is not None
        self._tell()
        while not self._stop.is_set():
            if self._source is None:
                self._poll()
            else:
                self._watch(self._source)

    def _watch(self, source: HintSource) -> None:
        places = self._places()
        folders = sorted(self._follower.folders_to_watch())
        if not folders:
            source = _ticks
        self._follower.rescan_soon()
        with closing(source(folders, self._stop)) as hints:
            while (paths := self._next(hints, folders)) is not None and self._places() == places:
                self._follower.notice(paths)
                if self._follower.is_watch_stale:
                    return  # everything is looked at when the other folders are watched: not now, too
                self._tell()
                if self._follower.hints_fail:
                    self._give_up("the system does not tell of all that changes here")
                    return

    def _poll(self) -> None:
        for _ in _ticks((), self._stop):
            self._places()
            self._tell()

    def _next(self, hints: Hints, folders: Sequence[str]) -> list[str] | None:
        """The next hints; None where these have come to an end."""
        try:
            return next(hints, None)
        except (OSError, RuntimeError, UnicodeError) as error:
            if isinstance(error, FileNotFoundError) or not all(map(is_real_folder, folders)):
                self._stop.wait(TICK_S)  # one went while it was about to be watched: which are there now?
                self._follower.rescan_soon()
                self._tell()
            else:
                self._give_up(f"cannot watch ({error})")
        return None

    def _give_up(self, why: str) -> None:
        self._source = None
        self._follower.is_hinted = False
        self._on_notice(f"{why}, so looking every {POLLED_RESCAN_S} s instead")

    def _tell(self) -> None:
        while not self._stop.is_set():
            changes = self._follower.step()
            if changes:
                self._on_changes(changes)
            if not self._follower.is_busy:
                return

    def _places(self) -> list[tuple[int, int] | None]:
        """Which folders the roots are, or lie in, at this moment: one that was deleted may come back as another."""
        self._return_to_cwd()
        places: list[tuple[int, int] | None] = []
        for folder in dict.fromkeys(os.path.dirname(root.real) if root.is_file else root.path for root in self._roots):
            try:
                facts = os.stat(folder)
            except OSError:
                places.append(None)
            else:
                places.append((facts.st_dev, facts.st_ino))
        return places

    def _return_to_cwd(self) -> None:
        """A working folder that was deleted and made anew is not the one we are in: relative paths lead nowhere."""
        try:
            os.getcwd()
        except FileNotFoundError:
            if self._cwd:
                with suppress(OSError):
                    os.chdir(self._cwd)


def _working_folder() -> str:
    """Where we are; empty where that folder is gone already."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return ""


def watchfiles_hints(folders: Sequence[str], stop: Event) -> Hints:
    """What the operating system tells of the folders.

    The library listens in a thread, without a time limit: at the end of one it may drop what has just come, and it
    measures time by a clock that may be set back.
    """
    told: SimpleQueue[list[str] | BaseException] = SimpleQueue()
    ending = _Ending()

    def listen() -> None:
        try:
            for batch in watchfiles.watch(
                *(folders if _FOLDER_BY_FOLDER else top_most(folders)),
                watch_filter=None,
                debounce=_GATHER_MS,
                step=_STEP_MS,
                rust_timeout=0,
                stop_event=ending,
                recursive=not _FOLDER_BY_FOLDER,
                ignore_permission_denied=not _FOLDER_BY_FOLDER,  # that ignores the limits of the system, too
            ):
                told.put([path for _, path in batch])
        except BaseException as error:  # it is raised where the hints are asked for
            told.put(error)
        finally:
            ending.listens.set()

    thread = Thread(target=listen, name="hints")
    try:
        thread.start()
        ending.listens.wait()
        while not stop.is_set():
            yield _next_told(told)
    finally:
        ending.set()
        if thread.ident is not None:
            thread.join()


def _next_told(told: SimpleQueue[list[str] | BaseException]) -> list[str]:
    try:
        found = told.get(timeout=TICK_S)
    except Empty:
        return []
    if isinstance(found, BaseException):
        raise found
    return found


class _Ending(Event):
    """Ends listening. The library asks for it again and again once it listens, and so tells that it does."""

    def __init__(self) -> None:
        super().__init__()
        self.listens = Event()

    def is_set(self) -> bool:
        self.listens.set()
        return super().is_set() or not main_thread().is_alive()  # ^C may come at the very moment when this is to be set


def _ticks(folders: Sequence[str], stop: Event) -> Hints:
    """No hints, only ticks."""
    while not stop.wait(TICK_S):
        yield []
