"""Reads a whole chat stream for what it comes to, several times as fast as chunk by chunk: for rows, not for playback.

Nearly every chunk of a chat brings a piece of text and is else like the one before it. Such pieces are joined here;
what brings more goes through the dialect's own reader, so that both ways of reading come to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from recview.dialects.base import Decode
from recview.model.events import Finish, RoleSet, StreamEvent, TextDelta
from recview.model.json_value import JSON
from recview.model.recording import RawChunk

_DELTA_KEYS = 5
"""A delta with more than those of a plain one, such as a vendor's reasoning, is left to the reader."""
_NOT_LIKE = (KeyError, TypeError, ValueError, RecursionError)
"""What a chunk of another shape raises where it is taken for a plain one."""


def skim_events(payloads: Sequence[JSON], read: Decode) -> list[StreamEvent]:
    """Events that fold to what those of all `payloads`, read one by one, would fold to.

    A plain chunk that differs from the plain one before it in its text alone folds to that text: it says the same role
    and the same end again, and whatever else stands in it says nothing. One long function, for it runs once for every
    token of a tree.
    """
    events: list[StreamEvent] = []
    texts: list[str] = []
    like_choice: dict[str, Any] = {}
    like_delta: dict[str, Any] = {}
    for position, data in enumerate(cast("Sequence[Any]", payloads)):
        try:
            (choice,) = data["choices"]
            like_choice["delta"] = delta = choice["delta"]
            like_delta["content"] = text = delta["content"]
            if (
                type(text) is str
                and delta == like_delta
                and choice == like_choice
                and data["usage"] is None
                and "error" not in data
                and "x_groq" not in data
            ):
                texts.append(text)
                continue
            is_plain = _is_plain(data, choice, delta)
        except _NOT_LIKE:
            is_plain = False
        if is_plain:
            if isinstance(text, str):
                texts.append(text)
            if (role := delta["role"]) and isinstance(role, str):
                events.append(RoleSet(0, role))
            if (reason := choice["finish_reason"]) and isinstance(reason, str):
                events.append(Finish(0, reason))
            like_choice, like_delta = {**choice}, {**delta}
            continue
        if texts:  # they come before whatever this chunk says
            events.append(TextDelta(0, "".join(texts)))
            texts = []
        events += read(RawChunk(position, data))
        like_choice, like_delta = {}, {}  # it may have said another role, or another end
    if texts:
        events.append(TextDelta(0, "".join(texts)))
    return events


def _is_plain(data: dict[str, Any], choice: dict[str, Any], delta: dict[str, Any]) -> bool:
    """Whether the only choice of a chunk brings nothing but text, a role and an end. Raises on a foreign shape."""
    return (
        choice["index"] == 0
        and choice["logprobs"] is None
        and len(delta) == _DELTA_KEYS
        and delta["tool_calls"] is None
        and delta["refusal"] is None
        and delta["function_call"] is None
        and "role" in delta
        and "finish_reason" in choice
        and not isinstance(delta["content"], list)
        and data["usage"] is None
        and "error" not in data
        and "x_groq" not in data
    )
