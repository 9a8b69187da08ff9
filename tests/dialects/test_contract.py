"""What holds for every dialect in DIALECTS, whoever wrote it."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from sdk_envelopes import Sample, loaded
from sdk_recordings import PAIRS, SAMPLES

from recview import dialects
from recview.analysis.assembled import Choice
from recview.dialects import DIALECTS, Dialect
from recview.model.events import StreamEvent, Unknown
from recview.model.recording import RawChunk
from recview.model.usage import Usage

by_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
by_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
by_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)


@by_dialect
def test_a_dialect_has_a_sample(dialect: Dialect) -> None:
    assert dialect.name in {sample.dialect for sample in SAMPLES}


@by_sample
def test_a_dialect_claims_its_own_sample_above_all_others(sample: Sample) -> None:
    facts = dialects.probe(loaded(sample.document).recording)
    scores = {dialect.name: dialect.score(facts) for dialect in DIALECTS}
    own = scores.pop(sample.dialect)
    assert own > max(scores.values())


@by_sample
def test_detection_finds_it(sample: Sample) -> None:
    assert dialects.detect(loaded(sample.document).recording).name == sample.dialect


def _without_types(document: Any) -> Any:
    """The same recording by a recorder that writes no `__type__`."""
    if isinstance(document, dict):
        if "__type__" in document:
            return _without_types(document["__data__"])
        return {key: _without_types(value) for key, value in document.items()}
    return [_without_types(entry) for entry in document] if isinstance(document, list) else document


@by_sample
def test_the_payload_alone_tells_it_too(sample: Sample) -> None:
    document = copy.deepcopy(sample.document)
    document["response"] = _without_types(document["response"])
    assert loaded(document).dialect.name == sample.dialect


@by_sample
def test_the_address_alone_tells_it_where_there_is_no_body(sample: Sample) -> None:
    document = copy.deepcopy(sample.document)
    document["response"] = {"body": None, "is_streaming": False, "is_exception": True, "exception_data": {}}
    assert loaded(document).dialect.name == sample.dialect


@by_sample
def test_an_empty_stream_has_a_dialect_and_says_nothing(sample: Sample) -> None:
    document = copy.deepcopy(sample.document)
    document["response"] = {"body": [], "is_streaming": True}
    recording = loaded(document)
    assert recording.dialect.name == sample.dialect
    assert recording.chunks == ()
    assert recording.assembled.output_text() == ""


def _comparable(choice: Choice) -> Choice:
    """Arguments as JSON and no empty texts: fragments and an object, "" and null may stand for the same answer."""
    calls = tuple(
        replace(call, arguments=json.loads(call.arguments) if isinstance(call.arguments, str) else call.arguments)
        for call in choice.tool_calls
    )
    return replace(
        choice,
        content=choice.content or None,
        reasoning=choice.reasoning or None,
        refusal=choice.refusal or None,
        tool_calls=calls,
    )


def _counts(usage: Usage | None) -> Usage | None:
    return None if usage is None else replace(usage, raw=None)


@by_pair
def test_the_folded_stream_is_the_plain_response(pair: tuple[Sample, Sample]) -> None:
    stream, plain = (loaded(sample.document).assembled for sample in pair)
    assert [_comparable(choice) for choice in stream.choices] == [_comparable(choice) for choice in plain.choices]
    assert stream.choices
    assert _counts(stream.usage) == _counts(plain.usage)
    assert stream.features == plain.features


@by_pair
def test_a_pair_is_a_stream_and_its_plain_twin(pair: tuple[Sample, Sample]) -> None:
    stream, plain = (loaded(sample.document) for sample in pair)
    telling = {"text", "reasoning", "refusal", "tool_call"}
    assert sum(any(event.kind in telling for event in chunk.events) for chunk in stream.chunks) > 1
    assert len(plain.chunks) == 1


@by_sample
def test_chunks_keep_what_was_recorded(sample: Sample) -> None:
    recording = loaded(sample.document)
    body = sample.document["response"]["body"]
    raws = [chunk.raw.raw for chunk in recording.chunks]
    if not sample.document["response"]["is_streaming"]:
        assert raws == [body]
    elif isinstance(body[0], str):
        assert [line for raw in raws for line in [*raw, ""]] == body  # type: ignore[misc]
    else:
        assert raws == body


SURPRISES: tuple[Any, ...] = (None, 7, "a word", [], {}, {"surprise": 1}, {"type": "brand.new"}, [1, {"a": None}], True)


def _both(dialect: Dialect, chunk: RawChunk) -> list[tuple[StreamEvent, ...]]:
    return [dialect.stream_decoder()(chunk), dialect.plain_decoder()(chunk)]


@by_dialect
@pytest.mark.parametrize("surprise", SURPRISES, ids=json.dumps)
def test_a_surprise_is_no_failure(dialect: Dialect, surprise: Any) -> None:
    for events in _both(dialect, RawChunk(0, surprise, raw=surprise)):
        assert isinstance(events, tuple)
        assert all(isinstance(event.kind, str) for event in events)


STREAMED = sorted({pair[0].dialect for pair in PAIRS})


@pytest.mark.parametrize("name", STREAMED)
def test_an_unknown_event_is_kept_and_named(name: str) -> None:
    dialect = next(dialect for dialect in DIALECTS if dialect.name == name)
    surprise: dict[str, Any] = {"type": "brand.new", "payload": 1}
    assert dialect.stream_decoder()(RawChunk(0, surprise, raw=surprise)) == (Unknown("brand.new"),)


@pytest.mark.parametrize("name", STREAMED)
def test_a_stream_cut_anywhere_still_reads(name: str) -> None:
    """What came before the cut is told the same as ever."""
    sample = next(pair[0] for pair in PAIRS if pair[0].dialect == name)
    whole = loaded(sample.document).chunks
    body = sample.document["response"]["body"]
    for length in range(len(body)):
        document = {**sample.document, "response": {**sample.document["response"], "body": body[:length]}}
        cut = loaded(document).chunks
        complete = len(cut) if not isinstance(body[0], str) else max(len(cut) - 1, 0)
        assert [chunk.events for chunk in cut[:complete]] == [chunk.events for chunk in whole[:complete]]


def _without_usage(value: Any) -> Any:
    counts = ("usage", "usage_metadata", "prompt_eval_count", "eval_count", "statistics")
    if isinstance(value, dict):
        return {key: _without_usage(inner) for key, inner in value.items() if key not in counts}
    if isinstance(value, list):
        return [_without_usage(inner) for inner in value]
    if isinstance(value, str) and value.startswith("data: {"):
        return "data: " + json.dumps(_without_usage(json.loads(value.removeprefix("data: "))))
    return value


@by_sample
def test_absent_usage_stays_unknown(sample: Sample) -> None:
    document = {**sample.document, "response": _without_usage(sample.document["response"])}
    assert loaded(document).assembled.usage is None


@by_sample
def test_messages_and_tools_point_into_the_request(sample: Sample) -> None:
    recording = loaded(sample.document)
    body = recording.recording.request.body
    for found in (*recording.dialect.messages(body), *recording.dialect.tools(body)):
        _resolve(body, found.path)


def _resolve(value: Any, path: str) -> Any:
    for token in path.split("/")[1:]:
        value = value[int(token)] if isinstance(value, list) else value[token.replace("~1", "/").replace("~0", "~")]
    return value


ERRORS: tuple[Any, ...] = (
    {"error": {"message": "no such model", "type": "not_found", "code": None}},
    {"type": "error", "error": {"type": "not_found", "message": "no such model"}},
    {"error": {"code": 404, "message": "no such model", "status": "not_found"}},
    {"object": "error", "message": "no such model", "type": "not_found", "code": 404},
)
MODEL_SAMPLES = [sample for sample in SAMPLES if sample.dialect not in ("tool", "unknown")]


@pytest.mark.parametrize("body", ERRORS, ids=json.dumps)
@pytest.mark.parametrize("sample", MODEL_SAMPLES, ids=lambda sample: sample.name)
def test_an_error_body_is_an_error_of_the_dialect(sample: Sample, body: Any) -> None:
    document = {**sample.document, "response": {"status": 404, "body": body, "is_streaming": False}}
    recording = loaded(document)
    assert recording.dialect.name == sample.dialect
    error = recording.assembled.error
    assert error is not None
    assert (error.type, error.status, error.message) == ("not_found", 404, "no such model")
    assert recording.assembled.choices == ()


@pytest.mark.parametrize("body", [{"error": "no such model"}, "no such model"], ids=json.dumps)
@pytest.mark.parametrize("sample", MODEL_SAMPLES, ids=lambda sample: sample.name)
def test_an_error_of_mere_words(sample: Sample, body: Any) -> None:
    document = {**sample.document, "response": {"status": 500, "body": body, "is_streaming": False}}
    error = loaded(document).assembled.error
    assert error is not None
    assert (error.type, error.status, error.message) == (None, 500, "no such model")
