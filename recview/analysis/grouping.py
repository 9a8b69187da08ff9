"""The outline of a list of recordings: directory, test file, test, calls. Pure.

Made once for some rows, flat: groups and rows stand in the order they are shown in, and numbers say what belongs to
what. Filtering, another order and folds (see `arrangement`) work on those numbers alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import chain, pairwise, repeat
from operator import attrgetter
from typing import Literal, NamedTuple

from recview.model.row import Row

GroupKind = Literal["directory", "file", "test"]

NO_TEST = "(no test)"
_RECORDING_FOLDERS = ("recordings/responses", "recordings", "responses")
"""Folders that only say that recordings lie in them: the first that a directory ends in is left out."""


class Group(NamedTuple):
    """A directory, a test file or a test that recordings belong to."""

    kind: GroupKind
    key: str
    """Who it is: the same over reloads, filters and orders."""
    label: str
    depth: int
    parent: int
    """The number of the group around it; -1 at the top."""


class Outline:
    """Rows in groups, by name: directories before files, everything from A to Z."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows: list[Row] = []
        """Each group's own recordings stand together, those of the groups in it behind them."""
        self.groups: list[Group] = []
        """Each before the groups in it; a group's number is its place here."""
        self.first: list[int] = []
        """Where in `rows` the own recordings of each group begin; and at its end how many rows there are."""
        self.ends: list[int] = []
        """The number of the first group behind each group and all that are in it."""
        self.deepest = 0
        """The depth of the recordings that stand deepest."""
        self._flatten(_grouped(rows))
        self.parents = [group.parent for group in self.groups]
        self.keys = [group.key for group in self.groups]
        self.number_of = {key: number for number, key in enumerate(self.keys)}
        self.position_of = {row.path: position for position, row in enumerate(self.rows)}

    def replaced(self, changed: Mapping[int, Row]) -> Outline:
        """The same with other rows at some positions, each of the same path and test."""
        outline = copy(self)
        outline.rows = self.rows.copy()
        for position, row in changed.items():
            outline.rows[position] = row
        return outline

    def places(self, changed: Iterable[Row]) -> dict[int, Row] | None:
        """By position, the rows that take others' places; None where one of them has no place, or another test."""
        places = {}
        for row in changed:
            position = self.position_of.get(row.path)
            if position is None or self.rows[position].test_id != row.test_id:
                return None
            places[position] = row
        return places

    def place(self, key: str) -> int | None:
        """Where in `rows` a recording stands, or the first one in a group or behind it; None where it is neither."""
        number = self.number_of.get(key)
        return self.position_of.get(key) if number is None else self.first[number]

    def calls_of_test(self, test_id: str) -> list[Row]:
        """The rows of a test, wherever it was recorded."""
        stretches = (
            self.rows[self.first[number] : self.first[number + 1]] for number in self.test_groups.get(test_id, ())
        )
        return [row for stretch in stretches for row in stretch if row.test_id == test_id]

    @cached_property
    def test_groups(self) -> dict[str, list[int]]:
        """The numbers of the groups that hold calls of each test."""
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for number, (begin, end) in enumerate(pairwise(self.first)):
            of_one_test = self.groups[number].kind == "test"
            for test_id in {row.test_id for row in self.rows[begin : min(end, begin + 1) if of_one_test else end]}:
                if test_id:
                    groups[test_id].append(number)
        return dict(groups)

    @cached_property
    def owners(self) -> list[int]:
        """The number of the group that each row belongs to."""
        counts = (end - begin for begin, end in pairwise(self.first))
        return list(chain.from_iterable(map(repeat, range(len(self.groups)), counts)))

    def _flatten(self, top: _Node) -> None:
        pending = [(node, 0, -1) for node in reversed(top.in_order())]
        while pending:
            node, depth, parent = pending.pop()
            number = len(self.groups)
            self.groups.append(Group(node.kind, node.key, node.label, depth, parent))
            self.first.append(len(self.rows))
            if node.rows:
                self.rows += node.rows
                self.deepest = max(self.deepest, depth + 1)
            if node.nodes:
                pending += [(child, depth + 1, number) for child in reversed(node.in_order())]
        self.first.append(len(self.rows))
        self.ends = list(range(1, len(self.groups) + 1))
        for number in range(len(self.groups) - 1, -1, -1):
            parent = self.groups[number].parent
            if parent >= 0:
                self.ends[parent] = max(self.ends[parent], self.ends[number])


