"""What the command palette offers: every command on one line, its key in front. Loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import SystemCommand
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

KEYS_CELLS = 11
"""As wide as the keys of every command."""


class Commands(Provider):
    """The app's own commands; what Textual would show below each is here in front of it."""

    async def discover(self) -> Hits:
        for command in sorted(self._commands(), key=lambda command: command.title):
            line = self._line(command, Content(command.title))
            yield DiscoveryHit(line, command.callback, text=command.title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.title)
            if score > 0:
                line = self._line(command, matcher.highlight(command.title))
                yield Hit(score, line, command.callback, text=command.title)

    def _commands(self) -> Iterator[SystemCommand]:
        yield from self.app.get_system_commands(self.screen)

    def _line(self, command: SystemCommand, title: Content) -> Content:
        return Content.assemble((f"{command.help:<{KEYS_CELLS}}", "$playhead"), title)


class Palette(CommandPalette):
    """The palette of those commands alone."""

    CSS_PATH = "commands.tcss"

    def __init__(self) -> None:
        super().__init__(providers=[Commands], id="--command-palette")  # by this id Textual knows that it is open
