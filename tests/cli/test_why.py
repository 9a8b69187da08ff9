"""`recview why` end to end: hashes, beginnings of them, recordings, bare requests; documents and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from permissions import closed
from rerecords import as_recording, chat, chat_body, chat_document, model_list, write_tree

from recview.analysis.hash_rules import RULES
from recview.analysis.request_hash import compute
from recview.cli.why import command
from recview.errors import RecviewError
from recview.model.json_value import JSON

DECIMALS = next(rule for rule in RULES if rule.name == "decimals")


def _why(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def _document(*arguments: str) -> dict[str, JSON]:
    document = json.loads(_why(*arguments, "--json").output)
    assert isinstance(document, dict)
    return document


def test_a_hash_is_answered_by_the_recording_of_its_name(tmp_path: Path) -> None:
    wanted, near = chat("Hello there", temperature=0.7), chat("Hello there", temperature=0.8)
    write_tree(tmp_path, [wanted, near])
    for text in (wanted.name, wanted.name[:10], f"{wanted.name}.json", f"rec-{wanted.name[:12]}", wanted.name.upper()):
        document = _document(text, str(tmp_path))
        assert document["schema"] == "recview.why/1"
        assert document["kind"] == "hash"
        assert [one["path"] for one in document["answers"]] == [f"{tmp_path}/{wanted.path}"]  # type: ignore
        assert document["hash"]["matches"] is True  # type: ignore
        (relative,) = document["nearest"]  # type: ignore
        assert relative["edits"] == [{"op": "replace", "path": "/temperature", "old": 0.7, "new": 0.8}]
    told = _why(wanted.name, str(tmp_path))
    assert told.return_value == 0
    assert "differs only in `temperature`: 0.7 → 0.8" in told.output


def test_a_recording_is_explained_among_its_neighbours(tmp_path: Path) -> None:
    write_tree(tmp_path, [chat("Hello there"), chat("Hello there", stream_options={"include_usage": True})])
    path = tmp_path / chat("Hello there").path
    document = _document(str(path))
    assert document["kind"] == "recording"
    assert [one["path"] for one in document["answers"]] == [str(path)]  # type: ignore
    assert [edit["path"] for edit in document["nearest"][0]["edits"]] == ["/stream_options"]  # type: ignore


@pytest.mark.parametrize(
    "wrap",
    [
        lambda body: body,
        lambda body: {"body": body, "url": "https://api.example.com/v1/chat/completions", "method": "POST"},
    ],
    ids=["body", "request"],
)
def test_a_request_that_missed_is_told_the_nearest(tmp_path: Path, wrap: object) -> None:
    write_tree(tmp_path / "tree", [chat("Hello there", temperature=0.5, test_id=None)])
    request = tmp_path / "request.json"
    request.write_text(json.dumps(wrap(chat_body("Hello there", temperature=0.25))))  # type: ignore[operator]
    result = _why(str(request), str(tmp_path / "tree"))
    assert result.return_value == 1
    assert "by none of 1 recording" in result.output
    assert "differs only in `temperature`: 0.25 → 0.5" in result.output
    request.write_text(json.dumps(wrap(chat_body("Hello there", temperature=0.5))))  # type: ignore[operator]
    assert _why(str(request), str(tmp_path / "tree")).return_value == 0


def test_a_saved_request_without_a_test_is_compared_whatever_the_test(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    write_tree(tree, [chat("Hello there " * 300, temperature=0.5)])
    request = tmp_path / "request.json"
    document = chat_document(chat_body("Hello there " * 300, temperature=0.25), test_id=None)["request"]
    request.write_text(json.dumps({"request": document}))
    told = _why(str(request), str(tree)).output
    assert "differs only in `temperature`: 0.25 → 0.5" in told
    assert "  99%  " in told
    assert "100%" not in told


def test_a_hash_that_only_an_older_name_stands_for(tmp_path: Path) -> None:
    document = chat_document(chat_body("score: 0.123456789"))
    anonymous = as_recording(document)
    old_name = compute(anonymous.request, anonymous.test_id, DECIMALS)
    write_tree(tmp_path, [as_recording(document, f"recordings/{old_name}.json")])
    current = compute(anonymous.request, anonymous.test_id)
    assert current is not None
    result = _why(current, str(tmp_path))
    assert result.return_value == 1
    assert "this file keeps the name of the decimals rule" in result.output


@pytest.mark.parametrize(
    ("name", "told"),
    [("my-own", "this file's name is no hash"), ("ab" * 32, "no known rule gives this file's name")],
)
def test_a_hash_whose_recording_bears_another_name(name: str, told: str, tmp_path: Path) -> None:
    asked = chat("Hello there")
    write_tree(tmp_path, [as_recording(chat_document(chat_body("Hello there")), f"recordings/{name}.json")])
    result = _why(asked.name, str(tmp_path))
    assert result.return_value == 1
    assert f"what the recorder asks for today; {told}\n" in result.output


def test_a_beginning_of_several_names_lists_them(tmp_path: Path) -> None:
    recordings = [
        as_recording(chat_document(chat_body(str(at))), f"recordings/abcd{at}{'0' * 59}.json") for at in (1, 2)
    ]
    write_tree(tmp_path, recordings)
    result = _why("abcd", str(tmp_path))
    assert "the beginning of 2 names" in result.output
    assert all(recording.path in result.output for recording in recordings)


def test_a_whole_name_is_no_beginning_of_others(tmp_path: Path) -> None:
    lists = [model_list("a"), model_list("b")]
    write_tree(tmp_path, lists)
    assert lists[0].name[:71] == lists[1].name[:71]
    result = _why(lists[0].name, str(tmp_path))
    assert result.return_value == 0
    assert "matches the current rule" in result.output
    assert lists[1].path in result.output.partition("nearest")[2]
    assert "the beginning of 2 names" in _why(lists[0].name[7:30], str(tmp_path)).output


def test_a_model_list_hashed_with_its_test_is_told_that_edit(tmp_path: Path) -> None:
    url = "https://api.example.com/v1/v1/models"
    lists = [model_list("a", test_id=f"tests/t.py::test_{each}", url=url) for each in ("one", "two")]
    write_tree(tmp_path, lists)
    told = _why(str(tmp_path / lists[0].path)).output
    assert "matches the current rule" in told
    assert "differs only in `test_id`" in told


def test_what_nobody_knows_is_said(tmp_path: Path) -> None:
    write_tree(tmp_path, [chat("Hello")])
    result = _why("0123456789ab", str(tmp_path))
    assert result.return_value == 1
    assert "none of 1 recording" in result.output
    assert "recview ls --filter test:NAME" in result.output
    assert _document("0123456789ab", str(tmp_path))["request"] is None


def test_a_suspect_name_is_called_so(tmp_path: Path) -> None:
    write_tree(tmp_path, [as_recording(chat_document(chat_body("Hi")), f"recordings/{'0' * 64}.json")])
    result = _why(str(tmp_path / "recordings" / f"{'0' * 64}.json"))
    assert "suspect: no known rule gives this name" in result.output
    assert result.return_value == 1


def test_recorded_text_is_harmless(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07"
    write_tree(tmp_path, [chat("Hello", user=evil), chat("Hello", user="me")])
    for recording in (chat("Hello", user=evil), chat("Hello", user="me")):
        result = _why(recording.name, str(tmp_path))
        assert "\x1b" not in result.output
        assert "\x07" not in result.output


@pytest.mark.parametrize("text", ["nowhere.json", "xyz", "ab", ""])
def test_neither_file_nor_hash(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecviewError, match="neither a file nor a hash"):
        _why(text, str(tmp_path))


def test_a_file_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(RecviewError, match=r"broken\.json"):
        _why(str(tmp_path / "broken.json"), str(tmp_path))


def test_what_cannot_be_looked_through_is_told_at_the_end(tmp_path: Path) -> None:
    wanted = chat("Hello there", folder="a/recordings")
    write_tree(tmp_path, [wanted])
    broken = tmp_path / "a" / "recordings" / "broken.json"
    broken.write_text('{"request": {')
    (tmp_path / "package.json").write_text("{")
    result = _why(wanted.name, str(tmp_path))
    assert "answered" in result.stdout
    assert result.stderr == f"recview: {broken}: the JSON ends too early (line 1, column 14)\n"
    assert result.return_value == 2
    broken.unlink()
    folder = tmp_path / "b"
    folder.mkdir()
    with closed(folder):
        result = _why(wanted.name, str(tmp_path))
    assert result.stderr == f"recview: {folder}: cannot be entered: Permission denied\n"
    assert result.return_value == 2


def test_a_bare_request_among_the_recordings_is_no_trouble(tmp_path: Path) -> None:
    write_tree(tmp_path, [chat("Hello there", test_id=None)])
    request = tmp_path / "recordings" / "request.json"
    request.write_text(json.dumps(chat_body("Hello there")))
    result = _why(str(request), str(tmp_path))
    assert (result.return_value, result.stderr) == (0, "")
