"""What every panel is: values in (`show`, `seek`), messages out. Knows no screen and no other panel."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Vertical

from recview.analysis.lit_words import LitWords
from recview.ui.opened import Opened


class Panel(Vertical):
    """One way to look at a recording."""

    panel_title: ClassVar[str] = ""
    """What its tab says."""
    panel_id: ClassVar[str] = ""
    """Its id: `panel-playback`."""

    def __init__(self) -> None:
        super().__init__(id=self.panel_id)
        self._shown_path = ""

    def is_again(self, opened: Opened) -> bool:
        """Whether this is the recording that was shown last, read anew: then everything stays where it was.

        Whoever shows a recording asks this once.
        """
        before, self._shown_path = self._shown_path, opened.path
        return before == opened.path

    def show(self, opened: Opened, position: int) -> None:
        """A recording, the playhead at `position` (0 where nothing plays).

        Another one is shown from its beginning. The one that is shown, read anew, keeps its place: what is folded, the
        cursor, the row of the screen it is on; also where `clear` came in between.
        """
        raise NotImplementedError

    def show_problems(self, opened: Opened) -> None:
        """More problems of the recording that is shown were found. Most panels do not care."""

    def seek(self, position: int) -> None:
        """The playhead moved. Most panels do not care."""

    def light(self, words: LitWords) -> None:
        """Lights words where they stand, from now on. Panels that show no running text do not care."""

    def clear(self, note: str) -> None:
        """No recording: a sentence that says why, and what to do."""
        raise NotImplementedError

    def copyable(self, what: str) -> str | None:
        """The text for `y` and p (path), v (value), j (JSON) or c (chunk); None where the panel has none."""
        return None

    @property
    def position_note(self) -> str:
        """What the frame's bottom edge says of the place in the panel."""
        return ""
