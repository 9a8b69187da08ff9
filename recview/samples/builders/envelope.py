"""The envelope the recorder writes: a request, the name it gives it, the response, the bytes of the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from recview.analysis.request_hash import compute
from recview.formats.ogx_request import read_request
from recview.model.json_value import JSON, as_string

JsonObject: TypeAlias = dict[str, JSON]

TESTS = "tests/integration/"
"""What every test id begins with; a recording lies beside its test, in a folder `recordings`."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the tree."""

    path: str
    """Below the tree's root, with slashes."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as recorded, waiting for its answer."""

    folder: str
    """The folder of its tests, below `tests/integration`."""
    test_id: str | None
    request: JsonObject
    name: str
    """The request's hash, which names the file."""

    @property
    def answer_id(self) -> str:
        """The id the recorder puts in place of the API's own."""
        return f"rec-{self.name[:12]}"

    def answered(self, body: JSON, *, streaming: bool | None = None, status: int | None = None) -> Sample:
        """The recording with this response body; a list is a stream unless told otherwise."""
        response: JsonObject = {} if status is None else {"status": status}
        response["body"] = body
        response["is_streaming"] = isinstance(body, list) if streaming is None else streaming
        return self.recorded(response)

    def failed(self, exception: JsonObject, *, after: list[JSON] | None = None) -> Sample:
        """The recording of an exception the SDK raised, at once or `after` the chunks of a partial stream."""
        return self.recorded(
            {
                "body": after,
                "is_streaming": after is not None,
                "is_exception": True,
                "exception_data": exception,
                "exception_message": exception["message"],
            }
        )

    def recorded(self, response: JsonObject, *, name: str = "") -> Sample:
        """The recording with this whole response; `name` puts it under another name than its hash."""
        document: JsonObject = {
            "test_id": self.test_id,
            "request": self.request,
            "response": response,
            "id_normalization_mapping": {},
        }
        return Sample(f"{self.folder}/recordings/{name or self.name}.json", layout(document))


def layout(document: JSON) -> bytes:
    """`document` as the recorder lays it out on disk."""
    return (json.dumps(document, indent=2) + "\n").encode()


def typed(type_: str, data: JsonObject) -> JsonObject:
    """An SDK object as the recorder keeps it: its type by name, its fields beside."""
    return {"__type__": type_, "__data__": data}


def ask_sdk(
    test: str,
    base_url: str,
    endpoint: str,
    body: Mapping[str, JSON],
    *,
    metadata: JsonObject | None = None,
    folder: str = "",
) -> Asked:
    """A call through an SDK. `test` is the node id below `tests/integration`, "" for a call outside any test."""
    request: JsonObject = {
        "method": "POST",
        "url": base_url + endpoint,
        "headers": {},
        "body": dict(body),
        "endpoint": endpoint,
        "model": as_string(body.get("model")) or "",
    }
    if metadata:
        request["provider_metadata"] = metadata
    return _asked(test, request, folder)


def ask_http(test: str, url: str, payload: Mapping[str, JSON]) -> Asked:
    """A call passed through as raw HTTP."""
    return _asked(test, {"test_id": TESTS + test, "url": url, "method": "POST", "payload": dict(payload)})


def ask_tool(test: str, provider: str, tool: str, arguments: JsonObject) -> Asked:
    """An invocation of a tool that the stack itself provides."""
    return _asked(test, {"test_id": TESTS + test, "provider": provider, "tool_name": tool, "kwargs": arguments})


def ask_file(test: str, provider: str, file_id: str) -> Asked:
    """A file handed to a file processor; no rule names such a request, so its own digest does."""
    request: JsonObject = {"test_id": TESTS + test, "provider": provider, "api": "file_processors", "file_id": file_id}
    return _asked(test, request)


def model_list(asked: Asked, ids: list[str]) -> Asked:
    """The name of a model list tells the models too."""
    digest = hashlib.sha256("|".join(sorted(set(ids))).encode()).hexdigest()[:8]
    return Asked(asked.folder, asked.test_id, asked.request, f"models-{asked.name}-{digest}")


def _asked(test: str, request: JsonObject, folder: str = "") -> Asked:
    test_id = TESTS + test if test else None
    name = compute(read_request(request), test_id) or hashlib.sha256(layout(request)).hexdigest()
    return Asked(folder or test.partition("/")[0], test_id, request, name)
