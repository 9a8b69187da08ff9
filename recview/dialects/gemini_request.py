"""The conversation and the tools of a request to generateContent, by the SDK's names and by the wire's."""

from __future__ import annotations

from recview.dialects.gemini_keys import pick
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


def messages(body: JSON) -> tuple[Message, ...]:
    """The system instruction, then the `contents`: a text, a content, or a list of either or of parts."""
    fields = as_object(body)
    found: list[Message] = []
    for holder, prefix in ((as_object(fields.get("config")), "/config"), (fields, "")):
        key = "system_instruction" if "system_instruction" in holder else "systemInstruction"
        if instruction := holder.get(key):
            found.append(Message("system", tuple(_content_parts(instruction)), f"{prefix}/{key}"))
    contents = fields.get("contents")
    if isinstance(contents, list):
        found += [_message(content, f"/contents/{position}") for position, content in enumerate(contents)]
    elif contents is not None:
        found.append(_message(contents, "/contents"))
    return tuple(found)


def _message(content: JSON, path: str) -> Message:
    return Message(as_string(as_object(content).get("role")) or "user", tuple(_content_parts(content)), path)


def _content_parts(content: JSON) -> list[MessagePart]:
    """The parts of a text, a part, a content, or a list of them."""
    parts: list[MessagePart] = []
    for entry in content if isinstance(content, list) else [content]:
        inner = as_object(entry).get("parts")
        parts += [_part(part) for part in (inner if isinstance(inner, list) else [entry])]
    return parts


def _part(value: JSON) -> MessagePart:
    if isinstance(value, str):
        return TextPart(value)
    part = as_object(value)
    if isinstance(text := part.get("text"), str):
        return ReasoningPart(text) if part.get("thought") is True else TextPart(text)
    if call := as_object(pick(part, "function_call", "functionCall")):
        return ToolCallPart(as_string(call.get("id")), as_string(call.get("name")), call.get("args"))
    if result := as_object(pick(part, "function_response", "functionResponse")):
        text = dumps_plain(result.get("response"))
        return ToolResultPart(as_string(result.get("id")), as_string(result.get("name")), text)
    for snake, camel in (("inline_data", "inlineData"), ("file_data", "fileData")):
        if blob := as_object(pick(part, snake, camel)):
            mime = as_string(pick(blob, "mime_type", "mimeType")) or ""
            media = mime.partition("/")[0] if mime.startswith(("image/", "audio/", "video/")) else "file"
            return media_part(media, url=pick(blob, "file_uri", "fileUri"), data=blob.get("data"), mime=mime)
    name = next((key for key, value in part.items() if value is not None), "part")
    return OtherPart(name, value)


def tools(body: JSON) -> tuple[ToolDefinition, ...]:
    """Every function declared, and each tool that is none by its key (`google_search`)."""
    fields = as_object(body)
    found: list[ToolDefinition] = []
    for holder, prefix in ((as_object(fields.get("config")), "/config/tools"), (fields, "/tools")):
        for position, tool in enumerate(map(as_object, as_array(holder.get("tools")))):
            found += _definitions(tool, f"{prefix}/{position}")
    return tuple(found)


def _definitions(tool: dict[str, JSON], path: str) -> list[ToolDefinition]:
    found: list[ToolDefinition] = []
    for key, value in tool.items():
        if key in ("function_declarations", "functionDeclarations"):
            for position, function in enumerate(map(as_object, as_array(value))):
                found.append(declaration(function, f"{path}/{key}/{position}"))
        elif value is not None:
            found.append(ToolDefinition(key, "", f"{path}/{key}", value))
    return found


def declaration(function: dict[str, JSON], path: str) -> ToolDefinition:
    """A function as Gemini declares it."""
    schemas = ("parameters", "parameters_json_schema", "parametersJsonSchema")
    return ToolDefinition(
        name=as_string(function.get("name")) or as_string(function.get("type")) or "?",
        description=as_string(function.get("description")) or "",
        path=path,
        schema=next((function[key] for key in schemas if function.get(key) is not None), None),
    )
