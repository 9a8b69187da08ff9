"""Lays a diff tree out as runs of lines: which lines of the old document stand beside which of the new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from recview.analysis.jsondiff.align import align, longest_rising
from recview.analysis.jsondiff.likeness import pair_items
from recview.analysis.jsondiff.lines import Lines, children
from recview.analysis.jsondiff.tree import Node, Place, PlaceSide, Token
from recview.model.json_value import JSON
from recview.model.value import record

LineKind = Literal["equal", "add", "remove", "replace", "move"]


class Run(NamedTuple):
    """Neighbouring rows of one kind."""

    kind: LineKind
    change: int | None
    left: int
    """Line of the old document in the first row; -1 where this side is empty."""
    right: int
    length: int
    side: PlaceSide = "both"
    """Which side a unified view shows; the other one is only compared with."""


@record
class _Frame:
    """An object or list whose children are being laid out."""

    places: Iterator[Place]
    left: int
    """The line that opened it on the old side; -1 where there is none."""
    right: int
    depth: int
    side: PlaceSide
    kind: LineKind = "equal"
    """What its unchanged lines are: inside something moved they are moved."""
    change: int | None = None
    outermost: bool = False


def lay_out(root: Node) -> tuple[Lines, Lines, list[Run]]:
    """The lines of both documents, and the runs that align them."""
    layout = _Layout()
    layout.run(root)
    return layout.left, layout.right, layout.runs


class _Layout:
    def __init__(self) -> None:
        self.left = Lines()
        self.right = Lines()
        self.runs: list[Run] = []

    def run(self, root: Node) -> None:
        frames = [_Frame(iter((Place(root),)), -1, -1, 0, "both", outermost=True)]
        while frames:
            frame = frames[-1]
            place = next(frame.places, None)
            if place is not None:
                opened = self._show(place, frame)
                if opened:
                    frames.append(opened)
                continue
            frames.pop()
            if not frame.outermost:
                self._close(frame)
        self.left.end()
        self.right.end()

    def _show(self, place: Place, frame: _Frame) -> _Frame | None:
        """Lays out a child; gives a frame where there is more inside it."""
        node = place.node
        side = _both(frame.side, place.side)
        if side is None:
            return None
        kind, change = frame.kind, frame.change
        if node.moved:
            kind, change = "move", node.change
        if node.kind == "object" or node.kind == "list":
            return self._open(node, frame, side, kind, change)
        if node.kind == "equal" or node.kind == "kept":
            self._show_equal(node, frame, side, kind, change)
        elif node.kind == "add":
            if side != "old":
                self._show_one_side(node, frame, "new", "add", node.change)
        elif node.kind == "remove":
            if side != "new":
                self._show_one_side(node, frame, "old", "remove", node.change)
        elif side != "both":
            self._show_one_side(node, frame, side, "move" if node.moved else "replace", node.change)
        else:
            self._show_replaced(node, frame)
        return None

    def _open(self, node: Node, frame: _Frame, side: PlaceSide, kind: LineKind, change: int | None) -> _Frame:
        left = self.left.open(node.old, node.old_token, frame.left, frame.depth) if side != "new" else -1
        right = self.right.open(node.new, node.new_token, frame.right, frame.depth) if side != "old" else -1
        self._add_run(kind, change, left, right, 1)
        return _Frame(iter(node.places), left, right, frame.depth + 1, side, kind, change)

    def _close(self, frame: _Frame) -> None:
        left = len(self.left) if frame.side != "new" else -1
        right = len(self.right) if frame.side != "old" else -1
        if left >= 0:
            self.left.close(frame.left)
        if right >= 0:
            self.right.close(frame.right)
        self._add_run(frame.kind, frame.change, left, right, 1)

    def _show_equal(self, node: Node, frame: _Frame, side: PlaceSide, kind: LineKind, change: int | None) -> None:
        """Both sides show the old value, which fixes the order of the keys."""
        start, right_start = len(self.left), len(self.right)
        if side == "new":
            self.right.add_items(_items(node, node.new_token), frame.right, frame.depth)
            self._add_run(kind, change, -1, right_start, len(self.right) - right_start)
            return
        self.left.add_items(_items(node, node.old_token), frame.left, frame.depth)
        if side == "both":
            old, new = node.old_token, node.new_token
            shift = new - old if isinstance(old, int) and isinstance(new, int) else 0
            self.right.add_copy(self.left, start, frame.right, shift)
        self._add_run(kind, change, start, right_start if side == "both" else -1, len(self.left) - start)

    def _show_one_side(self, node: Node, frame: _Frame, side: PlaceSide, kind: LineKind, change: int) -> None:
        if side == "old":
            start = len(self.left)
            self.left.add_items(iter([(node.old_token, node.old)]), frame.left, frame.depth)
            self._add_run(kind, change, start, -1, len(self.left) - start)
        else:
            start = len(self.right)
            self.right.add_items(iter([(node.new_token, node.new)]), frame.right, frame.depth)
            self._add_run(kind, change, -1, start, len(self.right) - start)

    def _show_replaced(self, node: Node, frame: _Frame) -> None:
        old, new = node.old, node.new
        if isinstance(old, str) and isinstance(new, str) and ("\n" in old or "\n" in new):
            self._show_texts(old.split("\n"), new.split("\n"), node, frame)
            return
        left, right = len(self.left), len(self.right)
        self.left.add_items(iter([(node.old_token, old)]), frame.left, frame.depth)
        self.right.add_items(iter([(node.new_token, new)]), frame.right, frame.depth)
        if len(self.left) - left == 1 == len(self.right) - right:
            self._add_run("replace", node.change, left, right, 1)
        else:
            self._add_run("replace", node.change, left, -1, len(self.left) - left)
            self._add_run("replace", node.change, -1, right, len(self.right) - right)

    def _show_texts(self, old: list[str], new: list[str], node: Node, frame: _Frame) -> None:
        """A string of several lines that was edited: its lines are aligned."""
        left, right = len(self.left), len(self.right)
        self.left.add_block(old, node.old_token, frame.left, frame.depth)
        self.right.add_block(new, node.new_token, frame.right, frame.depth)
        self._add_run(frame.kind, frame.change, left, right, 1)
        left += 1
        right += 1
        for kind, i, j, length in _aligned_texts(old, new):
            change = None if kind == "equal" else node.change
            self._add_run(kind, change, left + i if i >= 0 else -1, right + j if j >= 0 else -1, length)

    def _add_run(self, kind: LineKind, change: int | None, left: int, right: int, length: int) -> None:
        """Adds rows, to the last run where they go on with it."""
        if not length:
            return
        if self.runs:
            last = self.runs[-1]
            if (last.kind, last.change) == (kind, change) and _follows(last, left, right):
                self.runs[-1] = last._replace(length=last.length + length)
                return
        self.runs.append(Run(kind, change, left, right, length))


def unified_runs(runs: list[Run]) -> list[Run]:
    """The runs of a unified view: at each change first all old lines, then all new ones."""
    unified: list[Run] = []
    group: list[Run] = []
    for run in [*runs, Run("equal", None, -1, -1, 0)]:
        if group and (run.kind == "equal" or run.change != group[0].change):
            unified += [part._replace(side="old") for part in group if part.left >= 0]
            unified += [part._replace(side="new") for part in group if part.right >= 0]
            group = []
        if run.kind == "equal":
            unified.append(run)
        else:
            group.append(run)
    return [run for run in unified if run.length]


def _follows(last: Run, left: int, right: int) -> bool:
    expected_left = last.left + last.length if last.left >= 0 else -1
    expected_right = last.right + last.length if last.right >= 0 else -1
    return expected_left == left and expected_right == right


def _both(side: PlaceSide, other: PlaceSide) -> PlaceSide | None:
    if side == other or other == "both":
        return side
    return other if side == "both" else None


def _items(node: Node, token: Token | None) -> Iterator[tuple[Token | None, JSON]]:
    """The children that an equal node stands for; `token` is where the first of them stands."""
    if node.kind == "equal":
        return iter([(token, node.old)])
    if isinstance(node.old, list):
        assert isinstance(token, int)
        return iter(list(enumerate(node.old, token)))
    return children(node.old)


def _aligned_texts(old: list[str], new: list[str]) -> Iterator[tuple[LineKind, int, int, int]]:
    """Kind, old line, new line and length of each run of lines of two texts, in the order to show them."""
    numbers: dict[str, int] = {}
    alignment = align(
        [numbers.setdefault(line, len(numbers)) for line in old],
        [numbers.setdefault(line, len(numbers)) for line in new],
    )
    gap_at = {(gap.old, gap.new): gap for gap in alignment.gaps(len(old), len(new))}
    i = j = 0
    for match in (*alignment.matches, None):
        gap = gap_at.get((i, j))
        if gap:
            yield from _aligned_gap(old, new, (gap.old, gap.old_end), (gap.new, gap.new_end))
            i, j = gap.old_end, gap.new_end
        if match:
            yield "equal", match.old, match.new, match.length
            i, j = match.old + match.length, match.new + match.length


def _aligned_gap(
    old: list[str], new: list[str], lefts: tuple[int, int], rights: tuple[int, int]
) -> Iterator[tuple[LineKind, int, int, int]]:
    """Lines that are alike stand beside each other, the others alone, removed before added."""
    pairs = pair_items(old[slice(*lefts)], new[slice(*rights)])
    steady = [pairs[step] for step in longest_rising([right for _, right in pairs])]
    if not steady and lefts[1] - lefts[0] == 1 == rights[1] - rights[0]:
        steady = [(0, 0)]
    (i, left_end), (j, right_end) = lefts, rights
    for left, right in [*((lefts[0] + left, rights[0] + right) for left, right in steady), (left_end, right_end)]:
        if left > i:
            yield "remove", i, -1, left - i
        if right > j:
            yield "add", -1, j, right - j
        if left < left_end:
            yield "replace", left, right, 1
        i, j = left + 1, right + 1
