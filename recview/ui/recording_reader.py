"""A pane that reads recordings, off the event loop: one path at a time, and what it holds as messages.

All that reading takes is loaded after the first frame. Knows no panels, and shows nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from recview.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from recview.model.recording import Unreadable
    from recview.ui.opened import Opened


class RecordingReader(Pane):
    """See the module."""

    class Read(Message):
        """A recording was read, or could not be."""

        def __init__(self, result: Opened | Unreadable, path: str, opening: int) -> None:
            super().__init__()
            self.result = result
            self.path = path
            self.opening = opening

    class Arrived(Message):
        """Of a recording that is being written, this much stands there; None: nothing of a response yet."""

        def __init__(self, opened: Opened | None, path: str, opening: int) -> None:
            super().__init__()
            self.opened = opened
            self.path = path
            self.opening = opening

    class Checked(Message):
        """A recording that was read was looked through for credentials, and holds some."""

        def __init__(self, read: Opened, checked: Opened) -> None:
            super().__init__()
            self.read = read
            self.checked = checked

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._wanted = ""
        self._opening = 0

    @property
    def wanted(self) -> str:
        """Path of what is open, or is being opened, or could not be; empty before anything was."""
        return self._wanted

    @property
    def opening(self) -> int:
        """Number of what was last asked for: what an earlier reading brings, of the same file too, is late."""
        return self._opening

    def open(self, path: str, kept: bytes | None = None) -> None:
        """Reads a recording, off the event loop, and tells it; where it cannot be read, what is `kept` of it."""
        self._want(path)
        self._read(path, kept, self._opening)

    @work(thread=True, group="open", exclusive=True, exit_on_error=True, description="open")
    def _read(self, path: str, kept: bytes | None, opening: int) -> None:
        from recview.model.recording import Unreadable
        from recview.ui.opened import open_bytes, open_path

        result = open_path(path)
        if isinstance(result, Unreadable) and kept is not None:
            result = open_bytes(kept, path)
        self.post_message(self.Read(result, path, opening))
        if isinstance(result, Unreadable) or get_current_worker().is_cancelled:
            return
        checked = result.with_secrets()
        if checked is not result:
            self.post_message(self.Checked(result, checked))

    def watch_arrival(self, path: str) -> None:
        """Tells a recording that is being written as it comes, until another one is opened, or this one whole."""
        self._want(path)
        self._watch_arrival(path, self._opening)

    @work(thread=True, group="open", exclusive=True, description="arrival")
    def _watch_arrival(self, path: str, opening: int) -> None:
        from recview.ui.arrival import arrivals

        worker = get_current_worker()
        for opened in arrivals(path, lambda: worker.is_cancelled):
            self.post_message(self.Arrived(opened, path, opening))

    def _want(self, path: str) -> None:
        self._wanted = path
        self._opening += 1
