from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import make_chat_chunk, make_chat_stream, make_chat_usage, make_document, write_recording

from recview.analysis.playback import Playback
from recview.cli.play import command, played
from recview.errors import RecviewError
from recview.model.json_value import JSON

Play = Callable[..., Result]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(document: JSON = None, *options: str) -> Result:
        path = write_recording(tmp_path / "recordings" / "d058ce92a083.json", document)
        return CliRunner().invoke(command, [str(path), *options], standalone_mode=False, catch_exceptions=False)

    return run


TOLD = make_chat_stream(
    ["It is ", "sunny."],
    reasoning=["Hm, ", "Paris."],
    tool_calls=[("call_a", "get_weather", ['{"city"', ': "Paris"}'])],
    usage=make_chat_usage(21, 8),
)


def test_text_comes_at_once_where_there_is_no_terminal(play: Play) -> None:
    result = play(make_document(make_chat_stream(["Hel", "lo\n", "world"])))
    assert result.stdout == "Hello\nworld\n"
    assert result.stderr == ""


def test_reasoning_and_tool_calls_are_told_apart(play: Play) -> None:
    assert play(make_document(TOLD)).stdout.splitlines() == [
        "── reasoning ──",
        "Hm, Paris.",
        "── text ──",
        "It is sunny.",
        "── tool call get_weather call_a ──",
        '{"city": "Paris"}',
    ]


def test_choices_are_told_apart(play: Play) -> None:
    items = [make_chat_chunk(content="a"), make_chat_chunk(content="b", choice=1), make_chat_chunk(content="c")]
    assert play(make_document(items)).stdout.splitlines() == ["a", "── text (choice 1) ──", "b", "── text ──", "c"]


def test_an_error_stands_at_the_end(play: Play) -> None:
    response = {
        "body": make_chat_stream(["Hel"], finish_reason=""),
        "is_streaming": True,
        "is_exception": True,
        "exception_data": {"type": "RateLimitError", "status_code": 429, "message": "slow down"},
    }
    assert play(make_document(response=response)).stdout.splitlines() == [
        "Hel",
        "── error ──",
        "RateLimitError 429: slow down",
    ]


def test_a_response_that_is_only_an_error_is_told(play: Play) -> None:
    response = {"body": None, "is_exception": True, "exception_data": {"type": "NotFoundError", "message": "no model"}}
    assert play(make_document(response=response)).stdout == "── error ──\nNotFoundError: no model\n"


def test_chunks_come_a_line_each(play: Play) -> None:
    lines = play(make_document(TOLD), "--chunks").stdout.splitlines()
    assert lines[0] == " 1  role        role assistant"
    assert lines[3] == ' 4  text        +"It is "'
    assert lines[5] == " 6  tool-call   tool_calls[0] get_weather call_a"
    assert lines[6] == " 7  tool-call   tool_calls[0].arguments +'{\"city\"'"
    assert lines[8:] == [" 9  finish      finish tool_calls", "10  usage       usage 21/8/29"]


def test_it_begins_at_a_chunk(play: Play) -> None:
    assert play(make_document(TOLD), "--from", "5").stdout.startswith("sunny.\n")
    assert play(make_document(TOLD), "--from", "9", "--chunks").stdout.count("\n") == 2


def test_a_chunk_that_is_not_there_is_refused(play: Play) -> None:
    with pytest.raises(RecviewError, match="no chunk 11: it has 10"):
        play(make_document(TOLD), "--from", "11")


def test_recorded_text_does_not_speak_to_the_terminal(play: Play) -> None:
    items = make_chat_stream(["\x1b]52;c;", "\x07\u202e", "ok\ttab"])
    for options in ((), ("--chunks",)):
        output = play(make_document(items), *options).stdout
        assert not set(output) & {"\x1b", "\x07", "\u202e"}
    assert play(make_document(items)).stdout.endswith("ok\ttab\n")


def test_a_rate_is_kept_and_said_to_be_invented(play: Play) -> None:
    result = play(make_document(make_chat_stream(["a", "b"])), "--rate", "5000")
    assert result.stdout == "ab\n"
    assert result.stderr == "4 chunks at 5000 a second; the recording tells no times, the pace is invented\n"


@pytest.mark.parametrize("rate", ["0", "inf"])
def test_no_pace_is_no_pace(play: Play, rate: str) -> None:
    result = play(None, "--rate", rate)
    assert (result.stdout, result.stderr) == ("Hello\n", "")


@pytest.mark.parametrize("arguments", [["--rate", "-1"], ["--rate", "nan"], ["--from", "0"]])
def test_impossible_numbers_are_refused(tmp_path: Path, arguments: list[str]) -> None:
    path = write_recording(tmp_path / "a.json")
    assert CliRunner().invoke(command, [str(path), *arguments]).exit_code == 2


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{")
    with pytest.raises(RecviewError, match="ends too early"):
        CliRunner().invoke(command, [str(path)], standalone_mode=False, catch_exceptions=False)


class ManualTime:
    """A clock that only sleeping moves."""

    def __init__(self, slept_s: float) -> None:
        self.now = 0.0
        self._slept_s = slept_s

    def clock(self) -> float:
        return self.now

    def sleep(self, _asked_s: float) -> None:
        self.now += self._slept_s


@pytest.mark.parametrize("slept_s", [0.02, 0.3, 60.0])
def test_every_chunk_is_shown_in_order_however_late_the_clock_is(slept_s: float) -> None:
    time = ManualTime(slept_s)
    playback = Playback(50, position=3, chunks_per_second=20)
    assert list(played(playback, time.clock, time.sleep)) == list(range(3, 51))
    assert time.now >= 47 / 20


@pytest.mark.parametrize(("length", "positions"), [(0, [0]), (1, [1]), (3, [1, 2, 3])])
def test_at_once_nobody_sleeps(length: int, positions: list[int]) -> None:
    playback = Playback(length, chunks_per_second=math.inf)
    assert list(played(playback, sleep=lambda _: pytest.fail("slept"))) == positions


class Terminal:
    """Standard output or standard error as a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


def test_progress_is_told_on_a_terminal_beside_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_recording(tmp_path / "a.json")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    command.main([str(path), "--rate", "5000"], standalone_mode=False)
    assert capsys.readouterr().out == "Hello\n"
    assert terminal.written.endswith("\r1/4\r2/4\r3/4\r4/4\n")


def test_on_a_terminal_the_rate_is_that_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_recording(tmp_path / "a.json")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("RECVIEW_RATE", "5000")
    command.main([str(path), "--color", "never"], standalone_mode=False)
    assert terminal.written == "Hello\n"
    assert capsys.readouterr().err.startswith("4 chunks at 5000 a second")


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.json", make_document(make_chat_stream(["x" * 100_000] * 10)))
    process = subprocess.Popen(
        [sys.executable, "-m", "recview", "play", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.read(10) == b"x" * 10
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait(timeout=30) == 0
