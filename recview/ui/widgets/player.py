"""The transport with its playhead and its clock. Whoever shows the stream watches `position`."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from textual.reactive import reactive
from textual.timer import Timer

from recview.analysis.markers import Marker
from recview.analysis.playback import Playback
from recview.ui.widgets.transport_bar import Pace, TransportBar

FRAME_S = 1 / 30


class Player(TransportBar):
    """Plays one stream. The playhead itself is `analysis.playback`, which knows no clock."""

    position: reactive[int] = reactive(0, repaint=False)
    """The chunk the playhead stands on; 0 where there is none."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.playback = Playback(0)
        self._timer: Timer | None = None
        self._stops: Sequence[int] = ()
        self._last_tick_s = 0.0

    def on_mount(self) -> None:
        self._timer = self.set_interval(FRAME_S, self._tick, pause=True)

    def load(
        self,
        playback: Playback,
        markers: Sequence[Marker],
        *,
        drawn: bool = True,
        stops: Sequence[int] = (),
        differences: Sequence[int] = (),
    ) -> None:
        """Another stream, at the speed of the one before.

        `drawn`: whether there is anything to step through; `stops`: positions at which playing pauses, ascending;
        `differences`: those at which it differs from another stream.
        """
        self._stops = stops
        playback.speed_index = self.playback.speed_index
        self.playback = playback
        self.show(playback.length if drawn else 0, markers, differences)
        self._settle()

    def _settle(self) -> None:
        """The playhead moved, or plays now, or faster: shows it, and lets the clock run while it is needed."""
        playback = self.playback
        self.show_position(playback.position, playing=playback.playing, pace=Pace.of(playback))
        if self._timer is not None:
            if playback.playing:
                self._timer.resume()
            else:
                self._timer.pause()
        self.position = playback.position

    def _tick(self) -> None:
        now = monotonic()
        elapsed_s, self._last_tick_s = now - self._last_tick_s, now
        self.advance(elapsed_s)

    def advance(self, elapsed_s: float) -> None:
        """Lets time pass. Pauses where a stop has been reached or passed."""
        before = self.playback.position
        self.playback.advance(elapsed_s)
        stop = next((stop for stop in self._stops if before < stop <= self.playback.position), None)
        if stop is not None:
            self.playback.pause()
            self.playback.seek(stop)
        self._settle()

    def toggle(self) -> None:
        """Plays or pauses."""
        self.playback.toggle()
        self._last_tick_s = monotonic()
        self._settle()

    def play(self) -> None:
        """Plays from where it stands; from the end it starts over."""
        if not self.playback.playing:
            self.toggle()

    def pause(self) -> None:
        """Stays where it is."""
        self.playback.pause()
        self._settle()

    def step(self, chunks: int) -> None:
        """Steps, pausing."""
        self.playback.step(chunks)
        self._settle()

    def seek(self, position: int) -> None:
        """Puts the playhead on a chunk."""
        self.playback.seek(position)
        self._settle()

    def seek_tenth(self, tenth: int) -> None:
        """0 is the first chunk."""
        self.playback.seek_fraction(tenth)
        self._settle()

    def to_marker(self, direction: int) -> None:
        """To the next marker, or with -1 to the one before."""
        if direction > 0:
            self.playback.next_marker()
        else:
            self.playback.previous_marker()
        self._settle()

    def change_speed(self, steps: int) -> None:
        """Faster or slower."""
        self.playback.change_speed(steps)
        self._settle()

    def on_transport_bar_sought(self, message: TransportBar.Sought) -> None:
        message.stop()
        self.seek(message.position)

    def on_transport_bar_toggled(self, message: TransportBar.Toggled) -> None:
        message.stop()
        self.toggle()
