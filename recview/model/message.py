"""A request's conversation in one vocabulary for every vendor."""

from __future__ import annotations

from typing import TypeAlias

from recview.model.json_value import JSON
from recview.model.value import value


@value
class TextPart:
    text: str


@value
class ReasoningPart:
    text: str


@value
class RefusalPart:
    text: str


@value
class MediaPart:
    """An image, audio or file: `source` is its URL, id or a few words ("image/png, 41 kB inline")."""

    media: str
    source: str


@value
class ToolCallPart:
    """A call the assistant made; `arguments` is text as sent, or the JSON where the wire sends that."""

    id: str | None
    name: str | None
    arguments: JSON


@value
class ToolResultPart:
    """What a tool gave back."""

    call_id: str | None
    name: str | None
    text: str


@value
class OtherPart:
    """A part this dialect does not know; shown raw."""

    name: str
    value: JSON


MessagePart: TypeAlias = TextPart | ReasoningPart | RefusalPart | MediaPart | ToolCallPart | ToolResultPart | OtherPart


@value
class Message:
    """One message of a request."""

    role: str
    parts: tuple[MessagePart, ...]
    path: str
    """JSON Pointer of the message in the request body."""
    name: str | None = None


@value
class ToolDefinition:
    """A tool the request offers."""

    name: str
    description: str
    path: str
    """JSON Pointer of the tool in the request body."""
    schema: JSON = None
