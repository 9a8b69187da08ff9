"""Whatever no other dialect claims: kept, shown raw, never refused."""

from __future__ import annotations

from recview.dialects.base import POSSIBLE, DataDialect, Probe
from recview.dialects.signals import error_event, unknown
from recview.model.events import StreamEvent
from recview.model.recording import RawChunk


class UnknownDialect(DataDialect):
    """See the module."""

    name = "unknown"

    def score(self, probe: Probe) -> int:
        """What is left when nobody else has a reason."""
        return POSSIBLE

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        return (error_event(chunk.data) or unknown(chunk),)


DIALECT = UnknownDialect()
