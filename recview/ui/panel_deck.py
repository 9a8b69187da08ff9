"""The panels of a recording: which one is looked at, and which have what is open now. Knows no frame around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recview.analysis.lit_words import LitWords

if TYPE_CHECKING:
    from recview.ui.opened import Opened
    from recview.ui.panels.base import Panel
    from recview.ui.panels.conversation import ConversationPanel
    from recview.ui.panels.playback import PlaybackPanel


class PanelDeck:
    """Only the panel that plays and the one that is looked at are given what is open at once: the others can wait."""

    def __init__(self, panels: Sequence[Panel]) -> None:
        """The first one is looked at; nothing is given to any yet."""
        self._panels = {panel.panel_id: panel for panel in panels}
        self._active = panels[0].panel_id
        self._open: Opened | str = ""
        """What is open, or why nothing is."""
        self._stale: set[str] = set()
        """Those that have not been given it."""

    @property
    def active(self) -> Panel:
        """The panel that is looked at."""
        return self._panels[self._active]

    @property
    def playback(self) -> PlaybackPanel:
        """The panel that owns the playhead."""
        return self._panels["panel-playback"]  # type: ignore[return-value]

    @property
    def conversation(self) -> ConversationPanel:
        """The panel that shows messages."""
        return self._panels["panel-conversation"]  # type: ignore[return-value]

    @property
    def tabs(self) -> list[tuple[str, str]]:
        """Ids and titles."""
        return [(panel.panel_id, panel.panel_title) for panel in self._panels.values()]

    # What is open

    def show(self, opened: Opened, position: int) -> int:
        """A recording, the playhead at `position`; answers with where the playhead stands then."""
        self._begin(opened)
        self._fill(self.playback, position)
        self._fill(self.active, self._position)
        return self._position

    def clear(self, note: str) -> None:
        """No recording: a sentence that says why, and what to do."""
        self._begin(note)
        self._fill(self.playback, 0)
        self._fill(self.active, 0)

    def show_problems(self, opened: Opened) -> None:
        """More problems of the recording that is open were found: `opened` has them."""
        self._open = opened
        for panel_id, panel in self._panels.items():
            if panel_id not in self._stale:
                panel.show_problems(opened)

    def light(self, words: LitWords) -> None:
        """Lights words where they stand, from now on."""
        for panel in self._panels.values():
            panel.light(words)

    def _begin(self, what: Opened | str) -> None:
        self._open, self._stale = what, set(self._panels)

    def _fill(self, panel: Panel, position: int) -> None:
        if panel.panel_id not in self._stale:
            return
        self._stale.discard(panel.panel_id)
        if isinstance(self._open, str):
            panel.clear(self._open)
        else:
            panel.show(self._open, position)

    @property
    def _position(self) -> int:
        return self.playback.playback.position

    # Which is looked at

    def look_at(self, panel_id: str) -> None:
        """Another panel: it alone is shown, and what is open in it."""
        self._active = panel_id
        for panel in self._panels.values():
            panel.display = panel is self.active
        self._fill(self.active, self._position)

    def next_to(self, direction: int) -> str:
        """Id of the panel after, or with -1 before, the one that is looked at, round the end."""
        ids = list(self._panels)
        return ids[(ids.index(self._active) + direction) % len(ids)]
