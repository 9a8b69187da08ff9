"""What was asked of a recording that is about to be open: it is done once it is. Plain state."""

from __future__ import annotations

from collections.abc import Callable


class WaitingActs:
    """Keys that were pressed just after the cursor went to a recording are meant for that one."""

    def __init__(self) -> None:
        self._path = ""
        """Path of what will be open; empty where nothing more is to come."""
        self._acts: list[Callable[[], None]] = []

    def expect(self, path: str) -> None:
        """Another recording will be open: what was meant for the one before is left undone."""
        if path != self._path:
            self._path, self._acts = path, []

    def do(self, act: Callable[[], None]) -> None:
        """Does it at once where nothing is to come, else then."""
        if self._path:
            self._acts.append(act)
        else:
            act()

    def arrived(self, path: str) -> None:
        """A recording is open now: does what was asked of it, in that order."""
        if path == self._path:
            acts, self._path, self._acts = self._acts, "", []
            for act in acts:
                act()

    def lost(self) -> None:
        """What was to come cannot be shown."""
        self._path, self._acts = "", []
