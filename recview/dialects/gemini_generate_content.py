"""Gemini's generateContent: candidates of parts, each part whole."""

from __future__ import annotations

from recview.dialects import gemini_request
from recview.dialects.base import ADDRESSED, CERTAIN, LIKELY, Decode, Probe
from recview.dialects.gemini_keys import pick
from recview.dialects.gemini_partial_calls import FunctionCallReader
from recview.dialects.gemini_usage import read_usage_metadata
from recview.dialects.logprobs import token_logprob
from recview.dialects.media import media_part
from recview.dialects.signals import error_event, no_answer, no_object, unknown
from recview.model.events import (
    Data,
    Finish,
    Logprobs,
    ReasoningDelta,
    RoleSet,
    StreamError,
    StreamEvent,
    TextDelta,
    TokenLogprob,
    Unknown,
    UsageUpdate,
)
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import Message, ToolDefinition
from recview.model.recording import RawChunk

_KEYS = frozenset({"candidates", "usage_metadata", "usageMetadata", "prompt_feedback", "promptFeedback"})
_OTHERS = frozenset({"embeddings", "embedding"})
"""What stands beside a usage in answers to other calls."""
_SILENT_PARTS = frozenset({"text", "thought", "thought_signature", "thoughtSignature", "function_call", "functionCall"})


class GeminiGenerateContent:
    """See the module."""

    name = "gemini.generate_content"

    def score(self, probe: Probe) -> int:
        if probe.class_name == "GenerateContentResponse":
            return CERTAIN
        sample = as_object(probe.sample)
        if not _KEYS.isdisjoint(sample) and _OTHERS.isdisjoint(sample):
            return LIKELY
        address = probe.address.lower()
        return ADDRESSED if "generate_content" in address or "generatecontent" in address else 0

    def stream_decoder(self) -> Decode:
        return _ContentReader(streaming=True).read

    def plain_decoder(self) -> Decode:
        return _ContentReader(streaming=False).read

    def messages(self, body: JSON) -> tuple[Message, ...]:
        return gemini_request.messages(body)

    def tools(self, body: JSON) -> tuple[ToolDefinition, ...]:
        return gemini_request.tools(body)


DIALECT = GeminiGenerateContent()


class _ContentReader:
    """A stream's chunks and a plain response have one shape."""

    def __init__(self, streaming: bool) -> None:
        self._streaming = streaming
        self._roles: dict[int, str] = {}
        self._calls: dict[int, FunctionCallReader] = {}
        self._usage: JSON = None

    def read(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        """Who asks the API for a stream, and not for events, gets all its chunks, or an error, in one array."""
        if not isinstance(chunk.data, list) or not chunk.data:
            return self._read_one(chunk)
        return tuple(event for entry in chunk.data for event in self._read_one(RawChunk(chunk.index, entry)))

    def _read_one(self, chunk: RawChunk) -> tuple[StreamEvent, ...]:
        data = as_object(chunk.data)
        if _KEYS.isdisjoint(data):
            if not self._streaming:
                return no_answer(chunk)
            return (error_event(data) or unknown(chunk),) if data else no_object(chunk)
        events: list[StreamEvent] = []
        for position, candidate in enumerate(map(as_object, as_array(data.get("candidates")))):
            number = candidate.get("index")
            self._read_candidate(candidate, number if type(number) is int else position, events)
        feedback = as_object(pick(data, "prompt_feedback", "promptFeedback"))
        if reason := as_string(pick(feedback, "block_reason", "blockReason")):
            message = as_string(pick(feedback, "block_reason_message", "blockReasonMessage"))
            events.append(StreamError(reason, None, message or "the prompt was blocked"))
        usage = as_object(pick(data, "usage_metadata", "usageMetadata"))
        if usage != self._usage and (counted := read_usage_metadata(usage)):
            self._usage = usage
            events.append(UsageUpdate(counted))
        return tuple(events)

    def _read_candidate(self, candidate: dict[str, JSON], index: int, events: list[StreamEvent]) -> None:
        content = as_object(candidate.get("content"))
        role = as_string(content.get("role"))
        if role and self._roles.get(index) != role:
            self._roles[index] = role
            events.append(RoleSet(index, role))
        for part in map(as_object, as_array(content.get("parts"))):
            self._read_part(part, index, events)
        if tokens := _logprobs(as_object(pick(candidate, "logprobs_result", "logprobsResult"))):
            events.append(Logprobs(index, tokens))
        if reason := as_string(pick(candidate, "finish_reason", "finishReason")):
            events.append(Finish(index, reason))

    def _read_part(self, part: dict[str, JSON], index: int, events: list[StreamEvent]) -> None:
        text = part.get("text")
        if isinstance(text, str):
            events.append(ReasoningDelta(index, text) if part.get("thought") is True else TextDelta(index, text))
            return
        call = pick(part, "function_call", "functionCall")
        code = pick(part, "executable_code", "executableCode")
        if isinstance(call, dict) or isinstance(code, dict):
            reader = self._calls.get(index)
            if reader is None:
                reader = self._calls[index] = FunctionCallReader(index)
            events.append(reader.read(call if isinstance(call, dict) else {"name": "executable_code", "args": code}))
        elif blob := as_object(pick(part, "inline_data", "inlineData")):
            mime = pick(blob, "mime_type", "mimeType")
            events.append(Data(media_part("data", data=blob.get("data"), mime=mime).source, value=blob.get("data")))
        elif file := as_object(pick(part, "file_data", "fileData")):
            events.append(Data(media_part("file", url=pick(file, "file_uri", "fileUri")).source))
        elif result := as_object(pick(part, "code_execution_result", "codeExecutionResult")):
            outcome = (as_string(result.get("outcome")) or "").removeprefix("OUTCOME_").lower()
            label = f"code execution: {outcome}" if outcome else "code execution"
            events.append(Data(label, as_string(result.get("output")) or ""))
        elif unknown_keys := [key for key, value in part.items() if value is not None and key not in _SILENT_PARTS]:
            events.append(Unknown(unknown_keys[0]))


def _logprobs(result: dict[str, JSON]) -> tuple[TokenLogprob, ...]:
    """Two lists side by side: the tokens chosen, and for each the candidates there were."""
    number_key = "log_probability" if "chosen_candidates" in result else "logProbability"
    others = as_array(pick(result, "top_candidates", "topCandidates"))
    tokens: list[TokenLogprob] = []
    for position, chosen in enumerate(as_array(pick(result, "chosen_candidates", "chosenCandidates"))):
        if pair := token_logprob(chosen, number_key):
            candidates = as_array(as_object(others[position]).get("candidates")) if position < len(others) else []
            pairs = (token_logprob(candidate, number_key) for candidate in candidates)
            tokens.append(TokenLogprob(*pair, tuple(other for other in pairs if other)))
    return tuple(tokens)
