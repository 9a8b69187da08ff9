"""The sides that a re-record may have: folders, git revisions, the index, the working tree; and what differs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from recview.errors import RecviewError
from recview.model.recording import Unreadable
from recview.model.value import value
from recview.store.reading import read_file
from recview.store.revisions.git import Blob, Repository, blob_id
from recview.store.revisions.narrowing import Entry, Narrowing, lies_in
from recview.store.roots import open_roots
from recview.store.scan import list_files

_SHORT_HASH = 12
_UNMERGED = "unmerged: the index has no single content for it until the conflict is resolved"

INDEX = ":"
"""How the index of a repository is named where a revision is expected."""


class Side(Protocol):
    """One state of a tree of recordings."""

    label: str
    """As the caller named it; of a merge base with the beginning of its hash."""
    in_git: bool
    """Whether git keeps it: a revision, the index or the working tree, and no folder."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """By path below the root."""

    @property
    def closed(self) -> Mapping[str, Unreadable]:
        """Folders that could not be entered, by path below the root: what lies in them is not known."""

    def name(self, path: str) -> str:
        """What a file is called outside: as the caller could name it."""

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The contents of some entries, in the order asked for."""


@value
class Difference:
    """The paths of two sides, sorted; contents were compared by id."""

    identical: tuple[str, ...]
    modified: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def open_sides(old: str, new: str | None = None, directory: str = ".", paths: Sequence[str] = ()) -> tuple[Side, Side]:
    """The old and the new side of what a command line names.

    `old` alone is a range `A..B`, a range `A...B` (from their merge base), or a revision to compare with the working
    tree. Both together are two folders or two revisions; `:` is the index. `paths` narrow both sides: they begin at
    `directory`, of two folders at the root of both, or are absolute. Raises RecviewError for what does not exist.
    """
    if new is not None:
        folders = [Path(directory, name).is_dir() for name in (old, new)]
        if all(folders):
            return _folder_sides(old, new, directory, paths)
        if any(folders):
            raise RecviewError(
                f"{old if folders[0] else new} is a folder, and {new if folders[0] else old} is none",
                "Name two folders, or two revisions; to narrow a review to a folder, put it behind `--`.",
            )
    elif Path(directory, old).is_dir() and not _is_revision(old, directory):
        raise RecviewError(
            f"{old} is one folder, and a review needs two sides",
            f"Name a second folder, or a revision to compare it with: recview review main -- {old}",
        )
    repository = Repository(directory)
    roots = (
        [repository.work_tree()] if any(Path(path).is_absolute() for path in paths) and not repository.is_bare else []
    )
    chosen = Narrowing(paths, repository.prefix, roots)
    if new is None:
        sides = _range_sides(repository, old, chosen)
    else:
        sides = _git_side(repository, old, chosen), _git_side(repository, new, chosen)
    chosen.refuse_unmet()
    return sides


def compare_sides(old: Side, new: Side) -> Difference:
    """What differs, by path. Only contents that git has no id for, and of equal size, are read.

    What would lie in a folder that one side could not enter is left out: nobody knows whether it does.
    """
    common = sorted(old.entries.keys() & new.entries.keys())
    differing = _differing(old, new, common)
    return Difference(
        identical=tuple(path for path in common if path not in differing),
        modified=tuple(path for path in common if path in differing),
        added=_only_in(new, old),
        removed=_only_in(old, new),
    )


def _only_in(side: Side, other: Side) -> tuple[str, ...]:
    """The paths that the other side surely does not have."""
    return tuple(
        path
        for path in sorted(side.entries.keys() - other.entries.keys())
        if not any(lies_in(path, folder) for folder in other.closed)
    )


def _differing(old: Side, new: Side, common: Iterable[str]) -> set[str]:
    differing: set[str] = set()
    unknown: list[str] = []
    for path in common:
        a, b = old.entries[path], new.entries[path]
        if a.blob is not None and b.blob is not None:
            if a.blob != b.blob:
                differing.add(path)
        elif a.size is not None and b.size is not None and a.size != b.size:
            differing.add(path)
        else:
            unknown.append(path)
    for path, before, after in zip(unknown, _ids(old, unknown, new), _ids(new, unknown, old), strict=True):
        if before is None or before != after:
            differing.add(path)
    return differing


