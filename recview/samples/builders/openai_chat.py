"""Chat completions as the OpenAI SDK hands them over, streamed and plain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeAlias

from recview.model.json_value import JSON, as_array, as_object
from recview.samples.builders.chat_hosts import OPENAI, Host
from recview.samples.builders.chat_messages import Answer, Call, user
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_sdk, typed
from recview.samples.builders.tokens import count_tokens, fragments, pieces, salt

_CHUNK = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"
_COMPLETION = "openai.types.chat.chat_completion.ChatCompletion"
_ENDPOINT = "/v1/chat/completions"
_DELTA_KEYS = ("content", "function_call", "refusal", "role", "tool_calls")
_TOKENS_A_MESSAGE = 4

Messages: TypeAlias = str | Sequence[JsonObject]
"""What a request says; a string is one user's message."""


def chat(
    test: str,
    messages: Messages,
    *answers: Answer | str,
    host: Host = OPENAI,
    include_usage: bool = True,
    parameters: JsonObject | None = None,
    glue: int = 2,
) -> Sample:
    """A streamed chat completion; see `ask_chat` and `stream`."""
    asked = ask_chat(test, messages, host, include_usage=include_usage, parameters=parameters)
    return asked.answered(stream(asked, *answers, host=host, glue=glue))


def plain_chat(
    test: str,
    messages: Messages,
    *answers: Answer | str,
    host: Host = OPENAI,
    parameters: JsonObject | None = None,
    logprobs: JSON = None,
    hidden_reasoning: int = 0,
    cached: int = 0,
) -> Sample:
    """A chat completion without a stream. `hidden_reasoning` tokens are counted and not shown."""
    asked = ask_chat(test, messages, host, streamed=False, parameters=parameters)
    said = _answers(answers)
    usage = usage_of(asked, host, said, hidden_reasoning=hidden_reasoning, cached=cached)
    return asked.answered(completion(asked, host, said, usage, logprobs))


def ask_chat(
    test: str,
    messages: Messages,
    host: Host = OPENAI,
    *,
    streamed: bool = True,
    include_usage: bool = True,
    parameters: JsonObject | None = None,
) -> Asked:
    """The request; `test` gets the host's label as its parameter. `parameters` are further keys of the body."""
    options: JsonObject = dict(parameters or {})
    if streamed:
        options["stream"] = True
        if include_usage:
            options["stream_options"] = {"include_usage": True}
    said: list[JSON] = [user(messages)] if isinstance(messages, str) else list(messages)
    body: JsonObject = {"model": host.model, "messages": said}
    body |= {key: options[key] for key in sorted(options)}
    return ask_sdk(f"{test}[{host.label}]", host.base_url, _ENDPOINT, body, metadata=host.metadata)


@dataclass(slots=True)
class ChunkWriter:
    """Writes the chunks of one stream, one after the other, into `items`."""

    asked: Asked
    host: Host = OPENAI
    take: int = 0
    """Which recording of the request this is; shows in the padding only."""
    items: list[JSON] = field(default_factory=list)

    def delta(
        self, said: JsonObject, *, choice: int = 0, finish_reason: str | None = None, logprobs: JSON = None
    ) -> None:
        """A chunk of one choice; `said` is what is not null in its delta."""
        whole: JsonObject = dict.fromkeys(_DELTA_KEYS)
        step: JsonObject = {"delta": whole | said, "finish_reason": finish_reason, "index": choice}
        self.choices([step | {"logprobs": logprobs}])

    def choices(self, choices: list[JSON], usage: JSON = None) -> None:
        """A chunk with these choices."""
        data = _frame(self.asked, self.host, choices, "chat.completion.chunk", usage)
        if self.host.obfuscates:
            length = 3 + len(self.items) * 5 % 9
            data["obfuscation"] = salt(self.asked.name, self.take, len(self.items), length=length)
        self.items.append(typed(_CHUNK, data))

    def call(self, slot: int, made: Call, *, choice: int = 0) -> None:
        """A tool call: its head, then its arguments in fragments; or all at once where the host does so."""
        if self.host.whole_calls:
            whole: JsonObject = {"index": slot} | made.as_recorded()
            self.delta({"role": "assistant", "content": "", "tool_calls": [whole]}, choice=choice)
            return
        head: JsonObject = {"index": slot} | Call(made.name, "", made.id).as_recorded()
        self.delta({"tool_calls": [head]}, choice=choice)
        for fragment in fragments(made.arguments):
            function: JsonObject = {"arguments": fragment, "name": None}
            piece: JsonObject = {"index": slot, "id": None, "function": function, "type": None}
            self.delta({"tool_calls": [piece]}, choice=choice)


