"""What a dialect must answer, and what it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from recview.model.events import StreamEvent
from recview.model.json_value import JSON
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk, RequestKind


@dataclass(frozen=True, slots=True)
class Probe:
    """The facts a dialect is told by. `sample` is the payload of the first chunk, None where there is none."""

    kind: RequestKind
    url: str
    endpoint: str
    type: str
    """`__type__` of the first chunk, or empty."""
    event: str
    """The `event:` of the first server-sent event, or empty."""
    sample: JSON
    body: JSON
    """The request's body."""


Decode: TypeAlias = Callable[[RawChunk], tuple[StreamEvent, ...]]
"""Reads the chunks of one response in order; it may remember what came before. Raises nothing on any JSON."""


class Dialect(Protocol):
    """How one vendor's API speaks."""

    name: str

    def score(self, probe: Probe) -> int:
        """How surely this is a recording in this dialect: 0 (not at all) to 100."""

    def stream_decoder(self) -> Decode:
        """A fresh decoder for the chunks of one stream."""

    def plain_decoder(self) -> Decode:
        """A fresh decoder for the one chunk of a plain response."""

    def messages(self, body: JSON) -> tuple[Message, ...]:
        """The conversation a request body carries, system prompt first; empty where it has none."""

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        """The tools a request body offers."""
