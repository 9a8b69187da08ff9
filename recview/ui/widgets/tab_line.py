"""A line of tabs: which views there are, which one is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from recview.ui.drawing import strip_of
from recview.ui.widgets.toned import Toned


class TabLine(Toned):
    """One line; a click chooses a tab."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab_id: str) -> None:
            super().__init__()
            self.tab_id = tab_id

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tabs: Sequence[tuple[str, str]] = ()
        self._active = ""

    @property
    def tab_ids(self) -> list[str]:
        """In order."""
        return [tab_id for tab_id, _ in self._tabs]

    @property
    def active(self) -> str:
        """The id of the tab that is open."""
        return self._active

    def set_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """(id, title) of each tab, in order."""
        self._tabs = tabs
        self.refresh()

    def show(self, active: str) -> None:
        """Marks another tab as open."""
        self._active = active
        self.refresh()

    def _placed(self) -> Iterator[tuple[int, str, str]]:
        """(column, id, title); where they do not all fit, they move together, then the others are shortened."""
        titles = [title for _, title in self._tabs]
        room = self.size.width - 1
        gap = 2 if sum(cell_len(title) + 2 for title in titles) <= room else 1
        others = [index for index, (tab_id, _) in enumerate(self._tabs) if tab_id != self._active]
        while sum(cell_len(title) + gap for title in titles) - gap > room:
            if not others:
                break
            longest = max(others, key=lambda index: len(titles[index]))
            if len(titles[longest]) <= 3:
                break
            titles[longest] = titles[longest].rstrip("…")[:-1] + "…"
        column = 1
        for (tab_id, _), title in zip(self._tabs, titles, strict=True):
            yield column, tab_id, title
            column += cell_len(title) + gap

    def render_line(self, y: int) -> Strip:
        segments: list[Segment] = []
        end = 0
        for column, tab_id, title in self._placed():
            segments.append(Segment(" " * (column - end)))
            end = column + cell_len(title)
            if tab_id == self._active:
                style = self.tone("playhead") + Style(underline=True)
            else:
                style = self.tone("dim")
            segments.append(Segment(title, style))
        return strip_of(segments, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        for column, tab_id, title in self._placed():
            if column <= event.x < column + cell_len(title):
                self.post_message(self.Chosen(tab_id))