def stream(
    asked: Asked, *answers: Answer | str, host: Host = OPENAI, glue: int = 2, take: int = 0, finish: bool = True
) -> list[JSON]:
    """The chunks: role, the answers (several choices take turns), finish, usage where the request asks for it.

    `glue` as in `pieces`: another value gives other chunk borders.
    """
    said = _answers(answers)
    writer = ChunkWriter(asked, host, take)
    for choice, answer in enumerate(said):
        writer.delta({"role": "assistant", "content": "" if answer.text else None}, choice=choice)
    for turn in zip_longest(*(_deltas(answer, host, glue) for answer in said)):
        for choice, delta in enumerate(turn):
            if delta is not None:
                writer.delta(delta, choice=choice)
    for choice, answer in enumerate(said):
        for slot, made in enumerate(answer.calls):
            writer.call(slot, made, choice=choice)
    if finish:
        for choice, answer in enumerate(said):
            writer.delta({}, choice=choice, finish_reason=answer.finish_reason)
        if as_object(as_object(asked.request["body"]).get("stream_options")).get("include_usage"):
            writer.choices([], usage_of(asked, host, said))
    return writer.items


def completion(asked: Asked, host: Host, answers: Sequence[Answer], usage: JSON, logprobs: JSON = None) -> JsonObject:
    """The one item of a plain response."""
    choices: list[JSON] = []
    for index, answer in enumerate(answers):
        calls: list[JSON] = [made.as_recorded() | {"index": slot} for slot, made in enumerate(answer.calls)]
        message: JsonObject = {
            "content": answer.text or ("" if host.whole_calls else None),
            "refusal": answer.refusal or None,
            "role": "assistant",
            "annotations": [] if host.obfuscates else None,
            "audio": None,
            "function_call": None,
            "tool_calls": calls or None,
        }
        choice: JsonObject = {"finish_reason": answer.finish_reason, "index": index, "logprobs": logprobs}
        choices.append(choice | {"message": message})
    return typed(_COMPLETION, _frame(asked, host, choices, "chat.completion", usage))


def usage_of(
    asked: Asked, host: Host, answers: Sequence[Answer], *, hidden_reasoning: int = 0, cached: int = 0
) -> JsonObject:
    """The usage of a call, in tokens."""
    messages = map(as_object, as_array(as_object(asked.request["body"]).get("messages")))
    contents = [json.dumps(message.get("content"), ensure_ascii=False) for message in messages]
    prompt = 3 + sum(_TOKENS_A_MESSAGE + count_tokens(content) for content in contents)
    output = sum(answer.tokens for answer in answers) + hidden_reasoning
    usage: JsonObject = {"completion_tokens": output, "prompt_tokens": prompt, "total_tokens": prompt + output}
    if not host.details:
        return usage | {"completion_tokens_details": None, "prompt_tokens_details": None}
    output_details: JsonObject = {
        "accepted_prediction_tokens": 0,
        "audio_tokens": 0,
        "reasoning_tokens": hidden_reasoning,
        "rejected_prediction_tokens": 0,
    }
    usage["completion_tokens_details"] = output_details
    usage["prompt_tokens_details"] = {"audio_tokens": 0, "cached_tokens": cached}
    return usage


def _frame(asked: Asked, host: Host, choices: list[JSON], object_: str, usage: JSON) -> JsonObject:
    return {
        "id": asked.answer_id,
        "choices": choices,
        "created": 0,
        "model": host.reports,
        "object": object_,
        "service_tier": host.service_tier,
        "system_fingerprint": host.fingerprint,
        "usage": usage,
    }


def _deltas(answer: Answer, host: Host, glue: int) -> list[JsonObject]:
    """An answer's reasoning, refusal and text, piece by piece."""
    deltas: list[JsonObject] = []
    deltas += [dict.fromkeys(host.reasoning_keys, piece) for piece in pieces(answer.reasoning, glue=glue)]
    deltas += [{"refusal": piece} for piece in pieces(answer.refusal, glue=glue)]
    deltas += [{"content": piece} for piece in pieces(answer.text, glue=glue)]
    return deltas


def _answers(answers: Sequence[Answer | str]) -> list[Answer]:
    return [Answer(answer) if isinstance(answer, str) else answer for answer in answers]
