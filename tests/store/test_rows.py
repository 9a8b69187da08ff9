from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from corpus import corpus_files, needs_corpus
from factories import (
    make_chat_completion,
    make_chat_stream,
    make_chat_usage,
    make_document,
    recording_bytes,
    write_recording,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sdk_envelopes import Sample
from sdk_recordings import SAMPLES

from recview.model.json_value import JSON
from recview.model.row import Row
from recview.store.reading import build_row, load_bytes
from recview.store.rows import full_row, header_row, row_of
from recview.store.scan import FoundFile


def found(path: Path, expected: bool = True) -> FoundFile:
    return FoundFile(str(path), str(path.parent), path.stat().st_size, path.stat().st_mtime_ns, expected)


def test_a_header_row_says_what_is_asked(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.json", make_document(test_id="t.py::test"))
    row = header_row(found(path))
    assert row is not None
    assert (row.state, row.path, row.root, row.test_id) == ("header", str(path), str(tmp_path), "t.py::test")
    assert (row.method, row.endpoint, row.model) == ("POST", "/v1/chat/completions", "gpt-4o")
    assert (row.chunk_count, row.streaming, row.usage) == (None, None, None)
    assert (row.size, row.mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)


def test_a_long_request_is_read_further(tmp_path: Path) -> None:
    long_request = make_document(request_body={"messages": [{"content": "x" * 20_000}]})
    row = header_row(found(write_recording(tmp_path / "a.json", long_request)))
    assert row is not None and (row.state, row.endpoint) == ("header", "/v1/chat/completions")


def test_where_the_beginning_does_not_tell_there_is_no_header_row(tmp_path: Path) -> None:
    very_long_request = make_document(request_body={"messages": [{"content": "x" * 300_000}]})
    assert header_row(found(write_recording(tmp_path / "a.json", very_long_request))) is None
    assert header_row(FoundFile(str(tmp_path / "gone.json"), "", 0, 0, True)) is None


def test_header_and_full_row_agree(tmp_path: Path) -> None:
    file = found(write_recording(tmp_path / "a.json"))
    header, full = header_row(file), full_row(file)
    assert header is not None and full is not None
    for name in ("path", "root", "test_id", "method", "url", "endpoint", "model", "size", "mtime_ns"):
        assert getattr(header, name) == getattr(full, name)
    assert (full.state, full.dialect, full.streaming, full.output) == ("full", "openai.chat", True, "Hello")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff", b'{"request": {}}'])
def test_where_a_recording_is_expected_what_is_none_is_an_unreadable_row(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    row = full_row(found(path))
    assert row is not None
    assert row.state == "unreadable"
    assert row.problem
    assert row.size == len(content)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b"[]", b'{"a": 1}', b"\xff", b'{"request": {}}', b'{"test_id": 1']
)
def test_elsewhere_what_is_none_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    assert full_row(found(path, expected=False)) is None


def test_elsewhere_a_recording_is_one_and_a_broken_one_is_worth_a_word(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.json")
    whole = full_row(found(path, expected=False))
    assert whole is not None and whole.state == "full"
    path.write_bytes(recording_bytes()[:-40])
    broken = full_row(found(path, expected=False))
    assert broken is not None and broken.state == "unreadable"


def test_a_file_that_has_gone_gives_no_row(tmp_path: Path) -> None:
    assert full_row(FoundFile(str(tmp_path / "gone.json"), "", 0, 0, True)) is None


def test_a_pipe_in_a_files_place_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    file = FoundFile(str(tmp_path / "a.json"), "", 0, 0, True)
    assert header_row(file) is None
    row = full_row(file)
    assert row is not None and row.state == "unreadable"
    assert full_row(file._replace(expected=False)) is None


def test_the_row_of_bytes_is_that_of_the_file(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.json", make_document(make_chat_completion("Plain")))
    assert row_of(path.read_bytes(), found(path)) == full_row(found(path))


def by_the_book(data: bytes, file: FoundFile) -> Row:
    """The row of a recording that was read and decoded in full."""
    return build_row(load_bytes(data, file.path)[0], file.root, file.size, file.mtime_ns)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 400) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
ITEM = st.one_of(
    st.sampled_from(
        [*make_chat_stream(["a"], usage=make_chat_usage()), make_chat_completion("plain"), 'data: {"a": 1}']
    ),
    st.fixed_dictionaries(
        {"__type__": st.sampled_from(["ollama._types.ChatResponse", "x.Y", 5]), "__data__": ANYTHING}
    ),
    ANYTHING,
)
RESPONSE = st.fixed_dictionaries(
    {"body": st.one_of(ITEM, st.lists(ITEM, max_size=3)), "is_streaming": st.sampled_from([True, False, None, "yes"])},
    optional={"status": st.sampled_from([200, 400]), "is_exception": st.booleans(), "exception_data": ANYTHING},
)
REQUEST = st.fixed_dictionaries(
    {"url": st.sampled_from(["https://x/v1/chat/completions", None, "http://[", 5])},
    optional={
        "method": ANYTHING,
        "endpoint": st.sampled_from(["/api/chat", "", None, 3]),
        "model": ANYTHING,
        "body": st.one_of(ANYTHING, st.just({"model": "m"})),
        "tool_name": st.just("search"),
        "payload": ANYTHING,
        "test_id": st.just("in the request"),
    },
)


@given(st.sampled_from([None, "t.py::test", 7]), st.one_of(REQUEST, ANYTHING), st.one_of(RESPONSE, ANYTHING))
def test_a_shortcut_never_tells_anything_else(test_id: JSON, request: Any, response: Any) -> None:
    data = recording_bytes({"test_id": test_id, "request": request, "response": response})
    file = FoundFile("recordings/a.json", "recordings", len(data), 1, True)
    assert row_of(data, file) == by_the_book(data, file)


SURPRISE = st.sampled_from([None, 0, -1, 1.5, True, "", "x", [], {}, [None], [{}], {"a": 1}])


@st.composite
def damaged(draw: st.DrawFn, value: Any) -> Any:
    """A JSON value of which something, somewhere, is missing, comes twice or is something else."""
    if not isinstance(value, dict | list) or not value or draw(st.integers(0, 15)) == 0:
        return draw(SURPRISE)
    at = draw(st.sampled_from([*value] if isinstance(value, dict) else range(len(value))))
    changed = {**value} if isinstance(value, dict) else [*value]
    match draw(st.integers(0, 9)):
        case 0:
            del changed[at]
        case 1 if isinstance(changed, list):
            changed.insert(at, changed[at])
        case _:
            changed[at] = draw(damaged(value[at]))
    return changed


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=800)
def test_a_shortcut_tells_the_same_of_a_damaged_recording(sample: Sample, data_of: st.DataObject) -> None:
    response = sample.document["response"]
    body = data_of.draw(damaged(response["body"]))
    data = recording_bytes({**sample.document, "response": {**response, "body": body}})
    file = FoundFile("recordings/a.json", "recordings", len(data), 1, True)
    assert row_of(data, file) == by_the_book(data, file)


@needs_corpus
def test_no_real_recording_is_told_otherwise_by_a_shortcut() -> None:
    for path in corpus_files():
        data, file = path.read_bytes(), found(path)
        assert row_of(data, file) == by_the_book(data, file)


def test_elsewhere_a_document_that_no_format_claims_is_passed_over_whoever_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"name": 1, "request": {"url": "https://x/v1/models"}, "response": {"body": [1]}}')
    for size in (0, 70_000):
        path.write_bytes(path.read_bytes() + b" " * size)
        file = found(path, expected=False)
        assert full_row(file) is None
        assert row_of(path.read_bytes(), file) is None
        assert full_row(file._replace(expected=True)) is not None


def test_what_many_rows_say_is_kept_once(tmp_path: Path) -> None:
    rows = [full_row(found(write_recording(tmp_path / name))) for name in ("a.json", "b.json")]
    first, second = rows
    assert first is not None and second is not None
    assert first.test_id is second.test_id
    assert first.features is second.features
    assert first.finish_reasons is second.finish_reasons
