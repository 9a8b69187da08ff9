"""Keeps what is known of trees equal to the disk. No thread, no watching library, and the caller's clock.

`notice` says where something may have happened, `step` looks and tells what changed. Hints may be missing, late or
wrong: a look at everything follows each burst of them, and comes from time to time without any.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence

from recview.store.change import Change
from recview.store.roots import Root
from recview.store.row_keeper import RowKeeper
from recview.store.scan import FoundFile, in_recording_folder, is_entered, list_files, list_folder

WATCHED_RESCAN_S = 10.0
"""How often to look at everything where hints come: some file systems, and the changes of other machines, give none."""
POLLED_RESCAN_S = 0.4
"""How often to look at everything where no hints come."""

_RESCAN_SHARE = 20
"""A look at everything waits for at least twenty times as long as the one before it took."""
_QUIET_S = 0.4
"""How long nothing must happen for a burst to be over."""
_STEP_S = 0.1
"""How long a step reads files before it tells what it has seen so far."""
_OFFER_S = 0.015
"""How long an idle step reads contents for later comparison."""


class TreeFollower:
    """The trees and files of some roots."""

    def __init__(self, roots: Sequence[Root], keeper: RowKeeper, clock: Callable[[], float]) -> None:
        self.rescan_every_s = WATCHED_RESCAN_S
        self._keeper = keeper
        self._clock = clock
        self._roots = roots
        self._file_roots = {root.path for root in roots if root.is_file}
        self._claimed = {root.real for root in roots if root.is_file}
        """Files that are known by the name of their root, wherever else they lie."""
        self._folders: dict[str, Root] = {}
        self._links: set[str] = set()
        self._unsure_files: dict[str, None] = {}
        """Files to look at, in the order they were noticed."""
        self._unsure_folders: dict[str, Root] = {}
        self._rescanned_at_s: float | None = None
        self._rescan_took_s = 0.0
        self._noticed_at_s: float | None = None
        """When something last happened, if that was after everything was looked at."""

    @property
    def is_busy(self) -> bool:
        """Whether the last step has left something to look at at once."""
        return bool(self._unsure_files)

    def rescan_soon(self) -> None:
        """Has the next step look at everything."""
        self._rescanned_at_s = None

    def notice(self, real_paths: Iterable[str]) -> None:
        """Something may have happened at these absolute paths."""
        prefixes = [(root, os.path.join(root.real, "")) for root in self._roots if not root.is_file]
        for real_path in real_paths:
            self._noticed_at_s = self._clock()
            for root, prefix in prefixes:
                if real_path.startswith(prefix):
                    self._notice(root, os.path.join(root.path, real_path[len(prefix) :]))

    def _notice(self, root: Root, path: str) -> None:
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            return  # not entered, or new: then its own appearance was noticed, or will be when all is looked at
        if name.endswith(".json"):
            self._unsure_files[path] = None
        elif path in self._folders or (is_entered(name) and os.path.isdir(path)):
            self._unsure_folders[path] = root

    def step(self) -> list[Change]:
        """Looks at what may have changed, for a short while, and tells what has."""
        if self._rescan_is_due():
            self._rescan()
        while self._unsure_folders:
            self._look_at_folder(*self._unsure_folders.popitem())
        self._unsure_files.update(dict.fromkeys(self._file_roots_unlike()))
        self._unsure_files.update(dict.fromkeys(self._keeper.due(self._clock())))
        changes: list[Change] = []
        ends_at_s = self._clock() + _STEP_S
        while self._unsure_files and self._clock() < ends_at_s:
            path = next(iter(self._unsure_files))
            del self._unsure_files[path]
            changes += self._look_at_file(path)
        if not changes:
            self._offer_contents()
        return changes

    def _rescan_is_due(self) -> bool:
        if self._rescanned_at_s is None:
            return True
        now_s = self._clock()
        rested_s = now_s - self._rescanned_at_s
        if rested_s < _RESCAN_SHARE * self._rescan_took_s:
            return False
        burst_is_over = self._noticed_at_s is not None and now_s - self._noticed_at_s >= _QUIET_S
        return burst_is_over or rested_s >= self.rescan_every_s

    def _rescan(self) -> None:
        started_at_s = self._clock()
        self._noticed_at_s = None
        listing = list_files(self._roots)
        self._folders, self._links = listing.folders, listing.links
        self._compare(listing.files, self._keeper.paths())
        self._rescanned_at_s = self._clock()
        self._rescan_took_s = self._rescanned_at_s - started_at_s

    def _look_at_folder(self, folder: str, root: Root) -> None:
        below = folder + "/"
        for known in [known for known in self._folders if known == folder or known.startswith(below)]:
            del self._folders[known]
        listing = list_folder(root, folder)
        self._folders.update(listing.folders)
        self._compare(listing.files, {path for path in self._keeper.paths() if path.startswith(below)})

    def _compare(self, listed: Iterable[FoundFile], known: set[str]) -> None:
        """Marks what is new or not as it was, and what of the `known` is not listed any more."""
        for found in listed:
            known.discard(found.path)
            if not self._keeper.is_up_to_date(found):
                self._unsure_files[found.path] = None
        self._unsure_files.update(dict.fromkeys(known))

    def _file_roots_unlike(self) -> list[str]:
        found = [self._find(path) for path in self._file_roots]
        return [one.path for one in found if one is not None and not self._keeper.is_up_to_date(one)]

    def _look_at_file(self, path: str) -> list[Change]:
        found = self._find(path)
        if found is None:
            return self._keeper.missing(path, self._clock())
        return self._keeper.look(found, self._clock())

    def _find(self, path: str) -> FoundFile | None:
        """The file at a path, if one is there that a listing would show."""
        folder = path[: path.rfind("/")]
        root = self._folders.get(folder)
        is_root = path in self._file_roots
        if not is_root and (root is None or (self._claimed and os.path.realpath(path) in self._claimed)):
            return None
        try:
            facts = os.stat(path) if is_root or path in self._links else os.lstat(path)
        except OSError:
            return None
        if stat.S_ISLNK(facts.st_mode):
            self.rescan_soon()  # a new link: whether it is followed depends on all the rest
        if not stat.S_ISREG(facts.st_mode):
            return None
        expected = is_root or in_recording_folder(os.path.realpath(folder))
        return FoundFile(
            path, root.path if root is not None and not is_root else path, facts.st_size, facts.st_mtime_ns, expected
        )

    def _offer_contents(self) -> None:
        ends_at_s = self._clock() + _OFFER_S
        while self._clock() < ends_at_s and self._keeper.offer_content():
            pass
