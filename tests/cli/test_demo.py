"""Demo and interface in a real terminal, ended from outside: the copy is gone, the terminal is given back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread

import pytest

pty = pytest.importorskip("pty", reason="there is no pseudo-terminal on this system")

PATIENCE_S = 60.0
LEAVE_SCREEN = b"\x1b[?1049l"


class Terminal:
    """A pseudo-terminal with recview in it."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.drawn = b""
        self._master = master
        self._reader: Thread | None = None

    def wait_for(self, text: bytes) -> None:
        """Reads until `text` was drawn."""
        while text not in self.drawn:
            self.drawn += os.read(self._master, 65536)

    def end(self, *signals: signal.Signals) -> int:
        """The exit code. What is still written is read, for a full terminal would hold its writer."""
        self._reader = Thread(target=self._drain, daemon=True)
        self._reader.start()
        for number in signals:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code

    def _drain(self) -> None:
        try:
            while more := os.read(self._master, 65536):
                self.drawn += more
        except OSError:  # nobody has it open any more
            pass


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[..., AbstractContextManager[Terminal]]:
    """Runs recview with some arguments in a terminal; temporary files go into `tmp_path`."""

    @contextmanager
    def running(*arguments: str) -> Iterator[Terminal]:
        master, slave = pty.openpty()
        environ = {**os.environ, "TMPDIR": str(tmp_path), "TERM": "xterm-256color"}
        command = [sys.executable, "-m", "recview", *arguments]
        process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True
        )
        os.close(slave)
        try:
            yield Terminal(master, process)
        finally:
            process.kill()
            process.wait()
            os.close(master)

    return running


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize("seen", [b"\x1b[?1049h", b"demo", b"about to be made anew"])
def test_the_copy_is_gone_when_the_terminal_is_closed(
    terminal: Callable[..., AbstractContextManager[Terminal]], tmp_path: Path, seen: bytes, end: signal.Signals
) -> None:
    with terminal("demo", "--live") as running:
        running.wait_for(seen)
        assert list(tmp_path.glob("recview-demo-*"))
        code = running.end(end)
        assert code == 128 + end, running.drawn.decode(errors="replace")
        assert list(tmp_path.glob("recview-demo-*")) == []


def test_a_second_signal_does_not_keep_the_copy(
    terminal: Callable[..., AbstractContextManager[Terminal]], tmp_path: Path
) -> None:
    with terminal("demo", "--live") as running:
        running.wait_for(b"about to be made anew")
        assert running.end(signal.SIGHUP, signal.SIGTERM, signal.SIGHUP) in (128 + signal.SIGHUP, 128 + signal.SIGTERM)
        assert list(tmp_path.glob("recview-demo-*")) == []


def test_the_terminal_is_given_back_when_the_interface_is_ended(
    terminal: Callable[..., AbstractContextManager[Terminal]],
) -> None:
    with terminal("demo") as running:
        running.wait_for(b"demo")
        assert running.end(signal.SIGTERM) == 128 + signal.SIGTERM
        assert LEAVE_SCREEN in running.drawn
