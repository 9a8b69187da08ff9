"""What a review is asked to pass over counts for nothing, and is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from reviews import TESTS, write_sides

from recview.cli.review import command
from recview.errors import RecviewError

STREAMING = "/stream_options"
ANSWER = "/choices/*/content"


@pytest.fixture
def sides(tmp_path: Path) -> list[str]:
    """Five pairs with a key more; the last test also answers otherwise, and says that again in its second call."""
    return [str(side) for side in write_sides(tmp_path)]


def _run(sides: list[str], *ignore: str, options: tuple[str, ...] = ()) -> Result:
    given = [word for path in ignore for word in ("--ignore", path)]
    result = CliRunner().invoke(command, [*sides, *given, *options], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def _document(sides: list[str], *ignore: str) -> Any:
    return json.loads(_run(sides, *ignore, options=("--json",)).output)


def test_pairs_with_no_other_difference_are_none(sides: list[str]) -> None:
    document = _document(sides, STREAMING)
    assert document["ignored"] == {"paths": [STREAMING], "changes": 5, "pairs": 3}
    assert document["counts"]["pairs"] == 2
    assert [pair["test_id"] for pair in document["pairs"]] == [TESTS[3], TESTS[3]]
    told = [[change["path"] for change in signature["changes"]] for signature in document["signatures"]]
    assert told == [[], ["/messages/*/content"]]
    assert [signature["pairs"] for signature in document["signatures"]] == [1, 1]
    assert {change["noise"] for pair in document["pairs"] for change in pair["request_changes"]} == {None, "ignored"}


def test_a_verdict_without_what_is_passed_over_is_the_same(sides: list[str]) -> None:
    first = _document(sides, ANSWER)
    assert first["signatures"][0]["verdict"]["text"] == {"same": 4}
    assert _run(sides, ANSWER, options=("--fail-on", "text")).return_value == 0
    assert _run(sides, options=("--fail-on", "text")).return_value == 1


def test_what_follows_from_an_answer_that_is_passed_over_still_does(sides: list[str]) -> None:
    (pair,) = _document(sides, STREAMING, ANSWER)["pairs"]
    assert pair["knock_on"]


def test_where_nothing_else_differs_the_exit_code_is_0(tmp_path: Path) -> None:
    old, new = write_sides(tmp_path)
    (new / "recordings" / "ignored").mkdir()
    for folder, kind in ((new, "test_new"), (old, "test_gone")):
        for path in folder.rglob("*.json"):
            if kind in path.read_text():
                path.unlink()
    sides = [str(old), str(new)]
    assert _run(sides, STREAMING).return_value == 1
    assert _run(sides, STREAMING, ANSWER, "/messages").return_value == 0


def test_the_page_and_markdown_say_how_much(sides: list[str]) -> None:
    said = "passed over at /stream_options: 5 changes; 3 pairs with no other difference"
    assert said in _run(sides, STREAMING).output.splitlines()
    assert f"\n`{said}`\n" in _run(sides, STREAMING, options=("--markdown",)).output
    assert "passed over at /nowhere: nothing" in _run(sides, "/nowhere").output
    assert "passed over" not in _run(sides).output


def test_the_setting_does_the_same(sides: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECVIEW_IGNORE", STREAMING)
    document = _document(sides, ANSWER)
    assert document["ignored"] == {"paths": [STREAMING, ANSWER], "changes": 6, "pairs": 4}


def test_the_setting_is_that_of_the_folder_and_can_be_set_to_nothing(
    sides: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pyproject.toml").write_text('[tool.recview]\nignore = ["/**"]\n')
    there = ("-C", str(elsewhere), "--fail-on", "text")
    assert _run(sides, options=there).return_value == 0
    assert _run(sides, options=there[2:]).return_value == 1
    monkeypatch.setenv("RECVIEW_IGNORE", "")
    assert _run(sides, options=there).return_value == 1


def test_what_is_no_path_is_refused(sides: list[str]) -> None:
    with pytest.raises(RecviewError, match="not a path to ignore"):
        _run(sides, "stream_options")
