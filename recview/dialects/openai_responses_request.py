"""The conversation in a request for a response."""

from __future__ import annotations

from recview.dialects.openai_parts import content_parts, content_text
from recview.dialects.openai_responses_items import call_of, is_call
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import (
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)


def messages(body: JSON) -> tuple[Message, ...]:
    """The instructions, then the `input`: a text, or a list of items."""
    fields = as_object(body)
    found: list[Message] = []
    if instructions := as_string(fields.get("instructions")):
        found.append(Message("system", (TextPart(instructions),), "/instructions"))
    given = fields.get("input")
    if isinstance(given, str):
        found.append(Message("user", (TextPart(given),), "/input"))
    found += [_message(item, f"/input/{position}") for position, item in enumerate(as_array(given))]
    return tuple(found)


def _message(item: JSON, path: str) -> Message:
    """An item with a role is a message; a call is the assistant's, its output a tool's."""
    fields = as_object(item)
    kind = as_string(fields.get("type")) or ""
    role = as_string(fields.get("role"))
    if role is not None and kind in ("", "message"):
        return Message(role, tuple(content_parts(fields.get("content"))), path)
    if kind.endswith("_call_output"):
        result = ToolResultPart(as_string(fields.get("call_id")), None, content_text(fields.get("output")))
        return Message("tool", (result,), path)
    return Message("assistant" if is_call(kind) or kind == "reasoning" else "item", _parts(kind, fields), path)


def _parts(kind: str, item: dict[str, JSON]) -> tuple[MessagePart, ...]:
    if is_call(kind):
        return (ToolCallPart(*call_of(kind, item)),)
    if kind == "reasoning":
        texts = [*as_array(item.get("summary")), *as_array(item.get("content"))]
        found = (as_string(as_object(part).get("text")) for part in texts)
        return tuple(ReasoningPart(text) for text in found if text)
    return (OtherPart(kind or "item", item),)
