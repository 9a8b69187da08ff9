"""What the frame around a recording says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from factories import make_chat_stream, make_document, recording_bytes

from recview.analysis.problem import Problem
from recview.model.recording import Unreadable
from recview.store.reading import load_bytes
from recview.ui.opened import Opened, open_bytes
from recview.ui.renderables.opened_words import facts_of, name_of, origin_of, title_of, why_unreadable


def opened(document: dict[str, Any]) -> Opened:
    result = open_bytes(recording_bytes(document), "r/0123456789abcdef.json")
    assert isinstance(result, Opened)
    return result


def test_a_recording_is_called_by_its_test_else_by_its_name() -> None:
    document = make_document(test_id="tests/t.py::test_one[a]")
    assert title_of(opened(document)) == "one[a]"
    assert title_of(opened(document | {"test_id": None})) == "0123456789abcdef"


def test_of_a_hash_that_is_a_name_those_digits_are_said_that_are_said_everywhere() -> None:
    assert name_of(f"recordings/{'0123456789ab' * 5}cdef.json") == "0123456789ab.json"
    assert name_of("recordings/request-of-\x1b[31mmine.json") == "request-of-␛[31mmine.json"


def test_how_it_ended_is_said_once_then_what_is_wrong() -> None:
    whole = replace(opened(make_document(make_chat_stream(["Hi"]))), problems=())
    assert facts_of(whole) == "stop"
    failed = make_document(make_chat_stream(["Hi"]))
    failed["response"] |= {"is_exception": True, "exception_data": {"type": "APIError", "status_code": 503}}
    told = replace(opened(failed), problems=())
    assert facts_of(told) == "stop · ✗ 503"
    found = (
        Problem("one", "error", "is wrong"),
        Problem("two", "warning", "is odd"),
        Problem("three", "note", "is so"),
    )
    assert facts_of(replace(told, problems=found)) == "stop · ✗ 503 · ! 2"


def test_its_origin_names_file_model_and_dialect() -> None:
    document = make_document(request_body={"model": "gpt-4o", "messages": [], "stream": True})
    assert origin_of(opened(document)).startswith("0123456789ab · gpt-4o · ")


def test_one_that_cannot_be_read_says_why_and_where() -> None:
    said = why_unreadable(Unreadable("r/a.json", "no JSON", 1_200), live=True)
    assert said == "✗ Cannot read this file: no JSON (byte 1,200). It is read again when it changes."
    (request,) = load_bytes(b'{"url": "https://example.com", "body": {}}', "request.json")
    assert isinstance(request, Unreadable)
    assert why_unreadable(request, live=True).endswith("Is it a request? `recview why` explains one.")
    assert "byte" not in why_unreadable(Unreadable("r/a.json", "it is empty"), live=False)
