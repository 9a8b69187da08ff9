"""A list over the screen to pick a recording from, to compare with another. A worker finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen

from recview.model.value import value
from recview.ui.bindings import bindings_for
from recview.ui.drawing import cut_end, cut_test
from recview.ui.screens.dismissed_once import DismissedOnce
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.pane import Pane


@value
class Pair:
    """Two recordings to compare, by their paths."""

    left: str
    right: str


@value
class Entry:
    """Something to pick. All text already harmless."""

    sign: str
    tone: str
    name: str
    test: str
    facts: str
    pair: Pair
    """What Enter compares."""
    details: tuple[str, ...] = ()


class PickList(LineView):
    """Entries, each a line and its details under it."""

    BINDINGS = bindings_for("pick")
    key_scope = "pick"

    class Picked(Message):
        """Enter on an entry."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        self._lines: list[tuple[int, int]] = []

    def show(self, entries: Sequence[Entry], note: str) -> None:
        """Other entries; `note` is said where there are none."""
        self._entries, self.empty_note = entries, note
        self._lines = [(index, line) for index, entry in enumerate(entries) for line in range(-1, len(entry.details))]
        self.lines_changed()

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def says_more(self, line: int) -> bool:
        return self._lines[line][1] >= 0

    def tinted_lines(self, cursor: int) -> range:
        entry = self._lines[cursor][0] if cursor < len(self._lines) else None
        return range(cursor, cursor + 1 + (len(self._entries[entry].details) if entry is not None else 0))

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        index, detail = self._lines[line]
        entry = self._entries[index]
        if detail >= 0:
            return [Segment("    " + cut_end(entry.details[detail], width - 4), self.tone("dim"))]
        left = f"{entry.sign} {entry.name:<12}  "
        room = width - cell_len(left) - cell_len(entry.facts) - 2
        test = cut_test(entry.test, max(0, room))
        return [
            Segment(f"{entry.sign} ", self.tone(entry.tone)),
            Segment(f"{entry.name:<12}  ", Style(bold=True)),
            Segment(test + " " * max(0, room - cell_len(test)), self.tone("title")),
            Segment("  " + entry.facts, self.tone("dim")),
        ]

    def action_pick(self) -> None:
        if self._lines:
            self.post_message(self.Picked(self._entries[self._lines[self.cursor][0]]))


class PickScreen(ModalScreen[Entry | None], DismissedOnce[Entry | None]):
    """The list in its frame. A subclass finds the entries."""

    CSS_PATH = "pick.tcss"
    BINDINGS = bindings_for("pick")
    heading: ClassVar[str] = ""
    waiting: ClassVar[str] = "Looking …"
    nothing: ClassVar[str] = "There is nothing."

    class Found(Message):
        """The worker has the entries."""

        def __init__(self, entries: list[Entry]) -> None:
            super().__init__()
            self.entries = entries

    def find(self) -> list[Entry]:
        """The entries. Runs in a thread."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Pane(id="pick-pane") as pane:
            pane.title, pane.facts = self.heading, "⏎ compares · esc closes"
            yield PickList()

    def on_mount(self) -> None:
        self.query_one(PickList).show((), self.waiting)
        self.query_one(PickList).focus()
        self._find()

    @work(thread=True, group="pick", exclusive=True)
    def _find(self) -> None:
        self.post_message(self.Found(self.find()))

    def on_pick_screen_found(self, message: Found) -> None:
        self.query_one(PickList).show(message.entries, self.nothing)

    def on_pick_list_picked(self, message: PickList.Picked) -> None:
        self.dismiss(message.entry)

    def action_cancel(self) -> None:
        self.dismiss(None)
