"""Watches trees: the only module that knows the watching library. Thin, for what is seen is worked out elsewhere."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from threading import Event
from typing import TypeAlias

import watchfiles

from recview.model.row import Row
from recview.store.change import Change
from recview.store.roots import Root
from recview.store.row_keeper import RowKeeper
from recview.store.scan import FoundFile
from recview.store.tree_follower import POLLED_RESCAN_S, WATCHED_RESCAN_S, TreeFollower
from recview.store.versions import VersionStore

TICK_S = 0.1
"""How often to look at what may have come to rest where nothing happens."""
_GATHER_MS = 100
_STEP_MS = 25
"""Hints are gathered until a step brings none, but no longer than `_GATHER_MS`."""

Hints: TypeAlias = Generator[list[str], None, None]
"""Absolute paths where something happened; an empty list at each tick."""

HintSource: TypeAlias = Callable[[Sequence[str], Event], Hints]
"""Hints about folders and all that is below them until the event is set. Raises OSError or RuntimeError."""


def watch(
    roots: Sequence[Root],
    on_changes: Callable[[list[Change]], None],
    stop: Event,
    *,
    rows: Iterable[Row] = (),
    passed_over: Iterable[FoundFile] = (),
    versions: VersionStore | None = None,
    on_notice: Callable[[str], None] = lambda notice: None,
    force_polling: bool = False,
    hints: HintSource | None = None,
) -> None:
    """Tells `on_changes` what changes in the roots, until `stop` is set; what it told in the end equals the disk.

    `rows` and `passed_over` are what the caller knows already; whatever changed since is told first. `versions` takes
    the contents of files, so that there is one from before a change. `on_notice` gets what a person should know.
    Network folders need `force_polling`. Blocks; both callbacks are called in the thread of the caller.
    """
    keeper = RowKeeper(rows, passed_over, versions if versions is not None else VersionStore())
    follower = TreeFollower(roots, keeper, time.monotonic)
    source = None if force_polling else hints or watchfiles_hints
    _Watch(roots, follower, source, on_changes, on_notice, stop).run()


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
        self._folders = [root.real for root in roots if not root.is_file]
        self._follower = follower
        self._source = source
        """None where there are no hints to be had."""
        self._on_changes = on_changes
        self._on_notice = on_notice
        self._stop = stop

    def run(self) -> None:
        """Watches, and watches anew whenever a root went or came; polls once watching fails."""
        while not self._stop.is_set():
            armed = self._identities()
            self._follower.rescan_soon()
            self._follower.rescan_every_s = POLLED_RESCAN_S if self._source is None else WATCHED_RESCAN_S
            source = self._source if self._source is not None and armed else _ticks
            with closing(source(list(armed), self._stop)) as hints:
                while (paths := self._next(hints)) is not None and self._identities() == armed:
                    self._follower.notice(paths)
                    self._tell()

    def _next(self, hints: Hints) -> list[str] | None:
        """The next hints; None where these have come to an end."""
        try:
            return next(hints, None)
        except FileNotFoundError:
            self._stop.wait(TICK_S)  # a root went while it was about to be watched
        except (OSError, RuntimeError) as error:
            self._source = None
            self._on_notice(f"cannot watch, so looking every {POLLED_RESCAN_S} s instead: {error}")
        return None

    def _tell(self) -> None:
        while not self._stop.is_set():
            changes = self._follower.step()
            if changes:
                self._on_changes(changes)
            if not self._follower.is_busy:
                return

    def _identities(self) -> dict[str, tuple[int, int]]:
        """The root folders that are there, and which they are: one that was deleted may come back as another."""
        identities = {}
        for folder in self._folders:
            try:
                facts = os.stat(folder)
            except OSError:
                continue
            identities[folder] = (facts.st_dev, facts.st_ino)
        return identities


def watchfiles_hints(folders: Sequence[str], stop: Event) -> Hints:
    """What the operating system tells of the folders."""
    with closing(
        watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=_GATHER_MS,
            step=_STEP_MS,
            rust_timeout=int(TICK_S * 1000),
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
        )
    ) as batches:
        for batch in batches:
            yield [path for _, path in batch]


def _ticks(folders: Sequence[str], stop: Event) -> Hints:
    """No hints, only ticks."""
    while not stop.wait(TICK_S):
        yield []
