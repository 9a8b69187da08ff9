"""Decisions are kept by content, survive, travel, and are never written half."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from rerecords import as_recording, chat, chat_body, chat_document

from recview.errors import RecviewError
from recview.model.judgement import Judgement
from recview.store.ledger import Ledger, Part, ledger_path, pair_key


def test_decisions_are_there_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "ledger.json"
    ledger = Ledger(path)
    ledger.decide(["a", "b"], Judgement("accept", "looks right"))
    ledger.decide(["b"], Judgement("reject"))
    ledger.decide(["c"], Judgement("skip"))
    ledger.decide(["c"], None)
    again = Ledger(path)
    assert again.get("a") == Judgement("accept", "looks right")
    assert again.get("b") == Judgement("reject")
    assert again.get("c") is None
    assert len(again) == 2
    assert [file.name for file in path.parent.iterdir()] == ["ledger.json"]


def test_two_at_a_time_keep_each_others_decisions(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    one, other = Ledger(path), Ledger(path)
    one.decide(["a"], Judgement("accept"))
    other.decide(["b"], Judgement("reject"))
    assert len(Ledger(path)) == 2


def test_decisions_travel_in_a_file(tmp_path: Path) -> None:
    here, there = Ledger(tmp_path / "here.json"), Ledger(tmp_path / "there.json")
    here.decide(["a"], Judgement("accept", "ok"))
    here.decide(["b"], Judgement("reject"))
    there.decide(["a"], Judgement("skip"))
    parts = {"a": Part("tests/test_a.py::test_one", "recordings/a.json"), "never decided": Part(None, "b.json")}
    assert here.export(tmp_path / "out.json", parts) == 1
    (entry,) = json.loads((tmp_path / "out.json").read_bytes())["decisions"].values()
    assert (entry["test_id"], entry["path"]) == ("tests/test_a.py::test_one", "recordings/a.json")
    assert there.take_in(tmp_path / "out.json") == 1
    assert there.get("a") == Judgement("accept", "ok")


def test_an_exported_file_has_the_mode_of_the_users_files_and_the_ledger_is_private(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.decide(["a"], Judgement("accept"))
    exported = tmp_path / "decisions.json"
    mask = os.umask(0o027)
    try:
        ledger.export(exported, {"a": Part(None, "a.json")})
    finally:
        os.umask(mask)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (ledger.path, exported)]
    assert modes == [0o600, 0o640]
    exported.chmod(0o664)
    ledger.export(exported, {"a": Part(None, "a.json")})
    assert stat.S_IMODE(exported.stat().st_mode) == 0o664


def test_what_is_exported_to_a_device_is_written_there() -> None:
    assert Ledger(Path("/nowhere/at/all.json")).export(Path(os.devnull), {}) == 0
    assert not Path(os.devnull).is_file()


def test_what_cannot_be_exported_is_said_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(RecviewError, match=r"cannot write .*/a/b\.json"):
        Ledger(tmp_path / "ledger.json").export(tmp_path / "a" / "b.json", {})


def test_a_file_that_only_says_what_is_decided_is_taken_in_too(tmp_path: Path) -> None:
    old = {"schema": "recview.ledger/1", "decisions": {"a": {"decision": "reject", "note": "no"}}}
    (tmp_path / "old.json").write_text(json.dumps(old))
    ledger = Ledger(tmp_path / "ledger.json")
    assert ledger.take_in(tmp_path / "old.json") == 1
    assert ledger.get("a") == Judgement("reject", "no")


def test_a_pair_is_known_by_what_it_says() -> None:
    old, new = chat("Hi"), chat("Hi", stream_options={})
    key = pair_key(old, new)
    elsewhere = as_recording(chat_document(chat_body("Hi")), "other/place.json")
    assert pair_key(elsewhere, new) == key
    assert pair_key(new, old) != key
    assert pair_key(old, chat("Hi", answer="No.", stream_options={})) != key
    assert pair_key(None, new) != pair_key(new, None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "other/1"}', '"\\ud800"'])
def test_what_is_no_ledger_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(text)
    with pytest.raises(RecviewError, match="no review ledger"):
        Ledger(path)
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["{", '{"schema": "recview.review/1"}'])
def test_what_is_no_export_is_refused_with_a_word_on_what_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "review.json"
    path.write_text(text)
    with pytest.raises(RecviewError, match="no review ledger") as raised:
        Ledger(tmp_path / "ledger.json").take_in(path)
    assert "--export FILE" in raised.value.hint
    (tmp_path / "ledger.json").write_text(text)
    with pytest.raises(RecviewError) as raised:
        Ledger(tmp_path / "ledger.json")
    assert "Move it away" in raised.value.hint


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RecviewError, match=r"cannot read the review ledger .*: not a regular file: a named pipe"):
        Ledger(tmp_path / "ledger.json").take_in(tmp_path / "pipe")
    with pytest.raises(RecviewError, match="no such file"):
        Ledger(tmp_path / "ledger.json").take_in(tmp_path / "nowhere")


def test_strange_entries_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    entries = {"a": {"decision": "accept", "note": 3}, "b": {"decision": "maybe"}, "c": None}
    path.write_text(json.dumps({"schema": "recview.ledger/1", "decisions": entries}))
    ledger = Ledger(path)
    assert ledger.get("a") == Judgement("accept")
    assert len(ledger) == 1


def test_the_state_folder_can_be_named(tmp_path: Path) -> None:
    assert ledger_path({"RECVIEW_STATE_DIR": str(tmp_path)}).parent == tmp_path
    assert ledger_path({}).parent.name == "recview"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecviewError, match="cannot write the review ledger"):
        Ledger(tmp_path / "file" / "ledger.json").decide(["a"], Judgement("accept"))
