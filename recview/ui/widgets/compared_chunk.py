"""A chunk beside its counterpart of another stream: what differs stands on the ground of removed or added lines."""

from __future__ import annotations

from rich.style import Style
from textual.app import ComposeResult

from recview.model.json_value import pointer
from recview.ui.widgets.chunk_heading import ChunkHeading
from recview.ui.widgets.chunk_view import ChunkView
from recview.ui.widgets.findings import Findings
from recview.ui.widgets.json_view import JsonView
from recview.ui.widgets.raw_lines import RawLines


class ComparedJson(JsonView):
    """The JSON of a chunk. Tinted is what its counterpart has otherwise, in a stream only what it changed."""

    def __init__(self, ground: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ground = ground
        self._differing: frozenset[str] = frozenset()

    def show_differing(self, pointers: frozenset[str]) -> None:
        """What the counterpart has otherwise, by JSON Pointer: ids and times too, which no chunk changes."""
        if pointers != self._differing:
            self._differing = pointers
            self.refresh()

    def line_ground(self, line: int) -> Style | None:
        entry = self.folded.lines[line]
        counts = bool(self._differing) and (self._changed is None or self._is_marked(entry))
        return self.tone(self._ground) if counts and pointer(entry.path) in self._differing else None


class ComparedChunk(ChunkView):
    """The chunk of one side."""

    def __init__(self, ground: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ground = ground

    def compose(self) -> ComposeResult:
        yield ChunkHeading(id="chunk-heading")
        yield Findings(id="chunk-anomalies")
        yield ComparedJson(self._ground, id="chunk-json")
        yield RawLines(id="chunk-lines")

    def show_differing(self, pointers: frozenset[str]) -> None:
        """As ComparedJson has it."""
        self.query_one(ComparedJson).show_differing(pointers)
