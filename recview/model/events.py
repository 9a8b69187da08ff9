"""What the chunks of a stream say, in one vocabulary for every vendor.

A plain response is told in the same events, as one chunk, so that everything behind here has one path.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from recview.model.json_value import JSON
from recview.model.recording import RawChunk
from recview.model.usage import Usage
from recview.model.value import value


@value
class RoleSet:
    """A choice names its role."""

    kind: ClassVar[str] = "role"
    choice: int
    role: str


@value
class TextDelta:
    """A piece of the visible answer. `block` is the content block's index where the wire has blocks."""

    kind: ClassVar[str] = "text"
    choice: int
    text: str
    block: int = 0


@value
class ReasoningDelta:
    """A piece of the model's reasoning (thinking, thought, reasoning summary)."""

    kind: ClassVar[str] = "reasoning"
    choice: int
    text: str
    block: int = 0


@value
class RefusalDelta:
    """A piece of a refusal."""

    kind: ClassVar[str] = "refusal"
    choice: int
    text: str
    block: int = 0


@value
class ToolCallDelta:
    """A piece of a tool call; the pieces of one call share `choice` and `slot`.

    Either `arguments` is the next fragment of the arguments' text, or, where the wire sends the arguments
    whole as JSON, `value` is them and `whole` is True. `free_text`: a call whose arguments are no JSON by its API.
    """

    kind: ClassVar[str] = "tool_call"
    choice: int
    slot: int
    id: str | None = None
    name: str | None = None
    arguments: str | None = None
    value: JSON = None
    whole: bool = False
    free_text: bool = False


@value
class TokenLogprob:
    """One token's natural-log probability, and the alternatives the model weighed."""

    token: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...] = ()


@value
class Logprobs:
    """Log probabilities of the tokens this chunk brought."""

    kind: ClassVar[str] = "logprobs"
    choice: int
    tokens: tuple[TokenLogprob, ...]


@value
class Finish:
    """A choice is done; the reason is the wire's own word, and so is what it says of that besides."""

    kind: ClassVar[str] = "finish"
    choice: int
    reason: str
    detail: str | None = None


@value
class UsageUpdate:
    """The usage as known from here on (merged where the wire sends it in parts)."""

    kind: ClassVar[str] = "usage"
    usage: Usage


@value
class StreamError:
    """The API reports an error inside the response."""

    kind: ClassVar[str] = "error"
    type: str | None
    status: int | None
    message: str | None


@value
class BlockStart:
    """A content block opens: `content` is its type as the wire names it (text, thinking, tool_use, …)."""

    kind: ClassVar[str] = "block_start"
    choice: int
    block: int
    content: str


@value
class BlockStop:
    """A content block closes."""

    kind: ClassVar[str] = "block_stop"
    choice: int
    block: int


@value
class Data:
    """A result that is no model answer: embeddings, a model list, a tool's result, a rerank.

    `label` says what it is in a few words ("3 vectors × 384"); `text` is what a search may find in it; `value` is the
    part of what came that is the result, None where all of it is; beside an answer what `text` cannot tell of it, such
    as a picture.
    """

    kind: ClassVar[str] = "data"
    label: str
    text: str = ""
    value: JSON = None


@value
class Signal:
    """The wire speaks of itself: started, ping, keep-alive, done. Brings nothing."""

    kind: ClassVar[str] = "signal"
    name: str


@value
class Unknown:
    """Something this dialect does not know; the chunk is shown raw."""

    kind: ClassVar[str] = "unknown"
    name: str


StreamEvent: TypeAlias = (
    RoleSet
    | TextDelta
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | Logprobs
    | Finish
    | UsageUpdate
    | StreamError
    | BlockStart
    | BlockStop
    | Data
    | Signal
    | Unknown
)


@value
class TextRun:
    """Pieces of the visible answer from chunks one behind the other, each of which brought nothing else to build."""

    choice: int
    pieces: list[str]


Told: TypeAlias = tuple[int, StreamEvent | TextRun]
"""What a stream says, and the position (1…n) of the chunk that says it; of a run, that of its first chunk."""


@value
class Chunk:
    """One chunk as recorded, and what it says."""

    raw: RawChunk
    events: tuple[StreamEvent, ...]
