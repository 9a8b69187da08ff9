"""Verdicts on responses: each aspect by itself, ids left aside; and the re-record everyone keeps in mind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from corpus import CORPUS, needs_corpus
from factories import make_document, read_recording
from rerecords import model_list

from recview.analysis.assembled import Assembled, Choice, ToolCall
from recview.analysis.comparison import compare_recordings
from recview.analysis.verdict import ToolCallChange, compare_responses
from recview.model.events import Data
from recview.model.recording import ApiError
from recview.model.usage import Usage
from recview.store.reading import LoadedRecording, load


def _answer(**facts: Any) -> Assembled:
    usage, error = facts.pop("usage", None), facts.pop("error", None)
    choice = {"content": "Saturn has rings.", "finish_reason": "stop", **facts}
    return Assembled(choices=(Choice(0, "assistant", **choice),), usage=usage, error=error)


def _stream(*pieces: str, **fields: Any) -> dict[str, Any]:
    """A raw response of one chunk for each piece, every chunk with the given fields."""
    chunks = [{"__data__": {"choices": [{"delta": {"content": piece}}], **fields}} for piece in pieces]
    return {"is_streaming": True, "body": chunks}


def _aspects(old: Assembled, new: Assembled) -> dict[str, str]:
    verdict = compare_responses(old, new)
    names = ("text", "tool_calls", "finish_reason", "usage", "error")
    return {name: getattr(verdict, name) for name in names if getattr(verdict, name) != "same"}


def test_the_same_answer_is_the_same() -> None:
    verdict = compare_responses(_answer(), _answer(), _stream("Saturn has rings."), _stream("Saturn has rings."))
    assert verdict.same
    assert verdict.bookkeeping == 0


@pytest.mark.parametrize("part", ["content", "reasoning", "refusal"])
def test_every_text_counts(part: str) -> None:
    assert _aspects(_answer(), _answer(**{part: "Something else."})) == {"text": "changed"}


def test_an_empty_text_is_as_good_as_none() -> None:
    assert _aspects(_answer(content=""), _answer(content=None)) == {}


def test_usage_comes_goes_and_changes() -> None:
    some, other, none = Usage(21, 8, 29, raw={"a": 1}), Usage(21, 9, 30), Usage(raw={})
    assert _aspects(_answer(), _answer(usage=some)) == {"usage": "added"}
    assert _aspects(_answer(usage=some), _answer(usage=none)) == {"usage": "removed"}
    assert _aspects(_answer(usage=some), _answer(usage=other)) == {"usage": "changed"}
    assert _aspects(_answer(usage=some), _answer(usage=Usage(21, 8, 29))) == {}


def test_errors_come_go_and_change() -> None:
    refused = ApiError("BadRequestError", 400, "no such model")
    assert _aspects(_answer(), _answer(error=refused)) == {"error": "added"}
    assert _aspects(_answer(error=refused), _answer()) == {"error": "removed"}
    limited = ApiError("RateLimitError", 429, "too many")
    assert _aspects(_answer(error=refused), _answer(error=limited)) == {"error": "changed"}


def test_finish_reasons_are_compared_by_choice() -> None:
    assert _aspects(_answer(), _answer(finish_reason="length")) == {"finish_reason": "changed"}
    assert _aspects(_answer(), _answer(finish_reason=None)) == {"finish_reason": "changed"}


def _calls(*calls: ToolCall) -> Assembled:
    return _answer(content=None, tool_calls=calls)


def test_ids_order_and_the_look_of_arguments_do_not_count_in_tool_calls() -> None:
    old = _calls(ToolCall("call_1", "weather", '{"city": "Lisbon", "days": 2}'), ToolCall("call_2", "time", "{}"))
    new = _calls(ToolCall("call_8", "time", ""), ToolCall("call_9", "weather", {"days": 2, "city": "Lisbon"}))
    assert _aspects(old, new) == {}


def test_types_count_in_arguments() -> None:
    old, new = _calls(ToolCall("a", "f", '{"n": 1}')), _calls(ToolCall("a", "f", '{"n": 1.0}'))
    assert _aspects(old, new) == {"tool_calls": "changed"}


def test_changed_tool_calls_are_listed() -> None:
    kept, gone, came = (ToolCall(None, name, "{}") for name in ("kept", "gone", "came"))
    edited, as_edited = ToolCall("x", "edited", '{"n": 1}'), ToolCall("y", "edited", '{"n": 2}')
    verdict = compare_responses(_calls(kept, gone, edited), _calls(kept, as_edited, came))
    assert verdict.tool_call_changes == (
        ToolCallChange("changed", 0, edited, as_edited),
        ToolCallChange("removed", 0, gone, None),
        ToolCallChange("added", 0, None, came),
    )


def test_arguments_that_are_no_json_are_compared_as_text() -> None:
    old, new = _calls(ToolCall(None, "f", '{"n": ')), _calls(ToolCall(None, "f", '{"m": '))
    assert _aspects(old, new) == {"tool_calls": "changed"}


def test_a_field_of_many_chunks_counts_once() -> None:
    pieces = ("Saturn ", "has ", "rings.")
    old = _stream(*pieces, id="rec-1", obfuscation="aX", model="m-1")
    new = _stream(*pieces, id="rec-2", obfuscation="bYz", model="m-1")
    verdict = compare_responses(_answer(), _answer(), old, new)
    assert verdict.same
    assert set(verdict.bookkeeping_fields) == {"/body/*/__data__/id", "/body/*/__data__/obfuscation"}


def test_the_same_text_in_other_pieces_is_bookkeeping() -> None:
    old, new = _stream("Saturn has ", "rings."), _stream("Saturn ", "has rings.")
    assert compare_responses(_answer(), _answer(), old, new).bookkeeping_fields == ("chunk borders",)
    assert compare_responses(_answer(), _answer(), old, _stream("Saturn ", "has ", "rings.")).bookkeeping == 1


def test_what_was_said_is_no_bookkeeping() -> None:
    old, new = _answer(usage=Usage(21, 8, 29)), _answer(content="Saturn.", finish_reason="length", usage=Usage(21, 2))
    raw_old = _stream("Saturn has rings.", usage={"prompt_tokens": 21, "completion_tokens": 8, "total_tokens": 29})
    raw_new = _stream("Saturn.", usage={"prompt_tokens": 21, "completion_tokens": 2})
    assert compare_responses(old, new, raw_old, raw_new).bookkeeping == 0


def test_server_sent_events_are_looked_into() -> None:
    def raw(id_: str, text: str) -> dict[str, Any]:
        return {"is_streaming": True, "body": ["event: delta", f'data: {{"id": "{id_}", "text": "{text}"}}', ""]}

    old, new = _answer(content="Hello"), _answer(content="Howdy")
    fields = compare_responses(old, new, raw("one", "Hello"), raw("two", "Howdy")).bookkeeping_fields
    assert fields == ("/body/*/id",)


def test_data_is_compared_by_its_body() -> None:
    old, new = (Assembled(data=(Data("1 vector × 3"),)) for _ in range(2))
    same, other = {"body": {"vector": [1, 2, 3]}}, {"body": {"vector": [1, 2, 4]}}
    assert compare_responses(old, new, same, same).text == "same"
    assert compare_responses(old, new, same, other).text == "changed"


def test_what_stands_beside_an_answer_counts() -> None:
    answers = [replace(_answer(), data=(Data("code execution: ok", output),)) for output in ("1", "1", "2")]
    assert _aspects(answers[0], answers[1]) == {}
    assert _aspects(answers[0], answers[2]) == _aspects(answers[0], _answer()) == {"text": "changed"}


def test_what_nobody_knows_to_read_is_compared_as_it_is() -> None:
    bodies = [{"body": {"flagged": flagged, "created": created}} for flagged, created in ((1, 1), (1, 2), (0, 2))]
    nothing = Assembled()
    verdicts = [compare_responses(nothing, nothing, bodies[0], body) for body in bodies]
    assert [verdict.text for verdict in verdicts] == ["same", "same", "changed"]
    assert [verdict.bookkeeping_fields for verdict in verdicts] == [(), ("/body/created",), ("/body/created",)]


def test_an_error_without_data_is_compared_as_an_error_alone() -> None:
    failed = Assembled(error=ApiError("rate_limit", 429, "slow down"))
    verdict = compare_responses(failed, failed, {"body": {"id": "a"}}, {"body": {"id": "b"}})
    assert (verdict.text, verdict.error) == ("same", "same")


def test_what_the_wire_says_of_a_finish_reason_counts() -> None:
    old, new = (
        _answer(finish_reason="incomplete", finish_detail=detail) for detail in ("max_tokens", "content_filter")
    )
    assert _aspects(old, new) == {"finish_reason": "changed"}


def test_models_are_the_same_in_any_order() -> None:
    def listed(*models: str) -> LoadedRecording:
        return LoadedRecording(model_list(*models))

    def verdict(old: LoadedRecording, new: LoadedRecording) -> str:
        raw_old, raw_new = (each.recording.response.document for each in (old, new))
        return compare_responses(old.assembled, new.assembled, raw_old, raw_new).text

    assert verdict(listed("a", "b", "c"), listed("c", "a", "b")) == "same"
    assert verdict(listed("a", "b", "c"), listed("a", "b", "d")) == "changed"
    assert verdict(listed("a", "b"), listed("a", "b", "b")) == "changed"


def test_vectors_are_the_same_whatever_stands_beside_them() -> None:
    def embedded(vector: list[float], tokens: int) -> LoadedRecording:
        entry = {"object": "embedding", "index": 0, "embedding": vector}
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        body = {"object": "list", "data": [entry], "model": "m", "usage": usage}
        return LoadedRecording(
            read_recording(
                make_document(
                    {"__type__": "openai.types.create_embedding_response.CreateEmbeddingResponse", "__data__": body}
                )
            )
        )

    old, new, other = embedded([0.5, 1], 3), embedded([0.5, 1], 4), embedded([0.5, 2], 3)
    verdict = compare_responses(
        *(each.assembled for each in (old, new)), old.recording.response.document, new.recording.response.document
    )
    assert (verdict.text, verdict.usage) == ("same", "changed")
    verdict = compare_responses(
        *(each.assembled for each in (old, other)), old.recording.response.document, other.recording.response.document
    )
    assert (verdict.text, verdict.usage) == ("changed", "same")
    assert verdict.bookkeeping == 0


# ---- the re-record that added include_usage --------------------------------------------------------------------

_TWINS = {
    "1adb6f46": "def4979a",
    "21720598": "8733b9b2",
    "4da32cdf": "8533deab",
    "56a01bed": "f06eb8be",
    "585a2cf2": "75ae2f58",
    "5a1a11d0": "cfb27eb6",
    "5e4ea6b8": "00bf38cb",
    "5edf2f0b": "d7ff8d71",
    "6b207540": "7b55234e",
    "792f5c26": "0c0fcabd",
    "cd222f01": "3e85d726",
    "d058ce92": "cc0156ea",
    "dca42c82": "8dd4f061",
    "f4894c38": "55c7250c",
}
"""What was added -> what the same test had recorded before."""


def _named(side: str, name: str) -> LoadedRecording:
    (path,) = (CORPUS / "rerecord" / "usage-3771" / side).rglob(f"{name}*.json")
    (loaded,) = load(str(path))
    assert isinstance(loaded, LoadedRecording)
    return loaded


@needs_corpus
def test_thirteen_of_fourteen_differ_only_at_stream_options() -> None:
    seen: list[list[tuple[str, str]]] = []
    texts: list[str] = []
    for added, before in _TWINS.items():
        old, new = _named("before", before), _named("after", added)
        assert old.recording.test_id == new.recording.test_id
        assert old.recording.request.endpoint == new.recording.request.endpoint
        compared = compare_recordings(old.recording, old.assembled, new.recording, new.assembled)
        seen.append([(change.op, change.path) for change in compared.request.changes])
        assert all(change.hashed for change in compared.request.changes)
        verdict = compared.verdict
        assert (verdict.tool_calls, verdict.finish_reason, verdict.usage, verdict.error) == (
            "same", "same", "added", "same",
        )  # fmt: skip
        texts.append(verdict.text)
    only = [("add", "/stream_options")]
    assert [changes for changes in seen if changes != only] == [[("replace", "/messages/1/content"), *only]]
    assert texts.count("same") == 9
