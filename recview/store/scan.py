"""Which files of a tree may be recordings: listing only, nothing is opened.

Hidden folders, dependency folders and virtual environments are not entered, links only where they stay in the tree
and bring something that is not listed already; so no file comes twice, whatever the roots are.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from operator import attrgetter, itemgetter
from typing import NamedTuple

from recview.model.value import record
from recview.store.roots import Root

RECORDING_FOLDERS = frozenset({"recordings", "responses"})
"""Folders where every JSON file is meant to be a recording, so that an unreadable one is worth a word."""

_NOT_ENTERED = frozenset({"node_modules", "__pycache__"})
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})


_NAME = attrgetter("name")


class FoundFile(NamedTuple):
    """A regular file that may hold a recording."""

    path: str
    """The root as given, then the path below it."""
    root: str
    size: int
    mtime_ns: int
    expected: bool
    """Named by the caller, or in a folder of recordings: shown even if it cannot be read."""
    ctime_ns: int = 0
    """When anything about it last changed: content, name, permission. 0: not asked."""
    inode: int = 0
    """Which file it is, whatever it is called. 0: not asked."""


class Folder(NamedTuple):
    """A folder that was entered."""

    path: str
    """Named as its files are, without a closing slash."""
    real: str
    """Absolute, without links and without a closing slash."""
    root: Root


@record
class Listing:
    """What a walk found."""

    files: list[FoundFile] = field(default_factory=list)
    """In order of path."""
    folders: list[Folder] = field(default_factory=list)
    """Every folder entered, each once."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Real path of a file -> the path it is known by, where it was named by the caller or reached by a link."""
    troubles: list[tuple[str, str]] = field(default_factory=list)
    """Folders that could not be entered, and why."""


def list_files(
    roots: Iterable[Root], should_stop: Callable[[], bool] = lambda: False, most: int | None = None
) -> Listing:
    """Walks the roots. A file root comes first, so a tree that holds it too does not list it again.

    It ends once it has `most` files, the first by name; where it has fewer, these are all.
    """
    walk = _Walk(should_stop, most)
    for root in sorted(roots, key=lambda root: not root.is_file):
        if root.is_file:
            walk.add_file_root(root)
        else:
            walk.enter(root, root.path, root.real)
    walk.follow_links()
    walk.listing.files.sort(key=itemgetter(0))
    return walk.listing


def list_folder(folder: Folder, elsewhere: Iterable[str] = (), aliases: Mapping[str, str] | None = None) -> Listing:
    """What lies in and below one folder, which may be gone; links in it are not followed.

    `elsewhere`: real folders that are listed under another name; `aliases`: such files.
    """
    walk = _Walk(lambda: False, entered=elsewhere, aliases=aliases)
    if is_real_folder(folder.real):
        walk.enter(folder.root, folder.path, folder.real)
    return walk.listing


def is_real_folder(path: str) -> bool:
    """Whether a folder, and not a link to one, is there."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def is_entered(folder_name: str) -> bool:
    """Whether a folder of this name, met in a tree, is entered at all."""
    return not folder_name.startswith(".") and folder_name not in _NOT_ENTERED


def in_recording_folder(folder_real: str) -> bool:
    """Whether a folder's own name says that recordings lie in it."""
    return os.path.basename(folder_real) in RECORDING_FOLDERS


class _Walk:
    def __init__(
        self,
        should_stop: Callable[[], bool],
        most: int | None = None,
        *,
        entered: Iterable[str] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.listing = Listing(aliases=dict(aliases or {}))
        self._should_stop = should_stop
        self._most = most
        self._entered = set(entered)
        """Real folders, so that overlapping roots and links do not bring a file twice."""
        self._links: list[tuple[Root, str]] = []

    def _is_over(self) -> bool:
        return len(self.listing.files) == self._most or self._should_stop()

    def add_file_root(self, root: Root) -> None:
        facts = _facts_of_file(root.real)
        if root.real in self.listing.aliases or facts is None:
            return
        self.listing.aliases[root.real] = root.path
        self.listing.files.append(found_file(root.path, root.path, facts, True))

    def enter(self, root: Root, path: str, real: str) -> None:
        """Lists a folder and what lies below it; links are kept for later."""
        pending = [(path, real)]
        while pending and not self._is_over():
            path, real = pending.pop()
            if real in self._entered:
                continue
            try:
                with _opened(path) as folder, os.scandir(folder) as scan:
                    entries = list(scan) if self._most is None else sorted(scan, key=_NAME)
                    if path != root.path and not _ENVIRONMENT_MARKS.isdisjoint(map(_NAME, entries)):
                        continue
                    self._entered.add(real)
                    self.listing.folders.append(Folder(path.rstrip("/"), real.rstrip("/"), root))
                    pending += reversed(self._list(root, path, real, entries))
            except OSError as error:
                self.listing.troubles.append((path, error.strerror or str(error)))

    def _list(self, root: Root, path: str, real: str, entries: list[os.DirEntry[str]]) -> list[tuple[str, str]]:
        expected = in_recording_folder(real)
        prefix, real_prefix = os.path.join(path, ""), os.path.join(real, "")
        root_path, files, claimed = root.path, self.listing.files, self.listing.aliases
        add, most = files.append, self._most
        folders = []
        for entry in entries:
            name = entry.name
            try:
                if name.endswith(".json") and entry.is_file(follow_symlinks=False):
                    if not claimed or real_prefix + name not in claimed:
                        add(found_file(prefix + name, root_path, entry.stat(follow_symlinks=False), expected))
                        if most is not None and len(files) == most:
                            break
                elif entry.is_symlink():
                    self._links.append((root, prefix + name))
                elif is_entered(name) and entry.is_dir(follow_symlinks=False):
                    folders.append((prefix + name, real_prefix + name))
            except PermissionError as error:  # a folder that shows no more than names
                self.listing.troubles.append((path, error.strerror or str(error)))
                break
            except OSError:
                continue  # gone since it was listed
        return folders

    def follow_links(self) -> None:
        """Follows what stays in its tree and was not listed; entering a folder may bring further links."""
        while self._links and not self._is_over():
            links, self._links = sorted(self._links, key=lambda link: link[1]), []
            for root, path in links:
                target = os.path.realpath(path)
                if os.path.commonpath([root.real, target]) != root.real:
                    continue
                if os.path.isdir(target):
                    if is_entered(os.path.basename(path)):
                        self.enter(root, path, target)
                elif path.endswith(".json") and os.path.isfile(target):
                    self._add_link(root, path, target)

    def _add_link(self, root: Root, path: str, target: str) -> None:
        listed = os.path.dirname(target) in self._entered and target.endswith(".json")
        facts = _facts_of_file(target)
        if listed or target in self.listing.aliases or facts is None:
            return
        self.listing.aliases[target] = path
        expected = in_recording_folder(os.path.realpath(os.path.dirname(path)))
        self.listing.files.append(found_file(path, root.path, facts, expected))


@contextmanager
def _opened(path: str) -> Iterator[int | str]:
    """A folder to list. Where it can be open meanwhile, the way to it is not gone again for every file in it."""
    if os.scandir not in os.supports_fd:
        yield path
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def found_file(path: str, root_path: str, facts: os.stat_result, expected: bool) -> FoundFile:
    """A file as the system tells of it. Every file of a tree is made here: past the constructor it takes two thirds."""
    values = (path, root_path, facts.st_size, facts.st_mtime_ns, expected, facts.st_ctime_ns, facts.st_ino)
    return tuple.__new__(FoundFile, values)


def _facts_of_file(path: str) -> os.stat_result | None:
    """None where there is no regular file, or none any more."""
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None
