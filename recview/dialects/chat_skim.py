"""Reads a whole chat stream for what it comes to, several times as fast as chunk by chunk: for rows, not for playback.

Nearly every chunk of a chat brings a piece of text, at most a role or the end besides. Those are read here; what
brings more goes through the dialect's own reader, so that both ways of reading come to the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from recview.dialects.base import Decode
from recview.model.events import Finish, RoleSet, StreamEvent, TextDelta
from recview.model.json_value import JSON
from recview.model.recording import RawChunk


def skim_events(payloads: Sequence[JSON], read: Decode) -> list[StreamEvent]:
    """Events that fold to what those of all `payloads`, read one by one, would fold to.

    One long function, for it runs once for every token of a tree.
    """
    events: list[StreamEvent] = []
    texts: list[str] = []
    role: JSON = None
    for index, data in enumerate(payloads):
        if (
            isinstance(data, dict)
            and data.get("usage") is None
            and "error" not in data
            and "x_groq" not in data
            and isinstance(choices := data.get("choices"), list)
            and len(choices) == 1
            and isinstance(choice := choices[0], dict)
            and choice.get("index", 0) == 0
            and choice.get("logprobs") is None
            and isinstance(delta := choice.get("delta"), dict)
            and delta
            and (get := delta.get)("tool_calls") is None
            and get("refusal") is None
            and get("function_call") is None
            and get("reasoning") is None
            and get("reasoning_content") is None
            and not isinstance(text := get("content"), list)
        ):
            if isinstance(text, str):
                texts.append(text)
            if (said := get("role")) is not None and said != role and isinstance(said, str):
                role = said
                events.append(RoleSet(0, said))
            if (reason := choice.get("finish_reason")) is not None and isinstance(reason, str):
                events.append(Finish(0, reason))
            continue
        if texts:  # they come before whatever this chunk says
            events.append(TextDelta(0, "".join(texts)))
            texts = []
        events += read(RawChunk(index, data))
    if texts:
        events.append(TextDelta(0, "".join(texts)))
    return events
