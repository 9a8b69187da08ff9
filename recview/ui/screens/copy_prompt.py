"""After `y`: one line that asks what to copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen

from recview.ui.bindings import bindings_for
from recview.ui.screens.dismissed_once import DismissedOnce
from recview.ui.widgets.key_bar import KeyBar

Copyable: TypeAlias = Literal["path", "value", "json", "chunk"]
"""What can be copied."""


class CopyPrompt(ModalScreen[Copyable | None], DismissedOnce[Copyable | None]):
    """Answers with what to copy; None for nothing."""

    CSS_PATH = "copy_prompt.tcss"
    BINDINGS = bindings_for("copy")

    def __init__(self, meant: Mapping[str, str]) -> None:
        """`meant`: what the footer's words mean on the screen below, where that is something else."""
        super().__init__()
        self._meant = meant

    def compose(self) -> ComposeResult:
        bar = KeyBar()
        bar.notice = "copy"
        bar.renamed = self._meant
        bar.scopes = ("copy",)
        yield bar

    def on_key(self, event: Key) -> None:
        """A key that means nothing here ends the asking: what is typed next is for the screen again."""
        if event.key not in self.active_bindings:
            event.stop()
            self.dismiss(None)

    def action_choose(self, what: Copyable) -> None:
        self.dismiss(what)

    def action_cancel(self) -> None:
        self.dismiss(None)
