"""The conversation in requests to Ollama's own API."""

from __future__ import annotations

from recview.dialects.media import media_part
from recview.dialects.openai_parts import content_parts, content_text
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import (
    Message,
    MessagePart,
    ReasoningPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)


def chat_messages(body: JSON) -> tuple[Message, ...]:
    """The `messages` of a request, in order."""
    return tuple(
        _message(as_object(message), f"/messages/{position}")
        for position, message in enumerate(as_array(as_object(body).get("messages")))
    )


def _message(message: dict[str, JSON], path: str) -> Message:
    role = as_string(message.get("role")) or "?"
    content = message.get("content")
    if role == "tool":
        name = as_string(message.get("tool_name")) or as_string(message.get("name"))
        return Message(
            role, (ToolResultPart(as_string(message.get("tool_call_id")), name, content_text(content)),), path
        )
    parts: list[MessagePart] = []
    if thinking := as_string(message.get("thinking")):
        parts.append(ReasoningPart(thinking))
    parts += content_parts(content)
    parts += _images(message)
    for call in map(as_object, as_array(message.get("tool_calls"))):
        function = as_object(call.get("function"))
        name = as_string(function.get("name"))
        parts.append(ToolCallPart(as_string(call.get("id")), name, function.get("arguments")))
    return Message(role, tuple(parts), path)


def _images(fields: dict[str, JSON]) -> list[MessagePart]:
    """Images are bare base64; their type is not told."""
    return [media_part("image", data=image) for image in as_array(fields.get("images"))]


def prompt_messages(body: JSON) -> tuple[Message, ...]:
    """The `system` text and the `prompt` with its images."""
    fields = as_object(body)
    messages: list[Message] = []
    if system := as_string(fields.get("system")):
        messages.append(Message("system", (TextPart(system),), "/system"))
    if isinstance(prompt := fields.get("prompt"), str):
        messages.append(Message("user", (TextPart(prompt), *_images(fields)), "/prompt"))
    return tuple(messages)
