"""What a dialect must answer, and what it is asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from recview.model.events import StreamEvent
from recview.model.json_value import JSON
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk, RequestKind
from recview.model.value import value

CERTAIN = 100
"""The recorded type, or the envelope, says so."""
LIKELY = 80
"""The payload has the shape that only this dialect's payloads have."""
FITTING = 60
"""The payload has a shape that others could have too, and the address fits."""
ADDRESSED = 40
"""Nothing but the address says so: an error, an empty stream, an exception."""
POSSIBLE = 10
"""What is chosen where nothing else fits."""


@value
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

    @property
    def class_name(self) -> str:
        """The last part of the recorded type: the same class stands under other modules at other times."""
        return self.type[self.type.rfind(".") + 1 :]

    @property
    def address(self) -> str:
        """The endpoint, else the URL, without query and closing slash: where nothing else tells the dialect.

        Empty where a type was recorded that no dialect knows: a foreign type is not to be guessed at.
        """
        if self.type:
            return ""
        return (self.endpoint or self.url).partition("?")[0].rstrip("/")


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


class WithoutTools:
    """The part of a dialect whose requests offer no tools."""

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return ()


class DataDialect(WithoutTools):
    """A dialect whose results are no model's answers. Each chunk is read alone; as a rule there is only one."""

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        """What the chunk says."""
        raise NotImplementedError

    def stream_decoder(self) -> Decode:
        return self.read

    def plain_decoder(self) -> Decode:
        return self.read

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return ()
