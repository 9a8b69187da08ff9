"""Anthropic's messages: content blocks that open, grow and close."""

from __future__ import annotations

from dataclasses import replace

from recview.dialects import anthropic_request
from recview.dialects.anthropic_usage import read_usage
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.labels import counted
from recview.dialects.server_results import result_of_block
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    BlockStart,
    BlockStop,
    Data,
    Finish,
    ReasoningDelta,
    RoleSet,
    Signal,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageUpdate,
)
from recview.model.json_value import JSON, as_array, as_count, as_object, as_string
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk

_EVENTS = frozenset(
    {
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    }
)
_SILENT_DELTAS = ("signature_delta", "citations_delta")


class AnthropicMessages:
    """See the module."""

    name = "anthropic.messages"

    def score(self, probe: Probe) -> int:
        if "anthropic" in probe.type and probe.class_name.startswith(
            ("Message", "Raw", "ParsedMessage", "BetaMessage")
        ):
            return CERTAIN
        sample = as_object(probe.sample)
        if probe.event in _EVENTS or as_string(sample.get("type")) in _EVENTS:
            return LIKELY
        is_foreign = bool(probe.type) and "anthropic" not in probe.type
        if sample.get("type") == "message" and isinstance(sample.get("content"), list) and not is_foreign:
            return LIKELY
        asked = probe.address.endswith(("/messages", "/messages/count_tokens")) and "/threads/" not in probe.address
        return ADDRESSED if asked else 0

    def stream_decoder(self) -> Decode:
        return _StreamReader().read

    def plain_decoder(self) -> Decode:
        return _read_plain

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return anthropic_request.messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return anthropic_request.tools(body)


DIALECT = AnthropicMessages()


class _StreamReader:
    """Reads the events of one stream. Remembers the usage at the start, and tool blocks that are still empty."""

    def __init__(self) -> None:
        self._start_usage: dict[str, JSON] = {}
        self._without_input: dict[int, JSON] = {}

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = chunk.data
        if not isinstance(data, dict):
            return no_object(chunk)
        match data.get("type") or chunk.event:
            case "content_block_delta":
                return self._delta(chunk, _index(data), as_object(data.get("delta")))
            case "content_block_start":
                return self._block_start(_index(data), as_object(data.get("content_block")))
            case "content_block_stop":
                return self._block_stop(_index(data))
            case "message_start":
                return self._message_start(as_object(data.get("message")))
            case "message_delta":
                return self._message_delta(data)
            case "message_stop" | "ping" as name:
                return (Signal(name),)
            case _:
                return (error_event(data) or unknown(chunk),)

    def _message_start(self, message: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        """The output count given here is provisional, so it is left to `message_delta`."""
        events: list[StreamEvent] = [Signal("message_start")]
        if role := as_string(message.get("role")):
            events.append(RoleSet(0, role))
        if usage := as_object(message.get("usage")):
            self._start_usage = usage
            known = {key: value for key, value in usage.items() if key != "output_tokens"}
            events.append(UsageUpdate(replace(read_usage(known), raw=usage)))
        return tuple(events)

    def _block_start(self, index: int, block: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        given = block.get("input")
        if not given and isinstance(given, dict):
            self._without_input[index] = given
            block = {**block, "input": None}
        return tuple(_block(index, block))

    def _delta(self, chunk: RawChunk, index: int, delta: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        kind = delta.get("type")
        if isinstance(text := delta.get("text"), str):
            return (TextDelta(0, text, index),)
        if isinstance(thinking := delta.get("thinking"), str):
            return (ReasoningDelta(0, thinking, index),)
        if isinstance(fragment := delta.get("partial_json"), str):
            if not fragment:
                return ()
            self._without_input.pop(index, None)
            return (ToolCallDelta(0, index, arguments=fragment),)
        return (Signal(kind),) if isinstance(kind, str) and kind in _SILENT_DELTAS else (unknown(chunk),)

    def _block_stop(self, index: int) -> tuple[StreamEvent, ...]:
        """A tool without arguments gets no fragments: what its block opened with was all."""
        stop = BlockStop(0, index)
        if index not in self._without_input:
            return (stop,)
        return (ToolCallDelta(0, index, value=self._without_input.pop(index), whole=True), stop)

    def _message_delta(self, data: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        events: list[StreamEvent] = []
        if reason := as_string(as_object(data.get("delta")).get("stop_reason")):
            events.append(Finish(0, reason))
        if usage := as_object(data.get("usage")):
            events.append(UsageUpdate(read_usage(usage, self._start_usage)))
        return tuple(events) or (Signal("message_delta"),)


def _index(data: dict[str, JSON]) -> int:
    index = data.get("index")
    return index if isinstance(index, int) else 0


def _block(index: int, block: dict[str, JSON]) -> list[StreamEvent]:
    """A block as it stands, whether it has only opened or is whole."""
    events: list[StreamEvent] = [BlockStart(0, index, as_string(block.get("type")) or "?")]
    if isinstance(text := block.get("text"), str):
        events.append(TextDelta(0, text, index))
    elif isinstance(thinking := block.get("thinking"), str):
        events.append(ReasoningDelta(0, thinking, index))
    elif "input" in block and "name" in block:
        given = block["input"]
        id_, name = as_string(block.get("id")), as_string(block["name"])
        events.append(ToolCallDelta(0, index, id_, name, value=given, whole=given is not None))
    elif (kind := as_string(block.get("type")) or "").endswith("_tool_result"):
        result = result_of_block(kind, block.get("content"))
        events += [result] if result is not None else []
    return events


def _read_plain(chunk: RawChunk) -> tuple[StreamEvent, ...]:
    data = as_object(chunk.data)
    if not isinstance(data.get("content"), list):
        return _read_count(data) or no_answer(chunk)
    events: list[StreamEvent] = []
    if role := as_string(data.get("role")):
        events.append(RoleSet(0, role))
    for index, block in enumerate(as_array(data["content"])):
        events += [*_block(index, as_object(block)), BlockStop(0, index)]
    if reason := as_string(data.get("stop_reason")):
        events.append(Finish(0, reason))
    if usage := as_object(data.get("usage")):
        events.append(UsageUpdate(read_usage(usage)))
    return tuple(events)


def _read_count(data: dict[str, JSON]) -> tuple[StreamEvent, ...]:
    """How many tokens a message would take: all that is said where just that was asked."""
    count = as_count(data.get("input_tokens"))
    if count is None:
        return ()
    return (Data(counted(count, "input token")), UsageUpdate(read_usage(data)))
