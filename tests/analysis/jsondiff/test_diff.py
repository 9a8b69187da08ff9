"""The engine end to end: what it reports for the edits people make, and its laws on any JSON."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from json_patches import any_json, apply_patch, edited, exact

from recview.analysis.jsondiff import Change, Options, diff, parse_pattern


def _message(role: str, content: str, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **more}


def _body() -> dict[str, Any]:
    """A conversation with two tools."""
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    return {
        "model": "m-1",
        "messages": [
            _message("system", "You answer in one short sentence.\nYou never guess."),
            _message("user", "What is the weather in Lisbon today?"),
            _message("assistant", "", tool_calls=[_call("call_a1b2c3d4e5f6", '{"city": "Lisbon"}')]),
            _message("tool", "18 degrees and sunny all afternoon", tool_call_id="call_a1b2c3d4e5f6"),
            _message("user", "And what should I wear for a walk?"),
        ],
        "tools": [
            {"type": "function", "function": {"name": name, "description": f"Tells {name}", "parameters": schema}}
            for name in ("weather", "time", "places")
        ],
        "temperature": 0.7,
        "max_tokens": 100,
    }


def _call(id_: str, arguments: str) -> dict[str, Any]:
    return {"id": id_, "type": "function", "function": {"name": "weather", "arguments": arguments}}


def _seen(old: Any, new: Any) -> list[tuple[str, str]]:
    return [(change.op, change.path) for change in diff(old, new).visible]


# ---- what a reader would name ----------------------------------------------------------------------------------


def test_the_same_document_has_no_changes() -> None:
    assert diff(_body(), _body()).changes == ()
    assert diff(_body(), _body()).patch == []


def test_a_message_put_in_front_is_one_change() -> None:
    new = _body()
    new["messages"].insert(0, _message("user", "Good morning"))
    assert _seen(_body(), new) == [("add", "/messages/0")]


def test_a_message_in_front_and_every_message_edited() -> None:
    new = _body()
    for message in new["messages"]:
        message["content"] += " Please."
    new["messages"].insert(0, _message("user", "Good morning"))
    assert _seen(_body(), new) == [("add", "/messages/0"), *(("replace", f"/messages/{i}/content") for i in range(5))]


def test_an_edited_message_beside_a_new_one_is_still_recognised() -> None:
    new = _body()
    new["messages"][1]["content"] = "What is the weather in Porto today?"
    new["messages"].insert(1, _message("user", "First something else"))
    changes = diff(_body(), new).visible
    assert [(change.op, change.old_path, change.new_path) for change in changes] == [
        ("add", None, "/messages/1"),
        ("replace", "/messages/1/content", "/messages/2/content"),
    ]


def test_new_ids_are_noise_in_both_places() -> None:
    new = json.loads(json.dumps(_body()).replace("call_a1b2c3d4e5f6", "call_z9y8x7w6v5u4"))
    result = diff(_body(), new)
    assert [change.noise for change in result.changes] == ["ids", "ids"]
    assert result.visible == ()
    assert result.hidden == {"ids": 2}


def test_a_tool_that_changed_its_place_is_moved_and_its_edit_is_told() -> None:
    new = _body()
    new["tools"].insert(0, new["tools"].pop())
    assert _seen(_body(), new) == [("move", "/tools/0")]
    new["tools"][0]["function"]["description"] = "Tells places nearby"
    assert _seen(_body(), new) == [("move", "/tools/0"), ("replace", "/tools/2/function/description")]


def test_another_tool_in_the_place_of_one_is_not_an_edit_of_it() -> None:
    new = _body()
    new["tools"][1] = {"type": "function", "function": {"name": "translate", "parameters": {"x": [1, 2, 3]}}}
    assert _seen(_body(), new) == [("remove", "/tools/1"), ("add", "/tools/1")]


def test_a_renamed_key_is_a_move() -> None:
    new = _body()
    new["max_completion_tokens"] = new.pop("max_tokens")
    (change,) = diff(_body(), new).changes
    assert (change.op, change.old_path, change.new_path) == ("move", "/max_tokens", "/max_completion_tokens")


def test_an_unrelated_key_with_the_same_small_value_is_no_rename() -> None:
    assert _seen({"top_p": 1, "n": 2}, {"n": 2, "seed": 1}) == [("remove", "/top_p"), ("add", "/seed")]


def test_what_changed_its_parent_is_moved() -> None:
    prompt = "You answer in one short sentence."
    old = {"system": prompt, "options": {"seed": 1}}
    assert _seen(old, {"options": {"seed": 1, "instructions": prompt}}) == [("move", "/options/instructions")]


@pytest.mark.parametrize(("old", "new"), [(1, 1.0), (1, True), (0, False), (0.0, -0.0), ("1", 1), (None, 0), ([], {})])
def test_types_count(old: Any, new: Any) -> None:
    assert _seen({"x": old, "y": [old]}, {"x": new, "y": [new]}) == [("replace", "/x"), ("replace", "/y/0")]


def test_the_order_of_keys_does_not_count() -> None:
    assert diff([{"a": 1, "b": [2]}, 3], [{"b": [2], "a": 1}, 3]).changes == ()


def test_nan_is_nan() -> None:
    assert diff({"x": float("nan")}, {"x": float("nan")}).changes == ()


def test_a_list_of_numbers_that_keeps_none_is_one_change() -> None:
    assert _seen({"embedding": [n / 7 for n in range(400)]}, {"embedding": [n / 9 + 1 for n in range(400)]}) == [
        ("replace", "/embedding")
    ]


def test_changes_come_in_the_order_of_the_document() -> None:
    new = _body()
    new["model"], new["temperature"] = "m-2", 0.1
    new["messages"][4]["content"] = "And what should I wear for a swim?"
    assert [path for _, path in _seen(_body(), new)] == ["/model", "/messages/4/content", "/temperature"]


def test_hashed_is_asked_for_both_places() -> None:
    old, new = {"messages": [1, 2]}, {"messages": [0, 1, 3]}
    result = diff(old, new, Options(hashed=lambda path: path == "/messages/2"))
    assert [(change.op, change.hashed) for change in result.changes] == [("add", False), ("replace", True)]


def test_ignored_paths_are_hidden_and_counted() -> None:
    new = _body()
    new["temperature"] = 1
    new["messages"][1]["content"] = "Something else entirely"
    result = diff(_body(), new, Options(ignore=(parse_pattern("/messages/*/content"),)))
    assert [change.path for change in result.visible] == ["/temperature"]
    assert result.hidden == {"ignored": 1}
    assert exact(apply_patch(_body(), result.patch)) == exact(new), "the patch leaves nothing out"


def test_every_change_is_told_once_and_no_more_than_were_made() -> None:
    chance = random.Random(7)
    words = ["river", "stone", "lamp", "quiet", "orange", "seven", "window", "paper", "cloud", "under", "along"]
    old = {"messages": [_message("user", " ".join(chance.choices(words, k=60))) for _ in range(60)]}
    new = copy.deepcopy(old)
    edits = 0
    for message in new["messages"][::3]:
        parts = message["content"].split()
        parts[chance.randrange(60)] = "EDITED"
        message["content"] = " ".join(parts)
        edits += 1
    for position in (50, 30, 10):
        new["messages"].insert(position, _message("user", f"Inserted before {position}"))
        edits += 1
    del new["messages"][20], new["messages"][44]
    assert edits <= len(diff(old, new).changes) <= 1.2 * (edits + 2)


# ---- laws ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(any_json, any_json, st.randoms(use_true_random=False))
def test_the_patch_leads_from_one_to_the_other(one: Any, other: Any, chance: random.Random) -> None:
    for old, new in ((one, other), (one, edited(one, chance)), (edited(one, chance), one)):
        before = exact(old), exact(new)
        result = diff(old, new)
        assert exact(apply_patch(old, result.patch)) == exact(new)
        assert (exact(old), exact(new)) == before, "neither document was changed"
        assert (result.changes == ()) == (exact(old) == exact(new))


@settings(deadline=None)
@given(any_json, st.randoms(use_true_random=False))
def test_no_place_is_told_twice(old: Any, chance: random.Random) -> None:
    new = edited(old, chance)
    changes = diff(old, new).changes
    for side in ("old_path", "new_path"):
        places = [(side, getattr(change, side)) for change in changes if change.op != "move"]
        told = [place for place in places if place[1] is not None]
        assert len(told) == len(set(told))


@settings(deadline=None)
@given(any_json)
def test_a_document_is_the_same_as_itself(value: Any) -> None:
    assert diff(value, value).changes == ()
    assert diff(value, copy.deepcopy(value)).changes == ()


def test_forwards_and_backwards_tell_the_same_changes() -> None:
    new = _body()
    new["messages"].insert(2, _message("user", "wait"))
    new["messages"][4]["content"] = "19 degrees and sunny all afternoon"
    new["top_p"] = new.pop("temperature")
    del new["max_tokens"]
    turned = {"add": "remove", "remove": "add", "replace": "replace", "move": "move"}

    def told(change: Change) -> tuple[str, str | None, str | None]:
        return turned[change.op], change.new_path, change.old_path

    forwards, backwards = diff(_body(), new), diff(new, _body())
    assert sorted(map(str, map(told, forwards.changes))) == sorted(
        str((change.op, change.old_path, change.new_path)) for change in backwards.changes
    )


# ---- bounds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lists", "objects", "both"])
@pytest.mark.parametrize("depth", [900, 3_000])
def test_no_nesting_is_too_deep(kind: str, depth: int) -> None:
    def nested(leaf: Any) -> Any:
        for level in range(depth):
            as_list = kind == "lists" or (kind == "both" and level % 2)
            leaf = [leaf] if as_list else {"in": leaf}
        return leaf

    result = diff(nested(1), nested(2))
    assert [(change.op, change.old, change.new) for change in result.changes] == [("replace", 1, 2)]
    assert len(result.patch) == 1
    assert diff(nested(1), nested(1)).changes == ()


def test_two_large_lists_of_few_values_are_one_honest_replace() -> None:
    chance = random.Random(1)
    old, new = ([chance.choice("abc") for _ in range(3_000)] for _ in range(2))
    (change,) = diff({"x": old}, {"x": new}).changes
    assert (change.op, change.path, change.too_large) == ("replace", "/x", True)


def test_a_large_list_turned_round_is_one_replace() -> None:
    old = [f"item {n}" for n in range(30_000)]
    assert [change.op for change in diff({"x": old}, {"x": old[::-1]}).changes] == ["replace"]


def test_a_large_list_with_few_edits_is_aligned() -> None:
    old = [f"item {n % 9_000}" for n in range(20_000)]
    new = [*old[:5_000], "new", *old[5_000:15_000], *old[15_001:]]
    assert _seen(old, new) == [("add", "/5000"), ("remove", "/15000")]
