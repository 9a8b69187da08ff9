"""The playhead of a stream: where it stands, and where it is after some time has passed.

Owns no clock: the caller says how much time went by. Knows positions, never what lies at them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from recview.model.value import value

CHUNKS_PER_SECOND = 20.0
"""The invented pace of a stream that tells no times."""

_ROUNDING_S = 1e-9
"""Sums of elapsed times are floats: what is due within this is due."""


@value
class Speed:
    """A named speed, as a multiple of the stream's own pace."""

    name: str
    factor: float


SPEEDS = (
    Speed("slow motion", 0.1),
    Speed("¼×", 0.25),
    Speed("½×", 0.5),
    Speed("1×", 1.0),
    Speed("2×", 2.0),
    Speed("5×", 5.0),
    Speed("20×", 20.0),
    Speed("instant", math.inf),
)
NORMAL_SPEED = 3
"""Index of 1× in SPEEDS."""


class Playback:
    """A playhead on 1…`length` (0 in an empty stream). Every operation costs O(log n)."""

    def __init__(
        self,
        length: int,
        *,
        position: int = 1,
        chunks_per_second: float = CHUNKS_PER_SECOND,
        arrival_s: Sequence[float] | None = None,
        markers: Sequence[int] = (),
    ) -> None:
        """`arrival_s`: when each chunk came, ascending, if that is known; else the pace is invented.

        `markers`: positions worth stopping at, ascending.
        """
        self.length = length
        self.paced_by_recording = arrival_s is not None and len(arrival_s) == length
        """Whether the pace is the stream's own; if not, it is invented, and a screen has to say so."""
        self.playing = False
        self.speed_index = NORMAL_SPEED
        self._markers = markers
        # The playhead moves along these times; an invented pace has one chunk a unit.
        self._times: Sequence[float] = range(length)
        self._units_per_second = chunks_per_second
        if arrival_s is not None and self.paced_by_recording:
            self._times = arrival_s
            self._units_per_second = 1.0
        self._time = 0.0
        self._position = 0
        self.seek(position)

    @property
    def position(self) -> int:
        """The chunk the playhead stands on, 1…n; 0 only where there are no chunks."""
        return self._position

    @property
    def at_end(self) -> bool:
        return self._position == self.length

    @property
    def speed(self) -> Speed:
        return SPEEDS[self.speed_index]

    @property
    def rate(self) -> float:
        """Chunks a second at the present speed; for a recorded pace the mean of the stream."""
        if not self.paced_by_recording:
            return self._units_per_second * self.speed.factor
        return (self.length - 1) / self._times[-1] * self.speed.factor if self._times[-1] else math.inf

    def play(self) -> None:
        """Starts playing; from the end it starts over."""
        if self.at_end:
            self.seek(1)
        self.playing = not self.at_end

    def pause(self) -> None:
        """Stays where it is."""
        self.playing = False

    def toggle(self) -> None:
        """Plays if it stood, stands if it played."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def advance(self, elapsed_s: float) -> bool:
        """Lets `elapsed_s` seconds pass; says whether the playhead moved. Stops at the end.

        A late call catches up on everything that has become due since the last one.
        """
        if not self.playing or elapsed_s <= 0:
            return False
        before = self._position
        self._time = min(self._time + elapsed_s * self._units_per_second * self.speed.factor, self._times[-1])
        self._position = max(before, bisect_right(self._times, self._time + _ROUNDING_S))
        self.playing = not self.at_end
        return self._position != before

    def seek(self, position: int) -> bool:
        """Puts the playhead on a chunk, clamped to the stream; says whether it moved."""
        before = self._position
        self._position = max(min(position, self.length), min(1, self.length))
        self._time = self._times[self._position - 1] if self._position else 0.0
        return self._position != before

    def seek_fraction(self, tenths: int) -> bool:
        """0 is the first chunk, 5 the middle, 10 the last."""
        return self.seek(1 + round((self.length - 1) * tenths / 10))

    def step(self, chunks: int) -> bool:
        """Pauses, and moves by `chunks`, backwards where it is negative."""
        self.pause()
        return self.seek(self._position + chunks)

    def next_marker(self) -> bool:
        """Moves on to the next marker; stays where there is none."""
        index = bisect_right(self._markers, self._position)
        return index < len(self._markers) and self.seek(self._markers[index])

    def previous_marker(self) -> bool:
        """Moves back to the marker before; stays where there is none."""
        index = bisect_left(self._markers, self._position)
        return index > 0 and self.seek(self._markers[index - 1])

    def change_speed(self, steps: int) -> None:
        """That many of SPEEDS faster, or slower where it is negative."""
        self.speed_index = max(0, min(self.speed_index + steps, len(SPEEDS) - 1))
