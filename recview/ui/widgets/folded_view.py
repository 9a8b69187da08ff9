"""The base of a text whose parts open and close: what keys do there. Its parts and its lines are a model's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from recview.ui.widgets.line_view import LineView


class Folded(Protocol):
    """What is open of something, and its lines.

    What opens or closes a line answers with the one on which the cursor stands then, or None: all stays.
    """

    @property
    def lines(self) -> Sequence[object]:
        """As they stand on the screen."""

    @property
    def width(self) -> int:
        """Cells of a line, as they were laid out."""

    def fit(self, width: int, at: int) -> int:
        """Makes other lines, for another width; answers with that of the cursor, if there are any."""

    def toggle(self, at: int) -> int | None:
        """Opens or closes what a line is of."""

    def unfold(self, at: int) -> int | None:
        """Opens it."""

    def fold(self, at: int) -> int | None:
        """Closes it."""

    def unfold_all(self, at: int) -> int | None:
        """Opens everything."""

    def fold_all(self, at: int) -> int | None:
        """Closes everything."""


class FoldedView(LineView):
    """See the module."""

    folded: Folded
    """What is shown. A subclass makes it."""

    @property
    def line_count(self) -> int:
        return len(self.folded.lines)

    @property
    def room(self) -> int:
        """Cells of a line."""
        return self.scrollable_content_region.width

    def go_to_line(self, line: int) -> None:
        """Puts the cursor where opening or closing leads."""
        self.cursor = line

    def act(self, change: Callable[[int], int | None]) -> None:
        """Opens or closes what is on the cursor's line."""
        self.fit()
        line = change(self.cursor) if self.folded.lines else None
        if line is not None:
            self.lines_changed()
            self.go_to_line(line)

    def fit(self) -> None:
        """Makes the lines anew where they are for another width."""
        if self.room != self.folded.width:
            line = self.folded.fit(self.room, self.cursor)
            self.lines_changed()
            if self.folded.lines:
                self.go_to_line(line)

    def on_resize(self) -> None:
        self.fit()

    def action_toggle_fold(self) -> None:
        self.act(self.folded.toggle)

    def action_unfold(self) -> None:
        self.act(self.folded.unfold)

    def action_fold(self) -> None:
        self.act(self.folded.fold)

    def action_unfold_all(self) -> None:
        self.act(self.folded.unfold_all)

    def action_fold_all(self) -> None:
        self.act(self.folded.fold_all)
