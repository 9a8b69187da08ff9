"""What the request of a recording in `ogx` says: all of it, or as a header from the beginning of a file."""

from __future__ import annotations

from collections.abc import Callable

from recview.formats.base import Header
from recview.model.json_value import JSON, as_object, as_string
from recview.model.recording import Request, RequestKind
from recview.wire.documents import DocumentError, loads_fast

_RESPONSES_TRIED = 4
_KINDS: dict[str, RequestKind] = {"body": "sdk", "kwargs": "tool", "file_id": "file", "payload": "http"}
"""Which kind of request keeps what was asked under which key."""


def read_header(head: bytes) -> Header | None:
    """The recorder writes the request before the response: close the document there and read it."""
    header = _around_body(head)
    if header is not None:
        return header
    document = before_response(head, loads_fast)
    return header_of(document, as_object(document["request"])) if document else None


def header_of(document: dict[str, JSON], request: dict[str, JSON]) -> Header:
    """What a whole document, or one without its response, tells."""
    test_id = as_string(document.get("test_id")) or as_string(request.get("test_id"))
    method, url = as_string(request.get("method")), as_string(request.get("url"))
    return Header(test_id, method, url, _endpoint(request, url), _model(request, request.get(body_key_of(request))))


def _around_body(head: bytes) -> Header | None:
    """What a document tells around the request's body, which is most of it; None where that is not to be had so.

    Within a string of JSON every quotation mark is escaped, so what is found is a key, or a string of its own; and at
    another depth the pieces would not be JSON.
    """
    body_at, ends = head.find(b'"body"'), head.find(b'"response"')
    behind_at = head.rfind(b'"endpoint"', body_at, max(ends, 0))
    if body_at < 0 or behind_at < 0:
        return None
    try:
        before = as_object(loads_fast(_closed(head[:body_at], b"}}")))
        behind = as_object(loads_fast(b'{"request":{' + _closed(head[behind_at:ends], b"}")))
    except DocumentError:
        return None
    request, last = as_object(before.get("request")), as_object(behind.get("request"))
    test_id, method = as_string(before.get("test_id")), as_string(request.get("method"))
    url, endpoint = as_string(request.get("url")), as_string(last.get("endpoint"))
    model = as_string(last.get("model"))
    tells_all = test_id and method and url and endpoint and model
    return Header(test_id, method, url, endpoint, model) if tells_all else None


def before_response(data: bytes, parse: Callable[[bytes], JSON]) -> dict[str, JSON]:
    """The document, closed before the first "response" that does not stand inside the request; empty without one.

    `parse` raises nothing but DocumentError.
    """
    at = -1
    for _ in range(_RESPONSES_TRIED):
        at = data.find(b'"response"', at + 1)
        if at < 0:
            break
        try:
            document = as_object(parse(_closed(data[:at], b"}")))
        except DocumentError:
            continue
        if isinstance(document.get("request"), dict):
            return document
    return {}


def _closed(cut: bytes, ends: bytes) -> bytes:
    """A document that was cut before a key, with its end."""
    return cut.rstrip().rstrip(b",") + ends


def read_request(request: dict[str, JSON]) -> Request:
    """Tells the four kinds apart by the key that holds what was asked."""
    body_key = body_key_of(request)
    url = as_string(request.get("url"))
    body = request.get(body_key)
    return Request(
        kind=_KINDS[body_key],
        method=as_string(request.get("method")),
        url=url,
        endpoint=_endpoint(request, url),
        model=_model(request, body),
        provider=as_string(request.get("provider"))
        or as_string(as_object(request.get("provider_metadata")).get("provider")),
        name=as_string(request.get("tool_name")) or as_string(request.get("api")),
        headers=as_object(request.get("headers")),
        body=body,
        body_key=body_key,
        document=request,
    )


def body_key_of(request: dict[str, JSON]) -> str:
    """Under which key a request has what was asked."""
    if "tool_name" in request:
        return "kwargs"
    if "file_id" in request:
        return "file_id"
    return "payload" if "payload" in request else "body"


def _endpoint(request: dict[str, JSON], url: str | None) -> str | None:
    return as_string(request.get("endpoint")) or _path_of(url)


def _model(request: dict[str, JSON], body: JSON) -> str | None:
    return as_string(request.get("model")) or as_string(as_object(body).get("model"))


def _path_of(url: str | None) -> str | None:
    if not url:
        return None
    from urllib.parse import urlsplit  # slow to load, and almost every recording names its endpoint

    try:
        return urlsplit(url).path or None
    except ValueError:  # a URL with a broken host
        return None
