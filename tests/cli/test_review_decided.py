"""What is decided on a review, told outside of its screen: on every page, in files, and by the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from permissions import closed
from reviews import TESTS, write_sides

from recview.cli.review import command
from recview.errors import RecviewError
from recview.model.judgement import Decision, Judgement
from recview.store.judging import keyed_parts
from recview.store.ledger import Ledger, ledger_path
from recview.store.rerecord import review_sides
from recview.store.revisions import open_sides


class _Rerecord:
    """Five pairs, one recording added and one removed; two pairs answer otherwise or follow from that."""

    def __init__(self, root: Path) -> None:
        old, new = write_sides(root)
        self.sides = [str(old), str(new)]
        self.review = review_sides(*open_sides(*self.sides))
        self.keys = [key for key, _ in keyed_parts(self.review)]

    def run(self, *options: str) -> Result:
        result = CliRunner().invoke(command, [*self.sides, *options], standalone_mode=False)
        if result.exception is not None:
            raise result.exception
        return result

    def document(self) -> Any:
        return json.loads(self.run("--json").output)

    def exit_code(self, *options: str) -> int:
        code: int = self.run(*options).return_value
        return code

    def decide(self, decision: Decision, *, only: str = "", note: str = "") -> None:
        """On the parts of one test, or on all."""
        parts = [(key, recording) for key, recording in keyed_parts(self.review)]
        keys = [key for key, recording in parts if not only or recording.test_id == only]
        assert keys
        Ledger().decide(keys, Judgement(decision, note))


@pytest.fixture
def rerecord(tmp_path: Path) -> Iterator[_Rerecord]:
    yield _Rerecord(tmp_path)


def test_where_nobody_judged_nothing_is_said(rerecord: _Rerecord) -> None:
    for options in ((), ("--markdown",)):
        assert "decided:" not in rerecord.run(*options).output
    document = rerecord.document()
    assert document["decisions"] == {"accepted": 0, "rejected": 0, "skipped": 0, "undecided": 7}
    assert {(pair["decision"], pair["note"]) for pair in document["pairs"]} == {(None, None)}


def test_the_document_says_what_is_decided(rerecord: _Rerecord) -> None:
    rerecord.decide("accept", only=TESTS[0])
    rerecord.decide("reject", only=TESTS[3], note="not so")
    rerecord.decide("skip", only="tests/test_c.py::test_new")
    document = rerecord.document()
    assert document["decisions"] == {"accepted": 1, "rejected": 2, "skipped": 1, "undecided": 3}
    by_test = {pair["test_id"]: (pair["decision"], pair["note"]) for pair in document["pairs"]}
    assert by_test == {
        TESTS[0]: ("accept", ""), TESTS[1]: (None, None), TESTS[2]: (None, None), TESTS[3]: ("reject", "not so"),
    }  # fmt: skip
    assert document["added"][0]["decision"] == "skip"
    assert document["removed"][0]["decision"] is None


def test_the_page_lists_what_is_rejected_and_what_was_noted(rerecord: _Rerecord) -> None:
    rerecord.decide("accept", only=TESTS[0], note="fine\x1b[31m")
    rerecord.decide("reject", only="tests/test_b.py::test_gone", note="we still need it")
    lines = rerecord.run().output.splitlines()
    assert lines[1] == "2 of 7 decided: 1 accepted, 1 rejected"
    at = lines.index("1 rejected")
    assert lines[at + 2 : at + 4] == ["      tests/test_b.py::test_gone", "      note: we still need it"]
    at = lines.index("1 with a note")
    assert lines[at + 1].endswith("  accepted")
    assert lines[at + 3] == "      note: fine␛[31m"
    assert sum(line.endswith("error =  accepted") for line in lines) == 1


def test_markdown_lists_them_too_and_a_note_cannot_act_there(rerecord: _Rerecord) -> None:
    rerecord.decide("reject", only=TESTS[0], note="ask @someone | <b>")
    rerecord.decide("skip", only=TESTS[1], note="later")
    text = rerecord.run("--markdown").output
    assert "\n\n2 of 7 decided: 1 rejected, 1 skipped\n\n" in text
    assert f"#### 1 rejected\n\n- `{rerecord.review.pairs[0].new.name[:12]} ←" in text
    assert f"`{TESTS[0]}`: `ask @someone | <b>`\n" in text
    assert "#### 1 with a note\n\n- skipped `" in text
    assert "| = | = | = | = | = | rejected |" in text


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        ([], 1, 1),
        (["--decided"], 1, 0),
        (["--fail-on", "text,request,unpaired"], 1, 1),
        (["--fail-on", "text,request,unpaired", "--decided"], 1, 0),
        (["--fail-on", "undecided"], 1, 0),
        (["--fail-on", "text,undecided"], 1, 0),
        (["--fail-on", "added,rejected"], 1, 0),
        (["--fail-on", "rejected"], 0, 0),
        (["--fail-on", "skipped"], 0, 0),
    ],
)
def test_what_is_accepted_counts_no_more_where_decisions_are_asked_for(
    rerecord: _Rerecord, options: list[str], before: int, after: int
) -> None:
    assert rerecord.exit_code(*options) == before
    rerecord.decide("accept")
    assert rerecord.exit_code(*options) == after


@pytest.mark.parametrize(("decision", "kind"), [("reject", "rejected"), ("skip", "skipped")])
def test_what_is_not_accepted_still_counts(rerecord: _Rerecord, decision: Decision, kind: str) -> None:
    rerecord.decide("accept")
    rerecord.decide(decision, only=TESTS[3])
    assert rerecord.exit_code("--decided") == 1
    assert rerecord.exit_code("--fail-on", kind) == 1
    assert rerecord.exit_code("--fail-on", "undecided") == 0
    assert rerecord.exit_code("--fail-on", "text", "--decided") == 1
    assert rerecord.exit_code("--fail-on", "unpaired", "--decided") == 0


def test_an_exported_file_says_what_it_is_about_and_settles_where_it_is_taken_in(
    rerecord: _Rerecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rerecord.decide("accept")
    file = tmp_path / "decisions.json"
    rerecord.run("--export", str(file))
    entries = json.loads(file.read_bytes())["decisions"]
    assert {(one["test_id"], one["path"]) for one in entries.values()} == {
        (recording.test_id, recording.path) for _, recording in keyed_parts(rerecord.review)
    }
    monkeypatch.setenv("RECVIEW_STATE_DIR", str(tmp_path / "elsewhere"))
    assert rerecord.exit_code() == 1
    assert rerecord.exit_code("--import", str(file)) == 0


def test_a_broken_ledger_spoils_only_what_asks_for_decisions(rerecord: _Rerecord) -> None:
    ledger_path().parent.mkdir(parents=True)
    ledger_path().write_text("{")
    result = rerecord.run()
    assert result.return_value == 1
    assert "without decisions: " in result.stderr
    with pytest.raises(RecviewError, match="no review ledger"):
        rerecord.run("--decided")


def test_a_state_folder_that_may_not_be_entered_is_no_ledger(rerecord: _Rerecord) -> None:
    folder = ledger_path().parent
    folder.mkdir(parents=True)
    with closed(folder):
        assert rerecord.exit_code() == 1


def test_the_screen_settles_nothing() -> None:
    with pytest.raises(click.UsageError, match="are for printing"):
        command.main(["old", "new", "--ui", "--decided"], standalone_mode=False)
