"""The README says what is there: its tables are those of the code, its pictures and commands exist."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from readme_sections import README, filled

from recview.cli.command_table import COMMANDS

ROOT = README.parent


def test_its_tables_are_those_of_the_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "python tests/support/readme_sections.py writes them"


def test_the_commands_that_it_says_print_documents_do() -> None:
    (sentence,) = re.findall(r"\n(`ls`[^.]*) take `--json`", README.read_text(encoding="utf-8"))
    commands = {name: importlib.import_module(module).command for name, module in COMMANDS.items()}
    printing = [name for name, command in commands.items() if any(one.name == "as_json" for one in command.params)]
    assert re.findall("`([a-z]+)`", sentence) == printing


def test_its_pictures_exist() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_its_two_command_lines_do_all_the_set_up() -> None:
    lines = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("recview demo")
    assert "pytest" in lines[1]


def test_ci_calls_the_test_command_of_the_readme() -> None:
    assert "README.md" in Path(ROOT / ".ci" / "run").read_text(encoding="utf-8")
