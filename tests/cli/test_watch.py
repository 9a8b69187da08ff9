from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

import pytest
from factories import make_chat_stream, make_chat_usage, make_document, write_recording

from recview.store.cache import CACHE_VARIABLE

PATIENCE_S = 30.0
OLD: dict[str, Any] = {"model": "gpt-4o", "messages": [], "stream": True}
NEW: dict[str, Any] = {**OLD, "stream_options": {"include_usage": True}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    write_recording(tmp_path / "tree" / "recordings" / "old.json", make_document(request_body=OLD))
    return tmp_path / "tree"


class Watching:
    """`recview watch` in a process of its own."""

    def __init__(self, *arguments: object) -> None:
        environ = {**os.environ, CACHE_VARIABLE: os.devnull}
        command = [sys.executable, "-m", "recview", "watch", *map(str, arguments)]
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
def watching(*arguments: object) -> Iterator[Watching]:
    """After it has said what it watches."""
    one = Watching(*arguments)
    try:
        assert one.line("stderr") == "watching 1 recording · 1 test"
        yield one
    finally:
        one.close()


@pytest.mark.parametrize("options", [["--json"], ["--json", "--poll"]])
def test_changes_are_told_as_documents(tree: Path, options: list[str]) -> None:
    old, new = tree / "recordings" / "old.json", tree / "recordings" / "new.json"
    with watching(tree, *options) as one:
        stream = make_chat_stream(["Hel", "lo"], usage=make_chat_usage())
        write_recording(tree / "recordings" / "temporary", make_document(stream, request_body=NEW)).rename(new)
        added, superseded = one.document(), one.document()
        assert (added["change"], added["path"], added["old"]) == ("added", str(new), None)
        assert added["new"]["usage"]["total_tokens"] == 29
        assert (superseded["change"], superseded["path"], superseded["by"]) == ("superseded", str(old), str(new))
        changes = superseded["request_changes"]
        assert [(change["op"], change["path"]) for change in changes] == [("add", "/stream_options")]
        assert (superseded["response"]["text"], superseded["response"]["usage"]) == ("same", "added")
        new.unlink()
        removed = one.document()
        assert (removed["change"], removed["path"], removed["new"]) == ("removed", str(new), None)
        assert removed["old"] == added["new"]
        assert one.end(signal.SIGTERM) == 0


def test_a_line_says_what_changed(tree: Path) -> None:
    old = tree / "recordings" / "old.json"
    with watching(tree) as one:
        write_recording(tree / "recordings" / "temporary", make_document(make_chat_stream(["Bye"]))).rename(old)
        line = one.line()
        assert "~ changed" in line
        assert "old" in line
        assert "text ~" in line
        assert one.end(signal.SIGINT) == 130


def test_half_a_file_is_told_once_it_stands_still(tree: Path) -> None:
    with watching(tree, "--json") as one:
        (tree / "recordings" / "cut.json").write_text('{"request": {')
        told = one.document()
        assert (told["change"], Path(told["path"]).name) == ("unreadable", "cut.json")
        assert told["new"]["error"].startswith("the JSON ends too early")
        assert one.end(signal.SIGTERM) == 2
