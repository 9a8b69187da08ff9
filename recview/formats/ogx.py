"""The envelope of llama-stack / OGX: one JSON object a file, `{test_id, request, response, …}`.

Four kinds of request share it: SDK calls, raw HTTP passthrough, tool invocations and file processors.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from itertools import count, groupby
from typing import cast

from recview.formats.base import Header, Skimmed
from recview.formats.ogx_request import before_response, body_key_of, header_of, read_header, read_request
from recview.model.json_value import JSON, as_array, as_count, as_object, as_string
from recview.model.recording import (
    ApiError,
    ItemChunks,
    RawChunk,
    Recording,
    Response,
    Unreadable,
)
from recview.wire.documents import DocumentError, loads, loads_fast
from recview.wire.half_document import loads_so_far
from recview.wire.json_lines import parse_json_lines
from recview.wire.runs import Alike, shorten
from recview.wire.sse import parse_events, split_lines

_OPENING = re.compile(rb'\s*\{\s*(?:"(?:test_id|request|response|id_normalization_mapping)"\s*:|\})')
_ITEM_DEPTH = 3
"""In how many containers a chunk lies: the document, its response, the body."""
_ANSWERED = {"body", "is_streaming"}
"""The keys of a response that came without an error."""


class OgxFormat:
    """See the module."""

    name = "ogx"

    def score(self, head: bytes) -> int:
        """Recognised by its first key; sure once the request is seen to follow."""
        if _OPENING.match(head.removeprefix(b"\xef\xbb\xbf")) is None:
            return 0
        return 90 if b'"request"' in head else 20

    def read_header(self, head: bytes) -> Header | None:
        """Where the request comes before the response, as the recorder writes them."""
        return read_header(head)

    def skim(self, data: bytes, alike: Alike) -> Skimmed | None:
        """Where nothing but typed chunks came back, neither they nor the request need be taken apart."""
        if b'"__type__"' not in data:
            return None
        shortened, runs = shorten(data, b'"__type__"', alike) or (data, [])
        try:
            document = as_object(loads_fast(shortened))
        except DocumentError:
            return None
        request, response = as_object(document.get("request")), as_object(document.get("response"))
        if not request or body_key_of(request) != "body" or not response.keys() <= _ANSWERED:
            return None
        streaming, body = response.get("is_streaming") is True, response.get("body")
        header = header_of(document, request)
        if isinstance(body, list) and not streaming:
            type_name, payload = _listed(body)
            return Skimmed(header, streaming, type_name, [payload], 0) if type_name and not runs else None
        items = as_array(body) if streaming else [body]
        try:
            payloads = [item["__data__"] for item in items if "__type__" in item]  # type: ignore[operator,index,call-overload]
        except (KeyError, TypeError):
            return None
        if not payloads or payloads[0] is None or len(payloads) < len(items):
            return None
        places = _places(items, len(runs))
        if places is None:
            return None
        type_name = alike.kind.decode().strip('"') if 0 in places else as_string(as_object(items[0])["__type__"]) or ""
        count = len(items) + sum([run.count - 1 for run in runs]) if streaming else 0
        said = [(payloads[place], run.text) for place, run in zip(places, runs, strict=True)]
        return Skimmed(header, streaming, type_name, payloads, count, said)

    def read_unanswered(self, data: bytes, path: str) -> Recording | None:
        """As `read_header`, of a whole file."""
        document = before_response(data, loads)
        return _recording({**document, "response": {}}, path, len(data)) if document else None

    def read_so_far(self, data: bytes, path: str) -> Recording | None:
        """A list of chunks is taken for a stream, for the word on that comes after it."""
        document = as_object(loads_so_far(data, _ITEM_DEPTH))
        request, response = as_object(document.get("request")), as_object(document.get("response"))
        if not request or not isinstance(response.get("body"), list):
            return None
        return _recording({**document, "response": {"is_streaming": True, **response}}, path, len(data))

    def read(self, data: bytes, path: str) -> tuple[Recording | Unreadable, ...]:
        """The one recording of the file, or why it cannot be read."""
        try:
            document = loads(data)
        except DocumentError as error:
            return (Unreadable(path, error.reason, error.offset, len(data)),)
        if not isinstance(document, dict):
            return (Unreadable(path, "not a recording: the document is no object", 0, len(data)),)
        missing = [key for key in ("request", "response") if not isinstance(document.get(key), dict)]
        if missing:
            reason = f"not a recording: no {' and no '.join(missing)} object"
            return (Unreadable(path, reason, None, len(data)),)
        return (_recording(document, path, len(data)),)


FORMAT = OgxFormat()


def _places(items: list[JSON], runs: int) -> list[int] | None:
    """Which of the items stand for runs, in their order; None where not each run is one of them."""
    if not runs:
        return []
    kinds = [as_object(item)["__type__"] for item in items]
    places = [place for place, kind in enumerate(kinds) if type(kind) is int]
    return places if [kinds[place] for place in places] == [*range(runs)] else None


def _recording(document: dict[str, JSON], path: str, size_bytes: int) -> Recording:
    request = as_object(document["request"])
    return Recording(
        path=path,
        name=os.path.basename(path).removesuffix(".json"),  # noqa: PTH119 - a Path costs more than all the rest here
        test_id=as_string(document.get("test_id")) or as_string(request.get("test_id")),
        request=read_request(request),
        response=read_response(as_object(document["response"])),
        id_normalization=as_object(document.get("id_normalization_mapping")),
        document=document,
        size_bytes=size_bytes,
    )


def read_response(response: dict[str, JSON]) -> Response:
    """Splits the body into chunks; a plain body, and a list that is no stream, is one chunk."""
    body = response.get("body")
    streaming = response.get("is_streaming") is True
    if streaming:
        items: list[JSON] = body if isinstance(body, list) else [] if body is None else [body]
        chunks: Sequence[RawChunk] = _stream_chunks(items)
    elif body is None:
        chunks = ()
    elif isinstance(body, str):
        chunks = (RawChunk(0, _document_or_text(body), None, None, (), body),)
    else:
        chunks = (_chunk(0, body),)
    return Response(
        streaming=streaming,
        chunks=chunks,
        status=as_count(response.get("status")),
        error=_exception(response),
        document=response,
    )


def _stream_chunks(items: list[JSON]) -> Sequence[RawChunk]:
    """Items to chunks. Runs of strings are lines of server-sent events and become one chunk an event."""
    if str not in set(map(type, items)):
        return ItemChunks(items, _payloads, _chunk)
    chunks: list[RawChunk] = []
    for is_lines, run in groupby(items, lambda item: isinstance(item, str)):
        if is_lines:
            chunks += _event_chunks(cast("Iterable[str]", run), len(chunks))
        else:
            chunks += map(_chunk, count(len(chunks)), run)
    return tuple(chunks)


def _payloads(items: list[JSON]) -> list[JSON]:
    """What `_chunk` makes the payload of each item."""
    try:  # as if they were what an SDK's stream is recorded as, one and all
        payloads = [item["__data__"] for item in items if "__type__" in item]  # type: ignore[operator,index,call-overload]
    except (KeyError, TypeError):
        payloads = []
    return payloads if len(payloads) == len(items) else [_chunk(0, item).data for item in items]


def _event_chunks(parts: Iterable[str], first_index: int) -> list[RawChunk]:
    lines = split_lines(parts)
    chunks = [
        RawChunk(index, said.data, None, None, said.lines, list(said.lines))
        for index, said in enumerate(parse_json_lines(lines), first_index)
    ]
    if chunks:
        return chunks
    for index, event in enumerate(parse_events(lines), first_index):
        data = None if event.data is None else _document_or_text(event.data)
        chunks.append(RawChunk(index, data, None, event.event, event.lines, list(event.lines)))
    return chunks


def _document_or_text(text: str) -> JSON:
    """The object or array that a text holds; the text itself where it holds none."""
    if text.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(DocumentError):
            return loads(text.encode("utf-8", "surrogatepass"))
    return text


def _chunk(index: int, item: JSON) -> RawChunk:
    if isinstance(item, dict):
        if "__type__" in item and "__data__" in item:
            return RawChunk(index, item["__data__"], as_string(item["__type__"]), None, (), item)
    elif isinstance(item, list) and item:
        type_name, data = _listed(item)
        return RawChunk(index, data, type_name, None, (), item)
    return RawChunk(index, item, None, None, (), item)


def _listed(items: list[JSON]) -> tuple[str | None, JSON]:
    """A list that came whole, such as one of models: the type of its first entry, and the payload of each."""
    type_name = as_string(as_object(items[0]).get("__type__")) if items else None
    return type_name, [as_object(entry).get("__data__", entry) for entry in items]


def _exception(response: dict[str, JSON]) -> ApiError | None:
    if response.get("is_exception") is not True and not response.get("exception_data"):
        return None
    data = as_object(response.get("exception_data"))
    return ApiError(
        type=as_string(data.get("type")),
        status=as_count(data.get("status_code")),
        message=as_string(data.get("message")) or as_string(response.get("exception_message")),
        category=as_string(data.get("category")),
        provider=as_string(data.get("provider")),
        body=data.get("body"),
    )
