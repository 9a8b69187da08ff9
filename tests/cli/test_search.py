from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from factories import make_chat_completion, make_chat_stream, make_document, write_recording

from recview.cli.search import command

ASKED: dict[str, Any] = {"messages": [{"role": "system", "content": "Be brief."}, {"content": "Which planet? Saturn?"}]}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A stream that says Saturn in two chunks, and a plain answer whose request says it."""
    stream = make_chat_stream(["The planet is Sat", "urn."])
    write_recording(tmp_path / "recordings" / "a.json", make_document(stream, test_id="t.py::test_a"))
    answer = make_document(make_chat_completion("It is a gas giant"), test_id=None, request_body=ASKED)
    write_recording(tmp_path / "recordings" / "b.json", answer)
    return tmp_path


def search(*arguments: object) -> Result:
    shown = [*map(str, arguments), "--no-cache"]
    return CliRunner().invoke(command, shown, standalone_mode=False, catch_exceptions=False)


def hits(*arguments: object) -> list[tuple[str, str, str | None, int]]:
    documents = [json.loads(line) for line in search(*arguments, "--json").stdout.splitlines()]
    assert all(document["schema"] == "recview.hit/1" for document in documents)
    return [(Path(one["path"]).stem, one["part"], one["pointer"], one["offset"]) for one in documents]


def test_outputs_are_searched_as_they_were_put_together(tree: Path) -> None:
    assert hits("saturn.", tree) == [("a", "output", None, 14)]


def test_a_filter_by_age_goes_by_the_clock(tree: Path) -> None:
    os.utime(tree / "recordings" / "a.json", ns=(0, 10**18))
    assert hits("saturn", tree, "--filter", "changed:5m") == [("b", "request", "/messages/1/content", 14)]


def test_requests_are_searched_too(tree: Path) -> None:
    assert hits("saturn", tree) == [("a", "output", None, 14), ("b", "request", "/messages/1/content", 14)]
    assert hits("gas giant", tree) == [("b", "output", None, 8)]


def test_what_is_only_in_chunks_or_keys_is_not_found(tree: Path) -> None:
    assert hits("openai.types", tree) == hits("is_streaming", tree) == hits("messages", tree) == []
    assert search("openai.types", tree).return_value == 0


def test_capitals_make_case_count(tree: Path) -> None:
    assert hits("SATURN", tree) == []
    assert len(hits("Saturn", tree)) == 2


def test_a_filter_and_a_limit(tree: Path) -> None:
    assert hits("saturn", tree, "--filter", "stream:no") == [("b", "request", "/messages/1/content", 14)]
    assert hits("saturn", tree, "--limit", "1") == [("a", "output", None, 14)]


def test_lines_for_people(tree: Path) -> None:
    assert search("saturn", tree).stdout.splitlines() == [
        str(tree / "recordings" / "a.json"),
        "  t.py::test_a",
        "  output: The planet is Saturn.",
        str(tree / "recordings" / "b.json"),
        "  request /messages/1/content: Which planet? Saturn?",
    ]


def test_excerpts_are_cut_and_further_hits_counted(tmp_path: Path) -> None:
    text = f"{'x' * 99} here {'y' * 99} here"
    write_recording(tmp_path / "recordings" / "a.json", make_document(make_chat_completion(text), test_id=None))
    _, line = search("here", tmp_path).stdout.splitlines()
    assert line == f"  output: …{'x' * 39} here {'y' * 39}… (and 1 more)"


def test_recorded_text_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    answer = make_document(make_chat_completion("say \x1b[31m\nred"), test_id="\x1b[2J")
    write_recording(tmp_path / "recordings" / "a.json", answer)
    assert "\x1b" not in search("red", tmp_path).stdout
    assert len(search("red", tmp_path).stdout.splitlines()) == 3


def test_an_unreadable_file_is_told(tree: Path) -> None:
    (tree / "recordings" / "c.json").write_text("{")
    result = search("saturn", tree)
    assert result.return_value == 2
    assert "c.json" in result.stderr
    assert "a.json" in result.stdout


def test_an_empty_text_is_refused(tree: Path) -> None:
    with pytest.raises(click.BadParameter):
        search("", tree)


def test_how_much_was_found_in_how_much_is_told(tree: Path) -> None:
    assert search("nosuchtext", tree).stderr == "0 hits in 2 recordings\n"
    assert search("saturn", tree, "--filter", "stream:no").stderr == "1 hit in 1 recording\n"
    assert search("saturn", tree, "--limit", "1").stderr == "1 hit; there may be more, --limit ends here\n"
    assert search("nosuchtext", tree, "--json").stderr == ""
    assert search("nosuchtext", tree).return_value == 0
