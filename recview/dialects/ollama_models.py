"""The models an Ollama server has."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.model_list import model_list
from recview.dialects.signals import no_answer
from recview.model.events import StreamEvent
from recview.model.json_value import as_array, as_object
from recview.model.recording import RawChunk


class OllamaModels(DataDialect):
    """See the module."""

    name = "ollama.models"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "ListResponse" and "ollama" in probe.type:
            return CERTAIN
        models = as_array(as_object(probe.sample).get("models"))
        if models and {"digest", "modified_at"} <= as_object(models[0]).keys():
            return LIKELY
        return ADDRESSED if probe.address.endswith("/api/tags") else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        return read_models(chunk, "model")


DIALECT = OllamaModels()


def read_models(chunk: RawChunk, noun: str) -> tuple[StreamEvent, ...]:
    """The `models` that a chunk lists."""
    models = as_object(chunk.data).get("models")
    return (model_list(models, "model", noun),) if isinstance(models, list) else no_answer(chunk)
