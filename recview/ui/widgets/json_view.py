"""A JSON value to read: foldable, in its own key order, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message

from recview.analysis.whereabouts import Whereabouts
from recview.model.json_value import JSON, pointer
from recview.model.value import value as value_class
from recview.ui.bindings import bindings_for
from recview.ui.renderables.json_lines import JsonLine, Path, is_long, is_numbers, json_segments, lay_out
from recview.ui.widgets.line_view import LineView
from recview.wire.documents import dumps

LONG_ARRAY = 24
"""An array of more items is closed at first: embeddings, chunk lists, token ids."""


@value_class
class JsonPlace:
    """A line of a value, and where on the screen it is."""

    path: Path = ()
    nth: int = 0
    """Of the lines of that path: an opening bracket is 0 and its closing one 1, a text has a line for each of its."""
    row: int = 0
    """As `LineView.cursor_row` has it."""


class JsonView(LineView):
    """A value as foldable lines."""

    BINDINGS = bindings_for("json")
    key_scope = "json"

    class PointerMoved(Message):
        """The cursor stands on another value; `pointer` is its JSON Pointer."""

        def __init__(self, view: JsonView, json_pointer: str) -> None:
            super().__init__()
            self.view = view
            self.pointer = json_pointer

        @property
        def control(self) -> JsonView:
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._value: JSON = None
        self._lines: list[JsonLine] = []
        self._folds: dict[Path, bool] = {}
        """What was opened (True) and closed by hand."""
        self._note: str | None = None
        """What stands instead of the value."""
        self._left_at: JsonPlace | None = None
        """Where the cursor was before that."""
        self._changed: frozenset[str] | None = None
        self._texts_open = False
        self._laid_out_for = 0

    def show(self, value: JSON, *, changed: frozenset[str] | None = None, keep_folds: bool = False) -> None:
        """Shows another value.

        `changed` are the JSON Pointers of the leaves to mark; `keep_folds` keeps what was opened and closed.
        """
        self._value, self._note, self._left_at = value, None, None
        self._changed = changed
        if not keep_folds:
            self._folds.clear()
            self.set_reactive(JsonView.cursor, 0)
            self.scroll_to(y=0, animate=False, immediate=True)
        self._lay_out()
        if changed and not self.has_focus:
            self._show_changed()

    def show_again(self, value: JSON) -> None:
        """Shows the next version of the value: folds and cursor stay with what they belong to."""
        place, whereabouts = self.place, Whereabouts(self._value, value)
        folds = [(whereabouts.path(path), is_open) for path, is_open in self._folds.items()]
        self._folds = {path: is_open for path, is_open in folds if path is not None}
        self._value, self._note, self._left_at = value, None, None
        path = whereabouts.nearest(place.path)
        for depth in range(len(path)):  # a list that has grown does not shut the cursor in
            self._folds.setdefault(path[:depth], True)
        self.return_to(JsonPlace(path, place.nth if len(path) == len(place.path) else 0, place.row))

    def show_note(self, note: str) -> None:
        """No value but a sentence, until the next version of the value is there."""
        self._left_at = self.place
        self._note = note
        self._lay_out()

    @property
    def place(self) -> JsonPlace:
        """Where the cursor is; or was, before a sentence took the place of the value."""
        if self._left_at is not None or not self._lines:
            return self._left_at or JsonPlace()
        path = self._lines[self.cursor].path
        nth = sum(line.path == path for line in self._lines[: self.cursor])
        return JsonPlace(path, nth, self.cursor_row)

    def return_to(self, place: JsonPlace) -> None:
        """The cursor on a place, or on the nearest value around it that has a line."""
        self._lay_out()
        lines: dict[Path, list[int]] = {}
        for index, line in enumerate(self._lines):
            lines.setdefault(line.path, []).append(index)
        path = place.path
        while path and path not in lines:
            path = path[:-1]
        here = lines.get(path, [0])
        self.stand(here[min(place.nth, len(here) - 1) if path == place.path else 0], place.row)

    def _show_changed(self) -> None:
        """Brings what is marked into sight, its first line above all."""
        marked = [index for index in range(len(self._lines)) if self._is_marked(self._lines[index])]
        if marked:
            self.show_line(marked[-1])
            self.show_line(marked[0])

    def _is_marked(self, entry: JsonLine) -> bool:
        if not self._changed or entry.value is None:
            return False
        place = pointer(entry.path)
        if entry.kind == "folded":
            return any(changed.startswith(place + "/") for changed in self._changed)
        return place in self._changed

    @property
    def value_under_cursor(self) -> JSON:
        """The value the cursor stands on."""
        return self._lines[self.cursor].value if self._lines else None

    @property
    def pointer_under_cursor(self) -> str:
        """Its JSON Pointer."""
        return pointer(self._lines[self.cursor].path) if self._lines else ""

    def copyable(self, what: str) -> str | None:
        """The pointer (path) or the value under the cursor: a text as it is, anything else as JSON."""
        value = self.value_under_cursor
        if what == "path":
            return self.pointer_under_cursor
        if what == "value" and isinstance(value, str):
            return value
        return dumps(value, indent=True) if what in ("value", "json") else None

    def _lay_out(self) -> None:
        self._laid_out_for = self.scrollable_content_region.width
        shown = self._value if self._note is None else self._note
        self._lines = lay_out(shown, self._is_open, self._laid_out_for - 1)
        self.lines_changed()

    def _is_open(self, path: Path, value: JSON) -> bool:
        return self._folds.get(path, self._opens_by_itself(path, value))

    def _opens_by_itself(self, path: Path, value: JSON) -> bool:
        if isinstance(value, str):
            return self._texts_open
        if not path:
            return True
        if isinstance(value, list):
            return len(value) <= LONG_ARRAY and not is_numbers(value)
        return not (len(path) > 8)

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self._lines[line]
        if self._changed is None:
            return json_segments(entry, width, self.tone)
        marked = self._is_marked(entry)
        gutter = Segment("▎" if marked else " ", self.tone("lit"))
        return [gutter, *json_segments(entry, width - 1, self.tone, quiet=not marked, marked=marked)]

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.tell(lambda: self.PointerMoved(self, self.pointer_under_cursor))

    def _can_fold(self, entry: JsonLine) -> bool:
        if isinstance(entry.value, str):
            return entry.kind in ("leaf", "open") and is_long(entry.value)
        return isinstance(entry.value, (dict, list)) and bool(entry.value)

    def _set_open(self, entry: JsonLine, wanted: bool) -> None:
        if self._is_open(entry.path, entry.value) is not wanted:
            self._folds[entry.path] = wanted
            self._lay_out()
            self._cursor_to(entry.path)

    def _cursor_to(self, path: Path) -> None:
        for index, entry in enumerate(self._lines):
            if entry.path == path:
                self.cursor = index
                return

    def on_resize(self, event: events.Resize) -> None:
        """Opened texts are wrapped to the width."""
        if self.scrollable_content_region.width != self._laid_out_for:
            self._lay_out()
        super().on_resize(event)

    def action_toggle_wrap(self) -> None:
        """Shows every long text whole, or each on one line."""
        self._texts_open = not self._texts_open
        path = self._lines[self.cursor].path if self._lines else ()
        for line in self._lines:
            if isinstance(line.value, str):
                self._folds.pop(line.path, None)
        self._lay_out()
        self._cursor_to(path)

    def action_toggle_fold(self) -> None:
        if not self._lines:
            return
        entry = self._lines[self.cursor]
        if entry.kind == "text":
            self.action_fold()
        elif self._can_fold(entry):
            self._set_open(entry, not self._is_open(entry.path, entry.value))

    def action_unfold(self) -> None:
        if self._lines and self._can_fold(self._lines[self.cursor]):
            self._set_open(self._lines[self.cursor], True)

    def action_fold(self) -> None:
        """Closes the value; where it is closed already or a leaf, goes to the container around it."""
        if not self._lines:
            return
        entry = self._lines[self.cursor]
        if entry.kind in ("open", "close", "text"):
            self._set_open(entry, False)
        elif entry.path:
            self._cursor_to(entry.path[:-1])

    def action_unfold_all(self) -> None:
        """Opens every container (long strings stay on one line)."""
        self._folds = {
            line.path: True for line in lay_out(self._value, lambda _path, value: not isinstance(value, str))
            if line.kind == "open" and not self._opens_by_itself(line.path, line.value)
        }  # fmt: skip
        self._lay_out()

    def action_fold_all(self) -> None:
        """Closes everything below the first level."""
        self._folds = {line.path: False for line in self._lines if line.path and line.kind == "open"}
        self._lay_out()
        self.cursor = 0
