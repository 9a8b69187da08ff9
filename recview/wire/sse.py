"""Server-sent events, as the HTML standard defines them (WHATWG, "9.2 Server-sent events").

Kept more than the standard keeps: an event without data and a lone comment are events here too, so that no line
of a recorded stream is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from recview.model.value import value


@value
class ServerSentEvent:
    """The lines up to a blank one."""

    event: str | None
    data: str | None
    """The `data:` lines joined by newlines; None where there were none."""
    lines: tuple[str, ...]
    """The lines as sent, the closing blank one left out."""


def split_lines(parts: Iterable[str]) -> list[str]:
    """Recorded pieces to lines. Pieces that end in newlines are a byte stream cut anywhere; others are lines."""
    pieces = list(parts)
    raw_stream = any(piece.endswith(("\n", "\r")) for piece in pieces)
    text = ("" if raw_stream else "\n").join(pieces)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse_events(lines: Iterable[str]) -> list[ServerSentEvent]:
    """Groups lines into events; a stream that breaks off gives its last, unfinished event too."""
    events: list[ServerSentEvent] = []
    pending: list[str] = []
    for line in lines:
        if line:
            pending.append(line)
        elif pending:
            events.append(_event(pending))
            pending = []
    if pending:
        events.append(_event(pending))
    return events


def _event(lines: list[str]) -> ServerSentEvent:
    name: str | None = None
    data: list[str] = []
    for line in lines:
        field, _, value = line.removeprefix("\ufeff").partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
    return ServerSentEvent(name, "\n".join(data) if data else None, tuple(lines))
