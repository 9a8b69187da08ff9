"""What a command must not load, for each of these takes milliseconds: the start is kept light without being timed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording

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
        "recview", "recview.cli", "recview.cli.closed_pipe", "recview.cli.main",
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
