"""`recview review` end to end: the page, the document, Markdown, what makes it fail, and what it is called with."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from factories import make_document, read_recording, write_recording
from markdown_it import MarkdownIt
from markdown_it.token import Token
from permissions import closed
from rerecords import as_recording, chat, chat_body, chat_document, write_tree

from recview.cli.review import command
from recview.cli.review_markdown import LIMIT, code
from recview.errors import RecviewError
from recview.model.json_value import JSON
from recview.model.judgement import Judgement
from recview.store.ledger import Ledger, pair_key
from recview.ui.review_loading import ReviewRequest, load_review
from recview.wire.terminal import clean_line

USAGE: JSON = {"include_usage": True}


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


@pytest.fixture
def sides(tmp_path: Path) -> tuple[str, str]:
    """Three calls of a test; two recorded anew with a key more, and one with another answer."""
    questions = [f"Question number {at}: what is {at} times {at}?" for at in range(3)]
    old = [chat(text, test_id=f"tests/test_a.py::test_{at}[x]") for at, text in enumerate(questions)]
    new = [
        chat(text, test_id=f"tests/test_a.py::test_{at}[x]", stream_options=USAGE)
        for at, text in enumerate(questions[:2])
    ]
    write_tree(tmp_path / "old", old)
    write_tree(
        tmp_path / "new", [*old[:2], *new, chat(questions[2], answer="Nine.", test_id="tests/test_a.py::test_2[x]")]
    )
    return str(tmp_path / "old"), str(tmp_path / "new")


def test_the_document(sides: tuple[str, str]) -> None:
    result = _run(*sides, "--json")
    document = json.loads(result.output)
    assert document["schema"] == "recview.review/1"
    assert document["counts"] == {
        "pairs": 3,
        "identical": 2,
        "added": 0,
        "removed": 0,
        "superseded": 2,
        "series": 0,
        "unreadable": 0,
    }
    first, second = document["signatures"]
    assert first["changes"] == [{"op": "add", "path": "/stream_options"}]
    assert first["pairs"] == 2
    assert first["verdict"]["text"] == {"same": 2}
    assert second["changes"] == []
    assert second["verdict"]["text"] == {"changed": 1}
    pair = next(pair for pair in document["pairs"] if pair["signature"] == first["id"])
    assert set(pair) == {
        "old", "new", "test_id", "matched_by", "confidence", "signature", "knock_on", "request_changes", "response",
        "decision", "note",
    }  # fmt: skip
    assert (pair["matched_by"], pair["knock_on"]) == ("test", False)
    assert pair["request_changes"] == [
        {"op": "add", "path": "/stream_options", "old": None, "new": USAGE, "hashed": True, "noise": None}
    ]
    assert set(pair["response"]) == {"text", "tool_calls", "finish_reason", "usage", "error", "bookkeeping"}
    assert {"path", "by"} == set(document["superseded"][0])
    assert result.return_value == 1


def test_the_page_says_it_in_a_few_lines(sides: tuple[str, str]) -> None:
    lines = _run(*sides).output.splitlines()
    assert lines[0] == "3 pairs · 2 identical · 2 superseded"
    assert "2 pairs  `stream_options.include_usage` added" in lines
    assert "  text same · tool calls same · finish same · usage same · error same" in lines
    assert "1 pair  same request" in lines


def test_a_body_under_another_name_is_told_by_what_is_hashed_beside_it(tmp_path: Path) -> None:
    """A renamed test, another endpoint and an answer alone are three causes: the body of each is the same."""
    asked = [f"Question number {at}: what is {at} times {at}?" for at in range(3)]
    ids = [f"tests/test_a.py::test_{at}[x]" for at in range(3)]
    other_url = "https://api.example.com/v2/chat/completions"
    old = [chat(text, test_id=test_id) for text, test_id in zip(asked, ids, strict=True)]
    write_tree(tmp_path / "old", old)
    write_tree(
        tmp_path / "new",
        [
            chat(asked[0], test_id=ids[0].replace("[x]", "[y]")),
            chat(asked[1], test_id=ids[1], url=other_url),
            chat(asked[2], test_id=ids[2], answer="Nine."),
        ],
    )
    folders = str(tmp_path / "old"), str(tmp_path / "new")
    document = json.loads(_run(*folders, "--json").output)
    assert sorted(
        (change["op"], change["path"]) for signature in document["signatures"] for change in signature["changes"]
    ) == [("replace", "endpoint"), ("replace", "test_id")]
    assert [signature["pairs"] for signature in document["signatures"]] == [1, 1, 1]
    assert all(pair["request_changes"] == [] for pair in document["pairs"])
    assert {line for line in _run(*folders).output.splitlines() if line.startswith("1 pair")} == {
        "1 pair  `test_id` changed",
        "1 pair  `endpoint` changed",
        "1 pair  same request",
    }
    text = _run(*folders, "--markdown").output
    assert '`test_id: "tests/test_a.py::test_0[x]" → "tests/test_a.py::test_0[y]"`' in text
    assert '`endpoint: "/v1/chat/completions" → "/v2/chat/completions"`' in text
    addresses = [fact for pair in document["pairs"] for fact in pair.get("address", ())]
    assert {"name": "endpoint", "old": "/v1/chat/completions", "new": "/v2/chat/completions"} in addresses
    assert len(addresses) == 2
    assert _run(*folders, "--fail-on", "request").return_value == 1


def test_a_renamed_test_is_no_other_request_and_another_host_is(tmp_path: Path) -> None:
    old, test = chat("What is three times three?", test_id="tests/t.py::test_a[x]"), "tests/t.py::test_a[x]"
    write_tree(tmp_path / "old", [old])
    write_tree(tmp_path / "renamed", [chat("What is three times three?", test_id="tests/t.py::test_a[y]")])
    moved = "https://other.example.com/v1/chat/completions"
    write_tree(tmp_path / "moved", [chat("What is three times three?", test_id=test, url=moved)])
    assert _run(str(tmp_path / "old"), str(tmp_path / "renamed"), "--fail-on", "request").return_value == 0
    sides = str(tmp_path / "old"), str(tmp_path / "moved")
    assert _run(*sides, "--fail-on", "request").return_value == 1
    assert "1 pair  `url` changed" in _run(*sides).output


def test_lists_of_what_to_fail_on_add_up(tmp_path: Path) -> None:
    write_tree(tmp_path / "old", [chat("Hi", answer="One.")])
    write_tree(tmp_path / "new", [chat("Hi", answer="Two.")])
    sides = str(tmp_path / "old"), str(tmp_path / "new")
    assert _run(*sides, "--fail-on", "error").return_value == 0
    assert _run(*sides, "--fail-on", "text", "--fail-on", "error").return_value == 1
    assert _run(*sides, "--fail-on", "error", "--fail-on", "usage,text").return_value == 1


@pytest.mark.parametrize(
    ("kinds", "code_"),
    [("request", 1), ("text", 1), ("tool-calls", 0), ("finish,usage,error", 0), ("unpaired", 0), ("usage, text", 1)],
)
def test_only_what_is_listed_fails(sides: tuple[str, str], kinds: str, code_: int) -> None:
    assert _run(*sides, "--fail-on", kinds).return_value == code_


@pytest.mark.parametrize("kinds", ["tool_calls", "", "text,nonsense"])
def test_a_kind_that_does_not_exist_is_refused(sides: tuple[str, str], kinds: str) -> None:
    with pytest.raises(click.BadParameter, match="is not among request, text"):
        _run(*sides, "--fail-on", kinds)


def test_nothing_differs(sides: tuple[str, str]) -> None:
    result = _run(sides[0], sides[0])
    assert result.return_value == 0
    assert result.output == "0 pairs · 3 identical\n"


def test_what_cannot_be_read_is_trouble_unless_it_is_listed(sides: tuple[str, str]) -> None:
    (Path(sides[1]) / "recordings" / "half.json").write_text('{"request": {"method"')
    result = _run(*sides)
    assert result.return_value == 2
    assert "half.json: the JSON ends too early" in result.stderr
    assert _run(*sides, "--fail-on", "tool-calls").return_value == 2
    assert _run(*sides, "--fail-on", "unreadable").return_value == 1


def test_a_folder_that_cannot_be_entered_is_trouble(sides: tuple[str, str]) -> None:
    folder = Path(sides[1]) / "recordings"
    with closed(folder):
        result = _run(*sides, "--json")
    document = json.loads(result.stdout)
    assert result.return_value == 2
    assert f"{folder}: cannot be entered: Permission denied" in result.stderr
    assert document["removed"] == []
    assert [one["path"] for one in document["unreadable"]] == [str(folder)]


def test_added_and_removed_are_unpaired(tmp_path: Path) -> None:
    write_tree(tmp_path / "old", [chat("A question that is gone", test_id="tests/test_a.py::test_one")])
    write_tree(tmp_path / "new", [chat("Write a poem about the sea", test_id="tests/test_b.py::test_two")])
    sides = (str(tmp_path / "old"), str(tmp_path / "new"))
    for kinds, expected in (("added", 1), ("removed", 1), ("unpaired", 1), ("request,text", 0)):
        assert _run(*sides, "--fail-on", kinds).return_value == expected
    output = _run(*sides).output
    assert "1 added\n  new-test" in output
    assert "1 removed\n" in output


def test_a_long_list_says_how_to_see_the_rest(tmp_path: Path) -> None:
    tests = [f"tests/test_a.py::test_{at}[x]" for at in range(14)]
    old = [chat(f"Question {at}?", test_id=test) for at, test in enumerate(tests)]
    write_tree(tmp_path / "old", old)
    write_tree(tmp_path / "new", [chat(f"Question {at}?", test_id=test, n=1) for at, test in enumerate(tests)])
    sides = (str(tmp_path / "old"), str(tmp_path / "new"))
    assert "  … and 2 more; --all shows them" in _run(*sides).output.splitlines()
    whole = _run(*sides, "--all").output
    assert "more" not in whole
    assert all(f"      {test}\n" in whole for test in tests)


def test_what_the_pairs_above_supersede_is_only_counted(sides: tuple[str, str]) -> None:
    lines = _run(*sides).output.splitlines()
    assert lines[-2:] == ["2 superseded, and still there", "  by the new ones of the pairs above; --all lists them"]
    lines = _run(*sides, "--all").output.splitlines()
    assert len(lines[lines.index("2 superseded, and still there") + 1 :]) == 4


def test_what_nothing_above_supersedes_is_listed(sides: tuple[str, str]) -> None:
    text = _run(*sides, "--ignore", "/stream_options").output
    assert text.count("      by ") == 2
    assert "--all" not in text


def test_git_revisions_and_paths_behind_dashes(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    write_tree(tmp_path, [chat("One?", folder="a/recordings"), chat("Two?", folder="b/recordings")])
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    write_tree(tmp_path, [chat("One?", folder="a/recordings", answer="No."), chat("Two?", folder="b/recordings", n=1)])
    there = ("-C", str(tmp_path))
    assert _run("HEAD", *there).output.startswith("2 pairs · 1 identical")
    assert _run("HEAD", *there, "--", "a").output.startswith("1 pair · 0 identical")
    assert _run("HEAD", *there, "--", "b/recordings").output.startswith("1 pair · 1 identical")
    git("add", "-A")
    git("commit", "-q", "-m", "second")
    for sides in (("HEAD~1..HEAD",), ("HEAD~1", "HEAD"), ("HEAD~1...",)):
        assert _run(*sides, *there).return_value == 1
    assert _run("HEAD", *there).return_value == 0


def test_a_merge_base_is_told_by_what_was_typed_and_a_short_hash(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
        command_line = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command_line, check=True, capture_output=True, text=True).stdout

    git("init", "-q", "-b", "main")
    write_tree(tmp_path, [chat("One?")])
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    base = git("rev-parse", "HEAD").strip()[:12]
    git("checkout", "-q", "-b", "again")
    write_tree(tmp_path, [chat("One?", answer="No.")])
    git("commit", "-q", "-a", "-m", "second")
    there = ("-C", str(tmp_path))
    assert _run("main...", *there).output.splitlines()[1] == f"main ({base}) → HEAD"
    assert _run("main...again", *there, "--markdown").output.splitlines()[2] == f"`main ({base}) → again`"
    assert _run("main..again", *there).output.splitlines()[1] == "main → again"
    assert _run("main", *there).output.splitlines()[1] == "main → working tree"
    loaded = load_review(ReviewRequest("main...again", directory=str(tmp_path)), lambda _text: None)
    assert (loaded.old_label, loaded.new_label) == (f"main ({base})", "again")


def test_bad_arguments_are_said(tmp_path: Path, sides: tuple[str, str]) -> None:
    with pytest.raises(click.UsageError, match="exclude each other"):
        _run(*sides, "--json", "--markdown")
    with pytest.raises(RecviewError, match="is no folder"):
        _run("HEAD", "-C", str(tmp_path / "nowhere"))
    with pytest.raises(RecviewError, match="nothere matches nothing"):
        _run(*sides, "--", "nothere")
    with pytest.raises(click.MissingParameter):
        _run()


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("options", "told"), [((), True), (("--json",), False), (("--markdown",), False)])
def test_a_page_on_a_terminal_ends_with_how_to_go_through_it(
    sides: tuple[str, str],
    options: tuple[str, ...],
    told: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command.main([*sides, *options], standalone_mode=False)
    assert "--ui" not in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdout", Terminal())
    command.main([*sides, *options], standalone_mode=False)
    assert ("recview: --ui goes through it on the screen" in capsys.readouterr().err) is told
    command.main([sides[0], sides[0], *options], standalone_mode=False)
    assert "--ui" not in capsys.readouterr().err, "where nothing differs"


def test_markdown_has_the_groups(sides: tuple[str, str]) -> None:
    text = _run(*sides, "--markdown").output
    assert text.startswith("### recview: 3 pairs · 2 identical · 2 superseded\n")
    assert "| 2 pairs | `stream_options.include_usage` added | same | same | same | same | same |" in text
    assert "#### 2 pairs: `stream_options.include_usage` added" in text
    assert 'For example `stream_options: absent → {"include_usage":true}`' in text


def test_markdown_stays_below_the_limit_and_counts_what_it_cut(tmp_path: Path) -> None:
    tests = [f"tests/test_a.py::test_{'long_' * 25}{at}[x]" for at in range(400)]
    write_tree(tmp_path / "old", [chat(f"Question {at}?", test_id=test) for at, test in enumerate(tests)])
    write_tree(tmp_path / "new", [chat(f"Question {at}?", test_id=test, n=1) for at, test in enumerate(tests)])
    text = _run(str(tmp_path / "old"), str(tmp_path / "new"), "--markdown").output
    assert 0.9 * LIMIT < len(text) < LIMIT
    shown = len(re.findall(r"^\| `[0-9a-f]{12}`", text, re.MULTILINE))
    cut = re.search(r"Not shown for want of room: ([0-9,]+) pairs?\. ", text)
    assert cut is not None
    assert shown + int(cut[1].replace(",", "")) == 400


EVIL = "a|b`c``d <script>alert(1)</script> @someone #1 [x](http://evil) \x1b[31m\u202e ![i](http://evil)"


@pytest.mark.parametrize("text", [EVIL, "`", "``", "`a", "a`", "", " ", "|", "\\|", "x" * 1000, "``" * 300])
def test_recorded_text_in_markdown_is_one_code_span(text: str) -> None:
    span = code(text)
    fence = re.match("`+", span)
    assert fence is not None
    inner = span[len(fence[0]) : -len(fence[0])]
    assert span.endswith(fence[0])
    assert all(len(run) != len(fence[0]) for run in re.findall("`+", inner))
    assert not re.search("[\x00-\x1f\u202e]", span)


def test_recorded_text_is_harmless_everywhere(tmp_path: Path) -> None:
    old = as_recording(chat_document(chat_body(EVIL), EVIL, f"tests/{EVIL}.py::test"), "recordings/a.json")
    new = as_recording(chat_document(chat_body(EVIL, more=EVIL), EVIL, f"tests/{EVIL}.py::test"), "recordings/b.json")
    write_tree(tmp_path / "old", [old])
    write_tree(tmp_path / "new", [new])
    for mode in ((), ("--json",), ("--markdown",), ("--color", "never")):
        output = _run(str(tmp_path / "old"), str(tmp_path / "new"), *mode).output
        assert "\x1b" not in output
        assert "\u202e" not in output
    markdown = _run(str(tmp_path / "old"), str(tmp_path / "new"), "--markdown").output
    outside_code = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", markdown)
    assert "<script>" not in outside_code
    assert "@someone" not in outside_code


_HOSTILE_TESTS = ["t::t[x|y]", "t::t[`a|b`]", r"t::t[\|]", "t::t[\n| a | b |\n|---|---|\n<b>]", EVIL]


@pytest.mark.parametrize("test", _HOSTILE_TESTS)
def test_markdown_renders_a_bar_as_it_was_recorded_in_tables_and_outside(test: str, tmp_path: Path) -> None:
    bodies = [chat_body("Hi", **{"a|b": value}) for value in ("x|y", "x|z")] + [{"input": "A long story of knights"}]
    old, new, added = (
        as_recording(chat_document(body, "Hi", test_id), f"recordings/{name}.json")
        for body, test_id, name in zip(bodies, (test, test, f"u{test}"), ("a", "a", "b"), strict=True)
    )
    write_tree(tmp_path / "old", [old])
    write_tree(tmp_path / "new", [new, added])
    text = _run(str(tmp_path / "old"), str(tmp_path / "new"), "--markdown").output
    found = list(_rendered(MarkdownIt("commonmark").enable("table").parse(text)))
    codes = [token.content for token in found if token.type == "code_inline"]
    assert codes.count(clean_line(test)) == 1, "in the table"
    assert codes.count(clean_line(f"u{test}")) == 1, "in the list of what was added"
    assert codes.count("a|b") == 2, "in the table, and in the heading"
    assert any("x|y" in code and "x|z" in code for code in codes)
    assert not any(token.type in ("html_inline", "html_block", "link_open", "image") for token in found)
    rows = [token for token in found if token.type == "tr_open"]
    assert len(rows) == 4, "no cell made a row of its own"
    assert len([token for token in found if token.type == "td_open"]) == 7 + 9


def _rendered(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def test_decisions_are_carried_from_one_machine_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    old = write_recording(tmp_path / "old" / "recordings" / "aa.json", make_document(request_body=body))
    asking = {**body, "stream_options": {"include_usage": True}}
    new = write_recording(tmp_path / "new" / "recordings" / "bb.json", make_document(request_body=asking))
    key = pair_key(*(read_recording(json.loads(path.read_bytes())) for path in (old, new)))
    Ledger().decide([key], Judgement("reject", "the prompt is wrong"))
    Ledger().decide(["of another review"], Judgement("accept"))
    sides = [str(tmp_path / "old"), str(tmp_path / "new")]
    file = tmp_path / "decisions.json"
    assert "wrote 1 decisions" in _run(*sides, "--export", str(file)).stderr

    monkeypatch.setenv("RECVIEW_STATE_DIR", str(tmp_path / "elsewhere"))
    assert Ledger().get(key) is None
    assert "took in 1 decisions" in _run(*sides, "--import", str(file)).stderr
    assert Ledger().get(key) == Judgement("reject", "the prompt is wrong")
    assert len(Ledger()) == 1
