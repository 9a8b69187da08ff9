"""Another process that reads rows: the handle of it here, and its main loop.

Its pipes carry marshalled values, each behind its length; it ends with its input. Where this process has no other
thread it is forked, which takes no time; else it is a fresh interpreter, for a fork could inherit a lock that nobody
will ever release.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Any, Protocol, cast

from recview.model.row import Row
from recview.store.forking import Forked, may_fork, read_message, write_message
from recview.store.row_codec import NO_ROW, Packer, Unpacker
from recview.store.rows import full_row
from recview.store.scan import FoundFile


class _Child(Protocol):
    def kill(self) -> None: ...
    def wait(self) -> object: ...


class RowProcess:
    """The handle. Slices are asked for by position in the list of files it was started with."""

    def __init__(self, child: _Child, requests: IO[bytes], answers: IO[bytes], files: Sequence[FoundFile]) -> None:
        self.outstanding: deque[tuple[int, int]] = deque()
        """Slices asked for and not answered yet, in order."""
        self._child = child
        self._requests = requests
        self._answers = answers
        self._files = files
        self._arrived: SimpleQueue[bytes] = SimpleQueue()
        self._drain = threading.Thread(target=self._drain_answers, name="recview-rows", daemon=True)
        """Runs from the first question on: with another thread running, no further process could be forked."""

    @classmethod
    def start(cls, files: Sequence[FoundFile]) -> RowProcess | None:
        """Starts one on `files`, in the way that is safe; None where no process can be started."""
        return cls.fork(files) if may_fork() else cls.spawn(files)

    @classmethod
    def spawn(cls, files: Sequence[FoundFile]) -> RowProcess | None:
        """A fresh interpreter that runs this module."""
        if not sys.executable:
            return None
        import subprocess  # a fifth of what loading this module takes, and a fork needs none of it

        # What this process imports the other must find too; -P keeps the working directory out of its path.
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(os.path.isabs, sys.path))}
        command = [sys.executable, "-P", "-m", __name__]
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        try:
            child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, env=environ)
        except OSError:
            return None
        process = cls(child, cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout), files)
        if process._send([tuple(found) for found in files]):
            return process
        process.close()
        return None

    @classmethod
    def fork(cls, files: Sequence[FoundFile]) -> RowProcess | None:
        """A copy of this process, which has to have no other thread."""
        request_source, request_sink = os.pipe()
        answer_source, answer_sink = os.pipe()

        def work() -> None:
            os.close(request_sink)
            os.close(answer_source)
            _serve(files, os.fdopen(request_source, "rb"), os.fdopen(answer_sink, "wb"))

        child = Forked(work)
        os.close(request_source)
        os.close(answer_sink)
        return cls(child, os.fdopen(request_sink, "wb"), os.fdopen(answer_source, "rb"), files)

    def ask(self, start: int, stop: int) -> bool:
        """Asks for the rows of files[start:stop]; False where the process is gone."""
        if self._drain.ident is None:
            self._drain.start()
        self.outstanding.append((start, stop))
        return self._send((start, stop))

    def answer(self, wait: bool) -> tuple[int, list[tuple[FoundFile, Row | None]]] | None:
        """The next answer, with the position it starts at; None where there is none yet. EOFError when it is gone."""
        try:
            message = self._arrived.get(block=wait)
        except Empty:
            return None
        if not message:
            raise EOFError
        start, stop = self.outstanding.popleft()
        tables, packed_rows = marshal.loads(message)
        files = self._files[start:stop]
        return start, [*zip(files, Unpacker(tables).unpack(packed_rows, files), strict=True)]

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._answers.closed:
            return
        self._child.kill()
        self._child.wait()
        if self._drain.ident is not None:
            self._drain.join()
        self._answers.close()
        with suppress(BrokenPipeError):  # what was left to send has no reader any more
            self._requests.close()

    def _send(self, value: Any) -> bool:
        try:
            write_message(self._requests, value)
        except OSError:
            return False
        return True

    def _drain_answers(self) -> None:
        """Takes answers off the pipe as they come, so that the process never waits for us."""
        while message := read_message(self._answers):
            self._arrived.put(message)
        self._arrived.put(b"")


def _serve(files: Sequence[FoundFile], requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answers slices of `files` until the requests end."""
    while message := read_message(requests):
        start, stop = marshal.loads(message)
        packer = Packer()
        packed = [NO_ROW if (row := full_row(found)) is None else packer.pack(row) for found in files[start:stop]]
        write_message(answers, (packer.tables(), packed))


def _main() -> None:
    """A spawned process gets its list of files first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the process that started this one
    gc.disable()
    requests = sys.stdin.buffer
    files = [FoundFile(*values) for values in marshal.loads(read_message(requests))]
    _serve(files, requests, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
