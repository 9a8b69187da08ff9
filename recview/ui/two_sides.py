"""The two recordings that a screen shows beside each other, and what becomes of them on disk. Plain state."""

from __future__ import annotations

from collections.abc import Collection

from recview.ui.comparison import Source
from recview.ui.fate import Fate, FateOf, Note, pair_note, successors
from recview.ui.opened import Opened


class TwoSides:
    """Left and right."""

    def __init__(self, left: Source, right: Source, fate_of: FateOf = Fate) -> None:
        """`fate_of` tells what became of a file, where somebody watches them."""
        self.sources = (left, right)
        self.fate_of = fate_of
        self._read: tuple[Opened, Opened] | None = None

    def take(self, left: Opened, right: Opened) -> None:
        """Both were read."""
        self._read = (left, right)

    def are_among(self, paths: Collection[str]) -> bool:
        """Whether one of them is what the file of one of these paths holds now."""
        return any(source.is_one_of(paths) for source in self.sources)

    @property
    def note(self) -> Note:
        """What is to be said of their files."""
        return pair_note(self._fates())

    @property
    def readable(self) -> tuple[Source, Source]:
        """Both; in place of one that cannot be read now, what was read of it."""
        if self._read is None:
            return self.sources
        (left, right), (left_read, right_read) = self.sources, self._read
        return self._as_read(left, left_read), self._as_read(right, right_read)

    def swap(self) -> tuple[Source, Source]:
        """The other way round: to be read so."""
        readable = self.readable[::-1]
        self.sources = self.sources[::-1]
        self._read = self._read and self._read[::-1]
        return readable

    def go_on(self) -> tuple[Source, Source] | None:
        """With what took the place of a side, to be read so; None where nothing did."""
        follow = {fate.path: fate.successor for fate in successors(self._fates())}
        if not follow:
            return None
        left, right = (
            Source(follow[source.path]) if source.is_on_disk and source.path in follow else readable
            for source, readable in zip(self.sources, self.readable, strict=True)
        )
        self.sources = (left, right)
        return self.sources

    def _fates(self) -> list[Fate]:
        """What became of the sides that are what lies on disk."""
        return [self.fate_of(source.path) for source in self.sources if source.is_on_disk]

    def _as_read(self, source: Source, read: Opened) -> Source:
        fate = self.fate_of(source.path)
        lost = source.is_on_disk and source.path == read.path and (fate.is_gone or fate.is_being_written)
        return Source(source.path, recording=read.recording) if lost else source
