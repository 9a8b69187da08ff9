"""The pane of a diff whose sides lie on disk: while they are written anew whoever reads it stays where they are."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from recview.ui.comparison import Diffs, Part
from recview.ui.diff_place import DiffPlace, FoundPlace, find_place
from recview.ui.fate import Note
from recview.ui.widgets.diff_pane import DiffPane
from recview.ui.widgets.disk_note import DiskNote


class LiveDiffPane(DiffPane):
    """See the module."""

    class Found(Message):
        """Where the person was in the diff before is found in this one."""

        def __init__(self, diffs: Diffs, before: DiffPlace, found: FoundPlace) -> None:
            super().__init__()
            self.diffs = diffs
            self.before = before
            self.found = found

    _left_at: DiffPlace | None = None
    """Where the person was before there was nothing to show."""
    _coming: Diffs | None = None
    """What is about to be shown."""

    def compose(self) -> ComposeResult:
        yield DiskNote()
        yield from super().compose()

    def tell_of_disk(self, note: Note) -> None:
        """What became of the files, above the diff."""
        self.query_one(DiskNote).note = note

    def show(self, diffs: Diffs) -> None:
        self._left_at = self._coming = None
        super().show(diffs)

    def show_note(self, note: str) -> None:
        self._left_at = self._coming = None
        super().show_note(note)

    def renew(self, diffs: Diffs) -> None:
        """The same two recordings, one of them written anew: part, folds, cursor and scroll stay."""
        self._coming = diffs
        place = self._place_to_keep
        if place is None:
            self._show_renewed(diffs, None)
        else:
            self._find(diffs, place, self.part)

    def interrupt(self, note: str) -> None:
        """There is nothing to show for the moment but a sentence, already harmless; the place is kept."""
        place = self._place_to_keep
        self.show_note(note)
        self._left_at = place

    @property
    def _place_to_keep(self) -> DiffPlace | None:
        return self.place or self._left_at

    @work(thread=True, group="place", exclusive=True, description="place")
    def _find(self, diffs: Diffs, place: DiffPlace, part: Part) -> None:
        self.post_message(self.Found(diffs, place, find_place(place, diffs.part(part))))

    def on_live_diff_pane_found(self, message: Found) -> None:
        message.stop()
        if message.diffs is not self._coming:
            return  # something newer is
        place = self._place_to_keep
        if place is not None and not place.is_same(message.before):  # the person went on meanwhile
            self._find(message.diffs, place, self.part)
        else:
            self._show_renewed(message.diffs, message.found)

    def _show_renewed(self, diffs: Diffs, found: FoundPlace | None) -> None:
        self._left_at = self._coming = None
        self.show_again(diffs, found)
