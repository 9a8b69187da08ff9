"""Keeps what is known of trees equal to the disk. No thread, no watching library, and the caller's clock.

`notice` says where something may have happened, `step` looks and tells what changed. Hints may be missing, late or
wrong: a look at everything follows each burst of them, and comes from time to time without any.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence

from recview.store.change import Change
from recview.store.folder_map import FolderMap, top_most
from recview.store.roots import Root, reopened
from recview.store.row_keeper import RowKeeper
from recview.store.scan import FoundFile, found_file, is_entered, is_real_folder, list_files, list_folder

HINTED_RESCAN_S = 10.0
"""How often to look at everything where hints come: some file systems, and the changes of other machines, give none."""
POLLED_RESCAN_S = 0.4
"""How often to look at everything where no hints come."""
SURE_S = 2.0
"""When a file that was seen to change is read again where no hints come: rewritten once more within the granularity of
the file system's clock (this long on the coarsest), it looks as it did."""

_BUSY_SHARE = 20
"""A look at everything waits for at least twenty times as long as the one before it kept the processor busy, and once
as long as it took: it may have waited for another machine."""
_IDLE_SHARE = 100
"""And a hundred times where nothing speaks for it but the time."""
_QUIET_S = 0.4
"""How long nothing must happen for a burst to be over."""
_LONG_BURST_S = 1.0
"""How long a burst may put off that other folders are watched."""
_STEP_S = 0.1
"""How long a step reads files before it tells what it has seen so far."""


