"""The decorator of values built by the ten thousand: what a stream is made of.

A frozen dataclass sets every field through `object.__setattr__` and costs three times as much to build, which is
what opening a recording would mostly do. These are frozen for the type checker, and plain slots at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A slotted dataclass with equality and a hash, never to be changed after it is built."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
