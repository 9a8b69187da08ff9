"""Recordings built from OpenAI's own types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openai.types import Completion, CreateEmbeddingResponse, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter
from sdk_envelopes import QUESTION, Document, Sample, sdk_call, typed

CHAT_BODY = {"model": "some/model", "messages": [{"role": "user", "content": QUESTION}]}
CHAT_USAGE = {
    "prompt_tokens": 21,
    "completion_tokens": 9,
    "total_tokens": 30,
    "prompt_tokens_details": {"cached_tokens": 4},
    "completion_tokens_details": {"reasoning_tokens": 3},
}


def chat_chunk(*choices: Document, **fields: Any) -> Document:
    """A chunk of a streamed chat completion; each choice is given as its delta and what stands beside it."""
    whole = {"id": "rec-1", "created": 0, "model": "some/model", "object": "chat.completion.chunk", **fields}
    return typed(ChatCompletionChunk.model_validate({**whole, "choices": list(choices)}))


def delta(index: int = 0, finish_reason: str | None = None, logprobs: Any = None, **fields: Any) -> Document:
    """One choice of a chunk."""
    return {"index": index, "delta": fields, "finish_reason": finish_reason, "logprobs": logprobs}


def chat_stream(chunks: list[Document], body: Document | None = None) -> Document:
    """A streamed chat completion."""
    return sdk_call("/v1/chat/completions", {**(body or CHAT_BODY), "stream": True}, chunks, streaming=True)


def chat_plain(choices: list[Document], usage: Any = None, body: Document | None = None) -> Document:
    """A chat completion that was not streamed."""
    whole = {"id": "rec-1", "created": 0, "model": "some/model", "object": "chat.completion", "usage": usage}
    answer = typed(ChatCompletion.model_validate({**whole, "choices": choices}))
    return sdk_call("/v1/chat/completions", body or CHAT_BODY, answer)


def tool_fragment(index: int, arguments: str | None = None, id: str | None = None, name: str | None = None) -> Any:  # noqa: A002
    """A piece of a tool call."""
    call: Document = {"index": index, "function": {"arguments": arguments, "name": name}}
    return {**call, "id": id, "type": "function"} if id else call


def chat_pairs() -> Iterable[tuple[str, Document, Document]]:
    text = chat_stream(
        [
            chat_chunk(delta(role="assistant", content="")),
            chat_chunk(delta(content="It is ")),
            chat_chunk(delta(content="sunny.")),
            chat_chunk(delta(finish_reason="stop")),
            chat_chunk(usage=CHAT_USAGE),
        ]
    )
    message: Document = {"role": "assistant", "content": "It is sunny."}
    yield "text", text, chat_plain([{"index": 0, "finish_reason": "stop", "message": message}], CHAT_USAGE)

    tools = chat_stream(
        [
            chat_chunk(delta(role="assistant", content=None, tool_calls=[tool_fragment(0, "", "call_a", "weather")])),
            chat_chunk(delta(tool_calls=[tool_fragment(0, '{"city": ')])),
            chat_chunk(delta(tool_calls=[tool_fragment(0, '"Lima"}'), tool_fragment(1, None, "call_b", "clock")])),
            chat_chunk(delta(tool_calls=[tool_fragment(1, "{}")])),
            chat_chunk(delta(finish_reason="tool_calls")),
        ]
    )
    calls = [
        {"id": "call_a", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Lima"}'}},
        {"id": "call_b", "type": "function", "function": {"name": "clock", "arguments": "{}"}},
    ]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    yield "tools", tools, chat_plain([{"index": 0, "finish_reason": "tool_calls", "message": message}])

    reasoning = chat_stream(
        [
            chat_chunk(delta(role="assistant", reasoning_content="Lima is ")),
            chat_chunk(delta(reasoning_content="in Peru.")),
            chat_chunk(delta(content="Sunny.")),
            chat_chunk(delta(finish_reason="stop")),
        ]
    )
    message = {"role": "assistant", "content": "Sunny.", "reasoning_content": "Lima is in Peru."}
    yield "reasoning", reasoning, chat_plain([{"index": 0, "finish_reason": "stop", "message": message}])

    choices = chat_stream(
        [
            chat_chunk(delta(1, role="assistant", content="Wet")),
            chat_chunk(delta(0, role="assistant", content="Dry")),
            chat_chunk(delta(1, content=".", finish_reason="stop"), delta(0, content="!")),
            chat_chunk(delta(0, finish_reason="length")),
        ]
    )
    plain = [
        {"index": 1, "finish_reason": "stop", "message": {"role": "assistant", "content": "Wet."}},
        {"index": 0, "finish_reason": "length", "message": {"role": "assistant", "content": "Dry!"}},
    ]
    yield "choices", choices, chat_plain(plain)

    logprobs = [{"token": "No", "logprob": -0.25, "bytes": None, "top_logprobs": [{"token": "So", "logprob": -1.5}]}]
    refusal = chat_stream(
        [
            chat_chunk(delta(role="assistant", refusal="No", logprobs={"content": None, "refusal": logprobs})),
            chat_chunk(delta(refusal=".", finish_reason="stop")),
        ]
    )
    message = {"role": "assistant", "content": None, "refusal": "No."}
    whole = {
        "index": 0,
        "finish_reason": "stop",
        "message": message,
        "logprobs": {"content": None, "refusal": logprobs},
    }
    yield "refusal", refusal, chat_plain([whole])


def _completion(choice: Document, usage: Any = None) -> Document:
    whole = {"id": "rec-2", "created": 0, "model": "some/model", "object": "text_completion", "usage": usage}
    return typed(Completion.model_construct(**whole, choices=[choice]))  # type: ignore[arg-type]


def completion_pair() -> tuple[Document, Document]:
    body = {"model": "some/model", "prompt": "Roses are"}
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}

    def choice(text: str, finish_reason: str | None) -> Document:
        return {"index": 0, "text": text, "finish_reason": finish_reason, "logprobs": None}

    stream = [_completion(choice("re", None)), _completion(choice("d", "length"), usage)]
    return (
        sdk_call("/v1/completions", {**body, "stream": True}, stream, streaming=True),
        sdk_call("/v1/completions", body, _completion(choice("red", "length"), usage)),
    )


# ---- OpenAI: responses, embeddings, models ---------------------------------------------------------------------

RESPONSES_BODY = {"model": "some/model", "input": QUESTION, "instructions": "Be brief."}
_EVENTS: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)


def responses_event(name: str, /, **fields: Any) -> Document:
    """An event of a streamed response."""
    return typed(_EVENTS.validate_python({"type": name, "sequence_number": 0, **fields}))


def response_object(status: str, output: list[Document], usage: Any = None, **fields: Any) -> Document:
    """A response as far as it has come."""
    return {
        "id": "resp_1",
        "created_at": 0,
        "model": "some/model",
        "object": "response",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "status": status,
        "usage": usage,
        **fields,
    }


def responses_pair() -> tuple[Document, Document]:
    usage = {
        "input_tokens": 12,
        "input_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 0},
        "output_tokens": 30,
        "output_tokens_details": {"reasoning_tokens": 20},
        "total_tokens": 42,
    }
    thought = {"type": "summary_text", "text": "Peru, then."}
    reasoning = {"id": "rs_1", "type": "reasoning", "summary": [thought]}
    text = {"type": "output_text", "text": "Asking now.", "annotations": []}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [text]}
    call = {
        "id": "fc_1",
        "call_id": "call_a",
        "type": "function_call",
        "name": "weather",
        "arguments": '{"city":"Lima"}',
    }
    search = {
        "id": "ws_1",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": "Lima"},
    }
    output = [reasoning, message, call, search]
    at_thought = {"item_id": "rs_1", "output_index": 0, "summary_index": 0}
    at_text = {"item_id": "msg_1", "output_index": 1, "content_index": 0}
    at_call = {"item_id": "fc_1", "output_index": 2}
    at_search = {"item_id": "ws_1", "output_index": 3}
    events = [
        responses_event("response.created", response=response_object("in_progress", [])),
        responses_event("response.output_item.added", output_index=0, item={**reasoning, "summary": []}),
        responses_event("response.reasoning_summary_part.added", part={**thought, "text": ""}, **at_thought),
        responses_event("response.reasoning_summary_text.delta", delta="Peru, ", **at_thought),
        responses_event("response.reasoning_summary_text.delta", delta="then.", **at_thought),
        responses_event("response.reasoning_summary_text.done", text="Peru, then.", **at_thought),
        responses_event("response.output_item.done", output_index=0, item=reasoning),
        responses_event("response.output_item.added", output_index=1, item={**message, "content": []}),
        responses_event("response.content_part.added", part={**text, "text": ""}, **at_text),
        responses_event("response.output_text.delta", delta="Asking ", logprobs=[], **at_text),
        responses_event("response.output_text.delta", delta="now.", logprobs=[], **at_text),
        responses_event("response.output_text.done", text="Asking now.", logprobs=[], **at_text),
        responses_event("response.content_part.done", part=text, **at_text),
        responses_event("response.output_item.done", output_index=1, item=message),
        responses_event("response.output_item.added", output_index=2, item={**call, "arguments": ""}),
        responses_event("response.function_call_arguments.delta", delta='{"city":', **at_call),
        responses_event("response.function_call_arguments.delta", delta='"Lima"}', **at_call),
        responses_event(
            "response.function_call_arguments.done", arguments='{"city":"Lima"}', name="weather", **at_call
        ),
        responses_event("response.output_item.done", output_index=2, item=call),
        responses_event("response.output_item.added", output_index=3, item={**search, "status": "in_progress"}),
        responses_event("response.web_search_call.searching", **at_search),
        responses_event("response.web_search_call.completed", **at_search),
        responses_event("response.output_item.done", output_index=3, item=search),
        responses_event("response.completed", response=response_object("completed", output, usage)),
    ]
    return (
        sdk_call("/v1/responses", {**RESPONSES_BODY, "stream": True}, events, streaming=True),
        sdk_call(
            "/v1/responses", RESPONSES_BODY, typed(Response.model_validate(response_object("completed", output, usage)))
        ),
    )


def data_samples() -> Iterable[Sample]:
    vectors = [{"embedding": [0.25, -0.5, 0.125], "index": index, "object": "embedding"} for index in range(2)]
    usage = {"prompt_tokens": 4, "total_tokens": 4}
    embedded = CreateEmbeddingResponse.model_validate(
        {"data": vectors, "model": "embed", "object": "list", "usage": usage}
    )
    body = {"model": "embed", "input": ["Lima", "Quito"]}
    yield Sample("embeddings", "openai.embeddings", sdk_call("/v1/embeddings", body, typed(embedded)))
    models = [Model(id=f"model-{n}", created=0, object="model", owned_by="somebody") for n in range(3)]
    yield Sample("models", "openai.models", sdk_call("/v1/models", {}, [typed(model) for model in models]))
