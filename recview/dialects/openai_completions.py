"""Text completions, the API before chat: a prompt in, text out."""

from __future__ import annotations

from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe, WithoutTools
from recview.dialects.logprobs import as_number
from recview.dialects.openai_request import prompt_messages
from recview.dialects.openai_usage import read_usage
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import Finish, Logprobs, StreamEvent, TextDelta, TokenLogprob, UsageUpdate
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import Message
from recview.model.recording import RawChunk


class OpenAICompletions(WithoutTools):
    """See the module."""

    name = "openai.completions"

    def score(self, probe: Probe) -> int:
        name = probe.class_name
        if name.endswith("Completion") and "Chat" not in name and "anthropic" not in probe.type:
            return CERTAIN
        sample = as_object(probe.sample)
        if sample.get("object") in ("text_completion", "text_completion.chunk"):
            return LIKELY
        choices = as_array(sample.get("choices"))
        if choices and "text" in as_object(choices[0]):
            return LIKELY
        address = probe.address
        return ADDRESSED if address.endswith("/completions") and not address.endswith("/chat/completions") else 0

    def stream_decoder(self) -> Decode:
        return _CompletionReader(streaming=True).read

    def plain_decoder(self) -> Decode:
        return _CompletionReader(streaming=False).read

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return prompt_messages(body)


DIALECT = OpenAICompletions()


class _CompletionReader:
    """Streams and plain responses differ in nothing but what a chunk without choices means."""

    def __init__(self, streaming: bool) -> None:
        self._streaming = streaming
        self._usage: JSON = None

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        choices = data.get("choices")
        if not isinstance(choices, list):
            if not self._streaming:
                return no_answer(chunk)
            return (error_event(data) or unknown(chunk),) if data else no_object(chunk)
        events: list[StreamEvent] = []
        for position, choice in enumerate(choices):
            if isinstance(choice, dict):
                _read_choice(choice, position, events)
        usage = data.get("usage")
        if isinstance(usage, dict) and usage and usage != self._usage:
            self._usage = usage
            events.append(UsageUpdate(read_usage(usage)))
        if error := error_event(data):
            events.append(error)
        return tuple(events)


def _read_choice(choice: dict[str, JSON], position: int, events: list[StreamEvent]) -> None:
    number = choice.get("index")
    index = number if type(number) is int else position
    if isinstance(text := choice.get("text"), str):
        events.append(TextDelta(index, text))
    if logprobs := as_object(choice.get("logprobs")):
        tokens = _logprobs(logprobs)
        if tokens:
            events.append(Logprobs(index, tokens))
    if reason := as_string(choice.get("finish_reason")):
        events.append(Finish(index, reason))


def _logprobs(logprobs: dict[str, JSON]) -> tuple[TokenLogprob, ...]:
    """Three lists side by side; the first token of an echoed prompt has no probability and is left out."""
    numbers = as_array(logprobs.get("token_logprobs"))
    alternatives = as_array(logprobs.get("top_logprobs"))
    tokens: list[TokenLogprob] = []
    for position, token in enumerate(as_array(logprobs.get("tokens"))):
        number = as_number(numbers[position]) if position < len(numbers) else None
        if isinstance(token, str) and number is not None:
            others = as_object(alternatives[position]) if position < len(alternatives) else {}
            pairs = ((other, as_number(value)) for other, value in others.items())
            tokens.append(
                TokenLogprob(token, number, tuple((name, value) for name, value in pairs if value is not None))
            )
    return tuple(tokens)
