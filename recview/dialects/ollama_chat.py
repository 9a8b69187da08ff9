"""Ollama's own chat API."""

from __future__ import annotations

from recview.dialects import ollama_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.logprobs import token_logprobs
from recview.dialects.ollama_usage import read_end
from recview.dialects.openai_request import tool_definitions
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    Logprobs,
    ReasoningDelta,
    RoleSet,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
)
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk


class OllamaChat:
    """See the module."""

    name = "ollama.chat"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "ChatResponse":
            return CERTAIN
        sample = as_object(probe.sample)
        if isinstance(sample.get("message"), dict) and "done" in sample:
            return LIKELY
        return ADDRESSED if probe.address.endswith("/api/chat") else 0

    def stream_decoder(self) -> Decode:
        return _ChatReader(streaming=True).read

    def plain_decoder(self) -> Decode:
        return _ChatReader(streaming=False).read

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return ollama_request.chat_messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return tool_definitions(body)


DIALECT = OllamaChat()


class _ChatReader:
    """Every tool call comes whole, with its arguments as JSON, and none has a number: they are counted here."""

    def __init__(self, streaming: bool) -> None:
        self._streaming = streaming
        self._role: str | None = None
        self._call_count = 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        message = data.get("message")
        if not isinstance(message, dict):
            if not self._streaming:
                return no_answer(chunk)
            return (error_event(data) or unknown(chunk),) if data else no_object(chunk)
        events: list[StreamEvent] = []
        role = as_string(message.get("role"))
        if role and role != self._role:
            self._role = role
            events.append(RoleSet(0, role))
        if isinstance(thinking := message.get("thinking"), str):
            events.append(ReasoningDelta(0, thinking))
        if isinstance(text := message.get("content"), str):
            events.append(TextDelta(0, text))
        events.extend(self._tool_call(as_object(call)) for call in as_array(message.get("tool_calls")))
        if tokens := token_logprobs(data.get("logprobs")):
            events.append(Logprobs(0, tokens))
        read_end(data, events)
        return tuple(events)

    def _tool_call(self, call: dict[str, JSON]) -> ToolCallDelta:
        slot = self._call_count
        self._call_count += 1
        function = as_object(call.get("function"))
        id_, name, arguments = as_string(call.get("id")), as_string(function.get("name")), function.get("arguments")
        if isinstance(arguments, str) or arguments is None:
            return ToolCallDelta(0, slot, id_, name, arguments)
        return ToolCallDelta(0, slot, id_, name, value=arguments, whole=True)
