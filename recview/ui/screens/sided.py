"""A screen of two recordings beside each other, whose files may change while it is looked at."""

from __future__ import annotations

from collections.abc import Collection

from recview.ui.comparison import Source
from recview.ui.fate import NO_SUCCESSOR, Fate, FateOf, Note
from recview.ui.screens.keyed import KeyedScreen
from recview.ui.two_sides import TwoSides


class SidedScreen(KeyedScreen):
    """What the comparison and lock-step share. How both are read, and where it is told of them, is the subclass's."""

    def __init__(self, left: Source, right: Source, fate_of: FateOf = Fate) -> None:
        """`fate_of` tells what became of a file, where somebody watches them."""
        super().__init__()
        self.two = TwoSides(left, right, fate_of)
        self.reading = 0
        """Number of the reading that was last asked for: what an earlier one brings is late."""

    def read_sides(self, left: Source, right: Source, reading: int, *, again: bool) -> None:
        """Reads both in a thread, and tells them with that number; `again`: they were read before, one is now new."""
        raise NotImplementedError

    def tell_of_disk(self, note: Note) -> None:
        """Says what became of the files."""
        raise NotImplementedError

    def begin(self) -> None:
        """Reads the sides for the first time."""
        self._ask(self.two.sources)
        self.tell_of_disk(self.two.note)

    def files_changed(self, paths: Collection[str]) -> None:
        if self.two.are_among(paths):
            self._ask(self.two.readable, again=True)
        self.tell_of_disk(self.two.note)

    def action_swap(self) -> None:
        self._ask(self.two.swap())

    def action_successor(self) -> None:
        """The same with what took the place of a side."""
        sources = self.two.go_on()
        if sources is None:
            self.say(NO_SUCCESSOR)
            return
        self._ask(sources)
        self.tell_of_disk(self.two.note)

    def _ask(self, sources: tuple[Source, Source], *, again: bool = False) -> None:
        self.reading += 1
        self.read_sides(*sources, self.reading, again=again)
