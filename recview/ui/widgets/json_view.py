"""A JSON value to read: foldable, in its own key order, drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from recview.model.json_value import JSON, pointer
from recview.ui.bindings import bindings_for
from recview.ui.folded_json import FoldedJson, JsonPlace
from recview.ui.renderables.json_lines import JsonLine, json_segments
from recview.ui.widgets.folded_view import FoldedView
from recview.wire.documents import dumps


class JsonView(FoldedView):
    """A value as foldable lines."""

    BINDINGS = bindings_for("json")
    key_scope = "json"
    folded: FoldedJson

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
        self.folded = FoldedJson()
        self._left_at: JsonPlace | None = None
        """Where the cursor was before a sentence took the place of the value."""
        self._changed: frozenset[str] | None = None

    def show(self, value: JSON, *, changed: frozenset[str] | None = None, keep_folds: bool = False) -> None:
        """Shows another value.

        `changed` are the JSON Pointers of the leaves to mark; `keep_folds` keeps what was opened and closed.
        """
        self._left_at, self._changed = None, changed
        if not keep_folds:
            self.set_reactive(JsonView.cursor, 0)
            self.scroll_to(y=0, animate=False, immediate=True)
        self.folded.show(value, self.room, keep_folds=keep_folds)
        self.lines_changed()
        if changed and not self.has_focus:
            self._show_changed()

    def show_again(self, value: JSON) -> None:
        """Shows the next version of the value: folds and cursor stay with what they belong to."""
        place = self.folded.show_again(value, self.place, self.room)
        self._left_at = None
        self._stand_at(place)

    def show_note(self, note: str) -> None:
        """No value but a sentence, until the next version of the value is there."""
        self._left_at = self.place
        self.folded.show_note(note, self.room)
        self.lines_changed()

    @property
    def place(self) -> JsonPlace:
        """Where the cursor is; or was, before a sentence took the place of the value."""
        return self._left_at or self.folded.place(self.cursor, self.cursor_row)

    def return_to(self, place: JsonPlace) -> None:
        """The cursor on a place, or on the nearest value around it that has a line."""
        self.fit()
        self._stand_at(place)

    def _stand_at(self, place: JsonPlace) -> None:
        self.stand(self.folded.line_of(place), place.row)

    def _show_changed(self) -> None:
        """Brings what is marked into sight, its first line above all."""
        marked = [index for index, line in enumerate(self.folded.lines) if self._is_marked(line)]
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
        return self.folded.lines[self.cursor].value if self.folded.lines else None

    @property
    def pointer_under_cursor(self) -> str:
        """Its JSON Pointer."""
        return pointer(self.folded.lines[self.cursor].path) if self.folded.lines else ""

    def copyable(self, what: str) -> str | None:
        """The pointer (path) or the value under the cursor: a text as it is, anything else as JSON."""
        value = self.value_under_cursor
        if what == "path":
            return self.pointer_under_cursor
        if what == "value" and isinstance(value, str):
            return value
        return dumps(value, indent=True) if what in ("value", "json") else None

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self.folded.lines[line]
        if self._changed is None:
            return json_segments(entry, width, self.tone)
        marked = self._is_marked(entry)
        gutter = Segment("▎" if marked else " ", self.tone("lit"))
        return [gutter, *json_segments(entry, width - 1, self.tone, quiet=not marked, marked=marked)]

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.tell(lambda: self.PointerMoved(self, self.pointer_under_cursor))

    def action_toggle_wrap(self) -> None:
        self.act(self.folded.toggle_texts)
