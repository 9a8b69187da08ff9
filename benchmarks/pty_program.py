"""A program in a terminal of its own: what is typed, what the screen shows after it, and when it showed it.

The stream is read as it comes, each piece with its time, and put on a screen (pyte) only once the program has come to
rest: so the emulator costs the program nothing.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import pyte

COLUMNS, LINES = 120, 36
QUIT = "\x11"
"""^q ends every Textual app."""
LIMIT_S = 120.0
"""How long anything may take at most."""

Region = tuple[tuple[str, str], ...]
"""Some lines of the screen: text and ground of each."""


class Program:
    """A running program and its screen."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.started_s = time.perf_counter()
        self.peak_bytes = 0
        """The most memory that the program, or a process of its own, ever had; known once it is closed."""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execvpe(command[0], list(command), dict(environ))

    def type(self, keys: str) -> float:
        """Types; says when."""
        now_s = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return now_s

    def after(self, keys: str, look: Callable[[pyte.Screen], object], quiet_s: float = 0.25) -> float:
        """Types, and says how many seconds later what `look` sees first was what it is in the end.

        Waits until that has changed and nothing has come for `quiet_s`.
        """
        before = look(self.screen)
        typed_s = self.type(keys)
        sights: list[tuple[float, object]] = []
        while not any(sight != before for _, sight in sights):
            pieces = self._read(quiet_s, typed_s)
            sights += [(at_s, self._seen(piece, look)) for at_s, piece in pieces]
        final = sights[-1][1]
        return next(at_s for at_s, sight in sights if sight == final) - typed_s

    def until(self, shows: Callable[[pyte.Screen], bool]) -> float:
        """Waits until the screen shows something; says when it did."""
        waiting_since_s = time.perf_counter()
        while True:
            sights = [(at_s, self._seen(piece, shows)) for at_s, piece in self._read(0.05, waiting_since_s)]
            for at_s, shown in sights:
                if shown:
                    return at_s
                waiting_since_s = at_s

    def settle(self, quiet_s: float = 1.0) -> None:
        """Waits until nothing has come for `quiet_s`."""
        for _, piece in self._read(quiet_s, time.perf_counter()):
            self._stream.feed(piece)

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.screen.display)

    def close(self) -> None:
        """Quits, as a person would, and takes the memory's measure; ends what does not quit in time."""
        self.type(QUIT)
        end_s = time.perf_counter() + LIMIT_S
        while self._piece(0.1) != b"":
            if time.perf_counter() > end_s:
                os.kill(self._pid, signal.SIGKILL)
        _, _, usage = os.wait4(self._pid, 0)
        os.close(self._terminal)
        self.peak_bytes = usage.ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)

    def _seen(self, piece: bytes, look: Callable[[pyte.Screen], object]) -> object:
        self._stream.feed(piece)
        return look(self.screen)

    def _read(self, quiet_s: float, since_s: float) -> list[tuple[float, bytes]]:
        """What comes until nothing has come for `quiet_s`, with the time of each piece; maybe nothing."""
        pieces = []
        while (piece := self._piece(quiet_s)) is not None:
            pieces.append((time.perf_counter(), piece))
        if not pieces and time.perf_counter() - since_s > LIMIT_S:
            raise TimeoutError(f"nothing comes any more; the screen shows:\n{self.text()}")
        return pieces

    def _piece(self, wait_s: float) -> bytes | None:
        """What has come; None where nothing has; empty at the end."""
        if not select.select([self._terminal], [], [], wait_s)[0]:
            return None
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError:  # Linux's way to say that the program has ended
            return b""


def region(screen: pyte.Screen, first_column: int, end_column: int, first_line: int, end_line: int) -> Region:
    """A part of the screen, with the ground of each line."""
    return tuple(
        (
            "".join(screen.buffer[line][column].data for column in range(first_column, end_column)),
            screen.buffer[line][first_column].bg,
        )
        for line in range(first_line, end_line)
    )