def _ids(side: Side, paths: Sequence[str], other: Side) -> Iterator[str | None]:
    """Ids of contents: as git has them, else computed; None where a file cannot be read."""
    read = side.read([path for path in paths if side.entries[path].blob is None])
    for path in paths:
        blob = side.entries[path].blob
        if blob is None:
            _, data = next(read)
            blob = blob_id(data, like=other.entries[path].blob) if isinstance(data, bytes) else None
        yield blob


class _FolderSide:
    """A folder on disk."""

    in_git = False

    def __init__(self, folder: str, directory: str, chosen: Narrowing) -> None:
        self.label = folder
        self._root = str(Path(directory, folder))
        self.entries: dict[str, Entry] = {}
        self.closed: dict[str, Unreadable] = {}
        listing = list_files(open_roots([self._root]))
        for found in listing.files:
            path = self._below(found.path)
            entry = chosen.entry(path, None, found.size)
            if entry is not None:
                self.entries[path] = entry
        for folder, reason in listing.troubles:
            path = self._below(folder)
            if chosen.may_concern(path):
                self.closed[path] = Unreadable(folder, f"cannot be entered: {reason}")

    def _below(self, path: str) -> str:
        return os.path.relpath(path, self._root).replace(os.sep, "/")

    def name(self, path: str) -> str:
        return f"{self._root}/{path}"

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        for path in paths:
            yield path, read_file(self.name(path))


class _BlobSide:
    """A revision or the index: every content is a blob."""

    in_git = True
    closed: Mapping[str, Unreadable] = {}

    def __init__(self, label: str, repository: Repository, blobs: Iterable[Blob], chosen: Narrowing) -> None:
        self.label = label
        self._repository = repository
        entries = (chosen.entry(blob.path, blob.id, blob.size) for blob in blobs)
        self.entries = {entry.path: entry for entry in entries if entry is not None}

    def name(self, path: str) -> str:
        return path

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        ids = [blob for path in paths if (blob := self.entries[path].blob)]
        with closing(self._repository.read_blobs(ids)) as contents:
            for path in paths:
                if not self.entries[path].blob:
                    yield path, Unreadable(path, _UNMERGED)
                else:
                    data = next(contents)
                    yield path, Unreadable(path, "git has no such content") if data is None else data


class _WorkingSide:
    """The working tree: as the index lists it, but for what was changed, deleted or not added yet."""

    label = "working tree"
    in_git = True
    closed: Mapping[str, Unreadable] = {}

    def __init__(self, repository: Repository, chosen: Narrowing) -> None:
        self._root = repository.work_tree()
        entries = (chosen.entry(blob.path, blob.id or None, blob.size) for blob in repository.working_files())
        self.entries = {entry.path: entry for entry in entries if entry is not None}

    def name(self, path: str) -> str:
        return path

    def read(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        for path in paths:
            yield path, read_file(f"{self._root}/{path}")


def _folder_sides(old: str, new: str, directory: str, paths: Sequence[str]) -> tuple[Side, Side]:
    roots = [str(Path(directory, folder)) for folder in (old, new)]
    chosen = Narrowing(paths, roots=roots)
    sides = _FolderSide(old, directory, chosen), _FolderSide(new, directory, chosen)
    chosen.refuse_unmet(roots)
    return sides


def _git_side(repository: Repository, revision: str | None, chosen: Narrowing, label: str = "") -> Side:
    if revision is None:
        return _WorkingSide(repository, chosen)
    if revision == INDEX:
        return _BlobSide("index", repository, repository.index_files(), chosen)
    return _BlobSide(label or revision, repository, repository.tree_files(repository.tree(revision)), chosen)


def _is_revision(name: str, directory: str) -> bool:
    try:
        return bool(Repository(directory).tree(name))
    except RecviewError:
        return False


def _range_sides(repository: Repository, text: str, chosen: Narrowing) -> tuple[Side, Side]:
    """Both ends of a range, HEAD where one is left out; of a single revision the other end is the working tree."""
    for separator in ("...", ".."):
        left, found, right = text.partition(separator)
        if not found:
            continue
        left, right = left or "HEAD", right or "HEAD"
        start = repository.merge_base(left, right) if separator == "..." else left
        label = f"{left} ({start[:_SHORT_HASH]})" if separator == "..." else left
        return _git_side(repository, start, chosen, label), _git_side(repository, right, chosen)
    return _git_side(repository, text, chosen), _git_side(repository, None, chosen)
