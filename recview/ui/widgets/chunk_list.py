"""The chunks of a stream, each as the little it changed; its cursor is the playhead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from recview.analysis.chunk_summary import ChunkSummary, summarize
from recview.analysis.markers import Marker
from recview.model.events import Chunk
from recview.ui.drawing import grouped, visible
from recview.ui.renderables.timeline import MARKER_SHAPES
from recview.ui.widgets.line_view import LineView

KIND_TONES: dict[str, str] = {
    "reasoning": "reasoning",
    "refusal": "refusal",
    "tool_call": "role-tool",
    "finish": "marker-finish",
    "usage": "marker-usage",
    "error": "bad",
    "unknown": "marker-anomaly",
}
"""Kind of a chunk -> the tone of what it added; the plain foreground for all others."""


_TOOL_CALL = re.compile(r"\btool_calls\[(\d+)\](\.arguments)?")
_CHOICE = re.compile(r"\bchoices(\[\d+\])")


def summary_segments(summary: ChunkSummary, view: LineView) -> list[Segment]:
    """A summary drawn on one line."""
    role = KIND_TONES.get(summary.kind)
    added = view.tone(role) if role else Style()
    segments: list[Segment] = []
    for change in summary.changes:
        if segments:
            segments.append(Segment(" · ", view.tone("faint")))
        pieces = [(brief(visible(piece.text)) if piece.role == "label" else visible(piece.text), piece.role)
                  for piece in change]  # fmt: skip
        told = [(text, role) for text, role in pieces if text or len(pieces) == 1]
        for index, (text, role) in enumerate(told):
            segments.append(Segment(f" {text}" if index else text, view.tone("dim") if role == "label" else added))
    return segments


def brief(label: str) -> str:
    """What was changed in as few cells as can be: the room is for what it is now. Signals go by their own names."""
    if label == "signal":
        return ""
    return _CHOICE.sub(r"\1", _TOOL_CALL.sub(r"⚙\1", label))


class ChunkList(LineView):
    """One line a chunk. Moving in it moves the playhead."""

    class Chosen(Message):
        """The cursor was moved to another chunk; `position` counts from 1."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._chunks: Sequence[Chunk] = ()
        self._markers: Mapping[int, Sequence[Marker]] = {}
        self._top = 0
        """The first line in sight when there last were any."""

    def show(
        self, chunks: Sequence[Chunk], position: int, markers: Mapping[int, Sequence[Marker]], *, again: bool = False
    ) -> None:
        """Another stream, or, `again`, its next version; `markers` by position, the gravest first."""
        if self._chunks:
            self._top = self.scroll_offset.y
        self._chunks, self._markers = chunks, markers
        self.set_reactive(ChunkList.cursor, max(0, position - 1))
        self.lines_changed()
        if again:
            self.scroll_to_line(self._top)
        self.show_line(self.cursor, center=not again)

    def seek(self, position: int) -> None:
        """The playhead moved."""
        self.cursor = position - 1

    def on_resize(self) -> None:
        """Shown only now, or with less room: the playhead's chunk is in sight."""
        self.lines_changed()
        self.show_line(self.cursor)

    @property
    def line_count(self) -> int:
        return len(self._chunks)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        digits = len(grouped(len(self._chunks)))
        number = Segment(f"{grouped(line + 1):>{digits}}", self.tone("faint"))
        here = self._markers.get(line + 1)
        shape, role, _ = MARKER_SHAPES[here[0].kind] if here else (" ", "faint", "")
        return [number, Segment(f" {shape} ", self.tone(role)), *summary_segments(summarize(self._chunks[line]), self)]

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.post_message(self.Chosen(line + 1))
