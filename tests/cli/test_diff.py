"""`recview diff` end to end: exit codes, the document, the page, and real git calling it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import make_chat_stream, make_chat_usage, make_document, write_recording
from json_patches import apply_patch

from recview.cli.diff import command
from recview.errors import RecviewError

_BODY: dict[str, Any] = {
    "model": "gpt-4o",
    "messages": [
        {"role": "system", "content": "You answer in one short sentence.\nYou never guess."},
        {"role": "user", "content": "Which planet has rings?"},
    ],
    "stream": True,
}


def _recording(folder: Path, name: str, texts: tuple[str, ...] = ("Saturn ", "has rings."), **body: Any) -> str:
    calls = body.pop("tool_calls", ())
    usage = body.pop("usage", None)
    stream = make_chat_stream(texts, usage=usage, tool_calls=calls)
    return str(write_recording(folder / f"{name}.json", make_document(stream, request_body=_BODY | body)))


def _diff(*arguments: str) -> Result:
    result = CliRunner().invoke(command, [*arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


# ---- exit codes and the document -------------------------------------------------------------------------------


def test_the_same_is_0(tmp_path: Path) -> None:
    result = _diff(_recording(tmp_path, "a"), _recording(tmp_path, "b"))
    assert result.return_value == 0
    assert "request =   text =   tool calls =   finish =   usage =" in result.output
    assert "@@" not in result.output


def test_a_key_more_and_usage_is_1_and_told_in_the_document(tmp_path: Path) -> None:
    old = _recording(tmp_path, "a")
    new = _recording(tmp_path, "b", stream_options={"include_usage": True}, usage=make_chat_usage())
    result = _diff(old, new, "--json")
    assert result.return_value == 1
    document = json.loads(result.output)
    assert list(document) == ["schema", "a", "b", "request", "response"]
    assert (document["schema"], document["a"], document["b"]) == ("recview.diff/1", old, new)
    assert document["request"]["changes"] == [
        {
            "op": "add", "path": "/stream_options", "old": None, "new": {"include_usage": True},
            "hashed": True, "noise": None,
        }
    ]  # fmt: skip
    before, after = (json.loads(Path(path).read_text())["request"]["body"] for path in (old, new))
    assert apply_patch(before, document["request"]["patch"]) == after
    assert document["response"] == {
        "text": "same", "tool_calls": "same", "finish_reason": "same", "usage": "added", "error": "same",
        "bookkeeping": 0,
    }  # fmt: skip


def test_noise_alone_is_the_same_unless_it_is_asked_for(tmp_path: Path) -> None:
    answered = [*_BODY["messages"], {"role": "tool", "tool_call_id": "call_gefseirj", "content": "yes"}]
    again = [*_BODY["messages"], {"role": "tool", "tool_call_id": "call_8rf1aax7", "content": "yes"}]
    sides = (
        _recording(tmp_path, "a", messages=answered, tool_calls=[("call_gefseirj", "look", ["{}"])]),
        _recording(tmp_path, "b", messages=again, tool_calls=[("call_8rf1aax7", "look", ["{ }"])]),
    )
    result = _diff(*sides)
    assert result.return_value == 0
    assert "noise hidden in the request: 1 ids" in result.output
    shown = _diff(*sides, "--all-noise")
    assert shown.return_value == 1
    assert '-      "tool_call_id": "[-call_gefseirj-]",' in shown.output
    (change,) = json.loads(_diff(*sides, "--json").output)["request"]["changes"]
    assert change["noise"] == "ids"


def test_a_text_that_differs_in_an_id_is_another_text(tmp_path: Path) -> None:
    first, second = ("6a2838f48611448e84361f6b005972c8", "9a997160dd604f7cb6fef981cd0f9f22")
    sides = (
        _recording(tmp_path, "a", (f"See <|file-{first}|>.",)),
        _recording(tmp_path, "b", (f"See <|file-{second}|>.",)),
    )
    result = _diff(*sides)
    assert result.return_value == 1
    assert "text ~" in result.output
    assert "noise hidden in the response: 1 ids" in result.output
    assert json.loads(_diff(*sides, "--json").output)["response"]["text"] == "changed"
    assert _diff(*sides, "--part", "request").return_value == 0


def test_ignored_paths_do_not_count(tmp_path: Path) -> None:
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", temperature=0.5, seed=1)
    assert _diff(old, new, "--ignore", "/temperature").return_value == 1
    result = _diff(old, new, "--ignore", "/temperature", "--ignore", "/seed")
    assert result.return_value == 0
    assert "noise hidden in the request: 2 ignored" in result.output
    with pytest.raises(RecviewError, match="not a path to ignore"):
        _diff(old, new, "--ignore", "temperature")


def test_an_ignored_part_of_the_response_is_not_told_to_differ(tmp_path: Path) -> None:
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", usage=make_chat_usage())
    result = _diff(old, new, "--ignore", "/usage")
    assert result.return_value == 0
    assert "usage =" in result.output
    document = json.loads(_diff(old, new, "--ignore", "/usage", "--json").output)
    assert document["response"]["usage"] == "same"


def test_only_the_part_asked_for_counts(tmp_path: Path) -> None:
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", ("Jupiter has rings.",))
    assert _diff(old, new, "--part", "request").return_value == 0
    assert _diff(old, new, "--part", "response").return_value == 1
    assert "request" not in json.loads(_diff(old, new, "--part", "response", "--json").output)


def test_another_address_is_a_difference(tmp_path: Path) -> None:
    old = _recording(tmp_path, "a")
    document = json.loads(Path(old).read_text())
    document["request"]["url"] = "https://other.example/v1/chat/completions"
    new = write_recording(tmp_path / "b.json", document)
    result = _diff(old, str(new))
    assert result.return_value == 1
    assert "url: https://api.openai.com/v1/v1/chat/completions → https://other.example" in result.output


def test_what_cannot_be_read_is_2_and_says_why(tmp_path: Path) -> None:
    good, cut, gone = _recording(tmp_path, "a"), tmp_path / "cut.json", tmp_path / "gone.json"
    cut.write_bytes(Path(good).read_bytes()[:200])
    result = _diff(good, str(cut))
    assert result.return_value == 2
    assert "the JSON ends too early" in result.stderr
    assert result.stdout == ""
    result = _diff(str(gone), str(cut), "--json")
    assert result.return_value == 2
    document = json.loads(result.stdout)
    assert document["schema"] == "recview.diff/1"
    assert str(gone) in document["error"] and str(cut) in document["error"]


# ---- the page --------------------------------------------------------------------------------------------------


def test_the_page_has_hunks_with_context_and_marks_words(tmp_path: Path) -> None:
    old = _recording(tmp_path, "a")
    messages = [
        {"role": "system", "content": "You answer in one long sentence.\nYou never guess."},
        _BODY["messages"][1],
    ]
    new = _recording(tmp_path, "b", ("Saturn ", "has many rings."), messages=messages)
    output = _diff(old, new).output
    assert output.splitlines()[:2] == [f"--- {old}", f"+++ {new}"]
    assert "request ~1   text ~   tool calls =   finish =   usage =" in output
    assert "-        You answer in one [-short-] sentence.\\n" in output
    assert "+        You answer in one {+long+} sentence.\\n" in output
    assert '         You never guess."' in output
    assert '+      "content": "Saturn has {+many +}rings.",' in output
    assert "@@ messages[0].content" in output


def test_colour_marks_words_and_no_colour_has_no_escapes(tmp_path: Path) -> None:
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", temperature=0.5)
    assert "\x1b[" not in _diff(old, new).output
    assert "\x1b[32m" in _diff(old, new, "--color", "always").output


def test_side_by_side_fits_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", ("Saturn 好好好好 and much more than fits. " * 4,))
    lines = _diff(old, new, "--side-by-side").output.split("@@ choices[0].content\n")[1].splitlines()
    assert all("│" in line for line in lines)
    assert {line.index("│") for line in lines if line.isascii() or "好" not in line.split("│")[0]} == {29}
    assert any(line.startswith("-") and "│ +" in line for line in lines)


def test_a_long_unchanged_stretch_of_a_line_is_shortened(tmp_path: Path) -> None:
    long = "word " * 2_000
    old, new = _recording(tmp_path, "a", (f"{long}one",)), _recording(tmp_path, "b", (f"{long}two",))
    output = _diff(old, new).output
    assert "characters)…" in output
    assert "{+two+}" in output
    assert len(output) < 3_000


def test_recorded_text_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    old, new = _recording(tmp_path, "a"), _recording(tmp_path, "b", ("\x1b]52;c;aGk=\x07\u202e",), user="\x9b31m")
    for arguments in ((), ("--side-by-side",), ("--json",)):
        output = _diff(old, new, *arguments).output
        assert not set(output) & set("\x1b\x07\x9b\u202e")


# ---- git -------------------------------------------------------------------------------------------------------


def _git(folder: Path, *arguments: str, code: int = 0) -> str:
    result = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == code, result.stderr
    return result.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose recordings are compared by recview: one changed, one gone, one new, one cut."""
    recview = f"'{sys.executable}' -m recview"
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "config", "diff.recview.command", f"{recview} diff")
    (tmp_path / ".gitattributes").write_text("*.json diff=recview\n")
    for name in ("changed", "broken", "gone"):
        _recording(tmp_path, name)
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--quiet", "-m", "one")
    _recording(tmp_path, "changed", stream_options={"include_usage": True})
    (tmp_path / "gone.json").unlink()
    _recording(tmp_path, "new", seed=1)
    (tmp_path / "broken.json").write_text('{"request": ')
    _git(tmp_path, "add", ".")
    return tmp_path


