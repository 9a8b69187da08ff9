"""Embeddings by Gemini's API: contents in, objects with values out."""

from __future__ import annotations

from recview.dialects import gemini_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.gemini_keys import pick
from recview.dialects.labels import vectors_label
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent, UsageUpdate
from recview.model.json_value import JSON, as_array, as_count, as_object
from recview.model.message import Message
from recview.model.recording import RawChunk
from recview.model.usage import Usage


class GeminiEmbed(DataDialect):
    """See the module."""

    name = "gemini.embed_content"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "EmbedContentResponse":
            return CERTAIN
        if _embeddings(as_object(probe.sample)):
            return LIKELY
        address = probe.address.lower()
        return ADDRESSED if address.endswith(("embed_content", "embedcontent", "embedcontents")) else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        embeddings = _embeddings(as_object(chunk.data))
        if not embeddings:
            return no_answer(chunk)
        vectors = [embedding["values"] for embedding in embeddings]
        result, usage = Data(vectors_label(vectors), value=vectors), _usage(embeddings)
        return (result,) if usage is None else (result, UsageUpdate(usage))

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return gemini_request.messages(body)


DIALECT = GeminiEmbed()


def _embeddings(data: dict[str, JSON]) -> list[dict[str, JSON]]:
    """Those of the SDK and of a batch on the wire, or the one that the wire gives for a single content."""
    found = [as_object(entry) for entry in as_array(data.get("embeddings")) or [data.get("embedding")]]
    return found if all(isinstance(embedding.get("values"), list) for embedding in found) else []


def _usage(embeddings: list[dict[str, JSON]]) -> Usage | None:
    """Each embedding counts the tokens of its content; None where one does not."""
    statistics = [as_object(embedding.get("statistics")) for embedding in embeddings]
    counts = [as_count(pick(one, "token_count", "tokenCount")) for one in statistics]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return None
    return Usage(input_tokens=sum(known), raw={"statistics": [*statistics]})
