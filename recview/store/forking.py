"""A copy of this process to share work with, and the messages that go through pipes between the two.

A message is a marshalled value behind its length. Knows nothing of what is said.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

_LENGTH_BYTES = 8


def may_fork() -> bool:
    """Whether a copy can be had at once. One of several threads must not: its copy could inherit a lock for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


def processors() -> int:
    """How many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Forked:
    """A copy of this process, to be ended as one that was spawned."""

    def __init__(self, work: Callable[[], None]) -> None:
        """The copy does `work`, and ends with it. `may_fork` has to hold."""
        self._pid = os.fork()
        if self._pid == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the process that made this one
                gc.disable()
                work()
            finally:
                os._exit(0)  # nothing that the other has yet to do may happen here

    def kill(self) -> None:
        """Ends it at once."""
        os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> object:
        """Until it has ended."""
        return os.waitpid(self._pid, 0)


def write_message(pipe: IO[bytes], value: Any) -> None:
    """Sends a value of what `marshal` takes. Raises OSError where nobody reads any more."""
    data = marshal.dumps(value)
    pipe.write(len(data).to_bytes(_LENGTH_BYTES, "little") + data)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes:
    """The next message, still marshalled; empty at the end of the pipe."""
    length = pipe.read(_LENGTH_BYTES)
    if len(length) < _LENGTH_BYTES:
        return b""
    size = int.from_bytes(length, "little")
    data = pipe.read(size)
    return data if len(data) == size else b""
