from __future__ import annotations

from typing import Any

import pytest

from recview.dialects.chat_runs import says_as_one


def chunk(content: Any = "Hello", **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": content, **more}, "finish_reason": None}], "usage": None}


def call(arguments: Any = "Hello", name: str | None = None) -> dict[str, Any]:
    return {"index": 0, "id": None, "function": {"arguments": arguments, "name": name}, "type": None}


@pytest.mark.parametrize(
    "data",
    [
        chunk(),
        chunk(role="assistant", refusal=None, tool_calls=None, reasoning_content=""),
        chunk(None, tool_calls=[call()]),
        chunk("", tool_calls=[call(name="")], role=None),
    ],
)
def test_nothing_but_text_or_arguments_may_be_said_at_once(data: Any) -> None:
    assert says_as_one(data, "Hello")
    assert not says_as_one(data, "Hell")


@pytest.mark.parametrize(
    "data",
    [
        chunk(refusal="no"),
        chunk(reasoning="hm"),
        chunk(tool_calls=[call()]),
        chunk(None, tool_calls=[call(), call()]),
        chunk(None, tool_calls=[call(name="search")]),
        chunk(None, tool_calls=["Hello"]),
        chunk([{"type": "text", "text": "Hello"}]),
        {"choices": chunk()["choices"] * 2},
        {"choices": [{"message": {"content": "Hello"}}]},
        {"choices": ["Hello"]},
        {"choices": "Hello"},
        {},
        "Hello",
        None,
    ],
)
def test_what_else_would_be_said_as_often_is_read_one_by_one(data: Any) -> None:
    assert not says_as_one(data, "Hello")
