"""What the command palette offers: every command on one line, its key in front. Loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from recview.ui.app import Command, RecviewApp
from recview.ui.screens.dismissed_once import DismissedOnce

KEYS_CELLS = 11
"""As wide as the keys of every command."""

_SCATTERED_FROM = 4
"""From so many letters on they may also stand scattered over a title: with fewer they are found in nearly every one."""


class Commands(Provider):
    """The app's own commands; what Textual would show below each is here in front of it."""

    async def discover(self) -> Hits:
        for command in sorted(self._commands(), key=lambda command: command.title):
            yield DiscoveryHit(_line(command, Content(command.title)), command.run, text=command.title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = likeness(query, command)
            is_in_title = query.casefold() in command.title.casefold()
            if not score and len(query) >= _SCATTERED_FROM and (scattered := matcher.match(command.title)) > 0:
                score, is_in_title = scattered / (1 + scattered), True
            if score > 0:
                title = matcher.highlight(command.title) if is_in_title else Content(command.title)
                yield Hit(score, _line(command, title), command.run, text=command.title)

    def _commands(self) -> Iterator[Command]:
        assert isinstance(self.app, RecviewApp)
        return self.app.commands_for(self.screen)


def likeness(query: str, command: Command) -> float:
    """How well what was typed fits a command as it stands: 0 not at all, 2 somewhere, up to 6 for the footer's word."""
    asked, title, hint = query.casefold().strip(), command.title.casefold(), command.hint.casefold()
    for score, fits in (
        (6, hint == asked),
        (5, hint.startswith(asked)),
        (4, title.startswith(asked)),
        (3, f" {asked}" in title),
        (2, asked in title or asked in hint),
    ):
        if fits:
            return score
    return 0


def _line(command: Command, title: Content) -> Content:
    """Its keys, what it does, and the footer's word where that says something else."""
    says_so = command.hint.casefold() in command.title.casefold()
    hint = "" if says_so else f"  {command.hint}"
    return Content.assemble((f"{command.keys:<{KEYS_CELLS}}", "$playhead"), title, (hint, "$dim"))


class Palette(CommandPalette, DismissedOnce[None]):
    """The palette of those commands alone."""

    CSS_PATH = "commands.tcss"

    def __init__(self) -> None:
        super().__init__(providers=[Commands], id="--command-palette")  # by this id Textual knows that it is open

    def dismiss(self, result: None = None) -> AwaitComplete:
        """What still looks for commands would look for the list that is gone."""
        self.workers.cancel_node(self)
        return super().dismiss(result)
