"""A stream piece by piece with its credentials hidden, wherever its chunks cut them. Knows no screen.

What is secret is told by each block's whole text; a piece shows of it what `without_secrets` of the whole would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recview.analysis.block import Block, BlockKey, BlockKind
from recview.analysis.secret_hints import Stretch, secret_stretches, shown_piece
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk, ReasoningDelta, RefusalDelta, StreamEvent, TextDelta, ToolCallDelta


class MaskedPieces:
    """The pieces of a transcript. Each block is looked through once, when its first piece is asked for."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._blocks = {block.key: block for block in transcript.blocks}
        self._stretches: dict[BlockKey, Sequence[Stretch]] = {}

    def piece(self, block: Block, start: int, end: int) -> str:
        """`block.text[start:end]` without what is hidden."""
        return shown_piece(block.text, self._hidden(block), start, end)

    def chunk(self, chunk: Chunk, position: int) -> Chunk:
        """The chunk at `position` with what it adds to texts masked; itself where there is nothing to hide.

        Each event still adds something: where all of it is hidden, an ellipsis.
        """
        if not any(self._hidden(block) for block in self._transcript.touched_at(position)):
            return chunk
        ends: dict[BlockKey, int] = {}
        events = [self._masked(event, position, ends) for event in reversed(chunk.events)]
        return replace(chunk, events=tuple(reversed(events)))

    def _masked(self, event: StreamEvent, position: int, ends: dict[BlockKey, int]) -> StreamEvent:
        """The last event first: `ends` tells where in its block's text the next one ends."""
        match event:
            case TextDelta(text=text) | ReasoningDelta(text=text) | RefusalDelta(text=text) if text:
                key = BlockKey(_KINDS[type(event)], event.choice, event.block)
                return replace(event, text=self._ending(key, text, position, ends))
            case ToolCallDelta(arguments=str(text), whole=False) if text:
                key = BlockKey("tool_call", event.choice, event.slot)
                return replace(event, arguments=self._ending(key, text, position, ends))
        return event

    def _ending(self, key: BlockKey, text: str, position: int, ends: dict[BlockKey, int]) -> str:
        block = self._blocks[key]
        end = ends.get(key, block.delta_at(position)[1])
        ends[key] = end - len(text)
        return self.piece(block, end - len(text), end) or "…"

    def _hidden(self, block: Block) -> Sequence[Stretch]:
        stretches = self._stretches.get(block.key)
        if stretches is None:
            stretches = self._stretches[block.key] = secret_stretches(block.text)
        return stretches


_KINDS: dict[type[StreamEvent], BlockKind] = {
    TextDelta: "text",
    ReasoningDelta: "reasoning",
    RefusalDelta: "refusal",
}
