"""Signatures: equal for what one reader would call the same change, different for the rest."""

from __future__ import annotations

import pytest
from rerecords import chat_body

from recview.analysis.jsondiff import diff
from recview.analysis.review.signatures import PathChange, signature_id, signature_of
from recview.model.json_value import JSON


def _signature(old: JSON, new: JSON) -> list[tuple[str, str]]:
    return [(change.op, change.path) for change in signature_of(old, new, diff(old, new).changes)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("replace", "/a")]),
        ({}, {"stream_options": {"include_usage": True}}, [("add", "/stream_options")]),
        (chat_body("One"), chat_body("Two"), [("replace", "/messages/*/content")]),
        (
            chat_body("A question", "An answer", "Another one"),
            chat_body("A new question", "A new answer", "Another new one"),
            [("replace", "/messages/*/content")],
        ),
        ({"a": {"0": 1}}, {"a": {"0": 2}}, [("replace", "/a/0")]),
        ({"a/b": [1]}, {"a/b": [2]}, [("replace", "/a~1b/*")]),
    ],
)
def test_positions_are_stars_and_keys_stay(old: JSON, new: JSON, expected: list[tuple[str, str]]) -> None:
    assert _signature(old, new) == expected


def test_names_of_schema_properties_are_stars_too() -> None:
    def tool(name: str, **more: JSON) -> JSON:
        return {"tools": [{"parameters": {"properties": {name: {"type": "string", **more}}}}]}

    one = _signature(tool("query"), tool("query", title="Query"))
    other = _signature(tool("city"), tool("city", title="City"))
    assert one == other == [("add", "/tools/*/parameters/properties/*/title")]


def test_what_went_and_came_at_one_place_was_replaced() -> None:
    old: JSON = {"tools": [{"name": "alpha", "x": [1, 2, 3]}]}
    new: JSON = {"tools": ["something else altogether"]}
    assert _signature(old, new) == [("replace", "/tools/*")]


def test_many_changes_below_one_place_are_one_of_that_place() -> None:
    old: JSON = {"tools": [{"function": dict.fromkeys("abcdefgh", 1)}]}
    new: JSON = {"tools": [{"function": dict.fromkeys("abcdefgh", 2)}]}
    assert _signature(old, new) == [("replace", "/tools/*/function")]


def test_top_level_keys_are_never_gathered() -> None:
    old: JSON = dict.fromkeys("abcdefgh", 1)
    new: JSON = dict.fromkeys("abcdefgh", 2)
    assert len(_signature(old, new)) == 8


def test_noise_counts_only_where_there_is_nothing_else() -> None:
    def asked(call_id: str, text: str) -> JSON:
        return {"messages": [{"role": "tool", "tool_call_id": call_id, "content": text}]}

    one, other = "call_abcdef1234567890abcdef12", "call_zyxwvu0987654321zyxwvu09"
    assert _signature(asked(one, "a"), asked(other, "a")) == [("replace", "/messages/*/tool_call_id")]
    assert _signature(asked(one, "a"), asked(other, "b")) == [("replace", "/messages/*/content")]


def test_ids_are_stable_and_tell_groups_apart() -> None:
    changes = (PathChange("/a", "add"), PathChange("/b", "remove"))
    assert signature_id(changes, False) == signature_id(changes, False)
    assert len({signature_id(changes, False), signature_id(changes, True), signature_id((), False)}) == 3
