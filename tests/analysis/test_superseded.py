from __future__ import annotations

from dataclasses import replace
from typing import Any

from factories import make_document, make_request_document, read_recording
from rerecords import model_list

from recview.analysis.request_hash import compute
from recview.analysis.superseded import RequestIdentity, find_superseded

BODY: dict[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}], "stream": True}
OLD_LIST = f"models-{'0' * 64}"
WITH_USAGE = BODY | {"stream_options": {"include_usage": True}}


def identity(path: str, body: dict[str, Any] = BODY, **overrides: Any) -> RequestIdentity:
    return RequestIdentity.of(read_recording(make_document(request_body=body, **overrides), path))


def current_path(body: dict[str, Any] = BODY, folder: str = "a/recordings") -> str:
    recording = read_recording(make_document(request_body=body))
    return f"{folder}/{compute(recording.request, recording.test_id)}.json"


def test_the_same_request_under_the_name_of_today_takes_the_place_of_an_older_name() -> None:
    old, new = identity("a/recordings/d058ce92a083.json"), identity(current_path())
    assert find_superseded([old, new]) == {old.path: new.path}
    assert find_superseded([new, old]) == {old.path: new.path}


def test_the_older_layout_lies_in_the_same_folder() -> None:
    old, new = identity("a/recordings/responses/d058ce92a083.json"), identity(current_path())
    assert find_superseded([old, new]) == {old.path: new.path}


def test_a_request_that_also_asks_for_usage_takes_the_place_of_one_that_does_not() -> None:
    old, new = identity(current_path()), identity(current_path(WITH_USAGE), WITH_USAGE)
    assert find_superseded([old, new]) == {old.path: new.path}


def test_other_folders_other_tests_and_other_requests_stand_beside_each_other() -> None:
    old = identity(current_path())
    other = BODY | {"messages": []}
    beside = [
        identity(current_path(WITH_USAGE, "b/recordings"), WITH_USAGE),
        identity("a/recordings/1.json", WITH_USAGE, test_id="tests/test_other.py::test_it"),
        identity("a/recordings/2.json", other | {"stream_options": {"include_usage": True}}),
    ]
    assert find_superseded([old, *beside]) == {}


def test_without_a_test_only_the_name_tells() -> None:
    old = identity("a/recordings/old.json", test_id=None)
    new = identity("a/recordings/new.json", WITH_USAGE, test_id=None)
    assert find_superseded([old, new]) == {}


def test_a_body_nested_beyond_reason_is_no_trouble() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    request = make_request_document({"messages": deep})
    assert find_superseded([RequestIdentity.of(read_recording(make_document(request=request)))]) == {}


def test_a_model_list_is_taken_the_place_of_by_one_of_the_same_models() -> None:
    today = model_list("a", "b")
    old, others = (
        replace(listed, path=f"recordings/{OLD_LIST}-{listed.name[-8:]}.json", name=f"{OLD_LIST}-{listed.name[-8:]}")
        for listed in (today, model_list("c"))
    )
    identities = [RequestIdentity.of(each) for each in (old, others, today)]
    assert find_superseded(identities) == {old.path: today.path}
