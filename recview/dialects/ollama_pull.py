"""Ollama fetching a model: a status at the end, or one after the other."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, FITTING, DataDialect, Probe
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent
from recview.model.json_value import as_count, as_object
from recview.model.recording import RawChunk


class OllamaPull(DataDialect):
    """See the module."""

    name = "ollama.pull"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "ProgressResponse":
            return CERTAIN
        if isinstance(as_object(probe.sample).get("status"), str) and "/api/p" in probe.address:
            return FITTING
        return ADDRESSED if probe.address.endswith(("/api/pull", "/api/push")) else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        status = data.get("status")
        if not isinstance(status, str):
            return no_answer(chunk)
        completed, total = as_count(data.get("completed")), as_count(data.get("total"))
        label = f"{status} {completed * 100 // total} %" if total and completed is not None else status
        return (Data(label, status),)


DIALECT = OllamaPull()
