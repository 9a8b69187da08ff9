"""The verdict on a pair in one line. A click on a part shows it."""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.message import Message
from textual.strip import Strip

from recview.ui.drawing import strip_of
from recview.ui.renderables.pair_lines import verdict_line
from recview.ui.review_loading import ComparedItem
from recview.ui.widgets.toned import Toned

Part = Literal["request", "response"]


class VerdictLine(Toned):
    """One line above the diff."""

    class Chosen(Message):
        """A part was clicked."""

        def __init__(self, part: Part) -> None:
            super().__init__()
            self.part = part

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._compared: ComparedItem | None = None
        self._part: Part = "request"

    def show(self, compared: ComparedItem | None, part: Part) -> None:
        """Another pair, or another part of it."""
        self._compared, self._part = compared, part
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._compared is None:
            return Strip.blank(self.size.width, self.rich_style)
        return strip_of(verdict_line(self._compared, self._part, self.tone), self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        column = 0
        for segment in verdict_line(self._compared, self._part, self.tone) if self._compared else ():
            column += segment.cell_length
            if event.x < column:
                if segment.text in ("request", "response"):
                    self.post_message(self.Chosen("request" if segment.text == "request" else "response"))
                return
