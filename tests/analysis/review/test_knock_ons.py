"""Knock-ons: request changes that only carry an earlier call's new answer on."""

from __future__ import annotations

import json

import pytest

from recview.analysis.assembled import Assembled, Choice, ToolCall
from recview.analysis.jsondiff import Change, diff
from recview.analysis.review.knock_ons import Turn, knock_ons
from recview.model.json_value import JSON


def _says(text: str | None = None, *calls: ToolCall) -> Assembled:
    return Assembled((Choice(0, content=text, tool_calls=calls),))


def _turn(length: int, old: JSON, new: JSON, old_answer: Assembled, new_answer: Assembled) -> Turn:
    return Turn((length, length), diff(old, new).changes, old_answer, new_answer)


def _explained(turns: dict[int, Turn]) -> dict[int, list[str]]:
    return {key: [turns[key].changes[at].path for at in sorted(found)] for key, found in knock_ons(turns).items()}


SAME = _says("Fine.")


def test_a_carried_text_is_a_knock_on_and_what_else_changed_is_not() -> None:
    turns = {
        1: _turn(1, {"q": "x"}, {"q": "x", "k": 1}, _says("Saturn, I think."), _says("It is Saturn.")),
        2: _turn(3, {"m": ["x", "Saturn, I think."]}, {"m": ["x", "It is Saturn."], "k": 1}, SAME, SAME),
    }
    assert _explained(turns) == {2: ["/m/1"]}


def test_an_added_message_that_is_the_new_answer() -> None:
    turns = {
        1: _turn(1, {}, {}, _says("Old."), _says("New.")),
        2: _turn(2, {"m": []}, {"m": [{"role": "assistant", "content": "New."}]}, SAME, SAME),
        3: _turn(3, {"m": [{"role": "assistant", "content": "Old."}]}, {"m": []}, SAME, SAME),
    }
    assert _explained(turns) == {2: ["/m/0"], 3: ["/m/0"]}


def test_tool_call_ids_and_arguments_are_carried_on() -> None:
    old_call = ToolCall("call_old", "find", '{"city": "Ulm"}')
    new_call = ToolCall("call_new", "find", '{"city": "Bonn"}')

    def body(call_id: str, arguments: str, city: str) -> JSON:
        return {"m": [{"tool_calls": [{"id": call_id, "arguments": arguments}]}, {"tool_call_id": call_id}, city]}

    old = body("call_old", '{"city": "Ulm"}', "Ulm")
    new = body("call_new", '{"city": "Bonn"}', "Bonn")
    turns = {1: _turn(1, {}, {}, _says(None, old_call), _says(None, new_call)), 2: _turn(3, old, new, SAME, SAME)}
    paths = {path for found in _explained(turns).values() for path in found}
    assert {"/m/0/tool_calls/0/arguments", "/m/2"} <= paths
    assert len(paths) == len(turns[2].changes)


def test_a_quotation_counts_where_it_is_long_enough() -> None:
    long_old, long_new = "a rather long old answer", "an even longer new answer"
    turns = {
        1: _turn(1, {}, {}, _says(long_old), _says(long_new)),
        2: _turn(2, {"p": f"Sum up: {long_old}!"}, {"p": f"Sum up: {long_new}!"}, SAME, SAME),
    }
    assert _explained(turns) == {2: ["/p"]}
    short = {
        1: _turn(1, {}, {}, _says("no"), _says("yes")),
        2: _turn(2, {"p": "I know nothing"}, {"p": "yesterday"}, SAME, SAME),
    }
    assert _explained(short) == {}


@pytest.mark.parametrize("old_text", ["Same.", "Old."])
def test_only_what_came_anew_explains_and_only_earlier_calls_do(old_text: str) -> None:
    turns = {
        1: _turn(1, {"m": ["a"]}, {"m": ["Same."]}, SAME, SAME),
        2: _turn(2, {"m": ["a", "b"]}, {"m": ["a", "Same."]}, _says(old_text), _says("Same.")),
    }
    assert _explained(turns) == {}


def test_a_prompt_edit_beside_a_new_answer_is_a_root_cause() -> None:
    turns = {
        1: _turn(1, {}, {}, _says("Old answer."), _says("New answer.")),
        2: _turn(2, {"m": ["Tell me"]}, {"m": ["Please tell me"]}, SAME, SAME),
    }
    assert _explained(turns) == {}


def test_arguments_that_are_no_json_and_answers_that_say_nothing() -> None:
    broken = ToolCall(None, None, "{broken")
    turns = {
        1: _turn(1, {}, {}, Assembled(), _says("", broken)),
        2: _turn(2, {"m": 1}, {"m": json.loads('{"a": [null, true, 1.5]}')}, Assembled(), Assembled()),
    }
    assert _explained(turns) == {}


def test_no_calls_no_knock_ons() -> None:
    assert knock_ons({}) == {}
    change: tuple[Change, ...] = ()
    assert knock_ons({1: Turn((1, 1), change, SAME, SAME)}) == {}
