"""The models an Ollama server has."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.labels import counted
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent
from recview.model.json_value import as_array, as_object, as_string
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
        return model_list(chunk, "model")


DIALECT = OllamaModels()


def model_list(chunk: RawChunk, noun: str) -> tuple[StreamEvent, ...]:
    """How many `models` there are, and their names to search in."""
    models = as_object(chunk.data).get("models")
    if not isinstance(models, list):
        return no_answer(chunk)
    names = (as_string(fields.get("model")) or as_string(fields.get("name")) for fields in map(as_object, models))
    return (Data(counted(len(models), noun), "\n".join(name for name in names if name)),)
