"""A request's conversation in one vocabulary for every vendor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from recview.model.json_value import JSON


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str


@dataclass(frozen=True, slots=True)
class ReasoningPart:
    text: str


@dataclass(frozen=True, slots=True)
class RefusalPart:
    text: str


@dataclass(frozen=True, slots=True)
class MediaPart:
    """An image, audio or file: `source` is its URL, id or a few words ("image/png, 41 kB inline")."""

    media: str
    source: str


@dataclass(frozen=True, slots=True)
class ToolCallPart:
    """A call the assistant made; `arguments` is text as sent, or the JSON where the wire sends that."""

    id: str | None
    name: str | None
    arguments: JSON


@dataclass(frozen=True, slots=True)
class ToolResultPart:
    """What a tool gave back."""

    call_id: str | None
    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A part this dialect does not know; shown raw."""

    name: str
    value: JSON


MessagePart: TypeAlias = TextPart | ReasoningPart | RefusalPart | MediaPart | ToolCallPart | ToolResultPart | OtherPart


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request."""

    role: str
    parts: tuple[MessagePart, ...]
    path: str
    """JSON Pointer of the message in the request body."""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """A tool the request offers."""

    name: str
    description: str
    path: str
    """JSON Pointer of the tool in the request body."""
    schema: JSON = None
