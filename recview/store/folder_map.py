"""The names of what is followed: by those rows bear, and by the real ones that hints bear. Lists and reads nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from recview.store.roots import Root
from recview.store.scan import Folder, Listing, in_recording_folder


class Place(NamedTuple):
    """Where a file lies that is known by some path."""

    real: str
    root: str
    """The path of its root, as given."""
    is_alias: bool
    """It is known by another name than that of its folder and its own."""
    is_expected: bool
    """It is shown even if it cannot be read."""


class FolderMap:
    """The folders that were entered, by the names of their rows and by their real ones."""

    def __init__(self) -> None:
        self.roots: Sequence[Root] = ()
        """As they were when everything was last listed."""
        self.aliases: dict[str, str] = {}
        """Real path of a file -> the path it is known by, where that is not the name of its folder and its own."""
        self._targets: dict[str, str] = {}
        """The same the other way round."""
        self._file_roots: set[str] = set()
        self._by_path: dict[str, Folder] = {}
        self._by_real: dict[str, Folder] = {}

    def take(self, roots: Sequence[Root], listing: Listing) -> None:
        """Everything was listed."""
        self.roots = roots
        file_roots = {root.real: root.path for root in reversed(roots) if root.is_file}  # those too that are gone
        self.aliases = {**listing.aliases, **file_roots}
        self._targets = {path: real for real, path in self.aliases.items()}
        self._file_roots = set(file_roots.values())
        self._by_path = {folder.path: folder for folder in listing.folders}
        self._by_real = {folder.real: folder for folder in listing.folders}

    def add(self, folders: Iterable[Folder]) -> None:
        """Some folders were listed."""
        for folder in folders:
            self._by_path[folder.path] = self._by_real[folder.real] = folder

    def remove_below(self, reals: AbstractSet[str]) -> list[Folder]:
        """Forgets folders and what is below them; the ones that were known."""
        below = [folder for real, folder in self._by_real.items() if _is_below(real, reals)]
        for folder in below:
            del self._by_path[folder.path], self._by_real[folder.real]
        return below

    def has_entered(self, real: str) -> bool:
        """Whether a real folder was entered."""
        return real in self._by_real

    def file_path(self, real: str) -> str | None:
        """What a file is known by, or would be; None where it is none that a listing would show."""
        alias = self.aliases.get(real)
        if alias is not None:
            return alias
        parent, _, name = real.rpartition("/")
        folder = self._by_real.get(parent) if name.endswith(".json") else None
        return f"{folder.path}/{name}" if folder is not None else None

    def place(self, path: str) -> Place | None:
        """Where the file that is known by a path should lie; None where a listing would not show it."""
        real = self._targets.get(path)
        if path in self._file_roots and real is not None:
            return Place(real, path, is_alias=True, is_expected=True)
        folder_path, _, name = path.rpartition("/")
        folder = self._by_path.get(folder_path)
        if folder is None:
            return None
        is_expected = in_recording_folder(folder.real)
        if real is not None:
            return Place(real, folder.root.path, is_alias=True, is_expected=is_expected)
        real = f"{folder.real}/{name}"
        return Place(real, folder.root.path, False, is_expected) if real not in self.aliases else None

    def folder(self, real: str) -> Folder | None:
        """A folder as it is known, or would be; None where it is none of a root's, nor its parent was entered."""
        known = self._by_real.get(real)
        if known is not None:
            return known
        parent, _, name = real.rpartition("/")
        above = self._by_real.get(parent)
        for root in self._before(above.root) if above is not None else self.roots:
            if root.real == real and not root.is_file:
                return Folder(root.path.rstrip("/"), real, root)
        return Folder(f"{above.path}/{name}", real, above.root) if above is not None else None

    def elsewhere(self, folder: Folder) -> set[str]:
        """The real folders that a look below `folder` must leave out, for they are listed under another name."""
        return self._by_real.keys() | {root.real for root in self._before(folder.root) if root.real != folder.real}

    def _before(self, root: Root) -> Sequence[Root]:
        """The roots that are listed before one: what lies in several is listed under the first."""
        return self.roots[: self.roots.index(root)]

    def to_watch(self) -> frozenset[str]:
        """The real folders where everything happens: those entered, and those of files that lie elsewhere."""
        return frozenset([*(real or "/" for real in self._by_real), *self._of_aliases()])

    def _of_aliases(self) -> set[str]:
        """Where aliases lead, and where the links to there lie."""
        named = {os.path.dirname(os.path.abspath(path)) for path in self._file_roots}
        return {os.path.dirname(real) for real in self.aliases} | {os.path.realpath(folder) for folder in named}


def top_most(reals: Iterable[str]) -> list[str]:
    """Without those that are below another."""
    known = set(reals)
    return [real for real in known if not _is_below(os.path.dirname(real), known)]


def _is_below(real: str, reals: AbstractSet[str]) -> bool:
    """Whether a folder is one of some, or below one."""
    while real not in reals:
        above = real[: real.rfind("/")]
        if above == real or not above:
            return False
        real = above
    return True
