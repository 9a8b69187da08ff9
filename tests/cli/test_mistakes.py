"""A word that is none, a folder where a file should be: what was meant is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recview.cli.command_line import run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lss", "recordings"], "Did you mean `recview ls`?"),
        (["reveiw"], "Did you mean `recview review`?"),
        (["show", "."], "`recview ls .` lists what lies in a folder."),
        (["play", "."], "`recview ls .` lists what lies in a folder."),
        (["diff", ".", "."], "`recview review OLD NEW` compares folders."),
        (["diff", ".", "missing"], "`recview review OLD NEW` compares folders."),
        (["show", "request.json"], "Is it a request? `recview why request.json` explains one."),
        (["play", "request.json"], "Is it a request? `recview why request.json` explains one."),
    ],
)
def test_what_was_meant_is_said(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "request.json").write_text('{"url": "https://example.com", "body": {}}')
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_every_line_of_the_list_of_commands_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["--help"]) == 0
    assert "..." not in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--nope"], ["-x"], [".", "--nope"], ["--theme", "paper", "--nope"]])
def test_a_wrong_option_is_told_with_the_public_help(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("Usage: recview [OPTIONS] [PATH…] | COMMAND [ARGS]…\nTry 'recview --help' for help.\n")
    assert f"No such option '{arguments[-1]}'" in said


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], [".", "--help"], [".", "-h"], ["help"], ["--theme", "paper", "--help"]]
)
def test_the_public_help_has_the_options_of_paths(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    told = capsys.readouterr().out
    assert told.startswith("Usage: recview [OPTIONS] [PATH…]")
    assert "\n  [PATH…]" not in told
    assert all(f"\n  {option} " in told for option in ("--theme", "--no-cache", "--version", "-h, --help"))


@pytest.mark.parametrize("arguments", [["ls", "--help"], ["ls", "-h"], ["help", "ls"]])
def test_every_way_to_a_commands_help(arguments: list[str]) -> None:
    call = [sys.executable, "-m", "recview", *arguments]  # a command that was once called by itself knows --help only
    told = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert told.startswith("Usage: recview ls [OPTIONS] [PATH…]")
    assert "-h, --help" in told


def test_help_on_what_is_no_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "reveiw"]) == 2
    assert "there is no command reveiw. Did you mean `recview review`?" in capsys.readouterr().err


def test_a_folder_called_help_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "help").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["help"]) == 2
    assert "the interface needs a terminal" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "usage"),
    [
        (["--theme"], "recview [OPTIONS] [PATH…] | COMMAND [ARGS]…"),
        ([".", "--theme"], "recview [OPTIONS] [PATH…] | COMMAND [ARGS]…"),
        (["ls", "--sort"], "recview ls [OPTIONS] [PATH…]"),
    ],
)
def test_an_option_without_its_value_is_told_with_the_usage(
    arguments: list[str], usage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"Usage: {usage}\n")
    assert f"'{arguments[-1]}' requires an argument" in said


def test_what_is_wrong_with_both_sides_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other").mkdir()
    assert run(["diff", str(tmp_path), str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert run(["diff", str(tmp_path), str(tmp_path / "other")]) == 2
    assert capsys.readouterr().err.count("compares folders") == 1
