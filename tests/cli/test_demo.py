"""The live demo in a terminal: its copy of the recordings is gone when it ends, however that comes about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

pty = pytest.importorskip("pty", reason="there is no pseudo-terminal on this system")

PATIENCE_S = 60.0


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
def test_the_copy_is_gone_when_the_terminal_is_closed(tmp_path: Path, end: signal.Signals) -> None:
    master, slave = pty.openpty()
    environ = {**os.environ, "TMPDIR": str(tmp_path), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "recview", "demo", "--live"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
    os.close(slave)
    try:
        drawn = b""
        while b"about to be made anew" not in drawn:
            drawn += os.read(master, 65536)
        assert list(tmp_path.glob("recview-demo-*"))
        reader = Thread(target=drain, args=(master,), daemon=True)
        reader.start()
        process.send_signal(end)
        assert process.wait(PATIENCE_S) == 128 + end
        assert list(tmp_path.glob("recview-demo-*")) == []
    finally:
        process.kill()
        process.wait()
        os.close(master)


def drain(descriptor: int) -> None:
    """Reads what is still written, for a full terminal would hold its writer."""
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        pass
