"""Embeddings by OpenAI's API: text in, vectors out."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.labels import vectors_label
from recview.dialects.openai_usage import read_usage
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent, UsageUpdate
from recview.model.json_value import JSON, as_array, as_object
from recview.model.message import Message, MessagePart, OtherPart, TextPart
from recview.model.recording import RawChunk


class OpenAIEmbeddings(DataDialect):
    """See the module."""

    name = "openai.embeddings"

    def score(self, probe: Probe) -> int:
        if probe.class_name in ("CreateEmbeddingResponse", "OpenAIEmbeddingsResponse"):
            return CERTAIN
        entries = as_array(as_object(probe.sample).get("data"))
        if entries and "embedding" in as_object(entries[0]):
            return LIKELY
        return ADDRESSED if probe.address.endswith("/embeddings") and "/api/embed" not in probe.address else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        entries = data.get("data")
        if not isinstance(entries, list):
            return no_answer(chunk)
        vectors = [as_object(entry).get("embedding") for entry in entries]
        events: list[StreamEvent] = [Data(vectors_label(vectors), value=vectors)]
        if usage := as_object(data.get("usage")):
            events.append(UsageUpdate(read_usage(usage)))
        return tuple(events)

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return embedded_inputs(body)


DIALECT = OpenAIEmbeddings()


def embedded_inputs(body: JSON) -> tuple[Message, ...]:
    """What was to be embedded: the `input` of a request (`prompt` in Ollama's older one), a message each."""
    fields = as_object(body)
    key = "input" if "input" in fields else "prompt"
    given = fields.get(key)
    if isinstance(given, list) and any(isinstance(entry, str | list | dict) for entry in given):
        return tuple(Message("input", (_input(entry),), f"/{key}/{i}") for i, entry in enumerate(given))
    return () if given is None else (Message("input", (_input(given),), f"/{key}"),)


def _input(given: JSON) -> MessagePart:
    if isinstance(given, str):
        return TextPart(given)
    if isinstance(text := as_object(given).get("text"), str):
        return TextPart(text)
    return OtherPart("tokens" if isinstance(given, list) else "input", given)
