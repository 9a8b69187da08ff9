"""What a command must not load, for each of these takes milliseconds: the start is kept light without being timed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording

from recview.cli import command_line, interface
from recview.cli import main as main_module

PROBE = """
import json, sys
given, *sys.argv[1:] = json.loads(sys.argv[1])
for name in given:
    __import__(name)
before = set(sys.modules)
from recview.cli.main import main
try:
    main()
except SystemExit as exit:
    assert exit.code == 0, exit.code
print("LOADED", json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
"""

HEAVY = {
    "asyncio", "bz2", "concurrent", "datetime", "difflib", "email", "hashlib", "http", "ipaddress", "logging", "lzma",
    "multiprocessing", "pathlib", "platformdirs", "random", "rapidfuzz", "rich", "selectors", "shutil", "socket",
    "ssl", "statistics", "subprocess", "tempfile", "textual", "tomllib", "urllib", "watchfiles", "zipfile",
}  # fmt: skip
"""What reading rows and printing documents has no need of."""


def loaded_by(*arguments: str, given: tuple[str, ...] = ()) -> set[str]:
    """The modules that a command loads besides those that are `given`."""
    call = json.dumps([given, *arguments])
    done = subprocess.run([sys.executable, "-c", PROBE, call], capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stderr.rpartition("LOADED ")[2]))


def test_the_version_is_told_without_a_command_line() -> None:
    assert {name for name in loaded_by("--version") if "." in name or name == "recview"} == {
        "recview", "recview.cli", "recview.cli.command_table", "recview.cli.main", "recview.cli.streams",
        "recview.errors",
    }  # fmt: skip
    assert not {"click", "re", "typing"} & loaded_by("--version")


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (["ls", "--json", "--no-cache"], set()),
        (["usage", "--json", "--no-cache"], set()),
        (["show", "--json"], {"hashlib", "urllib", "ipaddress"}),  # for the request's hash
    ],
)
def test_documents_take_little_more_than_click_and_orjson(command: list[str], needed: set[str], tmp_path: Path) -> None:
    recording = tmp_path / "recordings" / "d058ce92a08345.json"
    write_recording(recording, make_document(make_chat_stream(["The planet"])))
    loaded = loaded_by(*command, str(recording), given=("click", "orjson"))
    assert "recview.dialects.openai_chat" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY - needed
    assert not {"recview.store.settings", "recview.store.cache"} & loaded


@pytest.mark.parametrize(
    ("arguments", "is_direct"),
    [
        (["tree"], True),
        (["tree", "tree/a.json"], True),
        (["open", "tree"], False),
        (["ls", "tree"], False),
        (["tree", "--no-cache"], False),
        (["missing"], False),
        (["show"], False),
        ([], True),
    ],
)
def test_paths_alone_are_opened_without_a_command_line(
    arguments: list[str], is_direct: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is called like a command is not opened instead of it."""
    for folder in ("tree", "show"):
        (tmp_path / folder).mkdir()
    (tmp_path / "tree" / "a.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    opened: list[list[str]] = []
    monkeypatch.setattr(interface, "open_interface", lambda roots: opened.append([root.path for root in roots]) or 0)
    monkeypatch.setattr(command_line, "run", lambda arguments: 7)
    assert main_module._answer(arguments) == (0 if is_direct else 7)
    assert opened == ([arguments or ["."]] if is_direct else [])


def test_a_shell_that_asks_for_completions_gets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_RECVIEW_COMPLETE", "bash_complete")
    monkeypatch.setattr(command_line, "run", lambda arguments: 7)
    assert main_module._answer([]) == 7


def test_paths_without_a_terminal_are_complained_of_as_the_command_does(tmp_path: Path) -> None:
    ways = (["-m", "recview", str(tmp_path)], ["-m", "recview", "open", str(tmp_path)])
    answers = [subprocess.run([sys.executable, *way], capture_output=True, text=True, check=False) for way in ways]
    assert {(answer.returncode, answer.stdout, answer.stderr) for answer in answers} == {(2, "", answers[1].stderr)}
    assert "terminal" in answers[0].stderr
