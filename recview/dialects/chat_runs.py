"""When chunks of a chat that differ in a text alone may be read as one that says all of it."""

from __future__ import annotations

from typing import Any

from recview.wire.runs import Alike

ALIKE = Alike(
    kind=b'"openai.types.chat.chat_completion_chunk.ChatCompletionChunk"',
    joined=(b'"content"', b'"arguments"'),
    ignored=b'"obfuscation"',
    least_bytes=40_000,
)
"""What a chunk brings that the one before it has not: a piece of text or of a call's arguments, and padding."""


def says_as_one(data: Any, text: str) -> bool:
    """Whether a chunk that says all of a text tells what several do that are like it, each with a piece of the text.

    So it is where the text stands at the one place where it is joined, and no other text stands beside it. What is
    said of the whole, such as a role, an end or a usage, is the same however often it is said.
    """
    try:
        (choice,) = data["choices"]
        delta = {**choice["delta"]}
        delta.pop("role", None)
        content, calls = delta.pop("content"), delta.pop("tool_calls", None)
        if any(delta.values()):
            return False
        if not calls:
            return bool(content == text)
        (call,) = calls
        function = call["function"]
        return bool(not content and not function["name"] and function["arguments"] == text)
    except (AttributeError, KeyError, TypeError, ValueError):  # a chunk of another shape
        return False
