"""What a stream has said at every position: blocks of text, tool calls, roles, finish reasons, usage.

Chunks are read once; afterwards any position is as near as any other. A position is a chunk's number, 1…n, and the
playhead stands on that chunk: the text is what chunks 1…k built. 0 stands before the first chunk.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from recview.analysis.arrival import arrival_times
from recview.analysis.block import Block, BlockKey, ToolCallState
from recview.analysis.timeline import Timeline
from recview.analysis.transcript_builder import TranscriptBuilder
from recview.model.events import Chunk
from recview.model.recording import ApiError
from recview.model.stream import raw_chunks, told
from recview.model.usage import Usage
from recview.model.value import value


@value
class Transcript:
    """A whole stream, ready for any position. Build it with `Transcript.of`."""

    length: int
    """How many chunks there are: positions run from 0 to this."""
    blocks: tuple[Block, ...]
    """In order of first appearance."""
    roles: Mapping[int, Timeline[str]]
    """By choice."""
    finishes: Mapping[int, Timeline[str]]
    """Finish reasons by choice."""
    usage: Timeline[Usage]
    arrival_s: tuple[float, ...] | None
    """When each chunk came, in seconds after the first, where the chunks say so believably."""
    _touched_positions: array[int]
    _touched_blocks: array[int]

    @classmethod
    def of(cls, chunks: Sequence[Chunk], error: ApiError | None = None) -> Transcript:
        """Reads `chunks` once. `error` is the exception that ended the stream; it appears at the last position.

        The text of a tool call is its arguments as sent; where the wire sends them as JSON instead, it is that
        JSON on one line (`json.dumps`, default separators, no ASCII escapes).
        """
        builder = TranscriptBuilder()
        for position, event in told(chunks):
            builder.add(position, event)
        if error is not None:
            builder.add_error(len(chunks), error.type, error.status, error.message)
        return cls(
            length=len(chunks),
            blocks=builder.blocks(),
            roles={choice: timeline.build() for choice, timeline in builder.roles.items()},
            finishes={choice: timeline.build() for choice, timeline in builder.finishes.items()},
            usage=builder.usage.build(),
            arrival_s=arrival_times(raw_chunks(chunks)),
            _touched_positions=builder.touched_positions,
            _touched_blocks=builder.touched_blocks,
        )

    @property
    def choices(self) -> tuple[int, ...]:
        """Every choice that says, names or finishes anything, ascending. Data and errors belong to none."""
        spoken = {block.choice for block in self.blocks if block.kind not in ("data", "error")}
        return tuple(sorted(spoken | self.roles.keys() | self.finishes.keys()))

    def block(self, key: BlockKey) -> Block | None:
        """The block of that key, if there is one."""
        return next((block for block in self.blocks if block.key == key), None)

    def blocks_at(self, position: int) -> tuple[Block, ...]:
        """The blocks that have begun at `position`, in order of appearance."""
        return self.blocks[: bisect_right(self.blocks, position, key=lambda block: block.started_at)]

    def touched_at(self, position: int) -> tuple[Block, ...]:
        """The blocks that the chunk at `position` began or added to."""
        first = bisect_left(self._touched_positions, position)
        end = bisect_right(self._touched_positions, position)
        return tuple(self.blocks[index] for index in dict.fromkeys(self._touched_blocks[first:end]))

    def newest_at(self, position: int) -> tuple[Block, ...]:
        """The blocks touched last when `position` is reached; empty where nothing is said by then."""
        index = bisect_right(self._touched_positions, position)
        return self.touched_at(self._touched_positions[index - 1]) if index else ()

    def newest_of(self, choice: int, position: int) -> tuple[Block, ...]:
        """The block of a choice that was touched last when `position` is reached: O(blocks); empty where none was."""
        begun = [block for block in self.blocks_at(position) if block.choice == choice]
        return (max(begun, key=lambda block: block.chunk_at(block.length_at(position) - 1)),) if begun else ()

    def tool_calls_at(self, position: int) -> tuple[ToolCallState, ...]:
        """Every tool call that has begun at `position`, as far as it has come."""
        states = (block.call_at(position) for block in self.blocks_at(position))
        return tuple(state for state in states if state is not None)

    def usage_at(self, position: int) -> Usage | None:
        """The usage as known at `position`; None where the stream has not said any."""
        return self.usage.at(position)

    def finish_at(self, position: int, choice: int = 0) -> str | None:
        """The reason for which a choice has finished by `position`; None while it goes on."""
        timeline = self.finishes.get(choice)
        return timeline.at(position) if timeline else None
