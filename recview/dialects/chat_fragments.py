"""Reads the pieces of a tool call's arguments, which come one a chunk, as if they had come in one."""

from __future__ import annotations

from typing import Any, cast

from recview.dialects.base import Decode
from recview.model.events import Told
from recview.model.recording import RawChunk

_NOT_LIKE = (AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What a chunk of another shape raises where it is taken for one that brings a piece."""


class Fragments:
    """The pieces that chunks bring behind one that is known, each of which differs from that in its piece alone."""

    __slots__ = ("_choice", "_data", "_function", "_pieces", "_position")

    def __init__(self, position: int, data: dict[str, Any]) -> None:
        """Raises one of _NOT_LIKE where `data` brings anything but a piece of the arguments of one call."""
        self._position = position
        self._data = data
        self._pieces: list[str] = []
        (choice,) = data["choices"]
        (call,) = choice["delta"]["tool_calls"]
        self._function: dict[str, Any] = {**call["function"]}
        delta = {**choice["delta"], "tool_calls": [{**call, "function": self._function}]}
        self._choice: dict[str, Any] = {**choice, "delta": delta}
        others = {**delta, "role": None, "tool_calls": None}
        beside = (choice["finish_reason"], choice["logprobs"], self._function["name"], *others.values())
        if any(beside) or not {"error", "usage"}.isdisjoint(choice) or not has_choices_alone(data):
            raise ValueError

    @classmethod
    def behind(cls, position: int, data: Any) -> Fragments | None:
        """None where nothing is to be joined behind a chunk."""
        try:
            return cls(position + 1, data)
        except _NOT_LIKE:
            return None

    def take(self, data: Any) -> bool:
        """Whether the next chunk brings one more piece, which is then kept."""
        try:
            (choice,) = data["choices"]
            self._function["arguments"] = piece = choice["delta"]["tool_calls"][0]["function"]["arguments"]
            is_like = choice == self._choice and type(piece) is str and has_choices_alone(data)
        except _NOT_LIKE:
            return False
        if is_like:
            self._pieces.append(piece)
        return is_like

    def tell(self, read: Decode) -> list[Told]:
        """What the pieces say together, in the place of the first."""
        if not self._pieces:
            return []
        self._function["arguments"] = "".join(self._pieces)
        chunk = RawChunk(self._position - 1, cast("dict[str, Any]", {**self._data, "choices": [self._choice]}))
        return [(self._position, event) for event in read(chunk)]


def has_choices_alone(data: dict[str, Any]) -> bool:
    """Whether neither a usage nor an error stands beside the choices of a chunk. Raises KeyError on a foreign shape."""
    return data["usage"] is None and "error" not in data and "x_groq" not in data
