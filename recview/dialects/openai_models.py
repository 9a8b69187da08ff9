"""The list of models a server offers, or one of them."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, DataDialect, Probe
from recview.dialects.model_list import model_list
from recview.dialects.signals import no_answer
from recview.model.events import StreamEvent
from recview.model.json_value import JSON, as_object
from recview.model.recording import RawChunk


class OpenAIModels(DataDialect):
    """See the module."""

    name = "openai.models"

    def score(self, probe: Probe) -> int:
        """`Model` is too common a name for a class: it must be OpenAI's, or look like it."""
        if probe.class_name == "OpenAIModel" or (probe.class_name == "Model" and "openai" in probe.type):
            return CERTAIN
        models = _models(probe.sample)
        if models and as_object(models[0]).get("object") == "model":
            return LIKELY
        before, found, name = (probe.address + "/").partition("/models/")
        return ADDRESSED if found and before and ":" not in name else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        models = _models(chunk.data)
        if models is None:
            return no_answer(chunk)
        return (model_list(models, "id"),)


DIALECT = OpenAIModels()


def _models(data: JSON) -> list[JSON] | None:
    """The models of a list, of a page, or the one that `data` is."""
    if isinstance(data, list):
        return data
    fields = as_object(data)
    for key in ("data", "models"):
        if isinstance(page := fields.get(key), list):
            return page
    return [data] if fields.get("object") == "model" else None
