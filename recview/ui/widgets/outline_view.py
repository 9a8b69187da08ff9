"""The base of every list under foldable heads: what the keys and the mouse do there.

A subclass says which lines are heads, and does what is asked for; it may leave that to others and post a message.
"""

from __future__ import annotations

from textual import events

from recview.ui.widgets.line_view import LineView


class OutlineView(LineView):
    """Entries under heads."""

    # What a subclass gives

    def is_head(self, line: int) -> bool:
        """Whether a line is the head of a group."""
        raise NotImplementedError

    def is_closed(self, line: int) -> bool:
        """Of the head of a group: whether its entries are folded away."""
        raise NotImplementedError

    def head_around(self, line: int) -> int | None:
        """The line of the head of the group that a line is in; None where it is in none."""
        raise NotImplementedError

    def sign_cells(self, line: int) -> int:
        """How many cells of the head of a group, from its left edge, open and close it at a click."""
        raise NotImplementedError

    def toggle(self, line: int) -> None:
        """The group of a head is to be opened or closed."""
        raise NotImplementedError

    def toggle_all(self, *, closed: bool) -> None:
        """Every group is to be closed, or opened."""
        raise NotImplementedError

    def enter(self, line: int) -> None:
        """An entry is chosen."""
        raise NotImplementedError

    def step_into(self, line: int) -> None:
        """`l` on an entry, which has nothing to open."""
        self.enter(line)

    # Keys and mouse

    def clicked(self, line: int, event: events.Click, *, again: bool) -> None:
        if event.chain == 2 and not self.is_head(self.cursor):  # also by the line that only says more of it
            self.enter(self.cursor)
        elif self.is_head(self.cursor) and self._is_hit(line, event, again=again):
            self.toggle(self.cursor)

    def _is_hit(self, line: int, event: events.Click, *, again: bool) -> bool:
        """Whether a click on a line, the second one there or not, is meant to open or close its group."""
        on_head = line == self.cursor and (again or event.x < self.sign_cells(line))
        return on_head or event.chain == 2

    def action_toggle_fold(self) -> None:
        """Opens or closes the group of a head; enters an entry."""
        if not self.line_count:
            return
        if self.is_head(self.cursor):
            self.toggle(self.cursor)
        else:
            self.enter(self.cursor)

    def action_unfold(self) -> None:
        """Opens the group; from the head of an open one to its first entry; from an entry into it."""
        if not self.line_count:
            return
        if not self.is_head(self.cursor):
            self.step_into(self.cursor)
        elif self.is_closed(self.cursor):
            self.toggle(self.cursor)
        else:
            self.cursor += 1

    def action_fold(self) -> None:
        """Closes the group of a head; where it is closed, and from an entry, goes to the head around it."""
        if not self.line_count:
            return
        if self.is_head(self.cursor) and not self.is_closed(self.cursor):
            self.toggle(self.cursor)
            return
        around = self.head_around(self.cursor)
        if around is not None:
            self.cursor = around

    def action_fold_all(self) -> None:
        self.toggle_all(closed=True)

    def action_unfold_all(self) -> None:
        self.toggle_all(closed=False)
