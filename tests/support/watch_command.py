"""`recview watch` in a process of its own, for tests: its lines as they come, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import IO, Any

from recview.store.cache import CACHE_VARIABLE

PATIENCE_S = 30.0


class Watching:
    """`recview watch` in a process of its own."""

    def __init__(self, *arguments: object, under: Sequence[str] = ()) -> None:
        environ = {**os.environ, CACHE_VARIABLE: os.devnull}
        command = [*under, sys.executable, "-m", "recview", "watch", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)
        self._lines: dict[str, Queue[str]] = {"stdout": Queue(), "stderr": Queue()}
        self._readers = [self._read("stdout"), self._read("stderr")]

    def line(self, stream: str = "stdout") -> str:
        """The next line, which must come."""
        return self._lines[stream].get(timeout=PATIENCE_S)

    def document(self) -> dict[str, Any]:
        document = json.loads(self.line())
        assert document["schema"] == "recview.change/1"
        return dict(document)

    def rest(self, stream: str) -> list[str]:
        """What else it said; it must have ended."""
        for reader in self._readers:
            reader.join()
        return [self._lines[stream].get() for _ in range(self._lines[stream].qsize())]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()

    def _read(self, name: str) -> Thread:
        pipe: IO[str] = getattr(self.process, name)
        reader = Thread(target=lambda: [self._lines[name].put(line.rstrip("\n")) for line in pipe])
        reader.start()
        return reader


@contextmanager
def watching(
    *arguments: object, told: str = "watching 1 recording · 1 test", under: Sequence[str] = ()
) -> Iterator[Watching]:
    """After it has said what it watches; `under` is a command that runs it."""
    one = Watching(*arguments, under=under)
    try:
        assert one.line("stderr") == told
        yield one
    finally:
        one.close()
