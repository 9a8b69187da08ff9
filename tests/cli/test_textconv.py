"""`recview textconv`: canonical text that stays the same where nothing but ids did, and real git using it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from factories import make_chat_stream, make_chat_usage, make_document, write_recording

from recview.cli.textconv import command

_TOOL = {
    "type": "function",
    "function": {"name": "look", "description": "Looks up", "parameters": {"type": "object", "properties": {}}},
}


def _body(call_id: str) -> dict[str, Any]:
    call = {"id": call_id, "type": "function", "function": {"name": "look", "arguments": '{"at":"Saturn"}'}}
    return {
        "model": "gpt-4o",
        "messages": [
            {"role": "user", "content": "Which planet\nhas rings?"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call_id, "content": "rings"},
        ],
        "tools": [_TOOL],
        "temperature": 0.5,
    }


def _document(call_id: str, texts: tuple[str, ...], **fields: Any) -> dict[str, Any]:
    calls = [(call_id, "look", ['{"at": ', '"Mars"}'])]
    stream = make_chat_stream(texts, usage=make_chat_usage(21, 8), tool_calls=calls)
    for item in stream:
        item["__data__"] |= fields
    return make_document(stream, request_body=_body(call_id))


def _text(path: Path) -> str:
    result = CliRunner().invoke(command, [str(path)], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    assert result.return_value == 0
    return result.output


def test_all_that_matters_is_there(tmp_path: Path) -> None:
    text = _text(write_recording(tmp_path / "a.json", _document("call_gefseirj", ("Saturn ", "has rings."))))
    assert text.splitlines()[1:] == [
        "request: POST https://api.openai.com/v1/v1/chat/completions",
        "model: gpt-4o",
        "dialect: openai.chat",
        "response: streamed",
        'model: "gpt-4o"',
        "temperature: 0.5",
        "",
        "== user",
        "Which planet",
        "has rings?",
        "",
        "== assistant",
        '→ look({"at":"Saturn"})',
        "",
        "== tool",
        "[result] rings",
        "",
        "== tool look",
        "Looks up",
        '{"type":"object","properties":{}}',
        "",
        "== answer",
        "Saturn has rings.",
        '→ look({"at":"Mars"})',
        "finish: tool_calls",
        "",
        "usage: input 21, output 8, total 29",
    ]


def test_ids_fingerprints_and_chunk_borders_do_not_show(tmp_path: Path) -> None:
    one = _document("call_gefseirj", ("Saturn ", "has rings."), system_fingerprint="fp_1", id="rec-1")
    other = _document("call_8rf1aax7", ("Sat", "urn has", " rings."), system_fingerprint="fp_2", id="rec-2")
    assert _text(write_recording(tmp_path / "a.json", one)) == _text(write_recording(tmp_path / "b.json", other))


def test_what_is_no_recording_is_printed_as_it_is_and_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"not": "a recording"}\n\x1b[31m\xff')
    assert _text(path) == '{"not": "a recording"}\n␛[31m\ufffd'


def test_a_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "gone.json")], standalone_mode=False)
    assert result.return_value == 2
    assert "gone.json" in result.stderr


@pytest.mark.parametrize("response", [{"body": None}, {"body": 3, "is_streaming": True}, {"body": [[], "x", None]}, {}])
@pytest.mark.parametrize("body", [None, [], "text", {"messages": 7}, {"messages": [None, {}]}])
def test_odd_shapes_are_printed_too(tmp_path: Path, response: Any, body: Any) -> None:
    document = make_document(response=response)
    document["request"]["body"] = body
    assert "usage: none" in _text(write_recording(tmp_path / "a.json", document))


def test_git_diffs_the_text(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        call = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments]
        return subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    git("init", "--quiet")
    git("config", "diff.recview.textconv", f"'{sys.executable}' -m recview textconv")
    (tmp_path / ".gitattributes").write_text("*.json diff=recview\n")
    path = write_recording(tmp_path / "a.json", _document("call_gefseirj", ("Saturn has rings.",)))
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    write_recording(path, _document("call_8rf1aax7", ("Jupiter has", " rings.")))
    changed = [line for line in git("diff").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-Saturn has rings.", "+Jupiter has rings."]
    path.write_text(json.dumps({"cut": True})[:-3])
    assert '+{"cut": t' in git("diff")
