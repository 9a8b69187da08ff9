"""The conversation and the tools of a chat completion's request, as OpenAI and those who follow it write them."""

from __future__ import annotations

from recview.dialects.openai_parts import content_parts, content_text
from recview.dialects.openai_tool_calls import call_arguments, call_function
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import (
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolDefinition,
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
    name = as_string(message.get("name"))
    content = message.get("content")
    if role in ("tool", "function"):
        result = ToolResultPart(as_string(message.get("tool_call_id")), name, content_text(content))
        return Message(role, (result,), path, name)
    parts: list[MessagePart] = []
    if reasoning := as_string(message.get("reasoning_content")) or as_string(message.get("reasoning")):
        parts.append(ReasoningPart(reasoning))
    parts += content_parts(content)
    if refusal := as_string(message.get("refusal")):
        parts.append(RefusalPart(refusal))
    parts += [_tool_call(as_object(call)) for call in as_array(message.get("tool_calls"))]
    if function := as_object(message.get("function_call")):
        parts.append(_tool_call({"function": function}))
    return Message(role, tuple(parts), path, name)


def _tool_call(call: dict[str, JSON]) -> ToolCallPart:
    function = call_function(call)
    return ToolCallPart(as_string(call.get("id")), as_string(function.get("name")), call_arguments(function))


def prompt_messages(body: JSON) -> tuple[Message, ...]:
    """The `prompt` of a completion's request, or each of several; one of token numbers is kept as it is."""
    prompt = as_object(body).get("prompt")
    if isinstance(prompt, list) and any(isinstance(entry, str | list) for entry in prompt):
        return tuple(Message("user", (_prompt(entry),), f"/prompt/{i}") for i, entry in enumerate(prompt))
    return () if prompt is None else (Message("user", (_prompt(prompt),), "/prompt"),)


def _prompt(prompt: JSON) -> MessagePart:
    return TextPart(prompt) if isinstance(prompt, str) else OtherPart("tokens", prompt)


def tool_definitions(body: JSON) -> tuple[ToolDefinition, ...]:
    """The `tools` of a request, nested under `function` or flat, and the older `functions`."""
    fields = as_object(body)
    definitions = [_tool(as_object(tool), f"/tools/{i}") for i, tool in enumerate(as_array(fields.get("tools")))]
    definitions += [
        _tool(as_object(function), f"/functions/{i}") for i, function in enumerate(as_array(fields.get("functions")))
    ]
    return tuple(definitions)


def _tool(tool: dict[str, JSON], path: str) -> ToolDefinition:
    """A hosted tool has no name but its type; an MCP server has its label."""
    function = call_function(tool) or tool
    names = (function.get("name"), tool.get("server_label"), tool.get("type"))
    name = next((name for name in names if isinstance(name, str) and name), "?")
    description = as_string(function.get("description")) or as_string(tool.get("server_description")) or ""
    schema = function.get("parameters")
    return ToolDefinition(name, description, path, function.get("format") if schema is None else schema)
