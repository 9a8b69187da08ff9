"""One line for what became of the open file on disk: being written, superseded, gone."""

from __future__ import annotations

from recview.ui.widgets.note_line import NoteLine


class DiskNote(NoteLine):
    """Shown where there is something to say."""

    DEFAULT_CSS = """
    DiskNote { height: 1; display: none; }
    DiskNote.-shown { display: block; }
    """

    def watch_note(self) -> None:
        self.set_class(bool(self.note[2]), "-shown")
