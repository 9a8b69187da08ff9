"""Which recording is open, and where in it the playhead is, through all versions of it. Plain state, no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recview.model.value import record

if TYPE_CHECKING:  # nothing is read before the first frame
    from recview.ui.opened import Opened


@record
class OpenRecording:
    """One, or none."""

    opened: Opened | None = None
    position: int = 0
    """The playhead's, 1…n; 0 where nothing is open."""
    arrived: bool = False
    """Whether what is open was shown as it came."""
    _left_path: str = ""
    """Path of one that could not be read again: it may be whole the next time, …"""
    _left_position: int = 0
    """… and where the playhead was then."""

    @property
    def arriving(self) -> bool:
        """Whether what is open is still being written, and shown as it comes."""
        return self.opened is not None and not self.opened.whole

    def take(self, opened: Opened) -> bool:
        """Another one, or the next version of the same, in which the playhead stays; says whether it is another."""
        before = self.opened if self.opened is not None and self.opened.path == opened.path else None
        is_back = self._left_path == opened.path
        self.arrived = before is not None and not before.whole
        if not opened.whole and not self.arrived:
            self.position = opened.transcript.length
        elif before is None:
            self.position = self._left_position if is_back else 1
        elif self.arrived and self.position == before.transcript.length:
            self.position = opened.transcript.length  # the playhead goes along with what comes
        self.opened, self._left_path = opened, ""
        return before is None and not is_back

    def leave(self, wanted: str) -> None:
        """There is nothing to show; where the playhead was is kept, if it is still that path that is wanted."""
        if self.opened is not None:
            self._left_path = self.opened.path if self.opened.path == wanted else ""
            self._left_position = self.position
        self.opened, self.position = None, 0
