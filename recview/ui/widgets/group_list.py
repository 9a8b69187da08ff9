"""The list of a review: groups of like changes, and in each its items, with what is decided on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.segment import Segment
from textual.message import Message

from recview.ui.bindings import bindings_for
from recview.ui.distinct_names import Label
from recview.ui.renderables.review_lines import detail_line, heading_line, item_line, names_collide
from recview.ui.review_state import Line, ReviewState
from recview.ui.widgets.outline_view import OutlineView

NEAR = 12
"""So many lines above and below are looked at for an item that would read the same."""


class GroupList(OutlineView):
    """Items under foldable headings. The cursor passes over the lines that only go on about a heading."""

    BINDINGS = bindings_for("groups")
    key_scope = "groups"

    class Selected(Message):
        """The cursor stands on another line."""

    class Entered(Message):
        """An item was chosen: the eye moves on to it."""

    class Stepped(Message):
        """From an item to its diff beside the list."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._state: ReviewState | None = None
        self._labels: Mapping[int, Label] = {}
        self._with_errors = False

    # What it shows

    def show(self, state: ReviewState, labels: Mapping[int, Label]) -> None:
        """A review, with the cursor on its first line; `labels` are its items' names."""
        self._state = state
        self._labels = labels
        self._with_errors = state.model.tells_errors
        self.lines_changed()

    def show_note(self, note: str) -> None:
        """What stands where there is nothing else; plain, harmless text."""
        self.empty_note = note
        self.lines_changed()

    def laid_out(self, line: int | None) -> None:
        """The state's lines are others; `line` is where the cursor shall stand (None: where it can stay)."""
        self.lines_changed()
        self.cursor = self.cursor if line is None else line
        self.tell(self.Selected)

    @property
    def line_under_cursor(self) -> Line | None:
        lines = self._lines
        return lines[self.cursor] if self.cursor < len(lines) else None

    @property
    def item_under_cursor(self) -> int | None:
        """The item; of a heading, its first one, as an example."""
        line = self.line_under_cursor
        if line is None or self._state is None:
            return None
        return line.item if line.item is not None else next(iter(self._state.shown(line.group)), None)

    @property
    def _lines(self) -> Sequence[Line]:
        return self._state.lines if self._state is not None else ()

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        if self._state is None:
            return []
        entry = self._lines[line]
        if entry.is_detail:
            return detail_line(self._state.verdict_of(entry.group), entry.depth, width, self.tone)
        if entry.item is None:
            tally = self._state.tally_of(entry.group)
            return heading_line(entry.group, entry.depth, self.is_closed(line), tally, width, self.tone)
        item = self._state.model.items[entry.item]
        return item_line(
            item,
            self._state.decisions.of(item),
            self._label(line, width),
            entry.depth,
            width,
            self.tone,
            with_errors=self._with_errors,
        )

    def _label(self, line: int, width: int) -> Label:
        """The name of an item; with its hash where an item near it would read the same once both are cut."""
        entry = self._lines[line]
        assert entry.item is not None
        label = self._labels[entry.item]
        if label.with_hash or self._state is None:
            return label
        around = self._lines[max(0, line - NEAR) : line + NEAR]
        near = [each.item for each in around if each.item is not None and each.group is entry.group]
        items = [(self._state.model.items[at], self._labels[at]) for at in near]
        at = near.index(entry.item)
        collides = names_collide(items, at, entry.depth, width, with_errors=self._with_errors)
        return replace(label, with_hash=True) if collides else label

    # Keys and mouse

    def says_more(self, line: int) -> bool:
        return line < len(self._lines) and self._lines[line].is_detail

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.tell(self.Selected)

    def is_head(self, line: int) -> bool:
        return self._lines[line].is_heading

    def is_closed(self, line: int) -> bool:
        return self._state is not None and self._lines[line].group.key in self._state.folded

    def head_around(self, line: int) -> int | None:
        depth = self._lines[line].depth
        above = (at for at in range(line - 1, -1, -1) if self._lines[at].is_heading)
        return next((at for at in above if self._lines[at].depth < depth), None)

    def sign_cells(self, line: int) -> int:
        return 2 * self._lines[line].depth + 3

    def toggle(self, line: int) -> None:
        assert self._state is not None
        key = self._lines[line].group.key
        self._state.toggle_fold(key)
        self.laid_out(self._state.heading(key))

    def toggle_all(self, *, closed: bool) -> None:
        entry = self.line_under_cursor
        if self._state is not None and entry is not None:
            self._state.fold_all(closed)
            item = None if closed or entry.item is None else self._state.position(entry.item)
            self.laid_out(item if item is not None else self._state.heading(entry.group.key) or 0)

    def enter(self, line: int) -> None:
        self.post_message(self.Entered())

    def step_into(self, line: int) -> None:
        self.post_message(self.Stepped())
