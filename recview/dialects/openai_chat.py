"""Chat completions: OpenAI's, and those of everyone who speaks like it."""

from __future__ import annotations

from recview.dialects import openai_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.logprobs import token_logprobs
from recview.dialects.openai_parts import thinking_texts
from recview.dialects.openai_tool_calls import ToolCallReader
from recview.dialects.openai_usage import read_usage
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    Finish,
    Logprobs,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    StreamEvent,
    TextDelta,
    UsageUpdate,
)
from recview.model.json_value import JSON, as_array, as_object
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk

_CLASSES = ("ChatCompletionChunk", "ChatCompletion")
_OBJECTS = ("chat.completion.chunk", "chat.completion")


class OpenAIChat:
    """See the module."""

    name = "openai.chat"

    def score(self, probe: Probe) -> int:
        """The recorded class decides, whatever the endpoint says: servers answer completions with chat chunks."""
        if probe.class_name.endswith(_CLASSES):
            return CERTAIN
        sample = as_object(probe.sample)
        if sample.get("object") in _OBJECTS:
            return LIKELY
        choices = as_array(sample.get("choices"))
        if choices and not as_object(choices[0]).keys().isdisjoint(("delta", "message")):
            return LIKELY
        return ADDRESSED if probe.address.endswith("/chat/completions") else 0

    def stream_decoder(self) -> Decode:
        """Reads the `delta` of each choice."""
        return _ChatReader("delta", "message").read

    def plain_decoder(self) -> Decode:
        """Reads the `message` of each choice."""
        return _ChatReader("message", "delta").read

    def messages(self, body: JSON) -> tuple[Message, ...]:
        """A chat's; a completion's prompt where a server answered that in chat."""
        return openai_request.chat_messages(body) or openai_request.prompt_messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return openai_request.tool_definitions(body)


DIALECT = OpenAIChat()


class _ChatReader:
    """Reads the chunks of one response. Remembers roles, calls and usage, to tell only what is new."""

    __slots__ = ("_calls", "_other_part", "_part", "_roles", "_usage")

    def __init__(self, part: str, other_part: str) -> None:
        self._part = part
        self._other_part = other_part
        self._roles: dict[int, JSON] = {}
        self._calls: dict[int, ToolCallReader] = {}
        self._usage: JSON = None

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        """One long function, for it runs once a token: what a token seldom brings is left to others."""
        data = chunk.data
        choices = data.get("choices") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(choices, list):
            return self._read_other(chunk)
        events: list[StreamEvent] = []
        for position, choice in enumerate(choices):
            if not isinstance(choice, dict):
                continue
            index = number if type(number := choice.get("index")) is int else position
            part = choice.get(self._part) or choice.get(self._other_part)
            if isinstance(part, dict):
                role = part.get("role")
                if role and self._roles.get(index) != role and isinstance(role, str):
                    self._roles[index] = role
                    events.append(RoleSet(index, role))
                if "reasoning" in part or "reasoning_content" in part or "reasoning_details" in part:
                    _read_reasoning(part, index, events)
                text = part.get("content")
                if isinstance(text, str):
                    events.append(TextDelta(index, text))
                elif text is not None:
                    _read_parts(text, index, events)
                if (refusal := part.get("refusal")) is not None and isinstance(refusal, str):
                    events.append(RefusalDelta(index, refusal))
                if part.get("tool_calls") or part.get("function_call"):
                    self._read_calls(part, index, events)
                if part.get("audio") is not None:
                    _read_audio(part["audio"], index, events)
            if (logprobs := choice.get("logprobs")) is not None:
                _read_logprobs(logprobs, index, events)
            if (reason := choice.get("finish_reason")) and isinstance(reason, str):
                events.append(Finish(index, reason))
            if "error" in choice or "usage" in choice:
                self._read_choice_end(choice, data, events)
        if data.get("usage") is not None or "x_groq" in data or "error" in data:
            self._read_end(data, events)
        return tuple(events)

    def _read_choice_end(self, choice: dict[str, JSON], data: dict[str, JSON], events: list[StreamEvent]) -> None:
        """What few servers say in a choice: an error, or the usage, as Moonshot does."""
        if "error" in choice and (error := error_event(choice)):
            events.append(error)
        if "usage" in choice and data.get("usage") is None:
            self._read_usage(choice["usage"], events)

    def _read_end(self, data: dict[str, JSON], events: list[StreamEvent]) -> None:
        """What stands beside the choices: the usage, which Groq has in a place of its own, and errors."""
        from_groq = data.get("x_groq")
        self._read_usage(data.get("usage") or as_object(from_groq).get("usage"), events)
        if error := error_event(from_groq):
            events.append(error)
        if "error" in data and (error := error_event(data)):
            events.append(error)

    def _read_other(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        if self._part == "message":
            return no_answer(chunk)
        if not isinstance(chunk.data, dict):
            return no_object(chunk)
        events: list[StreamEvent] = []
        self._read_usage(chunk.data.get("usage"), events)
        if error := error_event(chunk.data):
            events.append(error)
        return tuple(events) or (unknown(chunk),)

    def _read_usage(self, usage: JSON, events: list[StreamEvent]) -> None:
        if isinstance(usage, dict) and usage and usage != self._usage:
            self._usage = usage
            events.append(UsageUpdate(read_usage(usage)))

    def _read_calls(self, part: dict[str, JSON], index: int, events: list[StreamEvent]) -> None:
        reader = self._calls.get(index)
        if reader is None:
            reader = self._calls[index] = ToolCallReader(index)
        if calls := part.get("tool_calls"):
            whole = self._part == "message"
            events.extend(reader.read_whole(calls) if whole else reader.read_fragments(calls))
        elif function := as_object(part.get("function_call")):
            events.append(reader.read_function_call(function))


def _read_audio(audio: JSON, index: int, events: list[StreamEvent]) -> None:
    """What is spoken is the answer; its sound is not shown."""
    if isinstance(said := as_object(audio).get("transcript"), str):
        events.append(TextDelta(index, said))


def _read_logprobs(logprobs: JSON, index: int, events: list[StreamEvent]) -> None:
    lists = as_object(logprobs)
    tokens = token_logprobs(lists.get("content")) + token_logprobs(lists.get("refusal"))
    if tokens:
        events.append(Logprobs(index, tokens))


def _read_reasoning(part: dict[str, JSON], index: int, events: list[StreamEvent]) -> None:
    """Two names for one thing: servers that send both send the same text twice. Details repeat it, or come alone."""
    texts = [part.get("reasoning_content"), part.get("reasoning")]
    if texts[0] == texts[1]:
        del texts[1]
    if not any(isinstance(text, str) for text in texts):
        details = map(as_object, as_array(part.get("reasoning_details")))
        texts = [detail.get("summary") if detail.get("text") is None else detail["text"] for detail in details]
    events.extend(ReasoningDelta(index, text) for text in texts if isinstance(text, str))


def _read_parts(content: JSON, index: int, events: list[StreamEvent]) -> None:
    """Some servers send content as parts, their thinking among them."""
    for part in as_array(content):
        fields = as_object(part)
        if isinstance(text := part if isinstance(part, str) else fields.get("text"), str):
            events.append(TextDelta(index, text))
        else:
            events.extend(ReasoningDelta(index, text) for text in thinking_texts(fields))
