"""Small recordings, and trees of them, for tests about hashes, pairing and reviews."""

from __future__ import annotations

import json
from pathlib import Path

from recview.analysis.request_hash import compute, current_name
from recview.formats import read
from recview.model.json_value import JSON, as_object
from recview.model.recording import Recording

URL = "https://api.example.com/v1/chat/completions"


def chat_body(*messages: str, model: str = "m-1", **more: JSON) -> dict[str, JSON]:
    """A chat request: user and assistant in turn."""
    roles = ("user", "assistant")
    turns: list[JSON] = [{"role": roles[at % 2], "content": text} for at, text in enumerate(messages)]
    return {"model": model, "messages": turns, "stream": True, **more}


def chat_document(
    body: JSON, answer: str = "Yes.", test_id: str | None = "tests/test_a.py::test_one[x]", url: str = URL
) -> dict[str, JSON]:
    """A recorded chat completion stream: one chunk a word, then the finish."""
    words = [f"{word} " for word in answer.split(" ")[:-1]] + answer.split(" ")[-1:]
    deltas: list[JSON] = [_chunk({"content": word}, None) for word in words]
    return {
        "test_id": test_id,
        "request": {
            "method": "POST",
            "url": url,
            "headers": {},
            "body": body,
            "endpoint": "/v1/chat/completions",
            "model": as_object(body).get("model"),
        },
        "response": {"body": [*deltas, _chunk({}, "stop")], "is_streaming": True},
        "id_normalization_mapping": {},
    }


def _chunk(delta: dict[str, JSON], finish_reason: str | None) -> JSON:
    choices: JSON = [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
    data: JSON = {"id": "rec-x", "choices": choices, "created": 0, "object": "chat.completion.chunk", "usage": None}
    return {"__type__": "openai.types.chat.chat_completion_chunk.ChatCompletionChunk", "__data__": data}


def as_recording(document: dict[str, JSON], path: str = "recordings/x.json") -> Recording:
    """The document as read from a file of that name."""
    (recording,) = read(json.dumps(document).encode(), path)
    assert isinstance(recording, Recording)
    return recording


def named(document: dict[str, JSON], folder: str = "recordings") -> Recording:
    """The document as read from the file that the recorder would have written."""
    anonymous = as_recording(document)
    return as_recording(document, f"{folder}/{compute(anonymous.request, anonymous.test_id)}.json")


def chat(
    *messages: str,
    answer: str = "Yes.",
    test_id: str | None = "tests/test_a.py::test_one[x]",
    folder: str = "recordings",
    url: str = URL,
    **more: JSON,
) -> Recording:
    """A chat completion under its right name."""
    return named(chat_document(chat_body(*messages, **more), answer, test_id, url), folder)


def model_list(
    *models: str, test_id: str | None = None, folder: str = "recordings", url: str = "https://api.example.com/v1/models"
) -> Recording:
    """A list of models under its right name, in the order in which the server gave them."""
    listed: list[JSON] = [{"__type__": "openai.types.model.Model", "__data__": {"id": model}} for model in models]
    document: dict[str, JSON] = {
        "test_id": test_id,
        "request": {"method": "POST", "url": url, "headers": {}, "body": {}, "endpoint": "/v1/models", "model": ""},
        "response": {"body": listed, "is_streaming": False},
        "id_normalization_mapping": {},
    }
    anonymous = as_recording(document, f"{folder}/models-{'0' * 64}-{'0' * 8}.json")
    return as_recording(document, f"{folder}/{current_name(anonymous)}.json")


def write_tree(root: Path, recordings: list[Recording]) -> None:
    """Writes recordings below a folder, as the recorder lays them out."""
    for recording in recordings:
        path = root / recording.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(recording.document, indent=2) + "\n")
