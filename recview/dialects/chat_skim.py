"""Reads a whole chat stream at once, several times as fast as chunk by chunk.

Nearly every chunk of a chat brings a piece of text and is else like the one before it. Such pieces are kept together
here; what brings more goes through the dialect's own reader, so that both ways of reading come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from recview.dialects.base import Decode
from recview.dialects.chat_fragments import Fragments, has_choices_alone
from recview.model.events import Finish, TextRun, Told
from recview.model.json_value import JSON
from recview.model.recording import RawChunk

_DELTA_KEYS = frozenset({"content", "function_call", "refusal", "role", "tool_calls", "audio"})
"""A delta with more than those of a plain one, such as a vendor's reasoning, is left to the reader."""
_NOT_LIKE = (KeyError, TypeError, ValueError, RecursionError)
"""What a chunk of another shape raises where it is taken for a plain one."""


def tell_chat(
    payloads: Sequence[JSON], chunk_at: Callable[[int], RawChunk], read: Decode, *, to_fold: bool = False
) -> list[Told]:
    """What `read` would say of all chunks, one by one, runs of text together; `payloads` is what the chunks hold.

    `to_fold`: pieces of a call's arguments may come as one too, in the place of the first of them.

    A plain chunk that differs from the plain one before it in its text alone brings that text: it says the same role
    again, and whatever else stands in it says nothing. A role that is new is left to the reader, which remembers it.
    One long function, for it runs once for every token of a tree.
    """
    told: list[Told] = []
    pieces: list[str] | None = None
    role: JSON = None
    like_delta: dict[str, Any] = {}
    like_choice: dict[str, Any] | None = None  # holds that delta; None while no run of text goes on
    fragments: Fragments | None = None
    for position, data in enumerate(cast("Sequence[Any]", payloads), start=1):
        try:
            (choice,) = data["choices"]
            delta = choice["delta"]
            like_delta["content"] = text = delta["content"]
            if (
                choice == like_choice
                and type(text) is str
                and data["usage"] is None
                and "error" not in data
                and "x_groq" not in data
            ):
                pieces.append(text)  # type: ignore[union-attr]
                continue
            is_plain = _is_plain(data, choice, delta)
        except _NOT_LIKE:
            is_plain = False
        if fragments is not None:
            if not is_plain and fragments.take(data):
                continue
            told += fragments.tell(read)
            fragments = None
        said = delta["role"] if is_plain else None
        if not is_plain or (said and said != role and isinstance(said, str)):
            pieces = like_choice = None
            role = said  # of a chunk that is not plain it is not known here what role it said
            told += [(position, event) for event in read(chunk_at(position - 1))]
            if to_fold:
                fragments = Fragments.behind(position, data)
            continue
        pieces = _tell_plain(told, position, text, choice["finish_reason"], pieces)
        like_delta = {**delta}
        like_choice = {**choice, "delta": like_delta} if pieces is not None else None
    return told if fragments is None else told + fragments.tell(read)


def _tell_plain(
    told: list[Told], position: int, text: JSON, reason: JSON, pieces: list[str] | None
) -> list[str] | None:
    """Tells the text and the end of one plain chunk; `pieces` is the run of text so far, returned as it goes on."""
    if not isinstance(text, str):
        pieces = None
    elif pieces is None:
        pieces = [text]
        told.append((position, TextRun(0, pieces)))
    else:
        pieces.append(text)
    if reason and isinstance(reason, str):
        pieces = None  # and so the same end is told again where it is said again
        told.append((position, Finish(0, reason)))
    return pieces


def _is_plain(data: dict[str, Any], choice: dict[str, Any], delta: dict[str, Any]) -> bool:
    """Whether the only choice of a chunk brings nothing but text, a role and an end. Raises on a foreign shape."""
    return (
        choice["index"] == 0
        and choice["logprobs"] is None
        and _DELTA_KEYS.issuperset(delta)
        and delta.get("audio") is None
        and "error" not in choice
        and "usage" not in choice
        and delta["tool_calls"] is None
        and delta["refusal"] is None
        and delta["function_call"] is None
        and "role" in delta
        and "finish_reason" in choice
        and not isinstance(delta["content"], list)
        and has_choices_alone(data)
    )
