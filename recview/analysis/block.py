"""One run of text that a stream builds up: its whole text, and which chunk brought which part of it.

A position is a chunk's number, 1…n; 0 stands before the first chunk. An offset counts characters of the text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Literal, NamedTuple

from recview.analysis.timeline import Timeline
from recview.model.json_value import JSON
from recview.model.value import value

BlockKind = Literal["text", "reasoning", "refusal", "tool_call", "data", "error"]


class BlockKey(NamedTuple):
    """What tells a block from the others of its stream."""

    kind: BlockKind
    choice: int
    number: int
    """The content block's index, or the tool call's slot; 0 where the wire has neither."""


@value
class ToolCall:
    """What a stream says of a tool call besides its arguments' text."""

    id: Timeline[str]
    name: Timeline[str]
    value: JSON
    """The arguments as JSON; None where they never parse, and where they are free text."""
    parses_from: int | None
    """The first position at which the arguments are a whole JSON value; None if they never are. Free text is whole from
    the first on."""
    parses_until: int | None
    """The position at which text after that value spoils it; None if nothing does."""

    def parses_at(self, position: int) -> bool:
        """Whether the arguments are a whole JSON value at `position`."""
        if self.parses_from is None or position < self.parses_from:
            return False
        return self.parses_until is None or position < self.parses_until


@value
class ToolCallState:
    """A tool call as far as it has come at some position."""

    slot: int
    id: str | None
    name: str | None
    arguments: str
    """The text so far, whole or partial."""


@value
class Block:
    """A run of text of one kind and one choice. Every question costs O(log pieces)."""

    key: BlockKey
    text: str
    """All of it, as it stands at the end of the stream. A tool call's are its arguments."""
    started_at: int
    """The position at which the block first appears; a tool call may begin without any arguments."""
    positions: array[int]
    """The chunks that brought a piece of the text, ascending."""
    ends: array[int]
    """Where each of these pieces ends in the text, ascending."""
    call: ToolCall | None = None
    """Present where the block is a tool call."""

    @property
    def kind(self) -> BlockKind:
        return self.key.kind

    @property
    def choice(self) -> int:
        return self.key.choice

    def length_at(self, position: int) -> int:
        """How many characters chunks 1…`position` have built."""
        index = bisect_right(self.positions, position)
        return self.ends[index - 1] if index else 0

    def text_at(self, position: int) -> str:
        """The text that chunks 1…`position` have built. Copies it: O(its length)."""
        return self.text[: self.length_at(position)]

    def delta_at(self, position: int) -> tuple[int, int]:
        """Start and end of what the chunk at `position` itself brought; empty if it brought nothing."""
        index = bisect_right(self.positions, position)
        if not index:
            return 0, 0
        end = self.ends[index - 1]
        if self.positions[index - 1] != position:
            return end, end
        return (self.ends[index - 2] if index > 1 else 0), end

    def chunk_at(self, offset: int) -> int:
        """The position of the chunk that brought the character at `offset`, clamped to the text.

        An empty block answers with the chunk that began it.
        """
        if not self.ends:
            return self.started_at
        index = bisect_right(self.ends, max(offset, 0))
        return self.positions[min(index, len(self.positions) - 1)]

    def call_at(self, position: int) -> ToolCallState | None:
        """The tool call as it stands at `position`; None before it begins, and for other blocks."""
        if self.call is None or position < self.started_at:
            return None
        return ToolCallState(
            slot=self.key.number,
            id=self.call.id.at(position),
            name=self.call.name.at(position),
            arguments=self.text_at(position),
        )
