"""Standard streams that are closed or full are told and exit with 2; those that are not UTF-8 lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording

FULL = Path("/dev/full")
"""Takes nothing: every write says that there is no space."""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_recording(tmp_path / "recordings" / "d058ce92a083.json", make_document(make_chat_stream(["Hello"])))


def shell(line: str, *arguments: object, cwd: Path | None = None) -> tuple[int, str, str]:
    """The exit code and what both streams got; in `line` recview is `"$@"`."""
    call = [sys.executable, "-m", "recview", *map(str, arguments)]
    done = subprocess.run(["sh", "-c", line, "sh", *call], capture_output=True, text=True, cwd=cwd, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["ls"], ["ls", "--json"], ["check", "--json"], ["show"], ["play"], ["--version"]])
def test_a_full_disk_is_told(command: list[str], recording: Path) -> None:
    paths = [] if command == ["--version"] else [recording]
    code, _, said = shell('"$@" >/dev/full', *command, *paths)
    assert code == 2
    assert said.splitlines()[-1] == "recview: the output cannot be written: No space left on device"
    assert "Traceback" not in said


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
def test_where_nothing_can_be_said_the_exit_code_says_it(recording: Path) -> None:
    assert shell('"$@" 2>/dev/full', "show", "missing") == (2, "", "")
    assert shell('"$@" >/dev/full 2>&1', "show", recording) == (2, "", "")


def test_a_closed_output_is_told(recording: Path) -> None:
    code, _, said = shell('"$@" >&-', "show", recording)
    assert (code, said) == (2, "recview: the output cannot be written: Bad file descriptor\n")


def test_a_closed_standard_error_takes_nothing_but_the_words(recording: Path) -> None:
    assert shell('"$@" 2>&-', "show", "missing") == (2, "", "")
    code, told, _ = shell('"$@" 2>&-', "ls", recording)
    assert code == 0
    assert str(recording) in told


@pytest.fixture
def two_trees(tmp_path: Path) -> Path:
    """`old` and `new`, whose recordings differ so much that what is told of them fills no pipe's buffer."""
    for side, word in (("old", "Hello"), ("new", "Goodbye")):
        for number in range(3):
            document = make_document(make_chat_stream([f"{word} "]), test_id=f"tests/test_a.py::test_{number}")
            document["request"]["body"]["messages"] = [
                {"role": "user", "content": f"{word} {line}"} for line in range(1500)
            ]
            write_recording(tmp_path / side / "recordings" / f"{number:012x}.json", document)
    return tmp_path


COMPARING = [
    ["diff", "old/recordings/000000000000.json", "new/recordings/000000000000.json"],
    ["diff", "--json", "old/recordings/000000000000.json", "new/recordings/000000000000.json"],
    ["review", "old", "new"],
    ["review", "--json", "old", "new"],
    ["why", "--json", "old/recordings/000000000000.json", "new"],
    ["check", "--fail-on", "warning", "old"],
]


@pytest.mark.parametrize("command", COMPARING)
@pytest.mark.parametrize("reader", ["true", "head -n 1"])
def test_a_reader_that_leaves_takes_no_verdict_along(command: list[str], reader: str, two_trees: Path) -> None:
    """What `set -o pipefail` would go by."""
    _, _, said = shell(f'("$@"; echo $? >verdict) | {reader}', *command, cwd=two_trees)
    assert (two_trees / "verdict").read_text() == "1\n"
    assert "recview:" not in said
    assert "Broken" not in said


def test_what_was_unreadable_stays_so_where_nobody_reads_on(recording: Path) -> None:
    shell('("$@"; echo $? >verdict) | true', "show", "missing", *([recording.name] * 500), cwd=recording.parent)
    assert (recording.parent / "verdict").read_text() == "2\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&-"])
def test_the_interface_needs_open_streams(closed: str, recording: Path) -> None:
    code, told, said = shell(f'"$@" {closed}', recording)
    assert (code, told) == (2, "")
    assert "recview ls" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [[], ["ls"], ["config"]])
def test_a_working_folder_that_is_gone_is_told(command: list[str], tmp_path: Path) -> None:
    code, told, said = shell('mkdir gone && cd gone && rmdir ../gone && "$@"', *command, cwd=tmp_path)
    assert (code, told) == (2, "")
    assert said == "recview: the working folder is gone: No such file or directory\n"


@pytest.mark.parametrize(
    "environ",
    [
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["latin-1", "ascii", "posix"],
)
def test_what_an_encoding_lacks_is_escaped(environ: dict[str, str], tmp_path: Path) -> None:
    text = "é → 🪐"
    path = write_recording(tmp_path / "recordings" / "d058ce92a083.json", make_document(make_chat_stream([text])))

    def told(*arguments: str) -> str:
        call = [sys.executable, "-m", "recview", *arguments, str(path)]
        done = subprocess.run(call, capture_output=True, env={**os.environ, **environ}, check=True, timeout=60)
        return done.stdout.decode("latin-1")

    assert told("ls").startswith("\\u25cf d058ce92a083")
    assert "\\u2192 \\ud83e\\ude90" in told("show")
    assert json.loads(told("ls", "--json"))["preview"] == text
    assert json.loads(told("show", "--json"))["choices"][0]["content"] == text
