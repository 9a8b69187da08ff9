"""The envelopes of recordings: how the recorder writes down what an SDK gave, or what went over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from recview.model.recording import Unreadable
from recview.store.reading import LoadedRecording, load_bytes

Document = dict[str, Any]

TEST_ID = "tests/integration/test_weather.py::test_weather[txt=some/model]"
QUESTION = "What is the weather in Lima?"


@dataclass(frozen=True)
class Sample:
    """A document as the recorder writes it, and the dialect it speaks."""

    name: str
    dialect: str
    document: Document


def typed(model: BaseModel) -> Document:
    """An item as the recorder writes it: class and content."""
    cls = type(model)
    return {"__type__": f"{cls.__module__}.{cls.__qualname__}", "__data__": model.model_dump(mode="json")}


def sdk_call(endpoint: str, body: Any, response_body: Any, *, streaming: bool = False, **response: Any) -> Document:
    """An SDK call: the envelope with `headers`, `endpoint` and `model`."""
    return {
        "test_id": TEST_ID,
        "request": {
            "method": "POST",
            "url": f"http://localhost:8321{endpoint}",
            "headers": {},
            "body": body,
            "endpoint": endpoint,
            "model": body.get("model", ""),
        },
        "response": {"body": response_body, "is_streaming": streaming, **response},
        "id_normalization_mapping": {},
    }


def passthrough(url: str, payload: Any, response_body: Any, *, streaming: bool = False, status: int = 200) -> Document:
    """A raw HTTP call: the envelope with `payload`."""
    response = {"body": response_body, "is_streaming": streaming}
    return {
        "test_id": TEST_ID,
        "request": {"test_id": TEST_ID, "url": url, "method": "POST", "payload": payload},
        "response": response if streaming else {"status": status, **response},
        "id_normalization_mapping": {},
    }


def sse_lines(events: Iterable[tuple[str | None, Any]]) -> list[str]:
    """Server-sent events as lines: `event:` where there is a name, `data:`, and a blank one."""
    lines: list[str] = []
    for name, data in events:
        if name is not None:
            lines.append(f"event: {name}")
        lines += [f"data: {data if isinstance(data, str) else json.dumps(data)}", ""]
    return lines


def loaded(document: Document) -> LoadedRecording:
    """The document read back from its bytes."""
    (recording,) = load_bytes(json.dumps(document).encode(), "recordings/0123456789ab.json")
    assert not isinstance(recording, Unreadable), recording.reason
    return recording
