"""Pages for people hide what looks like a credential; documents for programs are exact."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import make_chat_completion, make_chat_stream, make_document, make_request_document, write_recording

from recview.cli.command_line import recview

# Put together here, so that no scanner takes this file for a leak.
KEY = "sk-" + "proj-" + "a1B2c3D4" * 4
OTHER_KEY = "sk-" + "proj-" + "e5F6g7H8" * 4
PATTERNLESS = "k3y-of-mine-and-of-no-shape"
PASSWORD = "hunter2-hunter2-hunter2"


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two trees of one recording: another key in its message, and another in its answer."""
    for side, key in (("old", KEY), ("new", OTHER_KEY)):
        url = f"https://user:{PASSWORD}@example.test/v1/chat/completions?api_key={key}"
        body = {
            "model": "m",
            "messages": [{"role": "user", "content": f"The key is {key}, so there."}],
            "extra_headers": {"x-api-key": f"{PATTERNLESS}-{side}"},
            "password": f"{PATTERNLESS}-{side}",
        }
        request = make_request_document(url=url, body=body)
        answer = make_chat_completion(f"Keep {key} for yourself")
        write_recording(tmp_path / side / "recordings" / "a.json", make_document(answer, request=request))
    return tmp_path / "old", tmp_path / "new"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ls", "{old}"),
        ("show", "{old}/recordings/a.json"),
        ("play", "{old}/recordings/a.json"),
        ("textconv", "{old}/recordings/a.json"),
        ("why", "{old}/recordings/a.json", "{new}"),
        ("search", "the key is", "{old}"),
        ("search", KEY[10:14], "{old}"),
        ("search", PATTERNLESS[:5], "{old}"),
        ("diff", "{old}/recordings/a.json", "{new}/recordings/a.json"),
        ("review", "{old}", "{new}"),
        ("review", "{old}", "{new}", "--markdown"),
    ],
)
@pytest.mark.parametrize("color", ["always", "never"])
def test_a_page_hides_them(sides: tuple[Path, Path], arguments: tuple[str, ...], color: str) -> None:
    old, new = sides
    given = [argument.format(old=old, new=new) for argument in arguments]
    if arguments[0] not in ("textconv", "review"):
        given += ["--color", color]
    output = re.sub(r"\x1b\[[\d;]*m", "", CliRunner().invoke(recview, given).output)
    assert output and "Usage:" not in output
    for secret in (KEY[4:28], OTHER_KEY[4:28], PASSWORD, PATTERNLESS[4:-4]):
        assert secret not in output


@pytest.mark.parametrize("length", [1, 3, 7, 20, 100])
def test_a_stream_hides_what_its_chunks_cut(tmp_path: Path, length: int) -> None:
    said = f"The key is {KEY}, so there."
    arguments = json.dumps({"city": "Paris", "password": PASSWORD})
    texts, reasoning, fragments = (
        [text[start : start + length] for start in range(0, len(text), length)]
        for text in (said, f"Hm, {said}", arguments)
    )
    items = make_chat_stream(texts, reasoning=reasoning, tool_calls=[("call_a", "log_in", fragments)])
    path = str(write_recording(tmp_path / "a.json", make_document(items)))
    output = CliRunner().invoke(recview, ["play", path]).output
    masked = f"The key is sk-p…{KEY[-4:]}, so there."
    assert output.splitlines()[1::2] == [f"Hm, {masked}", masked, '{"city": "Paris", "password": "hunt…ter2"}']
    for arguments in (["play", path, "--chunks"], ["show", path, "--chunks"]):
        output = CliRunner().invoke(recview, arguments).output
        told = "".join(re.findall(r"""\+(?:"|')(.*)(?:"|')$""", output, re.MULTILINE))
        assert "The key is sk-p" in told
        for hidden in (KEY[4:-4], PASSWORD[4:-4]):
            assert hidden not in told


def test_a_document_is_exact(sides: tuple[Path, Path]) -> None:
    output = CliRunner().invoke(recview, ["show", f"{sides[0]}/recordings/a.json", "--json"]).output
    assert KEY in output and PASSWORD in output
