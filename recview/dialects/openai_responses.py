"""OpenAI's responses: output items that are announced, grow by deltas, and are repeated whole when done.

Deltas count; what is repeated is told only where no delta brought it.
"""

from __future__ import annotations

from recview.dialects import openai_responses_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.logprobs import token_logprobs
from recview.dialects.openai_request import tool_definitions
from recview.dialects.openai_responses_items import ItemReader
from recview.dialects.openai_responses_places import Places
from recview.dialects.openai_usage import read_usage
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    BlockStart,
    BlockStop,
    Finish,
    Logprobs,
    Signal,
    StreamError,
    StreamEvent,
    UsageUpdate,
)
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk

_TEXT_DELTAS = {
    "response.output_text.delta": "text",
    "response.refusal.delta": "refusal",
    "response.reasoning_text.delta": "reasoning",
    "response.reasoning.delta": "reasoning",
    "response.reasoning_summary_text.delta": "summary",
    "response.reasoning_summary.delta": "summary",
    "response.audio.transcript.delta": "text",
    "response.audio_transcript.delta": "text",
    "response.output_audio_transcript.delta": "text",
}
_CALL_DELTAS = (
    "arguments.delta",
    "_call.arguments_delta",
    "_call_input.delta",
    "_call_code.delta",
    "_call.code.delta",
    "_call_command.delta",
)
"""Newer and older names."""
_ENDS = ("response.completed", "response.incomplete", "response.failed", "response.cancelled")
_SILENT = (".created", ".in_progress", ".queued", ".added", ".done", ".searching", ".interpreting", ".generating")
_SILENT_ENDS = (
    *_SILENT,
    ".completed",
    ".failed",
    ".partial_image",
    ".compacting",
    "audio.delta",
    "_output_content.delta",
    "_call.arguments_done",
)
_UNFINISHED = ("queued", "in_progress")


class OpenAIResponses:
    """See the module."""

    name = "openai.responses"

    def score(self, probe: Probe) -> int:
        if ".types.responses." in probe.type or probe.class_name.startswith("OpenAIResponseObject"):
            return CERTAIN
        sample = as_object(probe.sample)
        named = as_string(sample.get("type")) or probe.event
        if named.startswith("response.") or sample.get("object") == "response":
            return LIKELY
        return ADDRESSED if probe.address.endswith("/responses") or "/responses/" in probe.address else 0

    def stream_decoder(self) -> Decode:
        return _ResponseReader().read_event

    def plain_decoder(self) -> Decode:
        return _ResponseReader().read_plain

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return openai_responses_request.messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return tool_definitions(body)


DIALECT = OpenAIResponses()


class _ResponseReader:
    """Reads one response, as events or whole."""

    def __init__(self) -> None:
        self._items = ItemReader()
        self._places = Places()

    def read_plain(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        response = as_object(chunk.data)
        if not isinstance(response.get("output"), list):
            return no_answer(chunk)
        return tuple(self._whole(response))

    def read_event(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = chunk.data
        if not isinstance(data, dict):
            return no_object(chunk)
        name = as_string(data.get("type")) or chunk.event or ""
        place = self._places.place(data)
        if name in _TEXT_DELTAS:
            return self._text_delta(_TEXT_DELTAS[name], place, data)
        if name.endswith("_call_command.delta") and "command_index" in data:
            return (self._items.command_delta(place, _number(data, "command_index"), as_string(data.get("delta"))),)
        if name.endswith(_CALL_DELTAS):
            return (self._items.call_delta(place, as_string(data.get("delta"))),)
        if name in ("response.output_item.added", "response.output_item.done"):
            return self._item_event(name, place, as_object(data.get("item")))
        if name in _ENDS:
            return (Signal(name), *self._whole(as_object(data.get("response"))))
        if name == "error":
            return (error_event(data) or StreamError(None, None, as_string(data.get("message"))),)
        if name.startswith("response.") and name.endswith(_SILENT_ENDS):
            return (Signal(name), *self._items.part_done(name, place, data))
        return (error_event(data) or unknown(chunk),)

    def _text_delta(self, kind: str, place: int, data: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        part = _number(data, "summary_index" if kind == "summary" else "content_index")
        text = self._items.text(kind, place, part, as_string(data.get("delta")) or "")
        tokens = token_logprobs(data.get("logprobs"))
        return (text, Logprobs(0, tokens)) if tokens else (text,)

    def _item_event(self, name: str, place: int, item: dict[str, JSON]) -> tuple[StreamEvent, ...]:
        block = self._items.block(place)
        if name.endswith(".added"):
            return (BlockStart(0, block, as_string(item.get("type")) or "?"), *self._items.open(place, item))
        return (*self._items.close(place, item), BlockStop(0, block))

    def _whole(self, response: dict[str, JSON]) -> list[StreamEvent]:
        """A response at its end: of its items only what was not told yet."""
        events = self._items.remaining([as_object(item) for item in as_array(response.get("output"))])
        if error := error_event(response):
            events.append(error)
        if (status := as_string(response.get("status"))) and status not in _UNFINISHED:
            events.append(Finish(0, status, as_string(as_object(response.get("incomplete_details")).get("reason"))))
        if usage := as_object(response.get("usage")):
            events.append(UsageUpdate(read_usage(usage)))
        return events


def _number(data: dict[str, JSON], key: str) -> int:
    number = data.get(key)
    return number if type(number) is int else 0
