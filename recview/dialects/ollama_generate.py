"""Ollama's own completion API: a prompt in, text out."""

from __future__ import annotations

from recview.dialects import ollama_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe, WithoutTools
from recview.dialects.logprobs import token_logprobs
from recview.dialects.ollama_usage import read_end
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import Logprobs, ReasoningDelta, StreamEvent, TextDelta
from recview.model.json_value import JSON, as_object
from recview.model.message import Message
from recview.model.recording import RawChunk


class OllamaGenerate(WithoutTools):
    """See the module."""

    name = "ollama.generate"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "GenerateResponse":
            return CERTAIN
        sample = as_object(probe.sample)
        if isinstance(sample.get("response"), str) and "done" in sample:
            return LIKELY
        return ADDRESSED if probe.address.endswith("/api/generate") else 0

    def stream_decoder(self) -> Decode:
        return _read_stream

    def plain_decoder(self) -> Decode:
        return _read_plain

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return ollama_request.prompt_messages(body)


DIALECT = OllamaGenerate()


def _read_stream(chunk: RawChunk) -> tuple[StreamEvent, ...]:
    if not isinstance(chunk.data, dict):
        return no_object(chunk)
    return _read(chunk.data) or (error_event(chunk.data) or unknown(chunk),)


def _read_plain(chunk: RawChunk) -> tuple[StreamEvent, ...]:
    return _read(as_object(chunk.data)) or no_answer(chunk)


def _read(data: dict[str, JSON]) -> tuple[StreamEvent, ...]:
    events: list[StreamEvent] = []
    if isinstance(thinking := data.get("thinking"), str):
        events.append(ReasoningDelta(0, thinking))
    if isinstance(text := data.get("response"), str):
        events.append(TextDelta(0, text))
    if tokens := token_logprobs(data.get("logprobs")):
        events.append(Logprobs(0, tokens))
    read_end(data, events)
    return tuple(events)
