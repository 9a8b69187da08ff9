"""The conversation and the tools of a request for an interaction."""

from __future__ import annotations

import json

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

_MEDIA = frozenset({"image", "audio", "video", "document"})
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
    if isinstance(content, str):
        return [TextPart(content)]
    if isinstance(content, list):
        return [part for inner in content for part in _parts(inner)]
    fields = as_object(content)
    kind = as_string(fields.get("type")) or ""
    if kind in ("", "user_input", "model_output") and "content" in fields:
        return _parts(fields["content"])
    return [_part(kind, fields)]


def _part(kind: str, content: dict[str, JSON]) -> MessagePart:
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
    return OtherPart(kind or "content", content)


def _result_text(result: JSON) -> str:
    if isinstance(result, list):
        return "\n".join(_result_text(as_object(part).get("text", part)) for part in result)
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)


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
