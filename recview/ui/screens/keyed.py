"""A screen with a line of keys: a word stands there for a while, and `y` copies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from recview.ui.actions import ACTIONS
from recview.ui.drawing import counted
from recview.ui.screens.dismissed_once import DismissedOnce
from recview.ui.widgets.backdrop import draw_backdrop
from recview.ui.widgets.key_bar import KeyBar
from recview.wire.terminal import clean

if TYPE_CHECKING:
    from recview.ui.screens.copy_prompt import Copyable
    from recview.ui.status import Status
    from recview.ui.widgets.diff_pane import DiffPane
    from recview.ui.widgets.diff_view import DiffView

_AT_ONCE = frozenset(act.action for act in ACTIONS if act.at_once)


class KeyedScreen(DismissedOnce[None]):
    """What every screen of the interface shares. What there is to copy is the subclass's."""

    copy_words: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What the words of the copy prompt mean here, where that is something else; empty: not to be had."""

    _is_mounted_whole = False
    _has_said = False

    def on_mount(self) -> None:
        self._is_mounted_whole = True

    @property
    def stands(self) -> bool:
        """Whether all that is in it is there: not while it is being opened, nor once it is being closed."""
        return self._is_mounted_whole and self in self.app.screen_stack

    def render_lines(self, crop: Region) -> list[Strip]:
        """It is covered by what is in it."""
        return draw_backdrop(super().render_lines, crop, range(self.size.height))

    def say(self, text: str) -> None:
        """A word in the footer for a while, or until the next key; `text` already harmless."""
        self._has_said = True
        self.query_one(KeyBar).say(text)

    def hush(self) -> None:
        """Takes back what was said of a key, for another is pressed."""
        if self._has_said and self.stands:
            self._has_said = False
            self.query_one(KeyBar).hush()

    def files_changed(self, paths: Collection[str]) -> None:
        """Something happened on disk: the files of these paths hold something else, others may be gone.

        Screens that do not show what is in files do not care.
        """

    def show_status(self, status: Status) -> None:
        """The trees are read, watched, followed: for screens whose first line tells of it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into a line is no key that leads there; a key that comes late, or too soon, is none at all."""
        return self.stands and (action not in _AT_ONCE or not isinstance(self.focused, Input))

    def go_to_change(self, diff: DiffView, direction: int) -> None:
        """To the next change of a diff, or with -1 the one before; at its end it says so."""
        if not diff.next_change(direction):
            self.say("the last change" if direction > 0 else "the first change")

    def toggle_noise(self, pane: DiffPane) -> None:
        """Shows or hides what means nothing; where there is none it says so."""
        if not pane.toggle_noise():
            self.say("nothing here is noise")

    def copyable(self, what: Copyable) -> str | None:
        """The text that is meant where the focus is; None or empty where there is none."""
        raise NotImplementedError

    def action_copy(self) -> None:
        """Asks what to copy."""
        from recview.ui.screens.copy_prompt import CopyPrompt

        self.app.push_screen(CopyPrompt(self.copy_words), self._copy)

    def _copy(self, what: Copyable | None) -> None:
        if what is not None and self.stands:
            self.send_to_clipboard(self.copyable(what))

    def send_to_clipboard(self, text: str | None) -> None:
        """Asks the terminal to take a text; whether it does, it does not tell."""
        if not text:
            self.say("nothing to copy here")
            return
        self.app.copy_to_clipboard(clean(text))
        self.say(f"{counted(len(text), 'character')} sent to the terminal's clipboard")
