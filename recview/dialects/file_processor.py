"""A file that was cut into chunks of text."""

from __future__ import annotations

from recview.dialects.base import CERTAIN, DataDialect, Probe
from recview.dialects.labels import counted
from recview.dialects.openai_parts import content_text
from recview.dialects.signals import no_answer
from recview.model.events import Data, StreamEvent
from recview.model.json_value import as_object
from recview.model.recording import RawChunk


class FileProcessor(DataDialect):
    """See the module."""

    name = "file_processor"

    def score(self, probe: Probe) -> int:
        return CERTAIN if probe.kind == "file" or probe.class_name == "ProcessFileResponse" else 0

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        pieces = as_object(chunk.data).get("chunks")
        if not isinstance(pieces, list):
            return no_answer(chunk)
        texts = [content_text(as_object(piece).get("content")) for piece in pieces]
        return (Data(counted(len(pieces), "chunk"), "\n".join(texts)),)


DIALECT = FileProcessor()
