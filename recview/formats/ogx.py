"""The envelope of llama-stack / OGX: one JSON object a file, `{test_id, request, response, …}`.

Four kinds of request share it: SDK calls, raw HTTP passthrough, tool invocations and file processors.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import urlsplit

from recview.formats.base import Header
from recview.model.json_value import JSON, as_array, as_count, as_object, as_string
from recview.model.recording import (
    ApiError,
    RawChunk,
    Recording,
    Request,
    RequestKind,
    Response,
    Unreadable,
)
from recview.wire.documents import DocumentError, loads
from recview.wire.sse import parse_events, split_lines

_OPENING = re.compile(rb'\s*\{\s*(?:"(?:test_id|request|response|id_normalization_mapping)"\s*:|\})')
_RESPONSE_KEY = re.compile(rb'[\s,{]"response"\s*:')


class OgxFormat:
    """See the module."""

    name = "ogx"

    def score(self, head: bytes) -> int:
        """Recognised by its first key; sure once the request is seen to follow."""
        if _OPENING.match(head.removeprefix(b"\xef\xbb\xbf")) is None:
            return 0
        return 90 if b'"request"' in head else 20

    def read_header(self, head: bytes) -> Header | None:
        """The recorder writes the request before the response: close the document there and read it."""
        for match in reversed(list(_RESPONSE_KEY.finditer(head))):
            prefix = head[: match.start()].rstrip().rstrip(b",")
            closing = b"" if prefix.endswith(b"{") else b"}"
            try:
                document = loads(prefix + closing)
            except DocumentError:
                continue  # that "response" stood inside the request
            request = as_object(as_object(document).get("request"))
            if request:
                parsed = read_request(request)
                test_id = as_string(as_object(document).get("test_id")) or as_string(request.get("test_id"))
                return Header(test_id, parsed.method, parsed.url, parsed.endpoint, parsed.model)
        return None

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


def _recording(document: dict[str, JSON], path: str, size_bytes: int) -> Recording:
    request = as_object(document["request"])
    return Recording(
        path=path,
        name=PurePath(path).name.removesuffix(".json"),
        test_id=as_string(document.get("test_id")) or as_string(request.get("test_id")),
        request=read_request(request),
        response=read_response(as_object(document["response"])),
        id_normalization=as_object(document.get("id_normalization_mapping")),
        document=document,
        size_bytes=size_bytes,
    )


def read_request(request: dict[str, JSON]) -> Request:
    """Tells the four kinds apart by the key that holds what was asked."""
    kind: RequestKind = "sdk"
    body_key = "body"
    if "tool_name" in request:
        kind, body_key = "tool", "kwargs"
    elif "file_id" in request:
        kind, body_key = "file", "file_id"
    elif "payload" in request:
        kind, body_key = "http", "payload"
    url = as_string(request.get("url"))
    body = request.get(body_key)
    return Request(
        kind=kind,
        method=as_string(request.get("method")),
        url=url,
        endpoint=as_string(request.get("endpoint")) or _path_of(url),
        model=as_string(request.get("model")) or as_string(as_object(body).get("model")),
        provider=as_string(request.get("provider"))
        or as_string(as_object(request.get("provider_metadata")).get("provider")),
        name=as_string(request.get("tool_name")) or as_string(request.get("api")),
        headers=as_object(request.get("headers")),
        body=body,
        body_key=body_key,
        document=request,
    )


def _path_of(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return urlsplit(url).path or None
    except ValueError:  # a URL with a broken host
        return None


def read_response(response: dict[str, JSON]) -> Response:
    """Splits the body into chunks; a plain body, and a list that is no stream, is one chunk."""
    body = response.get("body")
    streaming = response.get("is_streaming") is True
    if streaming:
        chunks = _stream_chunks(as_array(body) if isinstance(body, list) else [] if body is None else [body])
    elif body is None:
        chunks = ()
    else:
        chunks = (_chunk(0, body),)
    return Response(
        streaming=streaming,
        chunks=chunks,
        status=as_count(response.get("status")),
        error=_exception(response),
        document=response,
    )


def _stream_chunks(items: list[JSON]) -> tuple[RawChunk, ...]:
    """Items to chunks. Runs of strings are lines of server-sent events and become one chunk an event."""
    chunks: list[RawChunk] = []
    lines: list[str] = []

    def flush() -> None:
        for event in parse_events(split_lines(lines)):
            data: JSON = event.data
            if event.data is not None and event.data[:1] in ("{", "["):
                try:
                    data = loads(event.data.encode("utf-8", "surrogatepass"))
                except DocumentError:
                    pass  # kept as text: the dialect says that it does not know it
            chunks.append(RawChunk(len(chunks), data, event=event.event, lines=event.lines, raw=list(event.lines)))
        lines.clear()

    for item in items:
        if isinstance(item, str):
            lines.append(item)
            continue
        flush()
        chunks.append(_chunk(len(chunks), item))
    flush()
    return tuple(chunks)


def _chunk(index: int, item: JSON) -> RawChunk:
    if isinstance(item, dict) and "__type__" in item and "__data__" in item:
        return RawChunk(index, item["__data__"], type=as_string(item["__type__"]), raw=item)
    if isinstance(item, list) and item:
        first = as_object(item[0])
        data: JSON = [as_object(entry).get("__data__", entry) for entry in item]
        return RawChunk(index, data, type=as_string(first.get("__type__")), raw=item)
    return RawChunk(index, item, raw=item)


def _exception(response: dict[str, JSON]) -> ApiError | None:
    if response.get("is_exception") is not True and "exception_data" not in response:
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
