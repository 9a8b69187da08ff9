"""Ollama's own API: chat, generate, embed, and what it says of its models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from recview.model.json_value import JSON
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_sdk, model_list, typed
from recview.samples.builders.openai_plain import unit_vector
from recview.samples.builders.tokens import count_tokens, pieces

_BASE_URL = "http://localhost:11434"
_TYPES = "ollama._types"
_BEGIN = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
_TOKEN_NS = 21_400_000
_COUNTS = (
    "total_duration",
    "load_duration",
    "prompt_eval_count",
    "prompt_eval_duration",
    "eval_count",
    "eval_duration",
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model on the shelf."""

    name: str
    family: str
    parameters: str
    quantisation: str
    size_bytes: int

    @property
    def digest(self) -> str:
        return sha256(self.name.encode()).hexdigest()

    @property
    def details(self) -> JsonObject:
        """As Ollama describes it."""
        return {
            "parent_model": "",
            "format": "gguf",
            "family": self.family,
            "families": [self.family],
            "parameter_size": self.parameters,
            "quantization_level": self.quantisation,
        }


def chat(
    test: str,
    question: str,
    text: str,
    *,
    model: str,
    streamed: bool,
    thinking: str = "",
    calls: list[JSON] | None = None,
) -> Sample:
    """A chat; `calls` are whole tool calls, which come with the last word."""
    messages: list[JSON] = [{"role": "user", "content": question}]
    body: JsonObject = {"model": model, "messages": messages, "options": {"temperature": 0.0}, "stream": streamed}
    if thinking:
        body["think"] = True
    asked = _ask(test, "/api/chat", body, model)
    steps = [_message("", piece, None) for piece in pieces(thinking)]
    steps += [_message(piece, None, None) for piece in pieces(text)]
    end = _message("", None, calls)
    if not streamed:
        steps, end = [], _message(text, thinking or None, calls)
    frames: list[JsonObject] = [{"message": message} for message in (*steps, end)]
    return _answered(asked, "ChatResponse", model, frames, question, text + thinking)


def generate(test: str, prompt: str, text: str, *, model: str, streamed: bool) -> Sample:
    """A raw prompt carried on."""
    body: JsonObject = {
        "model": model,
        "raw": True,
        "prompt": prompt,
        "options": {"temperature": 0.0},
        "stream": streamed,
    }
    asked = _ask(test, "/api/generate", body, model)
    said = [*pieces(text), ""] if streamed else [text]
    frames: list[JsonObject] = [{"response": piece, "thinking": None, "context": None} for piece in said]
    return _answered(asked, "GenerateResponse", model, frames, prompt, text)


def embed(test: str, texts: list[str], dimensions: int, *, model: str) -> Sample:
    """One vector a text."""
    inputs: list[JSON] = list(texts)
    asked = _ask(test, "/api/embed", {"model": model, "input": inputs}, model)
    vectors: list[JSON] = [list[JSON](unit_vector(text, dimensions)) for text in texts]
    counts: JsonObject = dict.fromkeys(_COUNTS)
    counts |= {"total_duration": 15_536_000, "load_duration": 7_128_000}
    counts["prompt_eval_count"] = sum(map(count_tokens, texts))
    data: JsonObject = {"model": model, "created_at": None, "done": None, "done_reason": None}
    return asked.answered(typed(f"{_TYPES}.EmbedResponse", data | counts | {"embeddings": vectors}))


def tags(folder: str, models: list[Model]) -> Sample:
    """The models on the shelf, which belong to no test."""
    listed: list[JSON] = []
    for model in models:
        entry: JsonObject = {"model": model.name, "modified_at": _moment(0), "digest": model.digest}
        listed.append(entry | {"size": model.size_bytes, "details": model.details})
    asked = model_list(ask_sdk("", _BASE_URL, "/api/tags", {}, folder=folder), [model.name for model in models])
    return asked.answered(typed(f"{_TYPES}.ListResponse", {"models": listed}))


def processes(test: str, models: list[Model]) -> Sample:
    """The models in memory."""
    loaded: list[JSON] = []
    for model in models:
        entry: JsonObject = {"model": model.name, "name": model.name, "digest": model.digest}
        entry |= {"expires_at": _moment(15_000), "size": model.size_bytes, "size_vram": model.size_bytes}
        loaded.append(entry | {"details": model.details})
    asked = ask_sdk(test, _BASE_URL, "/api/ps", {})
    return asked.answered(typed(f"{_TYPES}.ProcessResponse", {"models": loaded}))


def pull(test: str, model: Model, steps: int) -> Sample:
    """A model fetched, in so many steps of progress."""
    asked = ask_sdk(test, _BASE_URL, "/api/pull", {"model": model.name, "stream": True})
    items: list[JSON] = [_progress("pulling manifest", None, None, None)]
    for step in range(1, steps + 1):
        done = model.size_bytes * step // steps
        items.append(_progress(f"pulling {model.digest[:12]}", done, model.size_bytes, f"sha256:{model.digest}"))
    items += [_progress(status, None, None, None) for status in ("verifying sha256 digest", "success")]
    return asked.answered(items)


def _ask(test: str, endpoint: str, body: JsonObject, model: str) -> Asked:
    return ask_sdk(f"{test}[txt=ollama/{model}]", _BASE_URL, endpoint, body)


def _message(content: str, thinking: str | None, calls: list[JSON] | None) -> JsonObject:
    return {"role": "assistant", "content": content, "thinking": thinking, "images": None, "tool_calls": calls}


def _answered(asked: Asked, type_: str, model: str, frames: list[JsonObject], prompt: str, text: str) -> Sample:
    """A stream of these frames, or, where there is but one, the plain answer. The last tells the counts."""
    items: list[JSON] = []
    for index, frame in enumerate(frames):
        last = index == len(frames) - 1
        data: JsonObject = {"model": model, "created_at": _moment(index * _TOKEN_NS // 1_000_000)}
        data |= {"done": last, "done_reason": "stop" if last else None}
        counts: JsonObject = _final_counts(prompt, text) if last else dict.fromkeys(_COUNTS)
        items.append(typed(f"{_TYPES}.{type_}", data | counts | frame))
    return asked.answered(items if len(items) > 1 else items[0])


def _final_counts(prompt: str, text: str) -> JsonObject:
    asked_for, said = count_tokens(prompt) + 10, count_tokens(text) + 1
    durations = (18_200_000, asked_for * 1_300_000, said * _TOKEN_NS)
    values = (sum(durations), durations[0], asked_for, durations[1], said, durations[2])
    return dict(zip(_COUNTS, values, strict=True))


def _moment(after_ms: int) -> str:
    return (_BEGIN + timedelta(milliseconds=after_ms)).isoformat().replace("+00:00", "Z")


def _progress(status: str, completed: int | None, total: int | None, digest: str | None) -> JsonObject:
    data: JsonObject = {"status": status, "completed": completed, "total": total, "digest": digest}
    return typed(f"{_TYPES}.ProgressResponse", data)
