"""From a path to values, and whatever can stand in the way."""

from __future__ import annotations

import gc
import json
import os
import socket
from pathlib import Path

import pytest
from factories import (
    make_chat_chunk,
    make_chat_completion,
    make_chat_stream,
    make_chat_usage,
    make_document,
    make_request_document,
    recording_bytes,
    write_recording,
)

from recview.model.json_value import JSON
from recview.model.recording import Unreadable
from recview.store.reading import LoadedRecording, build_row, load, load_bytes, read_file, read_listed_file


def loaded(document: JSON = None) -> LoadedRecording:
    (found,) = load_bytes(recording_bytes(document), "recordings/0a1b.json")
    assert isinstance(found, LoadedRecording)
    return found


def refusal(path: object) -> str:
    (found,) = load(str(path))
    assert isinstance(found, Unreadable)
    assert found.path == str(path)
    return found.reason


def test_a_recording_and_what_it_says(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "0a1b.json")
    (found,) = load(str(path))
    assert isinstance(found, LoadedRecording)
    assert found.recording.path == str(path)
    assert found.recording.name == "0a1b"
    assert found.dialect.name == "openai.chat"
    assert len(found.chunks) == found.recording.response.chunk_count
    assert found.assembled.choices[0].content == "Hello"
    assert found.assembled is found.assembled


def test_what_is_assembled_with_and_without_the_chunks_is_the_same() -> None:
    document = make_document(make_chat_stream(usage=make_chat_usage()))
    one, other = loaded(document), loaded(document)
    assert one.chunks
    assert one.assembled == other.assembled


def test_the_path_may_have_no_ending_and_any_name(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "some file")
    (found,) = load(str(path))
    assert isinstance(found, LoadedRecording)


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.json") == "no such file or directory"


def test_a_directory(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "not a regular file: a directory"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal(tmp_path / "pipe.json") == "not a regular file: a named pipe"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no such sockets here")
def test_a_socket_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.json")
        assert refusal("s.json") == "not a regular file: a socket"


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="there is no /dev/null here")
def test_a_device_is_not_opened() -> None:
    assert refusal("/dev/null") == "not a regular file: a device"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "0a1b.json")
    path.chmod(0)
    assert refusal(path) == "permission denied"


def test_a_circle_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to(tmp_path / "b.json")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert refusal(tmp_path / "a.json").startswith("too many levels of symbolic links")


def test_a_path_that_no_file_can_have() -> None:
    assert refusal("a\0b.json")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b'{"request": {', "the JSON ends too early"),
        (b"[1, 2]", "not a recording: the document is no object"),
        (b'{"request": {}}', "not a recording: no response object"),
        (b'{"request": 1, "response": null}', "not a recording: no request and no response object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply to read"),
    ],
)
def test_a_file_that_is_no_recording_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "0a1b.json"
    path.write_bytes(data)
    assert refusal(path).startswith(reason)


def test_a_file_that_is_another_since_it_was_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"0123456789")
    assert [read_listed_file(str(path), size) for size in (10, 4, 0, 20)] == [b"0123456789"] * 4
    path.unlink()
    assert isinstance(gone := read_listed_file(str(path), 10), Unreadable) and "no such file" in gone.reason
    os.mkfifo(path)
    assert isinstance(pipe := read_listed_file(str(path), 10), Unreadable) and "a named pipe" in pipe.reason


def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "big").write_bytes(data)
    assert read_file(str(tmp_path / "big")) == data


def test_the_collector_runs_on_afterwards() -> None:
    assert gc.isenabled()
    assert loaded().assembled
    assert gc.isenabled()


def test_a_row() -> None:
    document = make_document(make_chat_stream(["Hello ", "there"] + ["!"] * 100, usage=make_chat_usage()))
    row = build_row(loaded(document), "tests", 4096, 17)
    assert (row.path, row.root, row.state, row.size, row.mtime_ns) == (
        "recordings/0a1b.json",
        "tests",
        "full",
        4096,
        17,
    )
    assert (row.method, row.endpoint, row.model) == ("POST", "/v1/chat/completions", "gpt-4o")
    assert (row.dialect, row.streaming, row.chunk_count) == ("openai.chat", True, 105)
    assert row.finish_reasons == ("stop",)
    assert row.usage is not None
    assert row.usage.total_tokens == 29
    assert (row.preview, row.output) == (("Hello there" + "!" * 100)[:80], "Hello there" + "!" * 100)
    assert row.features == {"usage"}
    assert (row.error, row.error_status) == (False, None)


def test_the_row_of_a_plain_response_steps_through_nothing() -> None:
    row = build_row(loaded(make_document(make_chat_completion("Hi"))), "", 1, 1)
    assert (row.streaming, row.chunk_count, row.preview) == (False, 0, "Hi")


def test_the_row_of_a_failed_call() -> None:
    response = {"body": None, "is_exception": True, "exception_data": {"status_code": 400, "message": "bad image"}}
    row = build_row(loaded(make_document(response=response)), "", 1, 1)
    assert (row.error, row.error_status, row.preview, row.dialect) == (True, 400, "bad image", "openai.chat")
    assert row.features == {"error"}


def test_the_row_of_a_call_that_broke_off() -> None:
    response = {"body": [make_chat_chunk(content="Hel")], "is_streaming": True, "is_exception": True}
    row = build_row(loaded(make_document(response=response)), "", 1, 1)
    assert (row.error, row.preview, row.chunk_count) == (True, "Hel", 1)


def test_the_preview_of_an_answer_is_its_text_then_its_calls_then_its_reasoning() -> None:
    calls = [("c1", "clock", ["{}"])]
    stream = make_chat_stream([], tool_calls=calls, reasoning=["hm"])
    row = build_row(loaded(make_document(stream)), "", 1, 1)
    assert (row.preview, row.output) == ("clock({})", "clock({})\nhm")


def test_the_row_of_a_file_that_cannot_be_read() -> None:
    row = build_row(Unreadable("a/b.json", "the file is empty", 0, 0), "a", 0, 17)
    assert (row.path, row.root, row.state, row.problem, row.mtime_ns) == (
        "a/b.json",
        "a",
        "unreadable",
        "the file is empty",
        17,
    )


def test_exact_text_passes_through(tmp_path: Path) -> None:
    text = "\u202e\x1b[31m\ud800"
    document = make_document(make_chat_completion(text), request=make_request_document())
    path = tmp_path / "0a1b.json"
    path.write_text(json.dumps(document))
    (found,) = load(str(path))
    assert isinstance(found, LoadedRecording)
    assert found.assembled.choices[0].content == text
