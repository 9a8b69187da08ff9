"""The decorators of plain data: slots for what it holds, equal where that is equal.

`dataclass` writes and compiles six methods when it meets a class. For the hundred values of this package that took as
long as a whole short command; here they share their methods, and `dataclass` makes a constructor when the first object
of a class is built. A frozen dataclass also takes three times as long to build, which is what opening a recording
mostly does: values are frozen for the type checker only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass
from operator import attrgetter
from threading import Lock
from typing import Any, TypeVar, cast, dataclass_transform

T = TypeVar("T")

_MAKING = Lock()
"""`dataclass` takes the defaults off the class that it reads, so no class may be read by two threads at once."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A slotted dataclass with equality and a hash, never to be changed after it is built, nor to be derived from."""
    return _slotted(cls)


@dataclass_transform(field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A slotted dataclass that may be changed, and so has no hash; not to be derived from."""
    made = _slotted(cls)
    made.__hash__ = None  # type: ignore[assignment]
    return made


def _slotted(cls: type[T]) -> type[T]:
    names = tuple([name for name, kind in cls.__annotations__.items() if not kind.startswith("ClassVar")])
    members = {name: member for name, member in vars(cls).items() if name not in (*names, "__dict__", "__weakref__")}
    members |= _shared_methods(names)
    members |= {
        "__qualname__": cls.__qualname__,
        "__slots__": names,
        "__match_args__": names,
        "__init__": _first_constructor(cls),
        "__dataclass_fields__": _MadeLater(cls, "__dataclass_fields__"),
        "__dataclass_params__": _MadeLater(cls, "__dataclass_params__"),
    }
    return cast("type[T]", type(cls.__name__, cls.__bases__, members))


def _shared_methods(names: tuple[str, ...]) -> dict[str, Any]:
    held = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def equals(self: object, other: object) -> bool:
        return bool(held(self) == held(other)) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(held(self))

    def shown(self: object) -> str:
        fields = ", ".join(f"{name}={member!r}" for name, member in zip(names, held(self), strict=True))
        return f"{type(self).__qualname__}({fields})"

    return {"__eq__": equals, "__hash__": hashed, "__repr__": shown}


def _first_constructor(written: type) -> Any:
    """Stands in until the first value is built."""

    def construct(self: object, *arguments: object, **named: object) -> None:
        made: Any = type(self)
        made.__init__ = _as_dataclass(written).__init__
        made.__init__(self, *arguments, **named)

    return construct


class _MadeLater:
    """What `dataclasses.replace`, `pprint` and their like ask a class for."""

    def __init__(self, written: type, name: str) -> None:
        self._written = written
        self._name = name

    def __get__(self, instance: object, owner: type) -> object:
        return getattr(_as_dataclass(self._written), self._name)


def _as_dataclass(written: type) -> Any:
    """A class as it stands in the source, with the constructor and the fields that `dataclass` makes of it."""
    with _MAKING:
        return written if is_dataclass(written) else dataclass(repr=False, eq=False, match_args=False)(written)
