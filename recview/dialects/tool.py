"""A tool that was invoked and what it gave back."""

from __future__ import annotations

from recview.dialects.base import CERTAIN, DataDialect, Probe
from recview.dialects.openai_parts import content_text
from recview.model.events import Data, StreamError, StreamEvent
from recview.model.json_value import JSON, as_count, as_object, as_string
from recview.model.message import Message, ToolCallPart
from recview.model.recording import RawChunk
from recview.wire.documents import dumps_plain


class Tool(DataDialect):
    """See the module."""

    name = "tool"

    def score(self, probe: Probe) -> int:
        return CERTAIN if probe.kind == "tool" or probe.class_name == "ToolInvocationResult" else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        events: list[StreamEvent] = [Data("tool result", _text(chunk.data))]
        message, code = as_string(data.get("error_message")), as_count(data.get("error_code"))
        if message or code:
            events.append(StreamError(None, code, message))
        return tuple(events)

    def messages(self, body: JSON) -> tuple[Message, ...]:
        """What the tool was given."""
        return () if body is None else (Message("tool", (ToolCallPart(None, None, body),), ""),)


DIALECT = Tool()


def _text(result: JSON) -> str:
    """The content as text: as a rule it is that already; what has none is shown as the JSON it is."""
    content = as_object(result).get("content", result)
    if isinstance(content, dict):
        return dumps_plain(content)
    return content_text(content)