class TreeFollower:
    """The trees and files of some roots."""

    def __init__(
        self,
        roots: Sequence[Root],
        keeper: RowKeeper,
        clock: Callable[[], float],
        busy_clock: Callable[[], float],
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """`busy_clock` tells how long the processor has worked for this thread, in seconds as `clock`."""
        self.is_hinted = True
        """Whether hints are expected to come."""
        self.hints_fail = False
        """Whether something was seen to change that no hint told of."""
        self._roots = roots
        self._keeper = keeper
        self._clock = clock
        self._busy_clock = busy_clock
        self._should_stop = should_stop
        self._map = FolderMap()
        self._watched: frozenset[str] = frozenset()
        self._folders_changed_at_s: float | None = None
        self._unsure_files: dict[str, None] = {}
        """Files to look at, in the order they were noticed."""
        self._unsure_folders: set[str] = set()
        """Real folders to look at."""
        self._to_read_again: dict[str, float] = {}
        """Files, and when: the soonest first."""
        self._untold: set[str] = set()
        """Files that the last look found to have changed, and no hint has told of yet."""
        self._rescanned_at_s: float | None = None
        self._rescan_took_s = 0.0
        self._rescan_worked_s = 0.0
        self._noticed_at_s: float | None = None
        """When something last happened, if that was after everything was looked at."""

    @property
    def is_busy(self) -> bool:
        """Whether the last step has left something to look at at once."""
        return bool(self._unsure_files)

    def rescan_soon(self) -> None:
        """Has the next step look at everything."""
        self._rescanned_at_s = None

    # What to watch

    def folders_to_watch(self) -> frozenset[str]:
        """The real folders that hints are wanted of, as they are known now."""
        self._watched = self._map.to_watch()
        self._folders_changed_at_s = None
        return self._watched

    @property
    def is_watch_stale(self) -> bool:
        """Whether it is time to ask anew for `folders_to_watch`."""
        changed_at_s, now_s = self._folders_changed_at_s, self._clock()
        if changed_at_s is None or not self._has_rested(now_s, _BUSY_SHARE):
            return False
        return self._burst_is_over(now_s) or now_s - changed_at_s >= _LONG_BURST_S

    # What may have happened

    def notice(self, real_paths: Iterable[str]) -> None:
        """Something may have happened at these absolute paths."""
        for real in real_paths:
            self._noticed_at_s = self._clock()
            path = self._map.file_path(real)
            if path is not None:
                self._unsure_files[path] = None
                self._untold.discard(path)
            is_known = real in self._watched or self._map.has_entered(real)
            if is_known or (is_entered(os.path.basename(real)) and is_real_folder(real)):
                self._unsure_folders.add(real)
                self._untold.clear()

    # What has

    def step(self) -> list[Change]:
        """Looks at what may have changed, for a short while, and tells what has."""
        if self._rescan_is_due():
            self._rescan()
        self._look_at_folders()
        now_s = self._clock()
        self._unsure_files.update(dict.fromkeys(self._keeper.due(now_s)))
        while self._to_read_again and next(iter(self._to_read_again.values())) <= now_s:
            path = next(iter(self._to_read_again))
            del self._to_read_again[path]
            self._unsure_files[path] = None
        changes = self._look_at_files(now_s + _STEP_S)
        return changes if self.is_busy else changes + self._keeper.replaced()

    def _has_rested(self, now_s: float, share: int) -> bool:
        rested_at_s = self._rescanned_at_s
        return rested_at_s is None or now_s - rested_at_s >= max(share * self._rescan_worked_s, self._rescan_took_s)

    def _burst_is_over(self, now_s: float) -> bool:
        return self._noticed_at_s is not None and now_s - self._noticed_at_s >= _QUIET_S

    def _rescan_is_due(self) -> bool:
        now_s = self._clock()
        if self._rescanned_at_s is None:
            return True
        if self._burst_is_over(now_s):
            return self._has_rested(now_s, _BUSY_SHARE)
        every_s, share = (HINTED_RESCAN_S, _IDLE_SHARE) if self.is_hinted else (POLLED_RESCAN_S, _BUSY_SHARE)
        return now_s - self._rescanned_at_s >= every_s and self._has_rested(now_s, share)

    def _rescan(self) -> None:
        started_at_s, began_s = self._clock(), self._busy_clock()
        is_unasked = self._rescanned_at_s is not None and self._noticed_at_s is None
        self._noticed_at_s = None
        roots = [reopened(root) for root in self._roots]
        listing = list_files(roots, self._should_stop)
        if self._should_stop():
            return
        self._map.take(roots, listing)
        self._folders_may_have_changed()
        unlike = self._compare(listing.files, self._keeper.paths())
        if is_unasked and self.is_hinted:
            self.hints_fail = bool(self._untold)
            self._untold = {path for path in unlike if not self._keeper.is_unsettled(path)}
        self._rescanned_at_s = self._clock()
        self._rescan_took_s = self._rescanned_at_s - started_at_s
        self._rescan_worked_s = self._busy_clock() - began_s

    def _look_at_folders(self) -> None:
        if not self._unsure_folders:
            return
        unsure, self._unsure_folders = self._unsure_folders, set()
        folders = [folder for real in top_most(unsure) if (folder := self._map.folder(real)) is not None]
        before = {folder.path for folder in self._map.remove_below(unsure)}
        known = {path for path in self._keeper.paths() if path[: path.rfind("/")] in before} if before else set()
        listed: list[FoundFile] = []
        for folder in folders:
            listing = list_folder(folder, self._map.elsewhere(folder), self._map.aliases)
            self._map.add(listing.folders)
            listed += listing.files
        self._compare(listed, known)
        self._folders_changed_at_s = self._folders_changed_at_s or self._clock()

    def _folders_may_have_changed(self) -> None:
        if self._folders_changed_at_s is None and self._map.to_watch() != self._watched:
            self._folders_changed_at_s = self._clock()

    def _compare(self, listed: Iterable[FoundFile], known: set[str]) -> set[str]:
        """Marks what is new or not as it was, and what of the `known` is not listed any more."""
        unlike = set()
        for found in listed:
            known.discard(found.path)
            if not self._keeper.is_up_to_date(found):
                unlike.add(found.path)
        unlike |= known
        self._unsure_files.update(dict.fromkeys(sorted(unlike)))
        return unlike

    def _look_at_files(self, until_s: float) -> list[Change]:
        changes: list[Change] = []
        while self._unsure_files and (now_s := self._clock()) < until_s:
            path = next(iter(self._unsure_files))
            del self._unsure_files[path]
            found = self._find(path)
            seen = self._keeper.look(found, now_s) if found is not None else self._keeper.missing(path, now_s)
            changes += seen
            if seen and found is not None and not self.is_hinted:
                self._to_read_again.pop(path, None)
                self._to_read_again[path] = now_s + SURE_S
        return changes

    def _find(self, path: str) -> FoundFile | None:
        """The file at a path, if one is there that a listing would show."""
        place = self._map.place(path)
        if place is None:
            return None
        try:
            is_elsewhere = place.is_alias and os.path.realpath(path) != place.real
            facts = os.lstat(place.real)
        except OSError:
            return None
        if is_elsewhere or stat.S_ISLNK(facts.st_mode):
            self._noticed_at_s = self._clock() - _QUIET_S  # whether a new link is followed depends on all the rest
            return None
        if not stat.S_ISREG(facts.st_mode):
            return None
        return found_file(path, place.root, facts, place.is_expected)
