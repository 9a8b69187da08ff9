"""The conversation and the tools of a request to Anthropic's messages."""

from __future__ import annotations

from recview.dialects.media import media_part
from recview.dialects.openai_parts import content_text
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


def messages(body: JSON) -> tuple[Message, ...]:
    """The `system` prompt, then the `messages`."""
    fields = as_object(body)
    found: list[Message] = []
    if system := fields.get("system"):
        found.append(Message("system", tuple(_parts(system)), "/system"))
    for position, message in enumerate(map(as_object, as_array(fields.get("messages")))):
        role = as_string(message.get("role")) or "?"
        found.append(Message(role, tuple(_parts(message.get("content"))), f"/messages/{position}"))
    return tuple(found)


def _parts(content: JSON) -> list[MessagePart]:
    if isinstance(content, str):
        return [TextPart(content)]
    return [TextPart(block) if isinstance(block, str) else _part(as_object(block)) for block in as_array(content)]


def _part(block: dict[str, JSON]) -> MessagePart:
    kind = as_string(block.get("type")) or ""
    if isinstance(text := block.get("text"), str):
        return TextPart(text)
    if isinstance(thinking := block.get("thinking"), str):
        return ReasoningPart(thinking)
    if kind in ("image", "document"):
        source = as_object(block.get("source"))
        name = source.get("file_id") or block.get("title")
        data = source.get("data") if source.get("type") == "base64" else None
        return media_part(kind, url=source.get("url"), data=data, mime=source.get("media_type"), name=name)
    if kind.endswith("tool_use"):
        return ToolCallPart(as_string(block.get("id")), as_string(block.get("name")), block.get("input"))
    if kind.endswith("tool_result"):
        return ToolResultPart(as_string(block.get("tool_use_id")), None, content_text(block.get("content")))
    return OtherPart(kind or "block", block)


def tools(body: JSON) -> tuple[ToolDefinition, ...]:
    """The `tools` of a request; one that the server runs has a type in place of a schema."""
    return tuple(
        ToolDefinition(
            name=as_string(tool.get("name")) or as_string(tool.get("type")) or "?",
            description=as_string(tool.get("description")) or "",
            path=f"/tools/{position}",
            schema=tool.get("input_schema"),
        )
        for position, tool in enumerate(map(as_object, as_array(as_object(body).get("tools"))))
    )
