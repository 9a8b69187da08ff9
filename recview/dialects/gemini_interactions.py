"""Gemini's interactions: contents (in the newer API: steps) that open, grow and close."""

from __future__ import annotations

from recview.dialects import gemini_interactions_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.gemini_interactions_content import ContentReader
from recview.dialects.gemini_usage import read_interaction_usage
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    BlockStart,
    BlockStop,
    Finish,
    RoleSet,
    Signal,
    StreamEvent,
    UsageUpdate,
)
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk

_PREFIXES = ("interaction.", "content.", "step.")
_UNFINISHED = ("in_progress", "queued")


class GeminiInteractions:
    """See the module."""

    name = "gemini.interactions"

    def score(self, probe: Probe) -> int:
        if "interactions" in probe.type and "google" in probe.type:
            return CERTAIN
        sample = as_object(probe.sample)
        named = as_string(sample.get("event_type")) or probe.event
        if sample.get("object") == "interaction" or named.startswith(_PREFIXES):
            return LIKELY
        return ADDRESSED if probe.address.endswith("/interactions") or "/interactions/" in probe.address else 0

    def stream_decoder(self) -> Decode:
        return _InteractionReader().read_event

    def plain_decoder(self) -> Decode:
        return _InteractionReader().read_plain

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return gemini_interactions_request.messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return gemini_interactions_request.tools(body)


DIALECT = GeminiInteractions()


class _InteractionReader:
    """Reads one interaction, as events or whole. Remembers what was told, to tell nothing twice."""

    def __init__(self) -> None:
        self._contents = ContentReader()
        self._role: str | None = None
        self._status: str | None = None
        self._usage: JSON = None

    def read_plain(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        interaction = as_object(chunk.data)
        if "status" not in interaction and "outputs" not in interaction and "steps" not in interaction:
            return no_answer(chunk)
        return tuple(self._interaction(interaction))

    def read_event(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = chunk.data
        if not isinstance(data, dict):
            return no_object(chunk)
        name = as_string(data.get("event_type")) or chunk.event or ""
        number = data.get("index")
        index = number if type(number) is int else 0
        match name.removeprefix("interaction.").replace("content.", "step."):
            case "step.delta":
                return tuple(self._contents.grow(index, as_object(data.get("delta")))) or (unknown(chunk),)
            case "step.start":
                content = as_object(data.get("content")) or as_object(data.get("step"))
                return (self._block_start(index, content), *self._contents.open(index, content))
            case "step.stop":
                return (*self._contents.close(index), *self._usage_update(data.get("usage")), BlockStop(0, index))
            case "start" | "created":
                return (Signal(name),)
            case "status_update":
                return (Signal(name), *self._finish(data.get("status")), *self._usage_update(data.get("usage")))
            case "complete" | "completed" | "failed":
                return (Signal(name), *self._interaction(as_object(data.get("interaction"))))
            case _:
                return (error_event(data) or unknown(chunk),)

    def _block_start(self, index: int, content: dict[str, JSON]) -> BlockStart:
        return BlockStart(0, index, as_string(content.get("type")) or "?")

    def _interaction(self, interaction: dict[str, JSON]) -> list[StreamEvent]:
        """A whole interaction; what it holds was told before if it ends a stream that brought contents."""
        events: list[StreamEvent] = []
        role = as_string(interaction.get("role"))
        if role and role != self._role:
            self._role = role
            events.append(RoleSet(0, role))
        if not self._contents.told_any:
            outputs = as_array(interaction.get("outputs")) or as_array(interaction.get("steps"))
            for index, content in enumerate(map(as_object, outputs)):
                events.append(self._block_start(index, content))
                events += [*self._contents.open(index, content), *self._contents.close(index), BlockStop(0, index)]
        events += self._finish(interaction.get("status"))
        events += self._usage_update(interaction.get("usage"))
        for error in [interaction, *({"error": error} for error in as_array(interaction.get("errors")))]:
            if event := error_event(error):
                events.append(event)
        return events

    def _finish(self, status: JSON) -> list[StreamEvent]:
        if not isinstance(status, str) or status in _UNFINISHED or status == self._status:
            return []
        self._status = status
        return [Finish(0, status)]

    def _usage_update(self, usage: JSON) -> list[StreamEvent]:
        counted = read_interaction_usage(as_object(usage))
        if counted is None or usage == self._usage:
            return []
        self._usage = usage
        return [UsageUpdate(counted)]
