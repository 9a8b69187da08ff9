"""Checks on how a stream is built: its ends, its indexes, its events, its tool calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from recview.analysis.block import Block
from recview.analysis.finish_checks import CUT_OFF
from recview.analysis.problem import Problem
from recview.analysis.transcript import Transcript
from recview.model.events import (
    BlockStart,
    Chunk,
    Finish,
    ReasoningDelta,
    RefusalDelta,
    StreamError,
    StreamEvent,
    TextDelta,
    TextRun,
    ToolCallDelta,
    Unknown,
)
from recview.model.recording import ItemChunks, RawChunk, Recording
from recview.model.stream import raw_chunks, told


def check_finishes(recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Finish reasons that come twice or never, and what comes after one."""
    ends = {(position, event.choice) for position, event in told(chunks) if isinstance(event, Finish)}
    if ends:
        yield from _check_what_follows(chunks, ends)
    finished = {choice for _, choice in ends}
    unfinished = [choice for choice in transcript.choices if choice not in finished]
    if not recording.response.streaming or not unfinished or recording.response.error is not None:
        return
    if not any(isinstance(event, StreamError) for _, event in told(chunks)):
        message = f"the stream ends without a finish reason for choice {_list(unfinished)}"
        yield Problem("no-finish", "warning", message, len(chunks))


def _check_what_follows(chunks: Sequence[Chunk], ends: AbstractSet[tuple[int, int]]) -> Iterator[Problem]:
    """What comes after a finish; `ends` are the positions and choices of them all.

    Some servers finish with each chunk that brings something: of those the last counts, and what it says.
    """
    spoke_at: dict[int, int] = {}
    finished: dict[int, tuple[str, bool]] = {}  # the reason, and whether it came along with what the choice said
    went_on: set[int] = set()
    for position, event in told(chunks):
        if isinstance(event, Finish):
            choice, reason = event.choice, event.reason
            is_along = spoke_at.get(choice) == position
            first, was_along = finished.get(choice, (None, False))
            if first is not None and not (was_along and (is_along or reason == first)):
                yield Problem(
                    "second-finish", "warning", f"choice {choice} finishes again: {first}, then {reason}", position
                )
            finished[choice] = reason, is_along
        elif (built := _built(event)) is not None:
            choice, earliest, latest = built
            at = position + earliest
            if choice in finished and choice not in went_on and not (finished[choice][1] and (at, choice) in ends):
                went_on.add(choice)
                message = f"choice {choice} goes on after it finished ({finished[choice][0]})"
                yield Problem("chunk-after-finish", "warning", message, at)
            spoke_at[choice] = position + latest


def _built(event: StreamEvent | TextRun) -> tuple[int, int, int] | None:
    """The choice an event adds to, and how many chunks later it first and last does; None where it adds nothing."""
    match event:
        case TextDelta(choice=choice, text=text) | ReasoningDelta(choice=choice, text=text) if text:
            return choice, 0, 0
        case RefusalDelta(choice=choice, text=text) if text:
            return choice, 0, 0
        case ToolCallDelta(choice=choice):
            return choice, 0, 0
        case TextRun(choice=choice, pieces=pieces) if any(pieces):
            places = range(len(pieces))
            return choice, next(at for at in places if pieces[at]), next(at for at in reversed(places) if pieces[at])
        case _:
            return None


def check_indexes(_recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Choices and tool calls that are numbered with gaps. Where the wire has content blocks, calls are among them."""
    choices = transcript.choices
    if choices and choices != tuple(range(len(choices))):
        yield Problem("choice-gap", "warning", f"choices are numbered {_list(choices)}")
    calls: defaultdict[int, list[Block]] = defaultdict(list)
    for block in transcript.blocks:
        if block.call is not None:
            calls[block.choice].append(block)
    if not calls:
        return
    content_blocks: defaultdict[int, set[int]] = defaultdict(set)
    for _, event in told(chunks):
        if isinstance(event, BlockStart):
            content_blocks[event.choice].add(event.block)
    for choice, blocks in calls.items():
        slots = {block.key.number for block in blocks}
        taken = slots | content_blocks[choice]
        if max(slots) >= len(taken):
            message = f"tool calls of choice {choice} are numbered {_list(sorted(slots))}"
            yield Problem("tool-call-gap", "warning", message, blocks[0].started_at)


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def check_tool_calls(_recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Arguments that are no JSON when the stream has ended, and calls without a name."""
    for block in transcript.blocks:
        if block.call is None:
            continue
        name = block.call.name.last
        position = block.positions[-1] if block.positions else block.started_at
        if name is None:
            yield Problem("tool-call-name", "warning", f"tool call {block.key.number} has no name", block.started_at)
        if not block.text or block.call.parses_at(len(chunks)):
            continue  # a function without parameters may be called with nothing at all
        reason = transcript.finish_at(len(chunks), block.choice)
        if reason is not None and reason.lower() in CUT_OFF:
            message = f"the arguments of {name or 'a tool call'} are cut off (finish reason {reason})"
            yield Problem("tool-arguments", "warning", message, position)
        else:
            message = f"the arguments of {name or 'a tool call'} never become JSON"
            yield Problem("tool-arguments", "error", message, position)


def check_events(_recording: Recording, chunks: Sequence[Chunk], _transcript: Transcript) -> Iterator[Problem]:
    """Server-sent events that are cut off or hold no JSON, and events that no dialect knows."""
    unknown: dict[str, list[int]] = {}
    faulty: set[int] = set()
    raw = raw_chunks(chunks)
    for position, chunk in enumerate(() if isinstance(raw, ItemChunks) else raw, start=1):  # an item is no event
        if fault := _event_fault(chunk):
            faulty.add(position)
            yield Problem("truncated-event", "error", fault, position)
    for position, event in told(chunks):
        if isinstance(event, Unknown) and position not in faulty:
            unknown.setdefault(event.name, []).append(position)
    for name, positions in unknown.items():
        times = f", {len(positions)} times" if len(positions) > 1 else ""
        yield Problem("unknown-event", "note", f"not known to recview: {name}{times}", positions[0])


_SAYS_NOTHING = (":", "id:", "retry:")
"""A comment, and how to connect again: lines that a block may have without being an event."""


def _event_fault(raw: RawChunk) -> str | None:
    """What is wrong with a server-sent event by itself; None for a whole one, and for other chunks."""
    if not raw.lines or all(line.startswith(_SAYS_NOTHING) for line in raw.lines):
        return None
    if raw.data is None:
        return f"the event {raw.event or 'without a name'} has no data"
    if isinstance(raw.data, str) and raw.data[:1] in ("{", "[") and raw.data != "[DONE]":
        return f"the data of the event {raw.event or 'without a name'} is no whole JSON"
    return None
