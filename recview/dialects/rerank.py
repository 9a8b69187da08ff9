"""Documents put in order of their relevance to a query."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, FITTING, DataDialect, Probe
from recview.dialects.labels import counted
from recview.dialects.logprobs import as_number
from recview.dialects.openai_usage import read_usage
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent, UsageUpdate
from recview.model.json_value import JSON, as_array, as_count, as_object, as_string
from recview.model.message import Message, TextPart
from recview.model.recording import RawChunk

_LISTS = ("results", "rankings", "data")
_SCORES = ("relevance_score", "logit", "score")
_DOCUMENTS = ("documents", "passages", "items", "texts")


class Rerank(DataDialect):
    """See the module."""

    name = "rerank"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "RerankResponse":
            return CERTAIN
        address = probe.address
        addressed = address.endswith(("/rerank", "/reranking", "/ranking"))
        ranked = _ranked(probe.sample)
        if ranked and _score(as_object(ranked[0])) is not None and "index" in as_object(ranked[0]):
            return FITTING + addressed
        return ADDRESSED if addressed else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        ranked = _ranked(chunk.data)
        if ranked is None:
            return no_answer(chunk)
        lines = [_line(as_object(entry)) for entry in ranked]
        events: list[StreamEvent] = [Data(f"{counted(len(ranked), 'document')} ranked", "\n".join(lines), ranked)]
        if usage := as_object(as_object(chunk.data).get("usage")):
            events.append(UsageUpdate(read_usage(usage)))
        return tuple(events)

    def messages(self, body: JSON) -> tuple[Message, ...]:
        """The query, then each document."""
        fields = as_object(body)
        messages = [Message("query", (TextPart(query),), "/query")] if (query := _text(fields.get("query"))) else []
        key = next((key for key in _DOCUMENTS if isinstance(fields.get(key), list)), _DOCUMENTS[0])
        for position, document in enumerate(as_array(fields.get(key))):
            messages.append(Message("document", (TextPart(_text(document)),), f"/{key}/{position}"))
        return tuple(messages)


DIALECT = Rerank()


def _ranked(data: JSON) -> list[JSON] | None:
    if isinstance(data, list):
        return data
    fields = as_object(data)
    return next((as_array(fields[key]) for key in _LISTS if isinstance(fields.get(key), list)), None)


def _score(entry: dict[str, JSON]) -> float | None:
    return next((number for key in _SCORES if (number := as_number(entry.get(key))) is not None), None)


def _text(document: JSON) -> str:
    if isinstance(document, str):
        return document
    return as_string(as_object(document).get("text")) or ""


def _line(entry: dict[str, JSON]) -> str:
    """`2: 0.98` and the document's text, where the response repeats it."""
    text = _text(entry.get("document"))
    return f"{as_count(entry.get('index'))}: {_score(entry)}" + (f" {text}" if text else "")
