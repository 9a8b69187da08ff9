"""The footer: the focused pane's keys, from the one table. A click does what the key does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from recview.ui.actions import Act, acts_in_force, shown_key
from recview.ui.drawing import strip_of
from recview.ui.widgets.toned import Toned

NOTICE_S = 4
"""How long a word stands in front of the keys."""


class KeyBar(Toned):
    """One line of keys and what they do; what does not fit is left to the help."""

    scopes: reactive[tuple[str, ...]] = reactive(())
    """The scopes that hold now, the most particular first."""
    remapped: reactive[Mapping[str, str]] = reactive(MappingProxyType({}))
    """What the configuration remaps: the id of an act -> its keys, with commas between."""
    notice: reactive[str] = reactive("")
    """A word that stands in front of the keys for a while; plain, harmless text."""
    renamed: Mapping[str, str] = MappingProxyType({})
    """Words that mean something else where this bar is -> what they mean; empty: nothing, and they are left out."""

    class Mounted(Message):
        """A line of keys is there, and does not know yet which of them are remapped."""

        def __init__(self, key_bar: KeyBar) -> None:
            super().__init__()
            self.key_bar = key_bar

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    _falling_silent: Timer | None = None

    def rename(self, words: Mapping[str, str]) -> None:
        """Other words mean something else from now on, or nothing: see `renamed`."""
        if words != self.renamed:
            self.renamed = words
            self.refresh()

    def on_mount(self) -> None:
        self.post_message(self.Mounted(self))

    def say(self, text: str) -> None:
        """A word in front of the keys for a while; `text` already harmless. A later word takes its place."""
        if self._falling_silent is not None:
            self._falling_silent.stop()  # a word that is said again stands as long as one that is new
        self.notice = text
        self._falling_silent = self.set_timer(NOTICE_S, self._fall_silent)

    def hush(self) -> None:
        """Takes the word back."""
        if self._falling_silent is not None:
            self._falling_silent.stop()
        self._fall_silent()

    def _fall_silent(self) -> None:
        self.notice = ""

    def _hints(self) -> Iterator[tuple[str, str, str]]:
        """(shown keys, word, first key) of each place, acts of one word together."""
        by_word: dict[str, list[Act]] = {}
        for scope in self.scopes:
            for act in acts_in_force(self.remapped, scope):
                if act.hint and act.keys:
                    by_word.setdefault(act.hint, []).append(act)
        for hint, group in by_word.items():
            word = self.renamed.get(hint, hint)
            if not word:
                continue
            yield " ".join(shown_key(act.keys[0]) for act in group), word, group[-1].keys[0]

    def _placed(self) -> Iterator[tuple[int, str, str, str]]:
        """(column, keys, word, first key) of what fits; help always does."""
        hints = list(self._hints())
        last = [hint for hint in hints if hint[1] == "help"]
        column = 1 + (cell_len(self.notice) + 2 if self.notice else 0)
        limit = self.size.width - sum(cell_len(keys) + cell_len(word) + 3 for keys, word, _ in last)
        for keys, word, key in [hint for hint in hints if hint not in last]:
            width = cell_len(keys) + cell_len(word) + 3
            if column + width > limit:
                continue
            yield column, keys, word, key
            column += width
        for keys, word, key in last:
            yield column, keys, word, key

    def render_line(self, y: int) -> Strip:
        segments = [Segment(" ")]
        if self.notice:
            segments.append(Segment(self.notice + "  ", self.tone("warn")))
        for _, keys, word, _ in self._placed():
            segments += [Segment(keys, self.tone("playhead")), Segment(f" {word}  ", self.tone("dim"))]
        return strip_of(segments, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        for column, keys, word, key in self._placed():
            if column <= event.x < column + cell_len(keys) + cell_len(word) + 1:
                self.post_message(self.Pressed(key))
