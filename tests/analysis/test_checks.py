from __future__ import annotations

from collections import Counter

import pytest
from corpus import corpus_files, needs_corpus
from factories import (
    TEST_ID,
    make_api_error,
    make_chat_completion,
    make_chat_stream,
    make_chat_usage,
    make_chunks,
    make_document,
    make_recording,
    make_request_document,
    make_response,
    read_recording,
)
from hypothesis import given
from hypothesis import strategies as st
from streams import streams

from recview import dialects, formats
from recview.analysis.checks import problems
from recview.analysis.request_hash import compute
from recview.analysis.secrets import mask_url
from recview.analysis.superseded import RequestIdentity, find_superseded
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk, Signal, Unknown
from recview.model.json_value import JSON
from recview.model.recording import Recording


def rules(recording: Recording) -> list[str]:
    return [problem.rule for problem in problems(recording, dialects.decode(recording))]


def named_right(document: JSON) -> Recording:
    recording = read_recording(document)
    return read_recording(document, f"recordings/{compute(recording.request, recording.test_id)}.json")


ASKING = {"model": "gpt-4o", "messages": [], "stream": True, "stream_options": {"include_usage": True}}


def test_a_sound_recording_has_no_problems() -> None:
    stream = make_chat_stream(usage=make_chat_usage(), tool_calls=[("call_a", "get_weather", ["{", "}"])])
    assert rules(named_right(make_document(stream, request_body=ASKING))) == []
    assert rules(named_right(make_document(make_chat_completion(), request_body=ASKING))) == []


def test_a_name_that_no_rule_gives_is_suspect() -> None:
    recording = read_recording(make_document(make_chat_completion()), "recordings/" + "0" * 64 + ".json")
    (problem,) = problems(recording, dialects.decode(recording))
    assert (problem.rule, problem.severity) == ("hash", "warning")
    assert (compute(recording.request, TEST_ID) or "?") in problem.message


def test_a_name_that_is_no_hash_is_not_judged() -> None:
    assert rules(read_recording(make_document(make_chat_completion()), "my-recording.json")) == []


def test_a_secret_is_an_error_and_masked() -> None:
    key = "sk-" + "a1B2c3D4" * 4
    request = make_request_document(headers={"Authorization": f"Bearer {key}"})
    recording = read_recording(make_document(make_chat_completion(), request=request), "x.json")
    found = problems(recording, dialects.decode(recording))
    assert {(problem.rule, problem.severity) for problem in found} == {("secret", "error")}
    assert all(key not in problem.message for problem in found)


def test_a_secret_that_no_chunk_holds_whole_is_told_with_the_chunk_it_begins_in() -> None:
    key = "sk-" + "a1B2c3D4" * 4
    recording = read_recording(make_document(make_chat_stream(["key=", key[:9], key[9:]])), "x.json")
    (told,) = [problem for problem in problems(recording, dialects.decode(recording)) if problem.rule == "secret"]
    assert told.message == f"looks like an API key: sk-a…{key[-4:]} at /choices/0/content of the answer put together"
    assert told.position == 3


@pytest.mark.parametrize(
    ("recording", "chunks", "severity"),
    [
        (make_recording(response=make_response(chunks=())), (), "warning"),
        (make_recording(), make_chunks(Signal("ping")), "note"),
    ],
)
def test_a_response_that_says_nothing(recording: Recording, chunks: tuple[Chunk, ...], severity: str) -> None:
    found = [problem for problem in problems(recording, chunks) if problem.rule == "empty-response"]
    assert [problem.severity for problem in found] == [severity]


def test_an_error_or_something_unknown_is_not_nothing() -> None:
    failed = make_recording(response=make_response(chunks=(), error=make_api_error()))
    assert "empty-response" not in [problem.rule for problem in problems(failed, ())]
    unknown = problems(make_recording(), make_chunks(Unknown("new")))
    assert "empty-response" not in [problem.rule for problem in unknown]


def test_the_gravest_come_first() -> None:
    stream = make_chat_stream(tool_calls=[("call_a", "get_weather", ["{"])])
    recording = read_recording(make_document(stream), "recordings/" + "0" * 64 + ".json")
    assert rules(recording) == ["tool-arguments", "hash", "usage-absent"]


@given(streams)
def test_no_stream_upsets_the_checks(chunks: tuple[Chunk, ...]) -> None:
    recording = make_recording()
    for problem in problems(recording, chunks, Transcript.of(chunks)):
        assert problem.position is None or 0 <= problem.position <= len(chunks)
        assert problem.message


anything: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("http://[a:b@c?key=d"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "delta", "usage", "stream_options", "content"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["method", "url", "headers", "body", "endpoint", "model"]), anything), anything)
def test_no_document_upsets_the_checks(request: dict[str, JSON], body: JSON) -> None:
    document = {"test_id": "t", "request": request, "response": {"body": body, "is_streaming": True}}
    recording = read_recording(document)
    assert all(problem.message for problem in problems(recording, dialects.decode(recording)))
    assert find_superseded([RequestIdentity.of(recording)]) == {}
    assert isinstance(mask_url(recording.request.url or ""), str)


@needs_corpus
def test_real_recordings_are_sound_but_for_known_things() -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in corpus_files()[::4]:
        for recording in formats.read(path.read_bytes(), path.name):
            if isinstance(recording, Recording):
                for problem in problems(recording, dialects.decode(recording)):
                    found[problem.severity, problem.rule] += 1
    assert not {rule for severity, rule in found if severity == "error"}
    assert found["warning", "hash"] < 30
    assert found["note", "usage-absent"] > 0
