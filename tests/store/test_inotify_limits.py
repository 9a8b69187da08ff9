"""The limits of the system reached on purpose, by the system: what is watched then is looked at instead."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from at_the_limit import UNAVAILABLE
from factories import make_document, write_recording
from watch_command import watching

TOLD = "watching 3 recordings · 1 test"


def under(kind: str, number: int) -> list[str]:
    """The command that runs another at a limit. Skips the test where there are no user namespaces to be had."""
    command = [sys.executable, str(Path(__file__).parents[1] / "support" / "at_the_limit.py"), kind, str(number)]
    if subprocess.run([*command, "/bin/true"], check=False).returncode == UNAVAILABLE:
        pytest.skip("no user namespace may be made here, and the limits of the user are not for tests to take")
    return command


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in "abc":
        write_recording(tmp_path / name / "recordings" / "1.json")
    return tmp_path


def test_no_more_instances(tree: Path) -> None:
    with watching("--json", tree, told=TOLD, under=under("instances", 4)) as one:
        notice = one.line("stderr")
        assert "so looking every 0.4 s instead" in notice
        assert "Too many open files" in notice
        write_recording(tree / "a" / "recordings" / "1.json", make_document(test_id="t.py::test_new"))
        assert one.document()["change"] == "changed"
        write_recording(tree / "new" / "folder" / "2.json")
        assert one.document()["change"] == "added"
        assert one.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("number", [3, 7])
def test_no_more_watches(tree: Path, number: int) -> None:
    """There are seven folders: they are too many, or just as many as may be until there is one more."""
    with watching("--json", tree, told=TOLD, under=under("watches", number)) as one:
        write_recording(tree / "a" / "recordings" / "1.json", make_document(test_id="t.py::test_new"))
        assert one.document()["change"] == "changed"
        for nth in range(3):
            write_recording(tree / f"new {nth}" / "folder" / "2.json")
        assert [one.document()["change"] for _ in range(3)] == ["added"] * 3
        assert "so looking every 0.4 s instead" in one.line("stderr")
        write_recording(tree / "new 1" / "folder" / "2.json", make_document(test_id="t.py::test_newer"))
        assert one.document()["change"] == "changed"
        assert one.end(signal.SIGTERM) == 0
