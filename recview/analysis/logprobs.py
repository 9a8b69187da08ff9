"""How sure the model was of each token, laid upon the text that the tokens built. Knows no colours."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from recview.analysis.block import Block, BlockKey
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk, Logprobs, TokenLogprob
from recview.model.stream import told
from recview.model.value import value

_LOOK_AHEAD = 64
"""How many characters may lie between one token and the next: tokens that are parts of a character match none."""


@value
class ScoredToken:
    """A token, where it stands in its block's text, and how probable it was."""

    position: int
    """The chunk that brought its probability."""
    start: int
    end: int
    """Offsets in the text; both the same where the token is no text of its own, as half a character is."""
    token: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...]
    """What else the model weighed, with log probabilities, as recorded."""

    @property
    def probability(self) -> float:
        return probability(self.logprob)


def probability(logprob: float) -> float:
    """0…1 of a natural logarithm; what is no number, or above 0, is clamped."""
    return 0.0 if math.isnan(logprob) else math.exp(min(logprob, 0.0))


@value
class TokenScores:
    """All scored tokens of a stream, by block and in order of the text."""

    by_block: Mapping[BlockKey, tuple[ScoredToken, ...]]

    def token_at(self, key: BlockKey, offset: int) -> ScoredToken | None:
        """The token that covers the character at `offset`."""
        tokens = self.by_block.get(key, ())
        index = bisect_right(tokens, offset, key=lambda token: token.start) - 1
        return tokens[index] if index >= 0 and offset < tokens[index].end else None

    def between(self, key: BlockKey, start: int, end: int) -> Sequence[ScoredToken]:
        """The tokens that touch the text from `start` to `end`, in order."""
        tokens = self.by_block.get(key, ())
        first = bisect_right(tokens, start, key=lambda token: token.end)
        return tokens[first : bisect_left(tokens, end, lo=first, key=lambda token: token.start)]


def token_scores(transcript: Transcript, chunks: Sequence[Chunk]) -> TokenScores:
    """Finds each token that `chunks` score in the text of `transcript`, built from the same chunks."""
    placements: dict[BlockKey, _Placement] = {}
    latest: dict[int, _Placement] = {}
    for position, event in told(chunks):
        if not isinstance(event, Logprobs):
            continue
        block = _scored_block(transcript, position, event.choice)
        if block is not None:
            latest[event.choice] = placements.setdefault(block.key, _Placement(block))
        if event.choice in latest:
            latest[event.choice].place(position, event.tokens)
    return TokenScores({key: tuple(placement.tokens) for key, placement in placements.items()})


def _scored_block(transcript: Transcript, position: int, choice: int) -> Block | None:
    """The text that a chunk's tokens belong to: what the chunk itself adds to, the answer before all else."""
    touched = [block for block in transcript.touched_at(position) if block.choice == choice and block.text]
    for kind in ("text", "refusal", "reasoning"):
        for block in touched:
            if block.kind == kind:
                return block
    return None


class _Placement:
    """Lays tokens along one block's text."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._offset = 0
        self.tokens: list[ScoredToken] = []

    def place(self, position: int, tokens: Sequence[TokenLogprob]) -> None:
        text = self._block.text
        delta_start, delta_end = self._block.delta_at(position)
        if delta_start < delta_end:
            self._offset = max(self._offset, delta_start)
        for scored in tokens:
            start = end = self._offset
            if scored.token:
                found = text.find(scored.token, start, start + len(scored.token) + _LOOK_AHEAD)
                if found >= 0:
                    start, end = found, found + len(scored.token)
            self._offset = end
            placed = ScoredToken(position, start, end, scored.token, scored.logprob, scored.alternatives)
            self.tokens.append(placed)
