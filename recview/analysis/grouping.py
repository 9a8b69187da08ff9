"""The outline of a list of recordings: directory, test file, test, calls, as one flat sequence of visible lines.

Pure, and quick enough to be done anew for every change: what is worked out is worked out for a group, and a line
only when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal, overload

from recview.analysis.ordering import RANKS, UNKNOWN_RANK, Rank, SortKey
from recview.model.row import Row
from recview.model.value import value

LineKind = Literal["directory", "file", "test", "recording"]

NO_TEST = "(no test)"
_RECORDING_FOLDERS = ("recordings/responses", "recordings", "responses")
"""Folders that only say that recordings lie in them: the first that a directory ends in is left out."""


@value
class OutlineLine:
    """A visible line: the head of a group, or a recording."""

    kind: LineKind
    key: str
    """Who it is: the same over reloads, filters and sorts. A recording's is its path."""
    label: str
    """A group's name; a recording's file name without `.json`."""
    depth: int
    count: int
    """Recordings in the group; 1 for a recording."""
    row: Row | None


@dataclass(slots=True, eq=False)
class _Group:
    kind: LineKind
    key: str
    label: str
    rows: list[Row] = field(default_factory=list)
    """The recordings directly in it; they stand before its groups."""
    groups: dict[str, _Group] = field(default_factory=dict)
    rank: Rank = UNKNOWN_RANK
    count: int = 0

    def child(self, kind: LineKind, name: str, label: str) -> _Group:
        """The group of that name directly below, made where it is new."""
        key = f"{self.key}\0{kind[0]}{name}"
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = _Group(kind, key, label)
        return group

    def all_rows(self) -> Iterator[Row]:
        """The recordings in it and in the groups below it, as they are shown."""
        yield from self.rows
        for group in self.groups.values():
            yield from group.all_rows()


def build_outline(rows: Iterable[Row], sort_key: SortKey, folded: AbstractSet[str]) -> OutlineLines:
    """The visible lines of `rows`; `folded` holds the keys of the groups that are closed."""
    return Outline(rows, sort_key).lines(folded)


class Outline:
    """Rows arranged in groups: made anew when rows, filter or order change, but not when a group is folded."""

    def __init__(self, rows: Iterable[Row], sort_key: SortKey = "test") -> None:
        self._top = _Group("directory", "", "")
        self._by_key: dict[str, _Group] = {}
        self._sort_key: SortKey = sort_key
        self._by_name = sort_key in ("test", "path")
        places = defaultdict(list)
        for row in sorted(rows, key=attrgetter("path")):
            path = row.path
            places[row.root, path[: path.rfind("/")], row.test_id].append(row)
        several_roots = len({root for root, _, _ in places}) > 1
        for (root, directory, test_id), placed in places.items():
            self._place(root, directory, test_id, several_roots).rows += placed
        self._finish(self._top)

    def lines(self, folded: AbstractSet[str]) -> OutlineLines:
        """The visible lines; `folded` holds the keys of the groups that are closed."""
        lines = OutlineLines()
        for group in self._top.groups.values():
            lines.add(group, 0, folded)
        return lines

    def rows_under(self, key: str) -> list[Row]:
        """The recordings of a group, in order; none where there is no such group (any more)."""
        group = self._by_key.get(key)
        return list(group.all_rows()) if group is not None else []

    def keys(self, kind: LineKind) -> list[str]:
        """The keys of all groups of a kind, for folding them at once."""
        return [group.key for group in self._by_key.values() if group.kind == kind]

    def _place(self, root: str, directory: str, test_id: str | None, several_roots: bool) -> _Group:
        """The group that holds the calls of a test recorded in a directory."""
        group = self._top
        if several_roots:
            group = group.child("directory", root, root)
        for name in _shown_folders(root, directory):
            group = group.child("directory", name, name)
        if test_id is None:
            return group.child("file", "", NO_TEST)
        file, _, test = test_id.partition("::")
        group = group.child("file", file, file[file.rfind("/") + 1 :])
        return group.child("test", test, test) if test else group

    def _finish(self, group: _Group) -> None:
        """In and below `group`: sorts, groups by the best row of each; joins chains of directories; counts."""
        group.count = len(group.rows)
        if group.rows and not self._by_name:
            rank = RANKS[self._sort_key]
            group.rows.sort(key=rank)
            group.rank = rank(group.rows[0])
        if not group.groups:
            return
        children = [_join_chain(child) for child in group.groups.values()]
        for child in children:
            self._finish(child)
            self._by_key[child.key] = child
            group.count += child.count
        if self._by_name:
            children.sort(key=_by_name)
        else:
            children.sort(key=_by_rank)
            group.rank = min(group.rank, children[0].rank)
        group.groups = {child.key: child for child in children}


def _by_name(group: _Group) -> tuple[bool, str, str]:
    return (group.kind != "directory", group.label, group.key)


def _by_rank(group: _Group) -> tuple[Rank, str, str]:
    return (group.rank, group.label, group.key)


class OutlineLines(Sequence[OutlineLine]):
    """The visible lines of an outline, each made when it is asked for."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []
        self._depths: list[int] = []
        self._starts: list[int] = []
        """On which line each group's head stands; its own recordings follow it, unless it is folded."""
        self._length = 0
        self.deepest = 0
        """The depth of the recordings that stand deepest."""

    def add(self, group: _Group, depth: int, folded: AbstractSet[str]) -> None:
        """Appends the head of a group and, unless it is folded, what is in it."""
        self._groups.append(group)
        self._depths.append(depth)
        self._starts.append(self._length)
        self._length += 1
        if group.key not in folded:
            self._length += len(group.rows)
            if group.rows:
                self.deepest = max(self.deepest, depth + 1)
            for child in group.groups.values():
                self.add(child, depth + 1, folded)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, position: int) -> OutlineLine: ...
    @overload
    def __getitem__(self, position: slice) -> list[OutlineLine]: ...
    def __getitem__(self, position: int | slice) -> OutlineLine | list[OutlineLine]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(self._length))]
        if position < 0:
            position += self._length
        if not 0 <= position < self._length:
            raise IndexError(position)
        number = bisect_right(self._starts, position) - 1
        group, depth = self._groups[number], self._depths[number]
        below = position - self._starts[number]
        if below == 0:
            return OutlineLine(group.kind, group.key, group.label, depth, group.count, None)
        row = group.rows[below - 1]
        return OutlineLine("recording", row.path, _file_name(row.path), depth + 1, 1, row)

    def position(self, key: str) -> int | None:
        """On which line a group or recording stands; None where it is not visible."""
        ends = [*self._starts, self._length][1:]
        for group, start, end in zip(self._groups, self._starts, ends, strict=True):
            if group.key == key:
                return start
            if end - start > 1:
                for below, row in enumerate(group.rows, start + 1):
                    if row.path == key:
                        return below
        return None


def _file_name(path: str) -> str:
    return path[path.rfind("/") + 1 :].removesuffix(".json")


def _shown_folders(root: str, directory: str) -> list[str]:
    below = directory[len(root) :].strip("/") if directory.startswith(root) else ""
    for folder in _RECORDING_FOLDERS:
        if below == folder or below.endswith("/" + folder):
            below = below[: -len(folder)].rstrip("/")
            break
    return below.split("/") if below else []


def _join_chain(group: _Group) -> _Group:
    """A directory that holds just one directory is shown on one line with it."""
    label = group.label
    while group.kind == "directory" and len(group.groups) == 1:
        (only,) = group.groups.values()
        if only.kind != "directory":
            break
        label = f"{label}/{only.label}"
        group = only
    group.label = label
    return group
