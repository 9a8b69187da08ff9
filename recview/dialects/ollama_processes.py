"""The models an Ollama server has in memory."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.ollama_models import read_models
from recview.model.events import StreamEvent
from recview.model.json_value import as_array, as_object
from recview.model.recording import RawChunk


class OllamaProcesses(DataDialect):
    """See the module."""

    name = "ollama.processes"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "ProcessResponse":
            return CERTAIN
        models = as_array(as_object(probe.sample).get("models"))
        if models and {"digest", "expires_at"} <= as_object(models[0]).keys():
            return LIKELY
        return ADDRESSED if probe.address.endswith("/api/ps") else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        return read_models(chunk, "running model")


DIALECT = OllamaProcesses()
