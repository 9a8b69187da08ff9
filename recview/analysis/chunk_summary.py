"""Each chunk as the little it changed: what kind it is and what it brought, as data. Knows no colours."""

from __future__ import annotations

import json
from typing import Literal

from recview.model.events import (
    BlockStart,
    BlockStop,
    Chunk,
    Data,
    Finish,
    Logprobs,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    Signal,
    StreamError,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    Unknown,
    UsageUpdate,
)
from recview.model.value import value

ChunkKind = Literal[
    "error", "tool_call", "refusal", "text", "reasoning", "data", "finish", "usage", "unknown",
    "role", "logprobs", "block", "signal", "keep_alive", "empty",
]  # fmt: skip
"""What a chunk is for. One that brings several things has the kind that stands first here."""

_KINDS: tuple[tuple[type, ChunkKind], ...] = (
    (StreamError, "error"),
    (ToolCallDelta, "tool_call"),
    (RefusalDelta, "refusal"),
    (TextDelta, "text"),
    (ReasoningDelta, "reasoning"),
    (Data, "data"),
    (Finish, "finish"),
    (UsageUpdate, "usage"),
    (Unknown, "unknown"),
    (RoleSet, "role"),
    (Logprobs, "logprobs"),
    (BlockStart, "block"),
    (BlockStop, "block"),
    (Signal, "signal"),
)

SegmentRole = Literal["label", "value", "added"]
"""What was changed; what it is now; what was added to it."""


@value
class Segment:
    """A few words of a summary. They may hold recorded text, with newlines and tabs as escapes."""

    text: str
    role: SegmentRole


Change = tuple[Segment, ...]
"""One thing that a chunk changed."""


@value
class ChunkSummary:
    """What one chunk is and did."""

    kind: ChunkKind
    changes: tuple[Change, ...]

    @property
    def plain(self) -> str:
        """All of it on one line."""
        return " · ".join(" ".join(segment.text for segment in change) for change in self.changes)


def summarize(chunk: Chunk) -> ChunkSummary:
    """The kind of a chunk and its changes, in the order in which it names them."""
    events = [event for event in chunk.events if not _brings_nothing(event)]
    kind = _kind(chunk, events)
    changes = [change for event in events for change in _changes(event)]
    return ChunkSummary(kind, tuple(changes) or ((Segment(kind.replace("_", "-"), "label"),),))


def _brings_nothing(event: StreamEvent) -> bool:
    return isinstance(event, TextDelta | ReasoningDelta | RefusalDelta) and not event.text


def _kind(chunk: Chunk, events: list[StreamEvent]) -> ChunkKind:
    if chunk.raw.lines and all(line.startswith(":") for line in chunk.raw.lines):
        return "keep_alive"
    return next((kind for type_, kind in _KINDS if any(isinstance(event, type_) for event in events)), "empty")


def _changes(event: StreamEvent) -> list[Change]:
    match event:
        case TextDelta(choice=choice, text=text):
            return _added("", choice, text)
        case ReasoningDelta(choice=choice, text=text) | RefusalDelta(choice=choice, text=text):
            return _added(event.kind, choice, text)
        case ToolCallDelta():
            return _tool_call(event)
        case RoleSet(choice=choice, role=role):
            return _named("role", role, choice=choice)
        case Finish(choice=choice, reason=reason, detail=detail):
            return _named("finish", reason, detail, choice=choice)
        case UsageUpdate():
            return _usage(event)
        case StreamError(type=type_, status=status, message=message):
            return _named("error", type_, None if status is None else str(status), message)
        case Logprobs(choice=choice, tokens=tokens):
            return _named("logprobs", str(len(tokens)), choice=choice)
        case BlockStart(choice=choice, block=block, content=content):
            return _named(f"block {block}", "starts", content, choice=choice)
        case BlockStop(choice=choice, block=block):
            return _named(f"block {block}", "stops", choice=choice)
        case Data(label=label):
            return _named("data", label)
        case Signal(name=name):
            return _named("signal", name)
        case Unknown(name=name):
            return _named("unknown", name)


def quoted(text: str) -> str:
    """`text` in quotes on one line: in single ones where it holds double ones, so that JSON stays readable."""
    double = json.dumps(text, ensure_ascii=False)
    if '"' in text and "'" not in text:
        return "'" + double[1:-1].replace('\\"', '"') + "'"
    return double


def _at(choice: int) -> Change:
    """Only a choice other than the first is named."""
    return (Segment(f"choices[{choice}]", "label"),) if choice else ()


def _added(name: str, choice: int, text: str) -> list[Change]:
    label = (Segment(name, "label"),) if name else ()
    return [(*_at(choice), *label, Segment(f"+{quoted(text)}", "added"))]


def _named(name: str, *values: str | None, choice: int = 0) -> list[Change]:
    return [(*_at(choice), Segment(name, "label"), *(Segment(_escaped(value), "value") for value in values if value))]


def _escaped(text: str) -> str:
    """Recorded words without quotes, but on one line."""
    return text if text.isprintable() else json.dumps(text, ensure_ascii=False)[1:-1]


def _tool_call(event: ToolCallDelta) -> list[Change]:
    slot = f"tool_calls[{event.slot}]"
    changes: list[Change] = []
    if event.id or event.name or not (event.arguments or event.whole):
        changes += _named(slot, event.name, event.id, choice=event.choice)
    if event.whole:
        changes += _named(f"{slot}.arguments", json.dumps(event.value, ensure_ascii=False), choice=event.choice)
    elif event.arguments:
        changes += _added(f"{slot}.arguments", event.choice, event.arguments)
    return changes


def _usage(event: UsageUpdate) -> list[Change]:
    usage = event.usage
    counts = (usage.input_tokens, usage.output_tokens, usage.total_tokens)
    return _named("usage", "/".join("–" if count is None else str(count) for count in counts))
