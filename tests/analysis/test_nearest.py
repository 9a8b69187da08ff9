"""The nearest recordings of a request, and the edits by which it missed them."""

from __future__ import annotations

import pytest
from rerecords import as_recording, chat, chat_body, chat_document

from recview.analysis.hash_rules import RULES
from recview.analysis.nearest import Edit, Relative, answering, edits_to_hit, nearest
from recview.analysis.request_hash import compute
from recview.model.json_value import JSON
from recview.model.recording import Recording

DECIMALS = next(rule for rule in RULES if rule.name == "decimals")


def _bare(body: JSON) -> Recording:
    return as_recording({"request": {"body": body}, "response": {}}, "request.json")


@pytest.mark.parametrize(
    ("asked", "recorded", "edits"),
    [
        ({"temperature": 0.7}, {"temperature": 0.8}, (Edit("replace", "/temperature", 0.7, 0.8),)),
        ({"n": 1}, {}, (Edit("remove", "/n", 1, None),)),
        ({}, {"n": None}, (Edit("add", "/n", None, None),)),
        ({"temperature": 0.7}, {"temperature": 0.7000001}, ()),
        ({"tool": "score: 0.1"}, {"tool": "score: 0.2"}, ()),
        ({"extra_body": {"project_id": "a"}}, {"extra_body": {"project_id": "b"}}, ()),
    ],
)
def test_edits_are_what_the_hash_sees(
    asked: dict[str, JSON], recorded: dict[str, JSON], edits: tuple[Edit, ...]
) -> None:
    one, other = chat("Hi", **asked), chat("Hi", **recorded)
    assert edits_to_hit(one, other) == edits
    assert (one.name == other.name) == (edits == ())


def test_what_is_hashed_beside_the_body_is_an_edit_too() -> None:
    recorded = chat("Hi")
    elsewhere = chat("Hi", test_id="tests/test_b.py::test_two", url="https://other.example.com/v2/chat/completions")
    assert [edit.path for edit in edits_to_hit(elsewhere, recorded)] == ["endpoint", "test_id"]
    other_host = chat("Hi", url="https://other.example.com/v1/chat/completions")
    assert edits_to_hit(other_host, recorded) == ()


def test_an_old_recording_is_missed_by_its_own_rule() -> None:
    document = chat_document(chat_body("Hi"), test_id=None)
    anonymous = as_recording(document)
    old = as_recording(document, f"r/{compute(anonymous.request, None, RULES[-1])}.json")
    assert edits_to_hit(chat("Hi"), old) == ()


def test_the_same_test_comes_before_others_as_much_alike() -> None:
    asked = chat("What is the largest planet?", temperature=0.7)
    same_test = chat("What is the largest planet?", temperature=0.8)
    other_test = chat("What is the largest planet?", temperature=0.8, test_id="tests/test_b.py::test_two")
    stranger = chat("Write me a poem about the sea and the wind", test_id="tests/test_c.py::test_three")
    relatives = nearest(asked, [stranger, other_test, same_test, asked], limit=3)
    assert [relative.recording for relative in relatives] == [same_test, other_test, stranger]
    assert [relative.same_test for relative in relatives] == [True, False, False]
    assert relatives[0].likeness > relatives[2].likeness


def test_of_many_the_likest_is_found() -> None:
    others = [chat(f"Question number {at} about subject {at * 7}", test_id=None) for at in range(200)]
    asked = chat("Question number 137 about subject 959", test_id=None, temperature=0.5)
    (relative,) = nearest(asked, others, limit=1)
    assert relative.recording is others[137]
    assert relative.edits == (Edit("remove", "/temperature", 0.5, None),)


def test_a_bare_body_counts_only_as_a_body() -> None:
    recorded = chat("Hi there", temperature=0.5)
    asked = _bare(chat_body("Hi there"))
    assert edits_to_hit(asked, recorded) == (Edit("add", "/temperature", None, 0.5),)
    assert answering(asked, [recorded]) == []
    assert answering(_bare(chat_body("Hi there", temperature=0.5)), [recorded]) == [recorded]


def test_whoever_bears_the_name_of_any_rule_answers() -> None:
    recording = chat("score: 0.123456789")
    document = chat_document(chat_body("score: 0.123456789"))
    anonymous = as_recording(document)
    older = as_recording(document, f"r/{compute(anonymous.request, anonymous.test_id, DECIMALS)}.json")
    assert older.name != recording.name
    assert answering(recording, [older, chat("Hi"), recording]) == [older, recording]


def test_an_edit_may_be_of_the_type_alone() -> None:
    asked, recorded = chat("Hi there", temperature=0.0), chat("Hi there", temperature=0)
    assert edits_to_hit(asked, recorded) == (Edit("replace", "/temperature", 0.0, 0),)


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert nearest(chat("Hi"), []) == []
    assert nearest(chat("Hi"), [chat("Ho")], limit=0) == []


def test_a_request_that_does_not_tell_its_test_may_be_of_any() -> None:
    recorded = chat("Hi there", temperature=0.5)
    hit, missed = chat("Hi there", temperature=0.5, test_id=None), chat("Hi there", temperature=0.75, test_id=None)
    assert [edit.path for edit in edits_to_hit(missed, recorded)] == ["test_id", "/temperature"]
    assert [edit.path for edit in edits_to_hit(missed, recorded, tells_test=False)] == ["/temperature"]
    (relative,) = nearest(missed, [recorded], tells_test=False)
    assert relative.edits == (Edit("replace", "/temperature", 0.75, 0.5),)
    assert (answering(hit, [recorded]), answering(hit, [recorded], tells_test=False)) == ([], [recorded])
    assert answering(missed, [recorded], tells_test=False) == []


@pytest.mark.parametrize(
    ("likeness", "edits", "percent"),
    [
        (1.0, (), 100),
        (1.0, (Edit("remove", "/n", 1, None),), 99),
        (0.9999, (), 99),
        (0.57, (), 57),
        (0.0, (), 0),
    ],
)
def test_what_differs_at_all_is_not_wholly_alike(likeness: float, edits: tuple[Edit, ...], percent: int) -> None:
    assert Relative(chat("Hi"), likeness, same_test=False, edits=edits).percent == percent
