"""The line under a stream: playing or not, the timeline, the playhead's number, the pace."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from recview.analysis.markers import Marker
from recview.analysis.playback import Playback
from recview.model.value import value
from recview.ui.drawing import grouped, strip_of
from recview.ui.renderables.timeline import Mark, legend, marks_by_cell, position_of, timeline_segments
from recview.ui.widgets.toned import Toned

LEAST_TRACK = 14
"""Cells the track keeps before the words about the pace get shorter."""


@value
class Pace:
    """How fast a stream plays, and by whose word."""

    speed: str = ""
    """`1×`"""
    rate: str = ""
    """`20/s`; empty where everything comes at once."""
    source: str = ""
    """`invented`, or `recorded`."""

    @classmethod
    def of(cls, playback: Playback) -> Pace:
        """The pace of a playhead."""
        if math.isinf(playback.speed.factor):
            return cls(playback.speed.name)
        source = "recorded" if playback.paced_by_recording else "invented"
        if math.isinf(playback.rate):
            return cls(playback.speed.name, "", source)
        digits = 0 if playback.rate >= 9.5 else 1
        return cls(playback.speed.name, f"{playback.rate:.{digits}f}/s".replace(".0/s", "/s"), source)

    def said(self) -> tuple[str, ...]:
        """In fewer and fewer words. How fast, and that the pace is invented, is never left out."""
        if not self.source:
            return (self.speed,)
        pace = f"pace {self.source}"
        brief = f"{self.speed} · {pace}"
        whole = f"{self.speed} · {self.rate}, {pace}" if self.rate else brief
        return whole, brief, f"{self.speed} {self.source}"


class TransportBar(Toned):
    """One line. A click on the track seeks, on the sign plays or pauses."""

    class Sought(Message):
        """The track was clicked."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    class Toggled(Message):
        """The play sign was clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._position = 0
        self._length = 0
        self._playing = False
        self._pace = Pace()
        self._markers: Sequence[Marker] = ()
        self._differences: Sequence[int] = ()
        self._marks: tuple[int, Mapping[int, Mark]] = (0, {})
        """The markers' cells, and the width of the track for which they were worked out."""

    def on_mount(self) -> None:
        self.tooltip = Content(legend())

    def show(self, length: int, markers: Sequence[Marker], differences: Sequence[int] = ()) -> None:
        """Another stream; of length 0 nothing is drawn. `differences`: where it differs from another."""
        self._length, self._markers, self._differences, self._marks = length, markers, differences, (0, {})
        self.refresh()

    def show_position(self, position: int, *, playing: bool, pace: Pace) -> None:
        """The playhead moved, or plays now, or faster."""
        if (position, playing, pace) != (self._position, self._playing, self._pace):
            self._position, self._playing, self._pace = position, playing, pace
            self.refresh()

    @property
    def _counter(self) -> str:
        digits = len(grouped(self._length))
        return f" {grouped(self._position):>{digits}}/{grouped(self._length)} "

    @property
    def _track(self) -> tuple[int, int]:
        """Start column and width of the track."""
        return 4, max(4, self._room - cell_len(self._shown_pace))

    @property
    def _room(self) -> int:
        """Cells for the track and the pace."""
        return self.size.width - 4 - 1 - cell_len(self._counter) - 1

    @property
    def _shown_pace(self) -> str:
        said = self._pace.said()
        return next((text for text in said if self._room - cell_len(text) >= LEAST_TRACK), said[-1])

    def render_line(self, y: int) -> Strip:
        if not self._length:
            return Strip.blank(self.size.width, self.rich_style)
        _, width = self._track
        if self._marks[0] != width:
            self._marks = width, marks_by_cell(self._markers, self._length, width, self._differences)
        segments = [
            Segment(" ❚❚" if self._playing else " ▶ ", self.tone("playhead")),
            Segment("├", self.tone("track")),
            *timeline_segments(self._position, self._length, self._marks[1], width, self.tone),
            Segment("┤", self.tone("track")),
            Segment(self._counter, self.tone("playhead")),
            Segment(self._shown_pace, self.tone("dim")),
        ]
        return strip_of(segments, self.size.width, self.rich_style)

    def _seek_to(self, x: int) -> None:
        start, width = self._track
        if self._length and start <= x < start + width:
            self.post_message(self.Sought(position_of(x - start, self._length, width)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.x < 3:
            self.post_message(self.Toggled())
        else:
            self.capture_mouse()
            self._seek_to(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if event.button and self.app.mouse_captured is self:
            self._seek_to(event.x)
