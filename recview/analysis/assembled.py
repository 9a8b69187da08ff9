"""A response put together: what all its chunks say, folded into one value. Pure; knows no vendors and no disk.

A text that never came is None; one that the wire sent and left empty is "". A stream and the plain response of the
same answer fold to the same, but for two things in which the wires differ: a stream may open with an empty piece
where the plain response has null, and send arguments as fragments of text where the plain response has JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cache
from itertools import chain

from recview.model.events import (
    Chunk,
    Data,
    Finish,
    Logprobs,
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
from recview.model.recording import ApiError, Response
from recview.model.stream import told
from recview.model.usage import Usage
from recview.model.value import record, value
from recview.wire.documents import dumps_plain


@value
class ToolCall:
    """A call of a tool, whole. `arguments` is text as sent, JSON where the wire sends that, None where neither came."""

    id: str | None
    name: str | None
    arguments: JSON

    @property
    def arguments_text(self) -> str:
        """The arguments as text."""
        if self.arguments is None or isinstance(self.arguments, str):
            return self.arguments or ""
        return dumps_plain(self.arguments)


@value
class Choice:
    """One answer of a response; of content blocks, those of a kind joined in order."""

    index: int
    role: str | None = None
    content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None
    finish_reason: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    finish_detail: str | None = None
    """What the wire says of the reason besides, such as why an answer is incomplete."""

    @property
    def finish(self) -> str | None:
        """The finish reason, in brackets what is said of it besides."""
        return f"{self.finish_reason} ({self.finish_detail})" if self.finish_detail else self.finish_reason

    def texts(self) -> Iterator[str]:
        """What it says, the answer first: text, refusal, tool calls, reasoning. Nothing empty."""
        if self.content:
            yield self.content
        if self.refusal:
            yield self.refusal
        for call in self.tool_calls:
            yield f"{call.name or ''}({call.arguments_text})"
        if self.reasoning:
            yield self.reasoning


@value
class Assembled:
    """A whole response: the answers of a model, or the data of a call that has none."""

    choices: tuple[Choice, ...] = ()
    """In order of index."""
    usage: Usage | None = None
    """The last the wire gave; None where it gave none."""
    error: ApiError | None = None
    data: tuple[Data, ...] = ()
    has_logprobs: bool = False

    def texts(self) -> Iterator[str]:
        """All it says, piece by piece, what a person looks for first. Nothing empty."""
        for choice in self.choices:
            yield from choice.texts()
        for data in self.data:
            yield data.text or data.label
        if self.error is not None and self.error.message:
            yield self.error.message

    def output_text(self) -> str:
        """All it says, a line break between the pieces: for a search, and for a preview."""
        return "\n".join(self.texts())

    @property
    def finish_reasons(self) -> tuple[str, ...]:
        """Of the choices that have one, in order of index."""
        return tuple([choice.finish_reason for choice in self.choices if choice.finish_reason is not None])

    @property
    def features(self) -> frozenset[str]:
        """Which of tools, reasoning, logprobs, refusal, usage, error and (several) choices it has."""
        tools = reasoning = refusal = False
        for choice in self.choices:
            tools = tools or bool(choice.tool_calls)
            reasoning = reasoning or bool(choice.reasoning)
            refusal = refusal or bool(choice.refusal)
        several = len(self.choices) > 1
        return _features(
            tools, reasoning, refusal, self.has_logprobs, self.usage is not None, self.error is not None, several
        )


_FEATURES = ("tools", "reasoning", "refusal", "logprobs", "usage", "error", "choices")


@cache
def _features(*present: bool) -> frozenset[str]:
    """The same set for the same features: a hundred thousand rows have a dozen of them."""
    return frozenset(name for name, is_there in zip(_FEATURES, present, strict=True) if is_there)


def assemble(chunks: Sequence[Chunk], response: Response | None = None) -> Assembled:
    """Folds decoded chunks; `response` adds what it knows of errors: the SDK's exception, the HTTP status."""
    return assemble_events((event for _, event in told(chunks)), response)


