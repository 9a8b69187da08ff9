"""A word that is none, a folder where a file should be: what was meant is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from recview.cli.command_line import run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lss", "recordings"], "Did you mean `recview ls`?"),
        (["reveiw"], "Did you mean `recview review`?"),
        (["show", "."], "`recview ls .` lists what lies in a folder."),
        (["diff", ".", "."], "`recview review OLD NEW` compares folders."),
    ],
)
def test_what_was_meant_is_said(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_every_line_of_the_list_of_commands_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["--help"]) == 0
    assert "..." not in capsys.readouterr().out
