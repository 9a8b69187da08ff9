"""The conversation and the tools of a request for an interaction."""

from __future__ import annotations

from recview.dialects.gemini_request import declaration
from recview.dialects.media import media_part
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import (
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    TextPart,
    ToolCallPart,
    ToolDefinition,
    ToolResultPart,
)
from recview.wire.documents import dumps_plain

_MEDIA = frozenset({"image", "audio", "video", "document"})
_HOLDERS = (None, "user_input", "model_output")
"""The types of what holds contents: a turn, which has none, and two kinds of steps."""
_MODEL = frozenset({"model_output", "thought"})


def messages(body: JSON) -> tuple[Message, ...]:
    """The system instruction, then the `input`: a text, a content, or a list of contents, steps or turns."""
    fields = as_object(body)
    found: list[Message] = []
    if instruction := fields.get("system_instruction"):
        found.append(Message("system", tuple(_parts(instruction)), "/system_instruction"))
    given = fields.get("input")
    if isinstance(given, list):
        found += [_message(entry, f"/input/{position}") for position, entry in enumerate(given)]
    elif given is not None:
        found.append(_message(given, "/input"))
    return tuple(found)


def _message(entry: JSON, path: str) -> Message:
    """A turn says its role; of a content or a step the type tells it."""
    fields = as_object(entry)
    kind = as_string(fields.get("type")) or ""
    role = as_string(fields.get("role"))
    if role is None:
        role = "model" if kind in _MODEL or kind.endswith("_call") else "tool" if kind.endswith("_result") else "user"
    return Message(role, tuple(_parts(entry)), path)


def _parts(content: JSON) -> list[MessagePart]:
    """The parts of a text, a content, a turn or step that holds some, or a list of them."""
    parts: list[MessagePart] = []
    for entry in content if isinstance(content, list) else [content]:
        fields = as_object(entry)
        holds_more = "content" in fields and fields.get("type") in _HOLDERS
        inner = fields.get("content") if holds_more else entry
        parts += [_part(part) for part in (inner if isinstance(inner, list) else [inner])]
    return parts


def _part(value: JSON) -> MessagePart:
    if isinstance(value, str):
        return TextPart(value)
    content = as_object(value)
    kind = as_string(content.get("type")) or ""
    if isinstance(text := content.get("text"), str):
        return TextPart(text)
    if kind == "thought":
        texts = (as_object(part).get("text") for part in as_array(content.get("summary")))
        return ReasoningPart("".join(text for text in texts if isinstance(text, str)))
    if kind.endswith("_call"):
        name = as_string(content.get("name")) or kind.removesuffix("_call")
        return ToolCallPart(as_string(content.get("id")), name, content.get("arguments"))
    if kind.endswith("_result"):
        call_id = as_string(content.get("call_id"))
        return ToolResultPart(call_id, as_string(content.get("name")), _result_text(content.get("result")))
    if kind in _MEDIA:
        return media_part(kind, url=content.get("uri"), data=content.get("data"), mime=content.get("mime_type"))
    return OtherPart(kind or "content", value)


def _result_text(result: JSON) -> str:
    parts = [as_object(part).get("text", part) for part in result] if isinstance(result, list) else [result]
    return "\n".join(part if isinstance(part, str) else dumps_plain(part) for part in parts)


def tools(body: JSON) -> tuple[ToolDefinition, ...]:
    """The `tools` of a request: functions, and by their type those that the server runs."""
    found: list[ToolDefinition] = []
    for position, tool in enumerate(map(as_object, as_array(as_object(body).get("tools")))):
        path = f"/tools/{position}"
        if declarations := as_array(tool.get("function_declarations")):
            found += [
                declaration(as_object(function), f"{path}/function_declarations/{i}")
                for i, function in enumerate(declarations)
            ]
        else:
            found.append(declaration(as_object(tool.get("function")) or tool, path))
    return tuple(found)
