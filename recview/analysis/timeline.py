"""Values that come into force at positions of a stream. Knows neither chunks nor what the values mean."""

from __future__ import annotations

from bisect import bisect_right
from typing import Generic, TypeVar

from recview.model.value import value

T = TypeVar("T")


@value
class Timeline(Generic[T]):
    """Which value holds at which position; before the first change none does."""

    positions: tuple[int, ...] = ()
    """Where the value changes, ascending."""
    values: tuple[T, ...] = ()

    def at(self, position: int) -> T | None:
        """The value in force at `position`."""
        index = bisect_right(self.positions, position)
        return self.values[index - 1] if index else None

    @property
    def last(self) -> T | None:
        """The value at the end of the stream."""
        return self.values[-1] if self.values else None


class TimelineBuilder(Generic[T]):
    """Collects changes in order; a value that says the same again is none."""

    def __init__(self) -> None:
        self._positions: list[int] = []
        self._values: list[T] = []

    def set(self, position: int, value: T) -> None:
        """`value` holds from `position` on; of several at one position the last one holds."""
        if self._values and self._values[-1] == value:
            return
        if self._positions and self._positions[-1] == position:
            self._values[-1] = value
            return
        self._positions.append(position)
        self._values.append(value)

    def renew(self, position: int, value: T) -> None:
        """`value` holds from `position` on, and what was set before never did."""
        self._positions, self._values = [position], [value]

    def build(self) -> Timeline[T]:
        """What was collected, frozen."""
        return Timeline(tuple(self._positions), tuple(self._values))
