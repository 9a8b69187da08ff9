"""A JSON value, what of it a person opened and closed, and the lines that stay. Plain state, no widget."""

from __future__ import annotations

from recview.analysis.whereabouts import Whereabouts
from recview.model.json_value import JSON
from recview.model.value import value as value_class
from recview.ui.renderables.json_lines import JsonLine, Path, is_long, is_numbers, lay_out

LONG_ARRAY = 24
"""An array of more items is closed at first: embeddings, chunk lists, token ids."""
DEEP = 8
"""So is an object that stands deeper."""


@value_class
class JsonPlace:
    """A line of a value, and where on the screen it is."""

    path: Path = ()
    nth: int = 0
    """Of the lines of that path: an opening bracket is 0 and its closing one 1, a text has a line for each of its."""
    row: int = 0
    """As `LineView.cursor_row` has it."""


class FoldedJson:
    """What folds or opens a line answers with the line on which the cursor stands then, or None: all stays."""

    def __init__(self) -> None:
        self.lines: list[JsonLine] = []
        self.width = 0
        self._value: JSON = None
        self._folds: dict[Path, bool] = {}
        """What was opened (True) and closed by hand."""
        self._note: str | None = None
        """What stands instead of the value."""
        self._texts_open = False

    # What is shown

    def show(self, value: JSON, width: int, *, keep_folds: bool = False) -> None:
        """Another value, `width` cells wide; `keep_folds` keeps what was opened and closed."""
        self._value, self._note = value, None
        if not keep_folds:
            self._folds.clear()
        self._lay_out(width)

    def show_again(self, value: JSON, place: JsonPlace, width: int) -> JsonPlace:
        """The next version of the value: folds stay with what they belong to. Answers with the same place in it."""
        whereabouts = Whereabouts(self._value, value)
        folds = [(whereabouts.path(path), is_open) for path, is_open in self._folds.items()]
        self._folds = {path: is_open for path, is_open in folds if path is not None}
        path = whereabouts.nearest(place.path)
        for depth in range(len(path)):  # a list that has grown does not shut the cursor in
            self._folds.setdefault(path[:depth], True)
        self.show(value, width, keep_folds=True)
        return JsonPlace(path, place.nth if len(path) == len(place.path) else 0, place.row)

    def show_note(self, note: str, width: int) -> None:
        """No value but a sentence, until the next version of the value is there."""
        self._note = note
        self._lay_out(width)

    def fit(self, width: int, at: int) -> int:
        """Other lines, for another width: the cursor stays where it is."""
        self._lay_out(width)
        return at

    def _lay_out(self, width: int) -> None:
        """Opened texts leave the last cell free."""
        self.width = width
        self.lines = lay_out(self._value if self._note is None else self._note, self._is_open, width - 1)

    # Where

    def place(self, line: int, row: int) -> JsonPlace:
        """What stands on a line; `row` is that of the screen."""
        if not self.lines:
            return JsonPlace()
        path = self.lines[line].path
        return JsonPlace(path, sum(each.path == path for each in self.lines[:line]), row)

    def line_of(self, place: JsonPlace) -> int:
        """The line of a place, or the first one of the nearest value around it that has any."""
        lines: dict[Path, list[int]] = {}
        for index, line in enumerate(self.lines):
            lines.setdefault(line.path, []).append(index)
        path = place.path
        while path and path not in lines:
            path = path[:-1]
        here = lines.get(path, [0])
        return here[min(place.nth, len(here) - 1) if path == place.path else 0]

    def _first_line(self, path: Path) -> int | None:
        return next((index for index, line in enumerate(self.lines) if line.path == path), None)

    # What is open

    def _is_open(self, path: Path, value: JSON) -> bool:
        return self._folds.get(path, self._opens_by_itself(path, value))

    def _opens_by_itself(self, path: Path, value: JSON) -> bool:
        if isinstance(value, str):
            return self._texts_open
        if not path:
            return True
        if isinstance(value, list):
            return len(value) <= LONG_ARRAY and not is_numbers(value)
        return len(path) <= DEEP

    def _set_open(self, line: JsonLine, wanted: bool) -> int | None:
        if self._is_open(line.path, line.value) is wanted:
            return None
        self._folds[line.path] = wanted
        self._lay_out(self.width)
        return self._first_line(line.path)

    def toggle(self, at: int) -> int | None:
        """Opens or closes the value of a line."""
        line = self.lines[at]
        if line.kind == "text":
            return self.fold(at)
        return self._set_open(line, not self._is_open(line.path, line.value)) if _can_fold(line) else None

    def unfold(self, at: int) -> int | None:
        """Opens the value of a line."""
        line = self.lines[at]
        return self._set_open(line, True) if _can_fold(line) else None

    def fold(self, at: int) -> int | None:
        """Closes the value of a line; where it is closed already or a leaf, leads to the container around it."""
        line = self.lines[at]
        if line.kind in ("open", "close", "text"):
            return self._set_open(line, False)
        return self._first_line(line.path[:-1]) if line.path else None

    def unfold_all(self, at: int) -> int:
        """Opens every container (long strings stay on one line)."""
        self._folds = {
            line.path: True for line in lay_out(self._value, lambda _path, value: not isinstance(value, str))
            if line.kind == "open" and not self._opens_by_itself(line.path, line.value)
        }  # fmt: skip
        self._lay_out(self.width)
        return at

    def fold_all(self, at: int) -> int:
        """Closes everything below the first level."""
        self._folds = {line.path: False for line in self.lines if line.path and line.kind == "open"}
        self._lay_out(self.width)
        return 0

    def toggle_texts(self, at: int) -> int | None:
        """Shows every long text whole, or each on one line."""
        self._texts_open = not self._texts_open
        path = self.lines[at].path
        for line in self.lines:
            if isinstance(line.value, str):
                self._folds.pop(line.path, None)
        self._lay_out(self.width)
        return self._first_line(path)


def _can_fold(line: JsonLine) -> bool:
    if isinstance(line.value, str):
        return line.kind in ("leaf", "open") and is_long(line.value)
    return isinstance(line.value, (dict, list)) and bool(line.value)
