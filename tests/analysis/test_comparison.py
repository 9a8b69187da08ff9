"""Two recordings compared: every part in its place."""

from __future__ import annotations

from typing import Any

from factories import make_chat_stream, make_document, make_request_document, read_recording

from recview.analysis.assembled import Assembled, Choice
from recview.analysis.comparison import Comparison, Fact, compare_recordings
from recview.analysis.jsondiff import PathPattern, parse_pattern
from recview.model.recording import Recording


def _recording(url: str = "https://api.example/v1/chat/completions", **body: Any) -> Recording:
    request = make_request_document({"model": "m", "messages": [], **body}, url=url)
    return read_recording(make_document(make_chat_stream(), request=request))


def _compare(old: Recording, new: Recording, ignore: tuple[PathPattern, ...] = (), text: str = "Hello") -> Comparison:
    answers = [Assembled(choices=(Choice(0, "assistant", content=said),)) for said in ("Hello", text)]
    return compare_recordings(old, answers[0], new, answers[1], ignore)


def test_request_and_response_are_told_apart() -> None:
    compared = _compare(_recording(), _recording(seed=1), text="Howdy")
    assert [change.path for change in compared.request.changes] == ["/seed"]
    assert [change.path for change in compared.response.changes] == ["/choices/0/content"]
    assert compared.verdict.text == "changed"
    assert compared.address == ()


def test_another_address_is_a_fact() -> None:
    old, new = _recording(), _recording("https://other.example/v1/chat/completions")
    assert _compare(old, new).address == (Fact("url", old.request.url, new.request.url),)


def test_ignored_paths_hold_for_both_parts() -> None:
    ignore = (parse_pattern("/seed"), parse_pattern("/choices/*/content"))
    compared = _compare(_recording(), _recording(seed=1), ignore, text="Howdy")
    assert (compared.request.visible, compared.response.visible) == ((), ())
    assert compared.request.hidden == compared.response.hidden == {"ignored": 1}


def test_a_change_is_hashed_where_either_side_hashes_it() -> None:
    bedrock = "https://bedrock.example/v1/chat/completions"
    old, new = _recording(bedrock), _recording(bedrock, stream_options={"include_usage": True})
    assert [change.hashed for change in _compare(old, new).request.changes] == [False]
    elsewhere = _recording(stream_options={"include_usage": True})
    assert [change.hashed for change in _compare(old, elsewhere).request.changes] == [True]
