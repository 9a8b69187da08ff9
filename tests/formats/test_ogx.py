"""The envelope of llama-stack / OGX in all its kinds, sound and broken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories import make_document, make_request_document, recording_bytes
from hypothesis import given
from hypothesis import strategies as st

from recview.formats.ogx import FORMAT
from recview.model.recording import ApiError, Recording, Unreadable


def read(document: Any, path: str = "a/0a1b.json") -> Recording:
    (found,) = FORMAT.read(json.dumps(document).encode(), path)
    assert isinstance(found, Recording), found
    return found


def responded(**response: Any) -> Recording:
    return read(make_document(response=response))


def test_an_sdk_call() -> None:
    document = make_document()
    recording = read(document)
    request = recording.request
    assert (request.kind, request.method, request.endpoint, request.model) == (
        "sdk",
        "POST",
        "/v1/chat/completions",
        "gpt-4o",
    )
    assert (request.body, request.body_key) == (document["request"]["body"], "body")
    assert request.document == document["request"]
    assert recording.response.document == document["response"]
    assert recording.document == document
    assert recording.test_id == document["test_id"]
    assert recording.size_bytes == len(json.dumps(document))


def test_a_passthrough() -> None:
    request = {
        "test_id": "t",
        "url": "https://example.test/v1/messages?x=1",
        "method": "POST",
        "payload": {"model": "m"},
    }
    recording = read(make_document(test_id=None, request=request))
    assert (recording.request.kind, recording.request.body_key) == ("http", "payload")
    assert (recording.request.endpoint, recording.request.model) == ("/v1/messages", "m")
    assert recording.test_id == "t"


def test_a_tool_and_a_file_processor() -> None:
    tool = read(make_document(request={"provider": "p", "tool_name": "search", "kwargs": {"q": 1}})).request
    assert (tool.kind, tool.provider, tool.name, tool.body, tool.body_key) == (
        "tool",
        "p",
        "search",
        {"q": 1},
        "kwargs",
    )
    file = read(make_document(request={"provider": "p", "api": "file_processors", "file_id": "f"})).request
    assert (file.kind, file.name, file.body, file.body_key) == ("file", "file_processors", "f", "file_id")


def test_the_provider_of_an_sdk_call() -> None:
    request = make_request_document(provider_metadata={"provider": "vertexai"})
    assert read(make_document(request=request)).request.provider == "vertexai"


@pytest.mark.parametrize(
    ("path", "name"), [("a/b.json", "b"), ("b", "b"), ("a.b/c.d.json", "c.d"), ("models-1-2.json", "models-1-2")]
)
def test_the_name_is_the_files(path: str, name: str) -> None:
    assert read(make_document(), path).name == name


def test_a_stream_of_typed_items() -> None:
    items = [{"__type__": "a.B", "__data__": {"x": 1}}, {"plain": 1}, {"__type__": 7, "__data__": [2]}]
    chunks = responded(body=items, is_streaming=True).response.chunks
    assert [(chunk.index, chunk.type, chunk.data) for chunk in chunks] == [
        (0, "a.B", {"x": 1}),
        (1, None, {"plain": 1}),
        (2, None, [2]),
    ]
    assert [chunk.raw for chunk in chunks] == items


def test_a_stream_of_lines() -> None:
    lines = ["event: a", 'data: {"x": 1}', "", ": still here", "", 'data: {"x"', "", "data: [DONE]", ""]
    response = responded(body=lines, is_streaming=True).response
    assert [(chunk.index, chunk.event, chunk.data) for chunk in response.chunks] == [
        (0, "a", {"x": 1}),
        (1, None, None),
        (2, None, '{"x"'),
        (3, None, "[DONE]"),
    ]
    assert [chunk.raw for chunk in response.chunks] == [lines[:2], [lines[3]], [lines[5]], [lines[7]]]
    assert response.chunks[0].lines == ("event: a", 'data: {"x": 1}')
    assert response.chunk_count == 4


def test_a_stream_of_lines_that_are_documents() -> None:
    response = responded(body=['{"x": 1}\n', '{"x": 2}\n'], is_streaming=True).response
    assert [(chunk.index, chunk.data, chunk.raw) for chunk in response.chunks] == [
        (0, {"x": 1}, ['{"x": 1}']),
        (1, {"x": 2}, ['{"x": 2}']),
    ]


def test_the_body_of_a_failed_stream_in_lines_is_one_chunk() -> None:
    lines = ["{", '  "error": {"message": "no", "code": 400}', "}"]
    (chunk,) = responded(body=lines, is_streaming=True).response.chunks
    assert chunk.data == {"error": {"message": "no", "code": 400}}
    assert chunk.raw == lines


def test_a_stream_of_lines_and_items() -> None:
    body = ["data: 1", "", {"a": 1}, "data: 2"]
    chunks = responded(body=body, is_streaming=True).response.chunks
    assert [(chunk.index, chunk.data) for chunk in chunks] == [(0, "1"), (1, {"a": 1}), (2, "2")]


def test_a_stream_in_one_piece() -> None:
    chunks = responded(body='data: {"a": 1}\n\ndata: {"a": 2}\n\n', is_streaming=True).response.chunks
    assert [chunk.data for chunk in chunks] == [{"a": 1}, {"a": 2}]


def test_a_plain_body_is_one_chunk_and_none_to_step_through() -> None:
    response = responded(body={"__type__": "a.B", "__data__": {"x": 1}}, is_streaming=False).response
    assert [(chunk.type, chunk.data) for chunk in response.chunks] == [("a.B", {"x": 1})]
    assert response.chunk_count == 0


@pytest.mark.parametrize(
    ("body", "data"), [('{"x": 1}', {"x": 1}), ("[1]", [1]), ('{"x": ', '{"x": '), ("busy", "busy"), ("12", "12")]
)
def test_a_plain_body_that_is_text_is_the_document_it_holds(body: str, data: Any) -> None:
    (chunk,) = responded(body=body, is_streaming=False).response.chunks
    assert (chunk.data, chunk.raw) == (data, body)


def test_a_list_that_is_no_stream_is_one_chunk() -> None:
    items = [{"__type__": "a.Model", "__data__": {"id": n}} for n in range(2)]
    (chunk,) = responded(body=items, is_streaming=False).response.chunks
    assert (chunk.type, chunk.data, chunk.raw) == ("a.Model", [{"id": 0}, {"id": 1}], items)


def test_no_body() -> None:
    assert responded(body=None, is_streaming=False).response.chunks == ()
    assert responded(body=None, is_streaming=True).response.chunks == ()
    assert responded().response.chunks == ()


def test_an_exception() -> None:
    data = {
        "category": "provider_sdk",
        "provider": "openai",
        "type": "BadRequestError",
        "message": "m",
        "status_code": 400,
    }
    recorded = responded(body=None, is_exception=True, exception_data={**data, "body": {"x": 1}}, exception_message="n")
    assert recorded.response.error == ApiError("BadRequestError", 400, "m", "provider_sdk", "openai", {"x": 1})


def test_an_exception_with_a_message_alone() -> None:
    assert responded(body=None, is_exception=True, exception_message="n").response.error == ApiError(None, None, "n")


def test_an_exception_after_a_partial_stream() -> None:
    response = responded(body=[{"a": 1}], is_streaming=True, is_exception=True, exception_message="n").response
    assert (len(response.chunks), response.error) == (1, ApiError(None, None, "n"))


@pytest.mark.parametrize("empty", [{"exception_data": None}, {"exception_data": {}}, {"is_exception": False}])
def test_what_is_no_exception(empty: dict[str, Any]) -> None:
    assert responded(body={"a": 1}, **empty).response.error is None


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "not a recording: the document is no object"),
        ({}, "not a recording: no request and no response object"),
        ({"request": {}, "response": []}, "not a recording: no response object"),
        ({"request": None, "response": {}}, "not a recording: no request object"),
    ],
)
def test_what_is_no_recording(document: Any, reason: str) -> None:
    (found,) = FORMAT.read(json.dumps(document).encode(), "a.json")
    assert isinstance(found, Unreadable)
    assert found.reason == reason


def test_the_word_response_inside_the_request_does_not_end_the_header() -> None:
    request = make_request_document({"model": "gpt-4o", "schema": {"response": {}, "x": ', "response": {'}})
    data = recording_bytes(make_document(request=request))
    for length in range(len(data)):
        header = FORMAT.read_header(data[:length])
        assert header is None or (header.model, header.endpoint) == ("gpt-4o", "/v1/chat/completions")
    assert FORMAT.read_header(data) is not None


WORD = st.sampled_from(["body", "endpoint", "response", "request", "model", "test_id", '"body"', '"endpoint"', "x"])
VALUE = st.recursive(
    WORD | st.none() | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=6,
)
MEMBERS = st.dictionaries(WORD, VALUE, max_size=4)


@given(
    MEMBERS,
    MEMBERS,
    st.permutations(["method", "url", "headers", "body", "endpoint", "model"]),
    st.permutations(["test_id", "request", "response"]),
    st.sampled_from([None, 2]),
    st.sampled_from(
        [{}, {"endpoint": None}, {"model": None}, {"model": "other", "provider_metadata": {"response": 1}}]
    ),
)
def test_the_header_is_the_same_however_the_request_is_written(
    body: Any, headers: Any, keys: list[str], parts: list[str], indent: int | None, more: dict[str, Any]
) -> None:
    request = make_request_document(body, headers=headers)
    document = make_document(request={key: request[key] for key in keys} | more)
    data = json.dumps({part: document[part] for part in parts}, indent=indent).encode()
    header, recording = FORMAT.read_header(data), read(json.loads(data))
    if parts.index("request") < parts.index("response") and data.count(b'"response"') < 4:
        assert header is not None
    if header is not None:
        asked = recording.request
        assert header.test_id in (recording.test_id, None)
        told = (header.method, header.url, header.endpoint, header.model)
        assert told == (asked.method, asked.url, asked.endpoint, asked.model)


def test_a_file_that_opens_with_the_response_is_read_too() -> None:
    document = make_document()
    turned = {key: document[key] for key in ("response", "request", "test_id")}
    assert FORMAT.score(json.dumps(turned).encode()) > 0
    assert read(turned).test_id == document["test_id"]
