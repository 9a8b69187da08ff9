from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from factories import (
    make_chat_completion,
    make_chat_stream,
    make_document,
    make_request_document,
    read_recording,
    write_recording,
)

from recview.analysis.request_hash import compute
from recview.cli.check import command
from recview.model.json_value import JSON

STREAMED: dict[str, Any] = {"model": "gpt-4o", "messages": [], "stream": True}


def check(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], standalone_mode=False, catch_exceptions=False)


def findings(*arguments: object) -> list[tuple[str, str, str]]:
    document = json.loads(check(*arguments, "--json").stdout)
    assert document["schema"] == "recview.check/1"
    return [(Path(found["path"]).name, found["rule"], found["severity"]) for found in document["findings"]]


def write_named(folder: Path, document: JSON) -> Path:
    """Under the name that the recorder would give it."""
    recording = read_recording(document)
    return write_recording(folder / "recordings" / f"{compute(recording.request, recording.test_id)}.json", document)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    write_named(tmp_path, make_document(make_chat_completion()))
    return tmp_path


def test_sound_recordings_are_told_to_be_sound(sound: Path) -> None:
    result = check(sound)
    assert (result.return_value, result.stdout) == (0, "")
    assert result.stderr == "1 recording checked: 0 errors, 0 warnings, 0 notes\n"
    assert json.loads(check(sound, "--json").stdout) == {"schema": "recview.check/1", "findings": [], "checked": 1}


def test_the_exit_code_says_how_grave_it_is(sound: Path) -> None:
    write_named(sound, make_document(make_chat_stream(), request_body=STREAMED))
    assert [check(sound, "--fail-on", severity).return_value for severity in ("error", "warning", "note")] == [0, 0, 1]
    write_recording(sound / "recordings" / ("0" * 64 + ".json"), make_document(make_chat_completion()))
    assert [check(sound, "--fail-on", severity).return_value for severity in ("error", "warning", "note")] == [0, 1, 1]
    write_recording(sound / "recordings" / "cut.json").write_text('{"request": ')
    assert check(sound).return_value == 1


def test_findings_come_as_lines_in_order_of_path(sound: Path) -> None:
    (sound / "recordings" / "b.json").write_text("{")
    calls = make_chat_stream([], tool_calls=[("call_a", "get_weather", ["{"])])
    write_recording(sound / "recordings" / "a.json", make_document(calls, request_body=STREAMED))
    assert check(sound).stdout.splitlines() == [
        f"{sound}/recordings/a.json: error tool-arguments: the arguments of get_weather never become JSON (chunk 3)",
        f"{sound}/recordings/a.json: note usage-absent: no usage: "
        "the request does not ask for it by stream_options.include_usage",
        f"{sound}/recordings/b.json: error unreadable: the JSON ends too early (line 1, column 2)",
    ]


def test_notes_that_many_share_are_counted(tmp_path: Path) -> None:
    for number in range(5):
        write_recording(tmp_path / f"{number}.json", make_document(test_id=f"tests/test_{number}.py::test_it"))
    result = check(tmp_path)
    (line,) = result.stdout.splitlines()
    assert line.startswith("5 recordings: note usage-absent: ")
    assert len(findings(tmp_path)) == 5


def test_other_json_is_passed_over_unless_it_lies_among_recordings_or_is_named(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "index.json").write_text("[]")
    assert findings(tmp_path) == [("index.json", "unreadable", "error")]
    assert findings(tmp_path / "package.json") == [("package.json", "unreadable", "error")]


def test_superseded_recordings_are_found_across_files(sound: Path) -> None:
    write_recording(sound / "recordings" / "d058ce92a083.json", make_document(make_chat_completion()))
    assert ("d058ce92a083.json", "superseded", "note") in findings(sound)


def test_secrets_are_told_without_being_given_away(tmp_path: Path) -> None:
    key = "sk-" + "a1B2c3D4" * 4
    request = make_request_document(headers={"Authorization": f"Bearer {key}"})
    write_recording(tmp_path / "a.json", make_document(make_chat_completion(), request=request))
    result = check(tmp_path)
    assert result.return_value == 1
    assert key not in result.stdout
    assert key not in check(tmp_path, "--json").stdout


def test_recorded_text_does_not_speak_to_the_terminal(tmp_path: Path) -> None:
    items = make_chat_stream([], tool_calls=[("call_a", "\x1b[2J\u202e", ["{"])])
    write_recording(tmp_path / "a.json", make_document(items))
    assert not set(check(tmp_path).stdout) & {"\x1b", "\u202e"}


def test_colour_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    (tmp_path / "recordings" / "a.json").write_text("")
    assert "\x1b[31merror\x1b[0m unreadable" in check(tmp_path, "--color", "always").stdout
