"""What a shell is told when somebody presses tab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def completions(typed: str, folder: Path) -> list[str]:
    """What bash is answered for a line that ends where the cursor is: each `type,text`."""
    words = typed.split(" ")
    environ = {
        **os.environ,
        "_RECVIEW_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    program = "from recview.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environ, cwd=folder, timeout=60, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("recview l", ["file,l", "plain,ls"]),
        ("recview te", ["file,te", "plain,textconv"]),
        ("recview some/fol", ["file,some/fol"]),
        ("recview some/folder oth", ["file,oth"]),
        ("recview ls --js", ["plain,--json"]),
        ("recview ls --sort si", ["plain,size"]),
        ("recview ls tre", ["file,tre"]),
    ],
)
def test_commands_options_and_paths_are_completed(typed: str, expected: list[str], tmp_path: Path) -> None:
    assert completions(typed, tmp_path) == expected
