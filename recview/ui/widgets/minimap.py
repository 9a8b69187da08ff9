"""A column that shows where the changes lie in a long text."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from recview.ui.drawing import strip_of
from recview.ui.widgets.toned import Toned


class Minimap(Toned):
    """One cell wide; a click goes there."""

    class Chosen(Message):
        """A place was clicked; `share` is its height, 0…1."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shares: tuple[float, ...] = ()

    def show(self, shares: tuple[float, ...]) -> None:
        """Where the changes are, as shares of the height."""
        self._shares = shares
        self.refresh()

    def render_line(self, y: int) -> Strip:
        height = max(1, self.size.height)
        here = any(int(share * height) == y for share in self._shares)
        cell = Segment("▐", self.tone("sign-change")) if here else Segment("│", self.tone("frame"))
        return strip_of([cell], self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Chosen(event.y / max(1, self.size.height)))
