"""The rules of the request hash: what feeds it, what does not, and that they name the real recordings."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from corpus import CORPUS, corpus_files, needs_corpus
from hypothesis import given
from hypothesis import strategies as st
from rerecords import as_recording, chat, chat_body, chat_document, named

from recview.analysis.hash_rules import CURRENT, RULES
from recview.analysis.request_hash import compute, explain, feeds_hash, hashed_value
from recview.formats import read
from recview.model.json_value import JSON
from recview.model.recording import Recording


def _hash(body: JSON, **envelope: JSON) -> str | None:
    recording = as_recording({**chat_document(body), **envelope})
    return compute(recording.request, recording.test_id)


def test_the_current_rule_is_the_digest_of_method_path_body_and_test() -> None:
    body = chat_body("Hello")
    hashed = {"method": "POST", "endpoint": "/v1/chat/completions", "body": body, "test_id": "t"}
    expected = hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
    assert _hash(body, test_id="t") == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"temperature": 0.7}, {"temperature": 0.7000001}),
        ({"input": "at 0.123456789 of"}, {"input": "at 0.123457 of"}),
        ({"input": "score: 1.5, x"}, {"input": "score: 2e-3, x"}),
        ({"input": "score: 0.5, attributes: {'a': 1} (cite"}, {"input": "score: 0.5 (cite"}),
        (
            {"input": "document_id: 01234567-89ab-cdef-0123-456789abcdef"},
            {"input": "document_id: 11111111-2222-3333-4444-555555555555"},
        ),
        (
            {"input": "so <|01234567-89ab-cdef-0123-456789abcdef|>"},
            {"input": "so <|11111111-2222-3333-4444-555555555555|>"},
        ),
        ({"extra_body": {"project_id": "a", "x": 1}}, {"extra_body": {"x": 1}}),
        ({"extra_query": {"project_id": "a"}}, {"extra_query": {}}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_what_the_current_rule_takes_for_the_same(one: JSON, other: JSON) -> None:
    assert _hash(one) == _hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"temperature": 0.7}, {"temperature": 0.7001}),
        ({"n": 1}, {"n": True}),
        ({"n": None}, {}),
        ({"input": "0.123"}, {"input": "0.124"}),
        ({"x": {"extra_body": {"project_id": "a"}}}, {"x": {"extra_body": {}}}),
        ({"stream_options": {"include_usage": True}}, {}),
    ],
)
def test_what_the_current_rule_tells_apart(one: JSON, other: JSON) -> None:
    assert _hash(one) != _hash(other)


def test_stream_options_are_left_out_for_bedrock_alone() -> None:
    url = "https://bedrock-runtime.us-east-1.example.com/v1/chat/completions"
    plain = chat_document(chat_body("Hi"), url=url)
    asking = chat_document(chat_body("Hi", stream_options={"include_usage": True}), url=url)
    assert named(plain).name == named(asking).name
    assert not feeds_hash(named(asking))("/stream_options/include_usage")
    assert feeds_hash(chat("Hi", stream_options={}))("/stream_options/include_usage")


def test_a_body_that_is_no_object_is_hashed_as_it_is_by_bedrock_too() -> None:
    url = "https://bedrock-runtime.us-east-1.example.com/v1/chat/completions"
    names = {named(chat_document(body, url=url)).name for body in ("a", "b", {})}
    assert len(names) == 3


def test_the_parameters_of_a_path_are_not_hashed() -> None:
    plain, more = (f"https://api.example.com/v1/chat/completions{end}" for end in ("", ";p=1"))
    assert named(chat_document(chat_body("Hi"), url=plain)).name == named(chat_document(chat_body("Hi"), url=more)).name


def test_project_ids_do_not_feed_the_hash_and_all_else_does() -> None:
    feeds = feeds_hash(chat("Hi", extra_body={"project_id": "p", "x": 1}))
    assert not feeds("/extra_body/project_id")
    assert feeds("/extra_body/x")
    assert feeds("/messages/0/content")
    assert feeds("")


def test_model_lists_are_hashed_without_a_test_and_named_after_their_models() -> None:
    models: JSON = [{"__type__": "openai.types.model.Model", "__data__": {"id": name}} for name in ("b", "a", "b")]
    document: dict[str, JSON] = {
        "test_id": "t",
        "request": {"method": "POST", "url": "http://h/v1/models", "body": {}, "endpoint": "/v1/models"},
        "response": {"body": models, "is_streaming": False},
    }
    bare = hashlib.sha256(b'{"body": {}, "endpoint": "/v1/models", "method": "POST"}').hexdigest()
    digest = hashlib.sha256(b"a|b").hexdigest()[:8]
    verdict = explain(as_recording(document, f"recordings/models-{bare}-{digest}.json"))
    assert verdict.matches
    assert verdict.scheme == "current"
    assert explain(as_recording(document, f"recordings/models-{bare}-00000000.json")).matches is False


def test_raw_http_is_hashed_with_its_whole_url() -> None:
    request: dict[str, JSON] = {
        "test_id": "t",
        "url": "http://h/v1/messages?a=1",
        "method": "post",
        "payload": {"f": 0.1234567},
    }
    recording = as_recording({"test_id": "t", "request": request, "response": {"body": []}})
    hashed = {"test_id": "t", "url": "http://h/v1/messages?a=1", "method": "POST", "payload": {"f": 0.12346}}
    expected = hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
    assert compute(recording.request, recording.test_id) == expected


def test_a_tool_call_is_hashed_as_it_is_and_without_its_test() -> None:
    request: dict[str, JSON] = {"test_id": "t", "provider": "p", "tool_name": "web", "kwargs": {"query": "0.123456789"}}
    document: dict[str, JSON] = {"test_id": "t", "request": request, "response": {"body": {}}}
    hashed = {"provider": "p", "tool_name": "web", "kwargs": {"query": "0.123456789"}}
    name = hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
    verdict = explain(as_recording(document, f"r/{name}.json"))
    assert (verdict.scheme, verdict.matches) == ("tool", True)


def test_a_name_keeps_the_rule_of_its_day() -> None:
    document = chat_document(chat_body("score: 0.123456789"))
    for rule in RULES:
        anonymous = as_recording(document)
        name = compute(anonymous.request, anonymous.test_id, rule)
        assert name is not None and len(name) == rule.digits
        verdict = explain(as_recording(document, f"r/{name}.json"))
        assert verdict.matches, rule.name
        assert verdict.computed == name


def model_list(path: str, name: str) -> Recording:
    """An empty question, answered by one model."""
    document: dict[str, JSON] = {
        "test_id": "t",
        "request": {"method": "GET", "url": f"http://h{path}", "body": {}, "endpoint": "/v1/models"},
        "response": {"body": [{"__type__": "openai.types.model.Model", "__data__": {"id": "a"}}]},
    }
    return as_recording(document, f"recordings/{name}.json")


@pytest.mark.parametrize(
    ("path", "test", "digits", "scheme"),
    [
        ("/v1/v1/models", ', "test_id": "t"', 64, "current"),
        ("/v1/v1/models", "", 64, "shared-lists"),
        ("/v1/models", "", 12, "verbatim-no-test"),
    ],
)
def test_model_lists_are_known_by_the_names_of_all_days(path: str, test: str, digits: int, scheme: str) -> None:
    hashed = f'{{"body": {{}}, "endpoint": "{path}", "method": "GET"{test}}}'
    named = hashlib.sha256(hashed.encode()).hexdigest()[:digits]
    listed = hashlib.sha256(b"a").hexdigest()[:8]
    verdict = explain(model_list(path, f"models-{named}-{listed}"))
    assert (verdict.scheme, verdict.matches) == (scheme, True)
    assert explain(model_list(path, f"models-{named}-00000000")).matches is False


def test_where_no_response_was_read_the_hash_of_a_model_list_is_enough() -> None:
    recording = model_list("/v1/models", "")
    named = compute(recording.request, "t")
    unread = replace(
        model_list("/v1/models", f"models-{named}-01234567"), response=replace(recording.response, document={})
    )
    assert explain(unread).matches


def test_a_name_from_before_a_rename_inside_the_files() -> None:
    then = chat("Hi", test_id="tests/t.py::test_one[llama_stack_client-a]", headers={"X-LlamaStack-A": "1"})
    now = chat_document(chat_body("Hi", headers={"X-OGX-A": "1"}), test_id="tests/t.py::test_one[ogx_client-a]")
    assert explain(as_recording(now, f"r/{then.name}.json")).scheme == "before-rename"


def test_what_was_hashed_of_bedrock_and_of_projects_in_earlier_days() -> None:
    url = "https://bedrock-runtime.us-east-1.example.com/v1/chat/completions"
    body = chat_body("Hi", stream_options={"include_usage": True}, extra_body={"project_id": "p"})
    schemes = ("current", "decimals-project", "decimals-whole")
    names = set()
    for rule in (rule for rule in RULES if rule.name in schemes):
        document = chat_document(body, url=url)
        anonymous = as_recording(document)
        name = compute(anonymous.request, anonymous.test_id, rule)
        recording = as_recording(document, f"r/{name}.json")
        names.add(name)
        assert explain(recording).scheme == rule.name
        feeds = feeds_hash(recording)
        assert feeds("/stream_options") == ("stream_options" not in rule.left_out)
        assert feeds("/extra_body/project_id") == ("project_id" not in rule.left_out)
    assert len(names) == len(schemes)


def test_the_ids_of_a_suspect_recording_may_tell_why_its_name_fits_no_rule() -> None:
    named = compute(chat("Hi", test_id=None).request, None, RULES[-1])
    assert named is not None
    document = chat_document(chat_body("Hi"), test_id=None)
    document["response"]["body"][0]["__data__"]["id"] = f"rec-{named}"
    renamed = explain(as_recording(document, f"r/{'0' * 64}.json"))
    assert (renamed.matches, renamed.recorded_as) == (False, named)
    document["response"]["body"][0]["__data__"]["id"] = "rec-0123456789ab"
    assert explain(as_recording(document, f"r/{'0' * 64}.json")).recorded_as is None
    body = chat_body("Hi", tools=[{"id": "toolcall-00000000-0"}])
    assert explain(as_recording(chat_document(body), f"r/{'0' * 64}.json")).holds_own_name
    assert not explain(as_recording(chat_document(body), f"r/{'1' * 64}.json")).holds_own_name


def test_a_name_that_no_rule_gives_is_suspect_and_the_current_one_is_told() -> None:
    recording = as_recording(chat_document(chat_body("Hi")), f"r/{'0' * 64}.json")
    verdict = explain(recording)
    assert verdict.matches is False
    assert verdict.scheme is None
    assert verdict.computed == compute(recording.request, recording.test_id, CURRENT)


def test_where_no_rule_applies_nothing_is_judged() -> None:
    assert explain(as_recording(chat_document(chat_body("Hi")), "r/hello.json")).matches is None
    request: dict[str, JSON] = {"test_id": "t", "provider": "p", "api": "files", "file_id": "file-1"}
    processor = as_recording({"request": request, "response": {}}, f"r/{'a' * 64}.json")
    assert explain(processor).matches is None
    assert not feeds_hash(processor)("")


def test_bodies_of_any_shape_are_hashed() -> None:
    deep: JSON = "x"
    for _ in range(900):
        deep = [deep]
    for body in (None, [], "text", 3, {"a": float("inf"), "b": "\ud800"}, deep):
        assert explain(as_recording(chat_document(body), f"r/{'0' * 64}.json")).matches in (False, None)


@needs_corpus
def test_the_rules_name_the_real_recordings() -> None:
    found: Counter[str] = Counter()
    for path in corpus_files():
        for recording in read(path.read_bytes(), str(path)):
            if isinstance(recording, Recording) and recording.request.kind != "file":
                verdict = explain(recording)
                part = path.relative_to(CORPUS).parts[0]
                found[f"{part} {verdict.scheme or 'suspect'}"] += 1
                if verdict.recorded_as or verdict.holds_own_name:
                    found[f"{part} suspect, its ids tell why"] += 1
    assert found["llama-stack-2025-08 verbatim-no-test"] == 54
    assert found["ogx-2026-05 current"] == 358
    assert found["ogx-2026-05 decimals"] == 16
    assert found["ogx-2026-05 tool"] == 3
    assert found["ogx-2026-05 before-rename"] == 7
    assert found["ogx-2026-05 suspect"] == 8
    assert found["ogx-2026-05 suspect, its ids tell why"] == 7
    assert found["rerecord suspect"] == 34
    assert found["rerecord suspect, its ids tell why"] == 30


def test_a_body_nested_too_deeply_to_rewrite_is_left_as_it_is() -> None:
    """Some Pythons go deeper than others: what they reach is rewritten as ever."""
    value: JSON = 1.0000001
    for _ in range(3_000):
        value = [value]
    hashed = hashed_value(value)
    innermost: Any = hashed
    for _ in range(3_000):
        (innermost,) = innermost
    assert hashed is value or innermost == 1.0


PIECES = [",", " ", "\n", "attributes:", "{", "}", ", attributes: {", "a", "-", ".", "1", "12345", "0.12345", "٣"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_rewritten_is_what_the_recorders_own_patterns_find(text: str) -> None:
    without_attributes = re.sub(r",?\s*attributes:\s*\{[^}]*\}", "", text)
    expected = re.sub(r"-?\d+\.\d{4,}", lambda match: f"{float(match[0]):.5f}", without_attributes)
    assert hashed_value(text) == expected


@pytest.mark.parametrize("unit", ["attributes: {", " ", "1", ", "])
def test_no_text_takes_long_to_rewrite(unit: str) -> None:
    text = "attributes: {. " + unit * 400_000
    assert hashed_value(text) == text
