"""Makes a tree of recordings of the shape real ones have: sizes, streams, tests, folders. Deterministic.

3,000 of them have 80 MB, half of them less than 11.4 kB each; of 3,162 real ones it is 87 MB and 11.5 kB.

python benchmarks/tree.py FOLDER [COUNT] [lean]

A lean tree has the same rows in an eighth of the bytes: streams of few and long chunks, short vectors. For what counts
rows and not bytes.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

CALLS_PER_TEST = 3.7
STREAM_SHARE = 0.56
EMBEDDING_SHARE = 0.12
MEDIAN_CHUNKS = 19
TOOLS_SHARE = 0.6
PADDED_SHARE = 0.5
"""Of the streams: those whose chunks are brought to one length, as OpenAI does."""
LEAN_CHUNK_WORDS = 24
FOLDERS = ("agents", "batches", "common", "files", "inference", "messages", "responses", "safety", "vector_io")
MODELS = ("gpt-4o", "llama3.2:3b-instruct-fp16", "gemini-2.0-flash", "gpt-oss:20b")
WORDS = ("the", "of", "a", "planet", "with", "rings", "around", "it", "that", "starts", "is", "Saturn", "weather", "in")

_CHUNK_TYPE = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"
_COMPLETION_TYPE = "openai.types.chat.chat_completion.ChatCompletion"


def make_tree(folder: Path, count: int, seed: int = 0, *, lean: bool = False) -> None:
    """Writes `count` recordings, and a few JSON files that are none, below `folder`."""
    chance = random.Random(seed)
    written = test = 0
    while written < count:
        test += 1
        group = chance.choice(FOLDERS)
        recordings = folder / "tests" / "integration" / group / "recordings"
        recordings.mkdir(parents=True, exist_ok=True)
        test_id = f"tests/integration/{group}/test_{group}_{test % 7}.py::test_{chance.choice(WORDS)}_{test}[client]"
        for _ in range(min(count - written, 1 + int(chance.expovariate(1 / (CALLS_PER_TEST - 1))))):
            name = f"{chance.getrandbits(256):064x}"
            (recordings / f"{name}.json").write_text(_recording(chance, test_id, lean))
            written += 1
    for number in range(3):
        (folder / "tests" / f"config{number}.json").write_text('{"name": "no recording"}\n')


def _recording(chance: random.Random, test_id: str, lean: bool) -> str:
    kind = chance.random()
    streaming = kind < STREAM_SHARE
    if streaming:
        body: Any = _stream(chance, LEAN_CHUNK_WORDS if lean else 1)
    else:
        body = _embedding(chance, 8 if lean else 384) if kind < STREAM_SHARE + EMBEDDING_SHARE else _completion(chance)
    model = chance.choice(MODELS)
    document = {
        "test_id": test_id,
        "request": {
            "method": "POST",
            "url": "https://api.example.com/v1/v1/chat/completions",
            "headers": {},
            "body": {"model": model, "messages": _messages(chance), "stream": streaming, **_tools(chance)},
            "endpoint": "/v1/chat/completions",
            "model": model,
        },
        "response": {"body": body, "is_streaming": streaming},
        "id_normalization_mapping": {},
    }
    return json.dumps(document, indent=None if lean else 2) + "\n"


def _messages(chance: random.Random) -> list[dict[str, str]]:
    turns = 1 + int(chance.expovariate(0.8))
    return [
        {"role": ("user", "assistant")[turn % 2], "content": _prose(chance, int(chance.lognormvariate(3.5, 1.3)))}
        for turn in range(turns)
    ]


def _tools(chance: random.Random) -> dict[str, Any]:
    if chance.random() >= TOOLS_SHARE:
        return {}
    return {"tools": [_tool(chance) for _ in range(1 + int(chance.expovariate(0.35)))]}


def _tool(chance: random.Random) -> dict[str, Any]:
    properties = {
        f"{word}_{number}": {"type": "string", "description": _prose(chance, 8)}
        for number, word in enumerate(chance.choices(WORDS, k=4))
    }
    parameters = {"type": "object", "properties": properties, "required": [*properties][:2]}
    name, description = f"find_{chance.choice(WORDS)}", _prose(chance, 20)
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _prose(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=max(words, 1)))


def _stream(chance: random.Random, chunk_words: int) -> list[dict[str, Any]]:
    length = min(max(3, int(chance.lognormvariate(0, 1.3) * MEDIAN_CHUNKS)), 1400) - 2
    words = chance.choices(WORDS, k=length)
    texts = (" ".join(words[start : start + chunk_words]) + " " for start in range(0, length, chunk_words))
    items = [_chunk({"content": text, "role": "assistant"}, None) for text in texts]
    if chance.random() < PADDED_SHARE:
        for item in items:
            item["__data__"]["obfuscation"] = f"{chance.getrandbits(64):x}"[: chance.randrange(1, 16)]
    items.append(_chunk({"content": "", "role": None}, "stop"))
    items.append(_item(_CHUNK_TYPE, "chat.completion.chunk", [], _usage(chance)))
    return items


def _chunk(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    whole = {"content": None, "function_call": None, "refusal": None, "role": None, "tool_calls": None, **delta}
    choice = {"delta": whole, "finish_reason": finish_reason, "index": 0, "logprobs": None}
    return _item(_CHUNK_TYPE, "chat.completion.chunk", [choice], None)


def _completion(chance: random.Random) -> dict[str, Any]:
    text = _prose(chance, int(chance.lognormvariate(3, 1.2)))
    message = {"content": text, "refusal": None, "role": "assistant", "tool_calls": None}
    choice = {"finish_reason": "stop", "index": 0, "logprobs": None, "message": message}
    return _item(_COMPLETION_TYPE, "chat.completion", [choice], _usage(chance))


def _embedding(chance: random.Random, dimensions: int) -> dict[str, Any]:
    vectors = [[chance.uniform(-0.1, 0.1) for _ in range(dimensions)] for _ in range(chance.choice((1, 1, 1, 4, 8)))]
    data = {
        "data": [{"embedding": vector, "index": at, "object": "embedding"} for at, vector in enumerate(vectors)],
        "model": "recorded",
        "object": "list",
        "usage": {"prompt_tokens": 9, "total_tokens": 9},
    }
    return {"__type__": "openai.types.create_embedding_response.CreateEmbeddingResponse", "__data__": data}


def _usage(chance: random.Random) -> dict[str, int]:
    prompt, completion = chance.randrange(20, 900), chance.randrange(2, 300)
    return {"completion_tokens": completion, "prompt_tokens": prompt, "total_tokens": prompt + completion}


def _item(type_name: str, kind: str, choices: list[Any], usage: dict[str, int] | None) -> dict[str, Any]:
    data = {
        "id": "rec-0123456789ab",
        "choices": choices,
        "created": 0,
        "model": "recorded",
        "object": kind,
        "service_tier": None,
        "system_fingerprint": "fp_recorded",
        "usage": usage,
    }
    return {"__type__": type_name, "__data__": data}


if __name__ == "__main__":
    make_tree(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3_000, lean="lean" in sys.argv[3:])