def test_git_shows_every_kind_of_change_through_recview(repository: Path) -> None:
    told = _git(repository, "diff", "--cached", "--no-renames")
    parts = {part.split("\n", 1)[0]: part for part in told.split("recview diff ")[1:]}
    assert sorted(parts) == ["broken.json", "changed.json", "gone.json", "new.json"]
    assert '+  "stream_options": {' in parts["changed.json"]
    assert parts["changed.json"].startswith("changed.json\n--- changed.json\n+++ changed.json\n"), (
        "no file of git's own"
    )
    assert "+request: POST https://api.openai.com/v1/v1/chat/completions" in parts["new.json"]
    assert "-Saturn has rings." in parts["gone.json"]
    assert "+ cannot be read: the JSON ends too early" in parts["broken.json"]


def test_git_shows_a_rename_with_its_edit(repository: Path) -> None:
    told = _git(repository, "diff", "--cached", "-M50%", "--", "gone.json", "new.json")
    assert told.startswith("recview diff gone.json → new.json\n--- gone.json\n+++ new.json\n")
    assert '+  "seed": 1' in told


@pytest.mark.parametrize(
    ("environ", "options", "is_colored"),
    [
        ({}, "", True),
        ({"GIT_PAGER_IN_USE": ""}, "", False),
        ({"NO_COLOR": "1"}, "", False),
        ({"TERM": "dumb"}, "", False),
        ({"TERM": "dumb"}, " --color always", True),
        ({"NO_COLOR": "1"}, " --color auto", True),
        ({"RECVIEW_COLOR": "never"}, "", False),
        ({}, " --color never", False),
    ],
)
def test_git_s_pager_gets_colours_unless_they_are_not_wanted(
    environ: dict[str, str], options: str, is_colored: bool, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {"GIT_PAGER_IN_USE": "true", "TERM": "xterm", **environ}.items():
        monkeypatch.setenv(name, text)
    program = _git(repository, "config", "diff.recview.command").strip()
    told = _git(repository, "-c", f"diff.recview.command={program}{options}", "diff", "--cached", "--", "changed.json")
    assert ("\x1b[" in told) is is_colored


def test_git_is_told_of_a_path_that_is_not_merged(repository: Path) -> None:
    _git(repository, "commit", "--quiet", "-m", "two")
    _git(repository, "checkout", "--quiet", "-b", "side", "HEAD~1")
    _recording(repository, "changed", seed=2)
    _git(repository, "commit", "--quiet", "-am", "three")
    _git(repository, "merge", "-", code=1)
    told = _git(repository, "diff", "--cached")
    assert "recview diff changed.json: unmerged" in told
    assert "→ new.json\n" in told


def test_a_file_without_another_is_a_mistake_but_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_DIFF_PATH_COUNTER", raising=False)
    assert CliRunner().invoke(command, ["a.json"]).exit_code == 2
    for count in (7, 9):  # what git gives, and no git to give it
        assert CliRunner().invoke(command, [f"{number}.json" for number in range(count)]).exit_code == 2


def test_difftool_compares_two_files(repository: Path) -> None:
    _git(repository, "config", "--unset", "diff.recview.command")  # git would prefer it to its difftool
    recview = f"'{sys.executable}' -m recview diff --part request"
    told = _git(repository, "difftool", "--cached", "--no-prompt", "-x", recview, "--", "changed.json")
    assert "stream_options" in told


@pytest.mark.parametrize(("name", "head"), [("new", ("--- /dev/null", "+++ ")), ("gone", ("--- ", "+++ /dev/null"))])
def test_difftool_shows_what_came_and_what_went(name: str, head: tuple[str, str], repository: Path) -> None:
    _git(repository, "config", "--unset", "diff.recview.command")
    recview = f"'{sys.executable}' -m recview diff"
    told = _git(repository, "difftool", "--cached", "--no-renames", "-y", "-x", recview, "--", f"{name}.json")
    lines = told.splitlines()
    assert all(line.startswith(start) for line, start in zip(lines, head, strict=False))
    assert f"{'+' if name == 'new' else '-'}Saturn has rings." in lines


def test_a_side_that_is_not_there_is_all_added_or_all_removed(tmp_path: Path) -> None:
    there = _recording(tmp_path, "a", usage=make_chat_usage())
    added, removed = _diff(os.devnull, there), _diff(there, os.devnull)
    assert (added.return_value, removed.return_value) == (1, 1)
    assert [line[1:] for line in added.output.splitlines()[2:]] == [
        line[1:] for line in removed.output.splitlines()[2:]
    ]
    assert "\x1b[32m+Saturn has rings." in _diff(os.devnull, there, "--color", "always").output
    document = json.loads(_diff(os.devnull, there, "--json").output)
    assert (document["schema"], document["a"], document["only"]) == ("recview.diff/1", os.devnull, "b")
    assert apply_patch(None, document["request"]["patch"]) == json.loads(Path(there).read_text())["request"]["body"]
    assert document["response"]["text"] == "changed"
    assert document["response"]["usage"] == "added"
    back = json.loads(_diff(there, os.devnull, "--json", "--part", "response").output)
    assert (back["only"], back["response"]["usage"]) == ("a", "removed")
    assert "request" not in back


def test_no_side_at_all_and_one_that_cannot_be_read_are_trouble(tmp_path: Path) -> None:
    assert _diff(os.devnull, os.devnull).return_value == 2
    result = _diff(os.devnull, str(tmp_path / "none.json"), "--json")
    assert result.return_value == 2
    assert "none.json" in json.loads(result.stdout)["error"]