def assemble_events(events: Iterable[StreamEvent | TextRun], response: Response | None = None) -> Assembled:
    """As `assemble`, from the events alone."""
    choices: dict[int, _GrowingChoice] = {}
    usage: Usage | None = None
    reported: StreamError | None = None
    data: list[Data] = []
    has_logprobs = False
    for event in events:
        kind = type(event)
        if kind in _OF_A_CHOICE:
            choice = choices.get(event.choice)  # type: ignore[union-attr]
            if choice is None:
                choice = choices[event.choice] = _GrowingChoice()  # type: ignore[union-attr]
            if isinstance(event, TextDelta):
                pieces = choice.content.get(event.block)
                if pieces is None:
                    pieces = choice.content[event.block] = []
                pieces.append(event.text)
            elif isinstance(event, TextRun):
                choice.content.setdefault(0, []).extend(event.pieces)
            else:
                choice.add(event)
        elif isinstance(event, UsageUpdate):
            usage = event.usage
        elif isinstance(event, StreamError):
            reported = event
        elif isinstance(event, Data):
            data.append(event)
        elif isinstance(event, Logprobs):
            has_logprobs = True
    built = tuple([choices[index].build(index) for index in sorted(choices)])
    return Assembled(built, usage, _error(reported, response), tuple(data), has_logprobs)


_OF_A_CHOICE = frozenset({TextDelta, TextRun, ReasoningDelta, RefusalDelta, RoleSet, ToolCallDelta, Finish})


@record
class _GrowingCall:
    id: str | None = None
    name: str | None = None
    pieces: list[str] | None = None
    value: JSON = None

    def add(self, delta: ToolCallDelta) -> None:
        """What was said last counts: fragments put a whole value aside, and the other way round."""
        self.id = delta.id or self.id
        self.name = delta.name or self.name
        if delta.whole:
            self.pieces, self.value = None, delta.value
        elif delta.arguments is not None:
            if self.pieces is None:
                self.pieces = []
            self.pieces.append(delta.arguments)

    def build(self) -> ToolCall:
        return ToolCall(self.id, self.name, self.value if self.pieces is None else "".join(self.pieces))


@record
class _GrowingChoice:
    role: str | None = None
    finish_reason: str | None = None
    finish_detail: str | None = None
    content: dict[int, list[str]] = field(default_factory=dict)
    """Pieces by block, as those below: the blocks stand in the order in which they begin, however they take turns."""
    reasoning: dict[int, list[str]] = field(default_factory=dict)
    refusal: dict[int, list[str]] = field(default_factory=dict)
    calls: dict[int, _GrowingCall] = field(default_factory=dict)

    def add(self, event: StreamEvent) -> None:
        """Anything but text, which comes so often that the caller adds it itself."""
        if isinstance(event, ReasoningDelta):
            self.reasoning.setdefault(event.block, []).append(event.text)
        elif isinstance(event, ToolCallDelta):
            call = self.calls.get(event.slot)
            if call is None:
                call = self.calls[event.slot] = _GrowingCall()
            call.add(event)
        elif isinstance(event, RefusalDelta):
            self.refusal.setdefault(event.block, []).append(event.text)
        elif isinstance(event, RoleSet):
            self.role = event.role
        elif isinstance(event, Finish):
            self.finish_reason, self.finish_detail = event.reason, event.detail

    def build(self, index: int) -> Choice:
        return Choice(
            index=index,
            role=self.role,
            content=_joined(self.content),
            reasoning=_joined(self.reasoning) if self.reasoning else None,
            refusal=_joined(self.refusal) if self.refusal else None,
            finish_reason=self.finish_reason,
            finish_detail=self.finish_detail,
            tool_calls=tuple([self.calls[slot].build() for slot in sorted(self.calls)]) if self.calls else (),
        )


def _joined(blocks: dict[int, list[str]]) -> str | None:
    """The text of blocks, one behind the other; None of none."""
    return "".join(chain.from_iterable(blocks.values())) if blocks else None


def _error(reported: StreamError | None, response: Response | None) -> ApiError | None:
    """The SDK's exception, else what the wire reports, else a status that can be nothing but an error."""
    status = response.status if response is not None and (response.status or 0) >= 400 else None
    if response is not None and response.error is not None:
        error = response.error
        return replace(error, status=status) if error.status is None and status is not None else error
    if reported is not None:
        return ApiError(reported.type, status if reported.status is None else reported.status, reported.message)
    return None if status is None else ApiError(None, status, None)
