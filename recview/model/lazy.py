"""Sequences whose items are built when they are looked at: of a hundred thousand, a screen asks for forty."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from operator import eq
from typing import TypeVar, overload

T = TypeVar("T")


class LazySequence(Sequence[T]):
    """As good as a tuple to whoever reads it. A subclass says how many items there are and builds any of them."""

    __slots__ = ()

    @abstractmethod
    def item(self, index: int) -> T:
        """The item at `index`, which lies within the sequence and is not negative."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(map(self.item, range(len(self))[index]))
        return self.item(index if 0 <= index < len(self) else range(len(self))[index])

    def __iter__(self) -> Iterator[T]:
        return map(self.item, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"
