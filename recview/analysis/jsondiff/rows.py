"""The diff as rows to draw: both documents, pretty-printed and aligned, side by side or as one.

Values only, no styles. Building is one pass over both documents; a row is made when it is asked for, so that a viewer
pays for the rows it shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, overload

from recview.analysis.jsondiff.changes import Change
from recview.analysis.jsondiff.diff import Diff
from recview.analysis.jsondiff.layout import LineKind, Run, unified_runs
from recview.analysis.jsondiff.lines import Lines, Side, Token
from recview.analysis.jsondiff.words import Range, diff_words
from recview.model.value import value

Layout = Literal["split", "unified"]

_KEPT_ROWS = 2_048


class Fold(NamedTuple):
    """Unchanged rows from `start` up to but not including `stop`, which a viewer may show as one line."""

    start: int
    stop: int

    @property
    def hidden(self) -> int:
        """How many rows that hides."""
        return self.stop - self.start


@value
class DiffRow:
    """One row. A row that stands on one side only has None on the other."""

    kind: LineKind
    left: Side | None
    right: Side | None
    change: int | None
    """Index of the change it belongs to in `Diff.changes`; None where nothing changed."""


class Rows(Sequence[DiffRow]):
    """The rows of a diff. The new side has its keys in the order of the old one, where both have them.

    In the unified layout a changed row has one side; an equal row has both, of which a viewer shows one.
    """

    def __init__(self, left: Lines, right: Lines, runs: list[Run], changes: tuple[Change, ...]) -> None:
        self._left, self._right, self._runs, self._changes = left, right, runs, changes
        self._starts = [0, *accumulate(run.length for run in runs)]
        self._made: dict[int, DiffRow] = {}

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> DiffRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[DiffRow]: ...
    def __getitem__(self, index: int | slice) -> DiffRow | list[DiffRow]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        row = self._made.get(index)
        if row is None:
            if len(self._made) >= _KEPT_ROWS:
                self._made.clear()
            row = self._made[index] = self._make(index)
        return row

    def first_rows(self) -> dict[int, int]:
        """Index of each change -> its first row, in the order of the rows."""
        first: dict[int, int] = {}
        for start, run in zip(self._starts, self._runs, strict=False):
            if run.change is not None:
                first.setdefault(run.change, start)
        return first

    def row_of(self, line: int, *, old: bool) -> int:
        """The row that shows a line, 0-based, of the old or of the new document; 0 where none does."""
        hiding = "new" if old else "old"
        for start, run in zip(self._starts, self._runs, strict=False):
            first = run.left if old else run.right
            if 0 <= first <= line < first + run.length and run.side != hiding:
                return start + line - first
        return 0

    def folds(self, context: int = 3, *, hide_noise: bool = False) -> list[Fold]:
        """The stretches without a change that are worth folding, `context` rows kept beside each change.

        With `hide_noise` a change that is noise counts as none.
        """
        folds: list[Fold] = []
        start = 0
        for begin, end in [*self._changed_stretches(hide_noise), (len(self) + context, len(self))]:
            stop = min(begin - context, len(self))
            if stop - start > 1:
                folds.append(Fold(start, stop))
            start = max(start, end + context)
        return folds

    def _changed_stretches(self, hide_noise: bool) -> Iterator[Range]:
        for start, run in zip(self._starts, self._runs, strict=False):
            hidden = run.change is None or (hide_noise and self._changes[run.change].noise is not None)
            if run.kind != "equal" and not hidden:
                yield start, start + run.length

    def _make(self, index: int) -> DiffRow:
        position = bisect_right(self._starts, index) - 1
        run = self._runs[position]
        step = index - self._starts[position]
        left = run.left + step if run.left >= 0 else -1
        right = run.right + step if run.right >= 0 else -1
        left_changed: tuple[Range, ...] = ()
        right_changed: tuple[Range, ...] = ()
        if run.kind == "replace" and left >= 0 and right >= 0:
            left_changed, right_changed = _changed_words(self._left, left, self._right, right)
        return DiffRow(
            kind=run.kind,
            left=_side(self._left, left, left_changed) if left >= 0 and run.side != "new" else None,
            right=_side(self._right, right, right_changed) if right >= 0 and run.side != "old" else None,
            change=run.change,
        )


def rows(diff: Diff, layout: Layout = "split") -> Rows:
    """The rows of a diff, two documents side by side (`split`) or one below the other at each change (`unified`)."""
    left, right, runs = diff.laid_out
    return Rows(left, right, unified_runs(runs) if layout == "unified" else runs, diff.changes)


def _side(lines: Lines, line: int, changed: tuple[Range, ...]) -> Side:
    tokens, _, _ = lines.tokens(line)
    return Side(line + 1, lines.depth(line), tuple(tokens), lines.pointer(line), changed)


def _changed_words(
    left: Lines, left_line: int, right: Lines, right_line: int
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    old, old_offset = _value_text(left, left_line)
    new, new_offset = _value_text(right, right_line)
    if left.is_text(left_line) and right.is_text(right_line):
        words = diff_words(old, new)
        return _shifted(words.deleted, old_offset), _shifted(words.inserted, new_offset)
    return _shifted(((0, len(old)),), old_offset), _shifted(((0, len(new)),), new_offset)


def _value_text(lines: Lines, line: int) -> tuple[str, int]:
    """The text of a line's value, and where in the line it begins."""
    tokens, start, end = lines.tokens(line)
    return _joined(tokens[start:end]), len(_joined(tokens[:start]))


def _joined(tokens: list[Token]) -> str:
    return "".join(token.text for token in tokens)


def _shifted(ranges: tuple[Range, ...], offset: int) -> tuple[Range, ...]:
    return tuple((start + offset, end + offset) for start, end in ranges if start < end)
