from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from corpus import CORPUS, needs_corpus
from factories import make_chat_completion, make_chat_stream, make_chat_usage, make_document, write_recording

from recview.cli.ls import command
from recview.errors import RecviewError
from recview.store.cache import CACHE_VARIABLE

TEST_ID = "tests/chat/test_chat.py::test_planet[txt=openai/gpt-4o]"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the index cache goes, far from the user's own."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stream with usage and a plain answer without; the working directory is their parent's parent."""
    monkeypatch.chdir(tmp_path)
    recordings = tmp_path / "tree" / "recordings"
    stream = make_chat_stream(["The planet ", "is Saturn"], usage=make_chat_usage(20, 9))
    write_recording(recordings / "d058ce92a08345.json", make_document(stream, test_id=TEST_ID))
    write_recording(recordings / "fa56e1d2ab.json", make_document(make_chat_completion("Rain"), test_id=None))
    return tmp_path / "tree"


def ls(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False, catch_exceptions=False)


def documents(*arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ls(*arguments, "--json").stdout.splitlines()]


def names(*arguments: object) -> list[str]:
    return [Path(document["path"]).name[:4] for document in documents(*arguments)]


def test_a_cache_that_the_settings_do_not_want_is_not_kept(
    tree: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECVIEW_CACHE", "false")
    assert len(documents("tree")) == 2
    assert not cache.exists()
    monkeypatch.delenv("RECVIEW_CACHE")
    (tree / "pyproject.toml").write_text("[tool.recview]\ncache = false\n")
    monkeypatch.chdir(tree)
    assert len(documents(".")) == 2
    assert not cache.exists()
    (tree / "pyproject.toml").unlink()
    assert len(documents(".")) == 2
    assert cache.exists()


def test_a_document_for_each_recording(tree: Path) -> None:
    first, second = documents("tree")
    stat = (tree / "recordings" / "d058ce92a08345.json").stat()
    assert first == {
        "schema": "recview.row/1",
        "path": "tree/recordings/d058ce92a08345.json",
        "test_id": TEST_ID,
        "method": "POST",
        "url": "https://api.openai.com/v1/v1/chat/completions",
        "endpoint": "/v1/chat/completions",
        "model": "gpt-4o",
        "dialect": "openai.chat",
        "streaming": True,
        "chunk_count": 5,
        "finish_reasons": ["stop"],
        "usage": {
            "input_tokens": 20,
            "output_tokens": 9,
            "total_tokens": 29,
            "cached_tokens": None,
            "reasoning_tokens": None,
            "raw": {"completion_tokens": 9, "prompt_tokens": 20, "total_tokens": 29},
        },
        "error": False,
        "preview": "The planet is Saturn",
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
    }
    assert list(first) == list(second)
    assert (second["test_id"], second["usage"], second["streaming"], second["chunk_count"]) == (None, None, False, 0)


@pytest.mark.usefixtures("tree")
def test_lines_for_people() -> None:
    result = ls("tree")
    assert result.return_value == 0
    assert result.stdout.splitlines() == [
        f"● d058ce92a083      5      29t stop       gpt-4o                 {TEST_ID}"
        "  tree/recordings/d058ce92a08345.json",
        "○ fa56e1d2ab        –        – stop       gpt-4o                 –  tree/recordings/fa56e1d2ab.json",
    ]
    assert result.stderr == "2 recordings · 1 test\n"
    assert ls("tree", "--filter", "saturn").stderr == "1 of 2 recordings · 1 test\n"


def test_other_json_is_counted(tree: Path) -> None:
    (tree / "package.json").write_text("{}")
    assert ls("tree").stderr == "2 recordings · 1 test · 1 other JSON file passed over\n"


@pytest.mark.usefixtures("tree")
def test_filters_and_orders() -> None:
    assert names("tree", "--filter", "saturn") == ["d058"]
    assert names("tree", "--filter", "usage:none") == ["fa56"]
    assert names("tree", "--filter", "nothing") == []
    assert names("tree") == names("tree", "--sort", "path") == ["d058", "fa56"]
    assert names("tree", "--sort", "size") == ["d058", "fa56"]
    assert names("tree", "--sort", "test") == ["d058", "fa56"]
    result = CliRunner().invoke(command, ["tree", "--filter", "modle:x"])
    assert result.exit_code == 2
    assert "did you mean model:" in result.stderr


def test_an_unreadable_file_is_told_and_the_rest_goes_on(tree: Path) -> None:
    (tree / "recordings" / "e.json").write_text('{"request": ')
    result = ls("tree")
    assert result.return_value == 2
    assert "tree/recordings/e.json: the JSON ends too early" in result.stderr
    assert [line[:1] for line in result.stdout.splitlines()] == ["●", "✗", "○"]
    told = documents("tree")[1]
    assert (told["path"], told["size"]) == ("tree/recordings/e.json", 12)
    assert told["error"].startswith("the JSON ends too early")
    assert ls("tree", "--json").stderr == ""
    assert ls("tree", "--json", "--filter", "saturn").return_value == 2
    assert "e.json" in ls("tree", "--json", "--filter", "saturn").stderr


@pytest.mark.usefixtures("tree")
def test_a_missing_path_is_an_error() -> None:
    with pytest.raises(RecviewError, match="nowhere does not exist"):
        ls("tree", "nowhere")


def test_without_a_path_the_environment_or_the_working_directory(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OGX_TEST_RECORDING_DIR", raising=False)
    monkeypatch.delenv("LLAMA_STACK_TEST_RECORDING_DIR", raising=False)
    assert [document["path"][:17] for document in documents()] == ["./tree/recordings", "./tree/recordings"]
    monkeypatch.setenv("LLAMA_STACK_TEST_RECORDING_DIR", str(tree / "recordings"))
    assert [Path(document["path"]).parent for document in documents()] == [tree / "recordings"] * 2


def test_the_cache_changes_nothing(tree: Path, cache: Path) -> None:
    for path in tree.rglob("*.json"):
        os.utime(path, ns=(0, 10**18))
    cold = ls("tree", "--json").stdout
    assert len(list(cache.iterdir())) == 1
    assert ls("tree", "--json").stdout == cold == ls("tree", "--json", "--no-cache").stdout


def test_without_cache_none_is_made(tree: Path, cache: Path) -> None:
    assert ls(tree, "--no-cache").return_value == 0
    assert not cache.exists()


def test_recorded_text_cannot_speak_to_the_terminal(tree: Path) -> None:
    write_recording(tree / "recordings" / "f.json", make_document(test_id="\x1b]0;title\x07\nnext\u202e"))
    result = ls("tree")
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)
    assert len(result.stdout.splitlines()) == 3
    assert "\\u001b]0;title\\u0007" in ls("tree", "--json").stdout
    assert documents("tree")[1]["test_id"] == "\x1b]0;title\x07\nnext\u202e"


def test_colours_only_where_they_are_wanted(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in ls(tree).stdout
    assert "\x1b" in CliRunner().invoke(command, [str(tree), "--color", "always"], color=True).stdout


def test_nothing_of_the_interface_is_loaded(tree: Path) -> None:
    program = (
        "import sys; from recview.cli.command_line import recview\n"
        f"recview.main(['ls', '--json', {str(tree)!r}], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('textual', 'rich', 'watchfiles')])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@needs_corpus
def test_every_real_recording_is_a_row() -> None:
    rows = documents(CORPUS / "llama-stack-2025-08")
    assert len(rows) == len(list((CORPUS / "llama-stack-2025-08").rglob("*.json")))
    assert {row["schema"] for row in rows} == {"recview.row/1"}
    assert "unknown" not in {row["dialect"] for row in rows}
