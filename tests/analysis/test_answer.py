"""A response as one JSON value: what is there, and nothing that is not."""

from __future__ import annotations

import pytest

from recview.analysis.answer import answer_document, arguments_value
from recview.analysis.assembled import Assembled, Choice, ToolCall
from recview.model.events import Data
from recview.model.json_value import JSON
from recview.model.recording import ApiError
from recview.model.usage import Usage


def test_an_answer_holds_only_what_is_there() -> None:
    call = ToolCall("call_1", "look", '{"at": "Saturn"}')
    choice = Choice(0, "assistant", content="", reasoning="Rings.", finish_reason="tool_calls", tool_calls=(call,))
    assert answer_document(Assembled((choice,), Usage(21, 8, raw={"x": 1}))) == {
        "choices": [
            {
                "index": 0,
                "role": "assistant",
                "reasoning": "Rings.",
                "tool_calls": [{"name": "look", "arguments": {"at": "Saturn"}}],
                "finish_reason": "tool_calls",
            }
        ],
        "usage": {"input_tokens": 21, "output_tokens": 8},
    }


def test_an_error_stands_alone() -> None:
    error = ApiError("BadRequestError", 400, None)
    assert answer_document(Assembled(error=error)) == {"error": {"type": "BadRequestError", "status": 400}}


def test_what_came_back_beside_an_error_is_kept() -> None:
    told = Assembled(data=(Data("A"),), error=ApiError(None, 500, "boom"))
    assert answer_document(told, {"body": {"content": "A"}}) == {
        "body": {"content": "A"},
        "error": {"status": 500, "message": "boom"},
    }


def test_what_is_no_answer_of_a_model_is_its_body() -> None:
    assert answer_document(Assembled(data=(Data("1 vector × 2"),)), {"body": {"v": [1, 2]}}) == {"body": {"v": [1, 2]}}
    assert answer_document(Assembled(), None) == {"body": None}


@pytest.mark.parametrize(
    ("arguments", "value"), [('{"a": 1}', {"a": 1}), ("[", "["), ("", ""), (None, None), ({"a": 1}, {"a": 1})]
)
def test_arguments(arguments: JSON, value: JSON) -> None:
    assert arguments_value(arguments) == value
