"""Embeddings by Ollama's own API, its newer and its older one."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.labels import vectors_label
from recview.dialects.ollama_usage import read_usage
from recview.dialects.openai_embeddings import embedded_inputs
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent, UsageUpdate
from recview.model.json_value import JSON, as_object
from recview.model.message import Message
from recview.model.recording import RawChunk


class OllamaEmbed(DataDialect):
    """See the module."""

    name = "ollama.embed"

    def score(self, probe: Probe) -> int:
        if probe.class_name in ("EmbedResponse", "EmbeddingsResponse"):
            return CERTAIN
        if _vectors(as_object(probe.sample)) is not None:
            return LIKELY
        return ADDRESSED if probe.address.endswith(("/api/embed", "/api/embeddings")) else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        vectors = _vectors(data)
        if vectors is None:
            return no_answer(chunk)
        usage = read_usage(data)
        result = Data(vectors_label(vectors), value=vectors)
        return (result,) if usage is None else (result, UsageUpdate(usage))

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return embedded_inputs(body)


DIALECT = OllamaEmbed()


def _vectors(data: dict[str, JSON]) -> list[JSON] | None:
    """The vectors of the newer API, or the one of the older. None of objects, which are others' embeddings."""
    if isinstance(vectors := data.get("embeddings"), list):
        return None if any(isinstance(vector, dict) for vector in vectors) else vectors
    return [data["embedding"]] if isinstance(data.get("embedding"), list) else None
