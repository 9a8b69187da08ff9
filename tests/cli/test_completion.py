"""What a shell is told when somebody presses tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from recview.cli.command_line import recview


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


TAKING_PATHS = ("check", "diff", "play", "review", "serve", "show", "textconv", "usage", "watch", "why")


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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *((f"recview {command} tre", ["file,tre"]) for command in TAKING_PATHS),
        ("recview diff a.json tre", ["file,tre"]),
        ("recview review old tre", ["file,tre"]),
        ("recview search text tre", ["file,tre"]),
        ("recview review -C tre", ["dir,tre"]),
        ("recview --th", ["plain,--theme"]),
        ("recview -", [f"plain,{option}" for option in ("--theme", "--no-cache", "--help", "-h", "--version")]),
        ("recview --theme pa", ["plain,paper"]),
        ("recview demo --theme pa", ["plain,paper"]),
        ("recview usage --by mo", ["plain,model"]),
        ("recview check --fail-on no", ["plain,note"]),
        ("recview review --fail-on to", ["plain,tool-calls"]),
        ("recview review --fail-on unpaired,un", ["plain,unpaired,unreadable", "plain,unpaired,undecided"]),
        ("recview review --fail-on text,te", []),
    ],
)
def test_every_argument_is_completed(typed: str, expected: list[str]) -> None:
    words = typed.split(" ")
    bash = BashComplete(recview, {}, "recview", "_RECVIEW_COMPLETE")
    assert [bash.format_completion(item) for item in bash.get_completions(words[1:-1], words[-1])] == expected


def test_bash_is_offered_files_beside_the_commands_that_begin_alike(tmp_path: Path) -> None:
    for folder in ("tests", "te xt", "other"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text.json").touch()
    assert completions("recview te", tmp_path) == ["file,te", "plain,textconv", "plain,tests/", "plain,text.json"]
    assert "plain,tests/" not in completions("recview ", tmp_path), "all that lies there would bury the commands"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_files_by_itself_where_nothing_else_is_known() -> None:
    script = subprocess.run([sys.executable, "-m", "recview", "completion", "bash"], capture_output=True, check=True)
    call = ["bash", "--norc", "-c", 'eval "$(cat)"; complete -p recview']
    told = subprocess.run(call, input=script.stdout, capture_output=True, check=True).stdout.decode()
    assert {"bashdefault", "default"} <= set(told.split())


def test_fish_takes_a_list_with_commas_as_one_word() -> None:
    call = [sys.executable, "-m", "recview", "completion", "fish"]
    assert 'string split --max 1 ","' in subprocess.run(call, capture_output=True, text=True, check=True).stdout
