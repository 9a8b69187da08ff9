"""From two sides to a review: real re-records, and small ones in which everything happens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus import CORPUS, needs_corpus
from rerecords import as_recording, chat, chat_body, chat_document, write_tree

from recview.analysis.review import Review
from recview.model.json_value import JSON
from recview.store.rerecord import review_sides
from recview.store.revisions import open_sides

USAGE: JSON = {"include_usage": True}


def _review(root: Path) -> Review:
    return review_sides(*open_sides("old", "new", str(root)))


def test_every_part_of_a_review(tmp_path: Path) -> None:
    other, gone = "tests/test_b.py::test_two[x]", "tests/test_c.py::test_gone[x]"
    kept, first = chat("Unchanged question"), chat("Which planet has rings?", test_id=other)
    rewritten = chat("A rewritten question", answer="One answer.")
    removed = chat("Something that nobody asks any longer", test_id=gone)
    write_tree(tmp_path / "old", [kept, first, rewritten, removed])
    again = chat("Which planet has rings?", test_id=other, stream_options=USAGE)
    new_test = chat("Sing a song about the sea and the wind", test_id="tests/test_d.py::test_new[x]")
    write_tree(tmp_path / "new", [kept, first, again, new_test, chat("A rewritten question", answer="Another.")])
    (tmp_path / "new/recordings/broken.json").write_text('{"request": {')
    (tmp_path / "new/package.json").write_text('{"name": "no recording"}')
    review = _review(tmp_path)
    assert review.counts == {
        "pairs": 2,
        "identical": 2,
        "added": 1,
        "removed": 1,
        "superseded": 1,
        "series": 0,
        "unreadable": 1,
    }
    root = str(tmp_path)
    assert [(one.path, one.by) for one in review.superseded] == [
        (f"{root}/new/{first.path}", f"{root}/new/{again.path}")
    ]
    assert [one.why for one in review.added] == ["new-test"]
    assert [one.name for one in review.removed] == [removed.name]
    assert [one.path for one in review.unreadable] == [f"{root}/new/recordings/broken.json"]
    by_name = {pair.new.name: pair for pair in review.pairs}
    assert by_name[rewritten.name].response.text == "changed"
    assert not by_name[rewritten.name].request.changes
    (change,) = by_name[again.name].request.changes
    assert (change.op, change.path, change.hashed) == ("add", "/stream_options", True)
    assert by_name[again.name].old.response.document != {}
    assert review.differs


def test_root_causes_stand_apart_from_knock_ons(tmp_path: Path) -> None:
    question, more = "Which planet has rings?", "Say that in capitals."
    old_answer, new_answer = "It is Saturn, I think.", "Saturn, with its prominent rings."
    edited = chat("Tell a joke about two trains", test_id="tests/test_b.py::test_joke")
    write_tree(tmp_path / "old", [chat(question, answer=old_answer), chat(question, old_answer, more), edited])
    write_tree(
        tmp_path / "new",
        [
            chat(question, answer=new_answer),
            chat(question, new_answer, more),
            chat("Tell a joke about three trains", test_id="tests/test_b.py::test_joke"),
        ],
    )
    review = _review(tmp_path)
    groups = [
        (group.knock_on, [change.path for change in group.changes], len(group.pairs)) for group in review.signatures
    ]
    content = ["/messages/*/content"]
    assert groups == [(False, [], 1), (False, content, 1), (True, content, 1)]
    (knock_on,) = [pair for pair in review.pairs if pair.is_knock_on]
    assert knock_on.new.name == chat(question, new_answer, more).name
    assert len({group.id for group in review.signatures}) == 3


def test_what_was_only_laid_out_anew_is_identical(tmp_path: Path) -> None:
    recording = chat("Hi")
    write_tree(tmp_path / "old", [recording])
    write_tree(tmp_path / "new", [recording])
    (tmp_path / "new" / recording.path).write_text(json.dumps(recording.document))
    review = _review(tmp_path)
    assert review.counts["identical"] == 1
    assert not review.differs


def test_one_and_true_are_a_difference(tmp_path: Path) -> None:
    for side, value in (("old", 1), ("new", True)):
        write_tree(tmp_path / side, [as_recording(chat_document(chat_body("Hi", n=value)), "recordings/a.json")])
    (pair,) = _review(tmp_path).pairs
    assert [change.path for change in pair.request.changes] == ["/n"]


def test_two_empty_sides_and_two_equal_ones(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    assert not _review(tmp_path).differs
    for side in ("old", "new"):
        write_tree(tmp_path / side, [chat("Hi")])
        (tmp_path / side / "other.json").write_text("{}")
    review = _review(tmp_path)
    assert (review.differs, review.counts["identical"]) == (False, 1)


@pytest.mark.parametrize("body", [None, [], "text", 7, {"messages": "none"}, {"input": [[]]}])
def test_bodies_of_any_shape_are_reviewed(tmp_path: Path, body: JSON) -> None:
    write_tree(tmp_path / "old", [as_recording(chat_document(body), "recordings/a.json")])
    write_tree(tmp_path / "new", [as_recording(chat_document(chat_body("Hi")), "recordings/b.json")])
    review = _review(tmp_path)
    assert len(review.pairs) + len(review.added) == 1


@needs_corpus
def test_usage_3771_is_three_groups() -> None:
    review = review_sides(*open_sides("before", "after", str(CORPUS / "rerecord" / "usage-3771")))
    assert {part: count for part, count in review.counts.items() if count} == {
        "pairs": 18,
        "identical": 344,
        "superseded": 14,
    }
    usage, rewritten, both = review.signatures
    assert [(change.op, change.path) for change in usage.changes] == [("add", "/stream_options")]
    assert (len(usage.pairs), len(rewritten.pairs), len(both.pairs)) == (13, 4, 1)
    assert not rewritten.changes
    assert both.knock_on
    assert [(change.op, change.path) for change in both.changes] == [
        ("replace", "/messages/*/content"),
        ("add", "/stream_options"),
    ]
    added = [review.pairs[at].response for group in (usage, both) for at in group.pairs]
    assert [response.tool_calls for response in added] == ["same"] * 14
    assert [response.finish_reason for response in added] == ["same"] * 14
    assert [response.usage for response in added] == ["added"] * 14
    assert [response.text for response in added].count("same") == 9
    (knock_on,) = (pair for pair in review.pairs if pair.is_knock_on)
    assert knock_on.new.name.startswith("cd222f01")


@needs_corpus
def test_vision_5229_keeps_two_for_which_there_is_nothing_new() -> None:
    review = review_sides(*open_sides("before", "after", str(CORPUS / "rerecord" / "vision-5229")))
    assert (review.counts["pairs"], review.counts["added"], review.counts["superseded"]) == (16, 0, 0)
    assert {one.name[:8] for one in review.removed} == {"54891641", "f3b7d38e"}
