from __future__ import annotations

import fcntl
import json
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import IO, Any

import pytest
from factories import make_chat_stream, make_chat_usage, make_document, write_recording
from storm import Storm
from watch_command import watching

from recview.cli.watch import SignalledEvent

OLD: dict[str, Any] = {"model": "gpt-4o", "messages": [], "stream": True}
NEW: dict[str, Any] = {**OLD, "stream_options": {"include_usage": True}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    write_recording(tmp_path / "tree" / "recordings" / "old.json", make_document(request_body=OLD))
    return tmp_path / "tree"


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


@pytest.mark.parametrize("options", [[], ["--poll"]])
def test_one_that_is_removed_first_is_told_as_superseded_once_its_successor_comes(
    tree: Path, options: list[str]
) -> None:
    old, new = tree / "recordings" / "old.json", tree / "recordings" / "new.json"
    with watching(tree, "--json", *options) as one:
        write_recording(tree / "recordings" / "temporary", make_document(request_body=OLD | {"stop": "."})).rename(old)
        assert one.document()["change"] == "changed"  # from now on it surely knows what is in it
        old.unlink()
        removed = one.document()
        assert (removed["change"], removed["path"]) == ("removed", str(old))
        write_recording(tree / "recordings" / "temporary", make_document(request_body=NEW)).rename(new)
        added, superseded = one.document(), one.document()
        assert (added["change"], added["path"]) == ("added", str(new))
        assert (superseded["change"], superseded["path"], superseded["by"]) == ("superseded", str(old), str(new))
        assert (superseded["old"], superseded["new"]) == (removed["old"], None)
        assert [change["path"] for change in superseded["request_changes"]] == ["/stop", "/stream_options"]
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


def listed(*paths: Path) -> dict[str, Any]:
    """The documents of `recview ls`, by path, but for their times: to be written as it was is no news."""
    command = [sys.executable, "-m", "recview", "ls", "--json", "--no-cache", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    return {document["path"]: timeless(document) for document in documents}


def timeless(document: dict[str, Any] | None) -> dict[str, Any] | None:
    return {**document, "mtime_ns": None} if document is not None else None


@pytest.mark.parametrize("options", [[], ["--poll"]])
def test_the_documents_of_a_storm_add_up_to_what_is_on_disk(tmp_path: Path, options: list[str]) -> None:
    trees = [tmp_path / "one", tmp_path / "two"]
    storm = Storm(trees, seed=1)
    storm.settle(60)
    known = listed(*trees)
    with watching("--json", *options, *trees, told="watching 120 recordings · 2 tests") as one:
        for _ in range(5):
            storm.blow(60)
        storm.finish()
        expected = listed(*trees)
        while known != expected:
            change = one.document()
            path, kind, old, new = change["path"], change["change"], timeless(change["old"]), timeless(change["new"])
            assert old == known.get(path, old if kind == "superseded" else None), kind
            assert (new is None) == (kind in ("removed", "superseded"))
            if kind != "superseded":
                known.pop(path, None)
            if new is not None:
                known[path] = new
        assert one.end(signal.SIGTERM) in (0, 2)  # 2: something could not be read


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_even_as_it_is_about_to_watch(tree: Path, number: signal.Signals, code: int) -> None:
    for _ in range(4):
        with watching(tree) as one:
            assert one.end(number) == code


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
@pytest.mark.parametrize("options", [[], ["--poll"]])
def test_it_ends_at_once_in_the_midst_of_changes(
    tree: Path, number: signal.Signals, code: int, options: list[str]
) -> None:
    with watching(*options, tree) as one:
        for nth in range(300):
            write_recording(tree / f"{nth % 20}" / "recordings" / f"{nth}.json")
        assert "+ added" in one.line()
        assert one.end(number) == code
        assert not [line for line in one.rest("stderr") if "Traceback" in line]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no alarm clock")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_though_nobody_reads_what_it_says(tree: Path, number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-m", "recview", "watch", "--json", "--no-cache", str(tree)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert b"watching" in process.stderr.readline()
        for nth in range(400):
            write_recording(tree / f"{nth % 4}" / "recordings" / f"{nth}.json")
        full = fcntl.fcntl(process.stdout, fcntl.F_GETPIPE_SZ)
        while unread(process.stdout) < full - select.PIPE_BUF:
            select.select([process.stderr], [], [], 0.05)
        process.send_signal(number)
        assert process.wait(timeout=30) == code
        assert b"Traceback" not in process.stderr.read()


def unread(pipe: IO[bytes]) -> int:
    """How many bytes wait in a pipe."""
    (count,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))
    return int(count)


def test_what_a_signal_sets_waits_for_no_lock_that_its_own_thread_may_hold() -> None:
    stop = SignalledEvent()
    assert not stop.is_set() and not stop.wait(0)
    with stop._cond:  # type: ignore[attr-defined]
        stop.set()
    assert stop.is_set() and stop.wait() and stop.wait(60)
