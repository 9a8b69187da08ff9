"""One line in which a note on a decision is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from recview.ui.bindings import bindings_for
from recview.ui.screens.dismissed_once import DismissedOnce
from recview.ui.widgets.key_bar import KeyBar

LONGEST_NOTE = 400
"""In characters."""


class NotePrompt(ModalScreen[str | None], DismissedOnce[str | None]):
    """Answers with the note, empty to take it away; None to leave it as it was."""

    CSS_PATH = "note_prompt.tcss"
    BINDINGS = bindings_for("note")

    def __init__(self, note: str, pair: str) -> None:
        """`pair` says what the note is on, harmless."""
        super().__init__()
        self._note = note
        self._pair = pair

    def compose(self) -> ComposeResult:
        with Vertical(id="note-line"):
            yield Input(self._note, placeholder="why, in a few words", max_length=LONGEST_NOTE, compact=True)
            bar = KeyBar()
            bar.notice = f"note on {self._pair}: ⏎ keeps it"
            bar.scopes = ("note",)
            yield bar

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)
