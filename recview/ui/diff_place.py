"""Where a person is in a diff, and where that is in the diff of later versions. Pure; to be looked for off the event
loop, for it reads through the lines of both.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from recview.analysis.jsondiff import Diff, DiffRow, Layout, rows
from recview.analysis.jsondiff.lines import Lines
from recview.analysis.whereabouts import Path, Whereabouts
from recview.model.json_value import JSON, pointer, pointer_tokens
from recview.model.value import value
from recview.ui.renderables.diff_layout import DiffLayout

Which = Literal["left", "right"]


@value
class DiffSpot:
    """A row, by the line of one document that it shows."""

    which: Which
    line: int
    """0-based, in the document of that side."""
    pointer: str
    """JSON Pointer of the value the line belongs to."""

    @classmethod
    def of(cls, row: DiffRow) -> DiffSpot:
        """The spot of a row: on the new side, where it has one."""
        if row.right is not None:
            return cls("right", row.right.line - 1, row.right.pointer)
        assert row.left is not None, "a row has one side at least"
        return cls("left", row.left.line - 1, row.left.pointer)


@value
class DiffPlace:
    """What a person opened in a diff, and where the cursor is."""

    diff: Diff
    layout: Layout
    noise_hidden: bool
    cursor: DiffSpot
    part: int = 0
    """Which of the lines of the row, where it is wrapped."""
    row: int = 0
    """As `LineView.cursor_row` has it."""
    opened: tuple[tuple[DiffSpot, DiffSpot], ...] = ()
    """The first and the last row of each stretch, or twice the row of each long text, that was opened."""
    all_opened: bool = False

    @classmethod
    def under(
        cls, placed: DiffLayout, line: int, row: int, *, unfolded: Collection[int], all_unfolded: bool
    ) -> DiffPlace:
        """The place of a line of a layout; `row` is that of the screen, `unfolded` as `DiffLayout` has it."""
        here = placed.lines[line]
        folds = {fold.start: fold.stop - 1 for fold in placed.folds}
        ends = [(placed.rows[first], placed.rows[folds.get(first, first)]) for first in sorted(unfolded)]
        return cls(
            placed.diff,
            placed.layout,
            placed.noise_hidden,
            DiffSpot.of(placed.rows[here.row]),
            here.part,
            row,
            tuple((DiffSpot.of(first), DiffSpot.of(last)) for first, last in ends),
            all_unfolded,
        )

    def is_same(self, other: DiffPlace) -> bool:
        """Whether nobody went anywhere in between."""
        return self.diff is other.diff and self == other


@value
class FoundPlace:
    """The same in the rows of another diff."""

    diff: Diff
    cursor: int
    part: int
    row: int
    opened: Collection[int]
    """As `DiffLayout` has its `unfolded`."""
    all_opened: bool


def find_place(place: DiffPlace, diff: Diff) -> FoundPlace:
    """Where a place is in a later diff."""
    search = _Search(place, diff)
    folds = rows(diff, place.layout).folds(hide_noise=place.noise_hidden)
    opened: set[int] = set()
    for first, last in place.opened:
        start, end = search.row(first), search.row(last)
        opened |= {start, *(fold.start for fold in folds if fold.start <= end and start < fold.stop)}
    return FoundPlace(diff, search.row(place.cursor), place.part, place.row, opened, place.all_opened)


class _Search:
    """From rows of one diff to those of another."""

    def __init__(self, place: DiffPlace, diff: Diff) -> None:
        self._before, self._after = place.diff, diff
        self._rows = rows(diff, place.layout)
        old, new = place.diff.root, diff.root
        self._whereabouts = {"left": Whereabouts(old.old, new.old), "right": Whereabouts(old.new, new.new)}
        self._documents: dict[Which, JSON] = {"left": old.old, "right": old.new}

    def row(self, spot: DiffSpot) -> int:
        """The row of the same thing, or of the nearest thing around it that is there still."""
        path = _path(self._documents[spot.which], spot.pointer)
        now = self._whereabouts[spot.which].nearest(path)
        lines_before, lines = _lines(self._before, spot.which), _lines(self._after, spot.which)
        first, _ = lines_before.span(spot.pointer)
        start, stop = lines.span(pointer(now))
        line = min(start + spot.line - first, stop - 1) if len(now) == len(path) else start
        return self._rows.row_of(line, old=spot.which == "left")


def _lines(diff: Diff, which: Which) -> Lines:
    left, right, _ = diff.laid_out
    return left if which == "left" else right


def _path(document: JSON, json_pointer: str) -> Path:
    """A pointer as keys and positions."""
    path: list[str | int] = []
    for token in pointer_tokens(json_pointer):
        if isinstance(document, list):
            path.append(int(token))
            document = document[int(token)]
        else:
            path.append(token)
            document = document[token] if isinstance(document, dict) else None
    return tuple(path)
