"""The OpenAI SDK's other calls: text completions, embeddings, model lists."""

from __future__ import annotations

import base64
import hashlib
import math
import struct

from recview.model.json_value import JSON
from recview.samples.builders.chat_hosts import Host
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_sdk, model_list, typed
from recview.samples.builders.tokens import count_tokens, pieces

_COMPLETION = "openai.types.completion.Completion"
_EMBEDDINGS = "openai.types.create_embedding_response.CreateEmbeddingResponse"
_MODEL = "openai.types.model.Model"
_EMBEDDING_MODEL = "text-embedding-3-small"


def text_completion(
    test: str, prompt: str, text: str, host: Host, *, streamed: bool, max_tokens: int, finish: str = "stop"
) -> Sample:
    """A completion of the old kind: text in, text on. Without `stream_options` a stream tells no usage."""
    body: JsonObject = {"model": host.model, "prompt": prompt, "max_tokens": max_tokens}
    if streamed:
        body["stream"] = True
    asked = ask_sdk(f"{test}[{host.label}]", host.base_url, "/v1/completions", body)
    if streamed:
        items: list[JSON] = [_completion(asked, host, piece, None, None) for piece in pieces(text)]
        items.append(_completion(asked, host, "", finish, None))
        return asked.answered(items)
    prompt_tokens, output_tokens = count_tokens(prompt), count_tokens(text)
    usage: JsonObject = {
        "completion_tokens": output_tokens,
        "prompt_tokens": prompt_tokens,
        "total_tokens": prompt_tokens + output_tokens,
        "completion_tokens_details": None,
        "prompt_tokens_details": None,
    }
    return asked.answered(_completion(asked, host, text, finish, usage))


def _completion(asked: Asked, host: Host, text: str, finish: str | None, usage: JSON) -> JsonObject:
    choice: JsonObject = {"finish_reason": finish, "index": 0, "logprobs": None, "text": text}
    data: JsonObject = {
        "id": asked.answer_id,
        "choices": [choice],
        "created": 0,
        "model": host.reports,
        "object": "text_completion",
        "system_fingerprint": host.fingerprint,
        "usage": usage,
    }
    return typed(_COMPLETION, data)


def embeddings(test: str, base_url: str, texts: list[str], dimensions: int, encoding: str = "float") -> Sample:
    """One vector a text, as numbers or, with encoding "base64", as the bytes of 32-bit floats."""
    inputs: list[JSON] = list(texts)
    body: JsonObject = {
        "model": _EMBEDDING_MODEL,
        "input": inputs,
        "dimensions": dimensions,
        "encoding_format": encoding,
    }
    data: list[JSON] = []
    for index, text in enumerate(texts):
        vector = unit_vector(text, dimensions)
        shown: JSON = list(vector)
        if encoding == "base64":
            shown = base64.b64encode(struct.pack(f"<{dimensions}f", *vector)).decode()
        data.append({"embedding": shown, "index": index, "object": "embedding"})
    tokens = sum(map(count_tokens, texts))
    answer: JsonObject = {
        "data": data,
        "model": _EMBEDDING_MODEL,
        "object": "list",
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    }
    asked = ask_sdk(f"{test}[emb=openai/{_EMBEDDING_MODEL}]", base_url, "/v1/embeddings", body)
    return asked.answered(typed(_EMBEDDINGS, answer))


def unit_vector(text: str, dimensions: int) -> list[float]:
    """A vector of length 1, the same for the same text."""
    numbers: list[float] = []
    while len(numbers) < dimensions:
        digest = hashlib.sha256(f"{text}/{len(numbers)}".encode()).digest()
        numbers += [byte / 127.5 - 1 for byte in digest]
    vector = numbers[:dimensions]
    length = math.sqrt(sum(number * number for number in vector))
    return [round(number / length, 7) for number in vector]


def models(folder: str, base_url: str, owner: str, created: dict[str, int]) -> Sample:
    """A model list, which belongs to no test; `created` gives each model's time in seconds since 1970."""
    items: list[JSON] = []
    for name, created_s in created.items():
        items.append(typed(_MODEL, {"id": name, "created": created_s, "object": "model", "owned_by": owner}))
    asked = model_list(ask_sdk("", base_url, "/v1/models", {}, folder=folder), list(created))
    return asked.answered(items, streaming=False)
