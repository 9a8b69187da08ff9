"""Gathers the events of a stream into blocks and timelines, in one pass. See `transcript` for what comes of it."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, compress

from recview.analysis.block import Block, BlockKey, BlockKind, ToolCall
from recview.analysis.timeline import TimelineBuilder
from recview.model.events import (
    Data,
    Finish,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    StreamError,
    StreamEvent,
    TextDelta,
    TextRun,
    ToolCallDelta,
    UsageUpdate,
)
from recview.model.json_value import JSON
from recview.model.usage import Usage

_JSON_DECODER = json.JSONDecoder()
_JSON_WHITESPACE = " \t\r\n"


class _GrowingBlock:
    """A block while its pieces come in."""

    def __init__(self, key: BlockKey, index: int, position: int) -> None:
        self.key = key
        self.index = index
        self.started_at = position
        self.id: TimelineBuilder[str] = TimelineBuilder()
        self.name: TimelineBuilder[str] = TimelineBuilder()
        self.takes_free_text = False
        self._ends_whole = False
        self._said_last_from = 0
        """Where in the text what counts begins: what was said whole puts aside what came before, and is put aside."""
        self._pieces: list[str] = []
        self._positions = array("q")
        self._ends = array("q")
        self._length = 0

    def append(self, position: int, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        self._length += len(text)
        if self._positions and self._positions[-1] == position:
            self._ends[-1] = self._length
            return
        self._positions.append(position)
        self._ends.append(self._length)

    def extend(self, positions: array[int], pieces: Sequence[str]) -> None:
        """Appends many pieces, none of them empty, each from a chunk of its own behind all that came before."""
        self._pieces += pieces
        self._positions += positions
        ends = array("q", accumulate(map(len, pieces), initial=self._length))
        self._length = ends[-1]
        self._ends += ends[1:]

    def append_line(self, position: int, text: str) -> None:
        """For what comes in wholes: each on a line of its own, one that says the same again left out."""
        if not self._said_last(text):
            self.append(position, self._on_new_line(text))

    def append_arguments(self, position: int, text: str, *, whole: bool) -> None:
        """For arguments that come in fragments, whole, or first the one and then the other: that on another line."""
        if whole or self._ends_whole:
            if whole and self._said_last(text):
                return
            self._said_last_from = self._length
            text = self._on_new_line(text)
        self._ends_whole = whole
        self.append(position, text)

    def _said_last(self, text: str) -> bool:
        return bool(self._pieces) and self._pieces[-1].removeprefix("\n") == text

    def _on_new_line(self, text: str) -> str:
        return f"\n{text}" if self._pieces else text

    def build(self) -> Block:
        text = "".join(self._pieces)
        block = Block(self.key, text, self.started_at, self._positions, self._ends)
        if self.key.kind != "tool_call":
            return block
        value, start, spoiled = (None, 0, None) if self.takes_free_text else _whole_json(text, self._said_last_from)
        call = ToolCall(
            id=self.id.build(),
            name=self.name.build(),
            value=value,
            parses_from=None if start is None else block.chunk_at(start),
            parses_until=None if spoiled is None else block.chunk_at(spoiled),
        )
        return Block(self.key, text, self.started_at, self._positions, self._ends, call)


def _whole_json(text: str, start: int) -> tuple[JSON, int | None, int | None]:
    """The JSON value that begins at `start`, the offset of its last character, and that of what spoils it."""
    lead = len(text) - len(text[start:].lstrip(_JSON_WHITESPACE))
    try:
        value, end = _JSON_DECODER.raw_decode(text, lead)
    except (ValueError, RecursionError):
        return None, None, None
    rest = text[end:].lstrip(_JSON_WHITESPACE)
    return (None, end - 1, len(text) - len(rest)) if rest else (value, end - 1, None)


class TranscriptBuilder:
    """Takes events in the order of the stream."""

    def __init__(self) -> None:
        self.roles: defaultdict[int, TimelineBuilder[str]] = defaultdict(TimelineBuilder)
        self.finishes: defaultdict[int, TimelineBuilder[str]] = defaultdict(TimelineBuilder)
        self.usage: TimelineBuilder[Usage] = TimelineBuilder()
        self.touched_positions = array("q")
        """For each time a block was added to: the position, ascending, and …"""
        self.touched_blocks = array("q")
        """… which of the blocks it was, in order of appearance."""
        self._blocks: dict[tuple[BlockKind, int, int], _GrowingBlock] = {}
        self._newest_choice = 0
        """The choice of the block that was added to last."""

    def add(self, position: int, event: StreamEvent | TextRun) -> None:
        """Takes what the chunk at `position` says, or a run from there; what builds nothing is passed over."""
        if isinstance(event, TextRun):
            self._add_run(position, event)
        elif isinstance(event, TextDelta):
            self._add_text(position, "text", event)
        elif isinstance(event, ToolCallDelta):
            self._add_tool_call(position, event)
        elif isinstance(event, ReasoningDelta):
            self._add_text(position, "reasoning", event)
        elif isinstance(event, RefusalDelta):
            self._add_text(position, "refusal", event)
        elif isinstance(event, RoleSet):
            self.roles[event.choice].set(position, event.role)
        elif isinstance(event, Finish):
            self._add_finish(position, event)
        elif isinstance(event, UsageUpdate):
            self.usage.set(position, event.usage)
        elif isinstance(event, StreamError):
            self.add_error(position, event.type, event.status, event.message)
        elif isinstance(event, Data):
            whole = f"{event.label}\n{event.text}" if event.text and event.text != event.label else event.label
            self._block(position, "data").append_line(position, whole)

    def add_error(self, position: int, type_: str | None, status: int | None, message: str | None) -> None:
        """An error: type and status on one line with the message, as far as they are known."""
        head = " ".join(part for part in (type_, str(status) if status is not None else None) if part)
        whole = ": ".join(part for part in (head, message) if part) or "error"
        self._block(position, "error").append_line(position, whole)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks, in order of first appearance."""
        return tuple(growing.build() for growing in self._blocks.values())

    def _block(self, position: int, kind: BlockKind, choice: int = 0, number: int = 0) -> _GrowingBlock:
        growing = self._blocks.get((kind, choice, number))
        if growing is None:
            key = BlockKey(kind, choice, number)
            growing = self._blocks[key] = _GrowingBlock(key, len(self._blocks), position)
        self.touched_positions.append(position)
        self.touched_blocks.append(growing.index)
        self._newest_choice = choice
        return growing

    def _add_finish(self, position: int, finish: Finish) -> None:
        """Some servers finish with each chunk that brings something: of those the last counts."""
        timeline = self.finishes[finish.choice]
        if self.touched_positions and (self.touched_positions[-1], self._newest_choice) == (position, finish.choice):
            timeline.renew(position, finish.reason)
        else:
            timeline.set(position, finish.reason)

    def _add_run(self, position: int, run: TextRun) -> None:
        pieces = run.pieces
        positions = array("q", range(position, position + len(pieces)))
        if not all(pieces):
            positions = array("q", compress(positions, pieces))
            pieces = list(filter(None, pieces))
        if pieces:
            growing = self._block(positions[0], "text", run.choice)
            growing.extend(positions, pieces)
            self.touched_positions += positions[1:]
            self.touched_blocks += array("q", [growing.index]) * (len(pieces) - 1)

    def _add_text(self, position: int, kind: BlockKind, delta: TextDelta | ReasoningDelta | RefusalDelta) -> None:
        if delta.text:
            self._block(position, kind, delta.choice, delta.block).append(position, delta.text)

    def _add_tool_call(self, position: int, delta: ToolCallDelta) -> None:
        growing = self._block(position, "tool_call", delta.choice, delta.slot)
        if delta.id:
            growing.id.set(position, delta.id)
        if delta.name:
            growing.name.set(position, delta.name)
        if delta.free_text:
            growing.takes_free_text = True
        if delta.whole:
            growing.append_arguments(position, json.dumps(delta.value, ensure_ascii=False), whole=True)
        elif delta.arguments:
            growing.append_arguments(position, delta.arguments, whole=False)
