"""The wall around the interface: no command but the interface loads Textual, and every command answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from recview.cli.command_table import COMMANDS
from recview.samples import recordings_path

SAMPLES = recordings_path()
ONE, OTHER = sorted((SAMPLES / "chat" / "recordings").glob("*.json"))[:2]

ARGUMENTS: dict[str, list[str]] = {
    "ls": [str(SAMPLES)],
    "show": [str(ONE)],
    "play": [str(ONE)],
    "diff": [str(ONE), str(OTHER)],
    "review": [str(SAMPLES), str(SAMPLES)],
    "why": [str(ONE), str(SAMPLES)],
    "check": [str(SAMPLES)],
    "usage": [str(SAMPLES)],
    "search": ["planet", str(SAMPLES)],
    "textconv": [str(ONE)],
    "themes": [],
    "keys": [],
    "config": [],
    "completion": ["bash"],
}
"""What each headless command is called with here."""

PROBE = """
import json, sys
sys.argv = ["recview", *json.loads(sys.argv[1])]
from recview.cli.main import main
try:
    main()
except SystemExit as exit:
    loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("textual", "rich"))
    print("\\nLOADED", json.dumps([exit.code, loaded]), file=sys.stderr)
"""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("open", "demo", "watch", "serve")])
def test_a_headless_command_answers_without_the_interface(command: str, tmp_path: Path) -> None:
    call = json.dumps([command, *ARGUMENTS[command]])
    done = subprocess.run(
        [sys.executable, "-c", PROBE, call], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=120
    )
    code, loaded = json.loads(done.stderr.rpartition("LOADED ")[2])
    assert loaded == []
    assert code in (0, 1, 2), done.stderr
    assert done.stdout.strip(), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[str(SAMPLES)], ["demo"], []])
def test_the_interface_without_a_terminal_says_what_to_use_instead(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "recview", *arguments],
        capture_output=True, text=True, cwd=tmp_path, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "recview ls" in done.stderr
    assert done.stdout == ""


def test_an_unknown_path_is_trouble(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "recview", "no-such-folder"], capture_output=True, text=True, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 2
    assert "no-such-folder does not exist" in done.stderr


def test_nothing_is_written_beside_the_recordings() -> None:
    before = {path: path.stat().st_mtime_ns for path in SAMPLES.rglob("*")}
    for command, arguments in ARGUMENTS.items():
        if str(SAMPLES) in arguments and command in COMMANDS:
            subprocess.run([sys.executable, "-m", "recview", command, *arguments], capture_output=True, timeout=120)
    assert {path: path.stat().st_mtime_ns for path in SAMPLES.rglob("*")} == before
