from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import make_chat_completion, make_chat_usage, make_document, make_request_document, write_recording

from recview.cli.usage import command


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two calls of one test, the second without usage, and one of another with another model."""

    def write(name: str, test_id: str | None, model: str, usage: dict[str, Any] | None) -> None:
        answer = make_chat_completion("Hi", usage=usage)
        document = make_document(answer, test_id=test_id, request=make_request_document(model=model))
        write_recording(tmp_path / name, document)

    write("x/recordings/1.json", "t.py::one", "small", make_chat_usage(1000, 234))
    write("x/recordings/2.json", "t.py::one", "small", None)
    write("y/recordings/3.json", None, "large", make_chat_usage(10, 5, prompt_tokens_details={"cached_tokens": 7}))
    return tmp_path


def usage(*arguments: object) -> Result:
    shown = [*map(str, arguments), "--no-cache"]
    return CliRunner().invoke(command, shown, standalone_mode=False, catch_exceptions=False)


def sums(*arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in usage(*arguments, "--json").stdout.splitlines()]


def test_one_sum_of_all(tree: Path) -> None:
    assert sums(tree) == [
        {
            "schema": "recview.usage/1",
            "by": None,
            "name": None,
            "calls": 3,
            "without_usage": 1,
            "input_tokens": 1010,
            "output_tokens": 239,
            "cached_tokens": 7,
            "reasoning_tokens": None,
            "total_tokens": 1249,
        }
    ]


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("test", [("t.py::one", 2, 1, 1234), (None, 1, 0, 15)]),
        ("model", [("large", 1, 0, 15), ("small", 2, 1, 1234)]),
        ("endpoint", [("/v1/chat/completions", 3, 1, 1249)]),
    ],
)
def test_a_sum_of_each(tree: Path, by: str, told: list[tuple[str | None, int, int, int]]) -> None:
    documents = sums(tree, "--by", by)
    assert [(one["name"], one["calls"], one["without_usage"], one["total_tokens"]) for one in documents] == told
    assert {one["by"] for one in documents} == {by}


def test_a_sum_of_each_directory(tree: Path) -> None:
    names = [one["name"] for one in sums(tree, "--by", "directory")]
    assert names == [str(tree / "x" / "recordings"), str(tree / "y" / "recordings")]


def test_what_no_call_tells_is_unknown_and_not_zero(tree: Path) -> None:
    (told,) = sums(tree, "--filter", "usage:none")
    assert (told["calls"], told["without_usage"], told["input_tokens"], told["total_tokens"]) == (1, 1, None, None)


def test_a_table_for_people(tree: Path) -> None:
    result = usage(tree, "--by", "model")
    assert result.stdout.splitlines() == [
        "input  output  total  cached  reasoning  calls  without usage",
        "   10       5     15       7          –      1              0  large",
        "1,000     234  1,234       –          –      2              1  small",
        "1,010     239  1,249       7          –      3              1  all",
    ]


def test_an_unreadable_file_is_told_and_not_counted(tree: Path) -> None:
    (tree / "x" / "recordings" / "4.json").write_text("{")
    result = usage(tree, "--json")
    assert result.return_value == 2
    assert "4.json" in result.stderr
    assert json.loads(result.stdout)["calls"] == 3
