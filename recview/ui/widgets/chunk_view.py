"""One chunk as recorded: its heading, what is odd about it, its JSON or the raw lines it came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import Vertical

from recview.analysis.chunk_summary import summarize
from recview.analysis.json_leaves import changed_leaves
from recview.analysis.markers import Marker
from recview.model.events import Chunk
from recview.model.json_value import JSON
from recview.ui.drawing import grouped, visible
from recview.ui.widgets.chunk_heading import ChunkHeading
from recview.ui.widgets.findings import Findings
from recview.ui.widgets.json_view import JsonView
from recview.ui.widgets.raw_lines import RawLines
from recview.wire.documents import dumps


class ChunkView(Vertical):
    """The chunk under a playhead."""

    DEFAULT_CSS = """
    ChunkView > JsonView, ChunkView > RawLines { height: 1fr; }
    ChunkView > Findings { max-height: 50%; }
    ChunkView > RawLines { display: none; }
    ChunkView.-lines > RawLines { display: block; }
    ChunkView.-lines > JsonView { display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._chunks: Sequence[Chunk] = ()
        self._markers: Mapping[int, Sequence[Marker]] = {}
        self._streaming = True
        self._position = 0
        self._raw = False

    def compose(self) -> ComposeResult:
        yield ChunkHeading(id="chunk-heading")
        yield Findings(id="chunk-anomalies")
        yield JsonView(id="chunk-json")
        yield RawLines(id="chunk-lines")

    def on_mount(self) -> None:
        self.json.visible = False  # until there is a chunk

    @property
    def json(self) -> JsonView:
        """The parsed chunk."""
        return self.query_one(JsonView)

    @property
    def chunk(self) -> Chunk | None:
        """The chunk that is shown."""
        return self._chunks[self._position - 1] if 0 < self._position <= len(self._chunks) else None

    def show(
        self,
        chunks: Sequence[Chunk],
        position: int,
        markers: Mapping[int, Sequence[Marker]],
        *,
        streaming: bool,
        again: bool = False,
    ) -> None:
        """Another stream, or, `again`, its next version; `markers` by position, the gravest first."""
        place, lines = self.json.place, self.query_one(RawLines)
        line, row = lines.cursor, lines.cursor_row
        self._chunks, self._markers, self._streaming = chunks, markers, streaming
        self._position = position
        self._show(keep_folds=again)
        if again and self.chunk is not None:
            self.json.return_to(place)
            lines.stand(line, row)

    def seek(self, position: int) -> None:
        """Another chunk of the same stream; what was opened and closed stays so."""
        self._position = position
        self._show(keep_folds=True)

    def toggle_raw(self) -> None:
        """The parsed payload, or everything as recorded: the envelope, or an event's own lines."""
        self._raw = not self._raw
        had_focus = self.has_focus_within
        self._show(keep_folds=False)
        if had_focus:
            (self.query_one(RawLines) if self.has_class("-lines") else self.json).focus()

    def _show(self, *, keep_folds: bool) -> None:
        chunk = self.chunk
        as_lines = self._raw and chunk is not None and bool(chunk.raw.lines)
        self.set_class(as_lines, "-lines")
        self.json.visible = chunk is not None
        if chunk is None:
            self.query_one(ChunkHeading).show("no chunk", (), ())
            self.query_one(Findings).tell_findings((), "")
            self.json.show_note("")
            return
        self._show_heading(chunk)
        if as_lines:
            self.query_one(RawLines).show(chunk.raw.lines)
            return
        self.json.show(self.payload, changed=self._changed(chunk), keep_folds=keep_folds)

    def _changed(self, chunk: Chunk) -> frozenset[str] | None:
        """The leaves to light; None for a plain response, which has nothing before it to differ from."""
        if not self._streaming:
            return None
        before = self._chunks[self._position - 2] if self._position > 1 else None
        return frozenset(changed_leaves(self._payload(before), self._payload(chunk)))

    @property
    def payload(self) -> JSON:
        """The JSON that is shown."""
        return self._payload(self.chunk)

    def copyable(self, what: str) -> str | None:
        """What `y` copies: in the JSON what its cursor is on, else the chunk as recorded; None for anything else."""
        if self.json.has_focus and what != "chunk":
            return self.json.copyable(what)
        return dumps(self.chunk.raw.raw, indent=True) if self.chunk and what in ("chunk", "json") else None

    def _payload(self, chunk: Chunk | None) -> JSON:
        if chunk is None:
            return None
        return chunk.raw.raw if self._raw else chunk.raw.data

    def _show_heading(self, chunk: Chunk) -> None:
        raw = "raw " if self._raw else ""
        name = visible(chunk.raw.event or (chunk.raw.type or "").rpartition(".")[2])
        kind = summarize(chunk).kind
        heading = self.query_one(ChunkHeading)
        markers = self._markers.get(self._position, ())
        anomalies = tuple(visible(marker.label) for marker in markers if marker.kind == "problem")
        self.query_one(Findings).tell_findings(anomalies, "marker-anomaly")
        if not self._streaming:
            heading.show(f"{raw or 'plain '}response", (), [kind.replace("_", "-"), name])
            return
        words = [name] if kind in {marker.kind for marker in markers} else [kind.replace("_", "-"), name]
        counter = f"{raw}chunk {grouped(self._position)} of {grouped(len(self._chunks))}"
        heading.show(counter, [*_in_brief(markers)], words)


def _in_brief(markers: Sequence[Marker]) -> Iterator[Marker]:
    """The anomalies as one, which says no more of itself: they are told in full below the heading."""
    for kind, alike in groupby(markers, key=lambda marker: marker.kind):
        if kind == "problem":
            yield Marker(next(alike).position, kind, "")
        else:
            yield from alike
