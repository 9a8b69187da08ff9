"""Reads a whole chat stream for what it comes to, several times as fast as chunk by chunk: for rows, not for playback.

Nearly every chunk of a chat brings a piece of text, at most a role or the end besides. Those are read here; what
brings more goes through the dialect's own reader, so that both ways of reading come to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, cast

from recview.dialects.base import Decode
from recview.model.events import Finish, RoleSet, StreamEvent, TextDelta
from recview.model.json_value import JSON
from recview.model.recording import RawChunk

_CHOICE = itemgetter("index", "logprobs", "finish_reason", "delta")
_DELTA = itemgetter("content", "role", "tool_calls", "refusal", "function_call")
_DELTA_KEYS = 5
"""A delta with more than those, such as a vendor's reasoning, is left to the reader."""


def skim_events(payloads: Sequence[JSON], read: Decode) -> list[StreamEvent]:
    """Events that fold to what those of all `payloads`, read one by one, would fold to.

    One long function, for it runs once for every token of a tree.
    """
    events: list[StreamEvent] = []
    texts: list[str] = []
    role: JSON = None
    for position, data in enumerate(cast("Sequence[Any]", payloads)):
        try:  # as if it had the usual shape
            (choice,) = data["choices"]
            index, logprobs, reason, delta = _CHOICE(choice)
            text, said, calls, refusal, call = _DELTA(delta)
            is_plain = (
                calls is None
                and refusal is None
                and call is None
                and logprobs is None
                and index == 0
                and len(delta) == _DELTA_KEYS
                and data["usage"] is None
                and "error" not in data
                and "x_groq" not in data
                and not isinstance(text, list)
            )
        except (KeyError, TypeError, ValueError):
            is_plain = False
        if not is_plain:
            if texts:  # they come before whatever this chunk says
                events.append(TextDelta(0, "".join(texts)))
                texts = []
            events += read(RawChunk(position, data))
            continue
        if isinstance(text, str):
            texts.append(text)
        if said is not None and said != role and isinstance(said, str):
            role = said
            events.append(RoleSet(0, said))
        if reason is not None and isinstance(reason, str):
            events.append(Finish(0, reason))
    if texts:
        events.append(TextDelta(0, "".join(texts)))
    return events
