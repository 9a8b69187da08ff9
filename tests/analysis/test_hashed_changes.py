"""Which changes of a request make another hash: never fewer and never more than the rules say."""

from __future__ import annotations

import pytest
from rerecords import as_recording, chat, chat_body, chat_document

from recview.analysis.hash_rules import RULES
from recview.analysis.hashed_changes import hash_options
from recview.analysis.jsondiff import diff
from recview.analysis.request_hash import compute
from recview.model.json_value import JSON
from recview.model.recording import Recording


def hashed_paths(*recordings: Recording) -> list[str]:
    first, last = recordings[0].request.body, recordings[-1].request.body
    return [change.path for change in diff(first, last, hash_options(*recordings)).changes if change.hashed]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("found, score: 0.123 end", "found, score: 0.987 end"),
        ("at 0.1234567", "at 0.1234561"),
        ({"x": 0.1234567}, {"x": 0.1234561}),
        ("a, attributes: {1}", "a, attributes: {2}"),
    ],
)
def test_what_the_rule_rewrites_to_the_same_is_not_hashed(old: JSON, new: JSON) -> None:
    one, other = chat("Hi", more=old), chat("Hi", more=new)
    assert one.name == other.name
    assert hashed_paths(one, other) == []


@pytest.mark.parametrize(("old", "new"), [(0, 0.0), (0, False), (1, True), (1, 1.0), ("0", 0), (0.12344, 0.12345)])
def test_values_of_other_types_are_others(old: JSON, new: JSON) -> None:
    one, other = chat("Hi", temperature=old), chat("Hi", temperature=new)
    assert one.name != other.name
    assert hashed_paths(one, other) == ["/temperature"]


def test_what_counts_is_the_rule_of_the_day() -> None:
    verbatim = next(rule for rule in RULES if rule.name == "verbatim")

    def then(text: str) -> Recording:
        document = chat_document(chat_body(text))
        anonymous = as_recording(document)
        return as_recording(document, f"r/{compute(anonymous.request, anonymous.test_id, verbatim)}.json")

    assert hashed_paths(then("score: 0.1"), then("score: 0.2")) == ["/messages/0/content"]
    assert hashed_paths(chat("score: 0.1"), chat("score: 0.2")) == []