class _Node:
    """A group while the outline is made."""

    __slots__ = ("key", "kind", "label", "nodes", "rows")

    def __init__(self, kind: GroupKind, key: str, label: str) -> None:
        self.kind: GroupKind = kind
        self.key = key
        self.label = label
        self.rows: list[Row] = []
        self.nodes: dict[str, _Node] = {}

    def child(self, kind: GroupKind, name: str, label: str) -> _Node:
        """The group of that name directly in it, made where it is new."""
        key = f"{self.key}\0{kind[0]}{name}"
        node = self.nodes.get(key)
        if node is None:
            node = self.nodes[key] = _Node(kind, key, label)
        return node

    def in_order(self) -> list[_Node]:
        """The groups directly in it; a chain of directories that hold nothing else is one."""
        nodes = [_join_chain(node) if node.kind == "directory" else node for node in self.nodes.values()]
        nodes.sort(key=lambda node: (node.kind != "directory", node.label, node.key))
        return nodes


def _grouped(rows: Iterable[Row]) -> _Node:
    """The groups of the rows, in the groups they are in."""
    top = _Node("directory", "", "")
    ordered = sorted(rows, key=attrgetter("path"))
    several_roots = len(set(map(attrgetter("root"), ordered))) > 1
    for root, folder, in_folder in _by_folder(ordered):
        by_test: defaultdict[str | None, list[Row]] = defaultdict(list)
        for row in in_folder:
            by_test[row.test_id].append(row)
        node = _directory_in(top, root, folder, several_roots)
        for test_id, calls in by_test.items():
            _test_in(node, test_id).rows += calls
    return top


def _by_folder(ordered: Sequence[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """The root, the folder and the rows of each stretch of rows that lie in one folder."""
    start, root, folder, cut = 0, "", "", 0
    for end, row in enumerate(ordered):
        path = row.path
        if row.root is root and path.startswith(folder) and path.find("/", cut) < 0:
            continue
        if start < end:
            yield root, folder[:-1], [*ordered[start:end]]
        start, root, cut = end, row.root, path.rfind("/") + 1
        folder = path[:cut]
    if ordered:
        yield root, folder[:-1], [*ordered[start:]]


def _directory_in(top: _Node, root: str, directory: str, several_roots: bool) -> _Node:
    node = top.child("directory", root, root) if several_roots else top
    for name in _shown_folders(root, directory):
        node = node.child("directory", name, name)
    return node


def _test_in(directory: _Node, test_id: str | None) -> _Node:
    """The group that holds the calls of a test recorded in a directory."""
    if test_id is None:
        return directory.child("file", "", NO_TEST)
    name, _, test = test_id.partition("::")
    file = directory.child("file", name, name[name.rfind("/") + 1 :])
    return file.child("test", test, test) if test else file


def _shown_folders(root: str, directory: str) -> list[str]:
    below = directory[len(root) :].strip("/") if directory.startswith(root) else ""
    for folder in _RECORDING_FOLDERS:
        if below == folder or below.endswith("/" + folder):
            below = below[: -len(folder)].rstrip("/")
            break
    return below.split("/") if below else []


def _join_chain(node: _Node) -> _Node:
    """A directory that holds just one directory is shown on one line with it."""
    label = node.label
    while len(node.nodes) == 1:
        (only,) = node.nodes.values()
        if only.kind != "directory":
            break
        label = f"{label}/{only.label}"
        node = only
    node.label = label
    return node
