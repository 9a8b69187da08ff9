"""What ships: readable as recordings, named by their hashes, and with everything the demo promises to show."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from ollama import ChatResponse, EmbedResponse, GenerateResponse, ListResponse, ProcessResponse, ProgressResponse
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from recview import dialects, formats
from recview.analysis.request_hash import explain
from recview.model.events import Unknown
from recview.model.json_value import as_array, as_object
from recview.model.recording import Recording, Unreadable
from recview.samples import recordings_path

FILES = sorted(recordings_path().rglob("*.json"))
READ = [formats.read(path.read_bytes(), str(path))[0] for path in FILES]
RECORDINGS = [result for result in READ if isinstance(result, Recording)]


def of_test(name: str) -> list[Recording]:
    """The recordings of one test function; the shortest request first."""
    found = [recording for recording in RECORDINGS if f"::{name}[" in f"{recording.test_id}["]
    return sorted(found, key=lambda recording: len(json.dumps(recording.request.body)))


def only(name: str) -> Recording:
    (recording,) = of_test(name)
    return recording


def deltas(recording: Recording) -> list[dict[str, object]]:
    """The deltas of a chat stream."""
    choices = [choice for chunk in recording.response.chunks for choice in as_array(as_object(chunk.data)["choices"])]
    return [dict(as_object(as_object(choice)["delta"])) for choice in choices]


def text_of(recording: Recording) -> str:
    return "".join(str(delta["content"] or "") for delta in deltas(recording))


def test_one_file_is_unreadable_on_purpose() -> None:
    (cut,) = [result for result in READ if isinstance(result, Unreadable)]

    assert "too early" in cut.reason
    assert b"test_file_that_breaks_off" in next(path for path in FILES if str(path) == cut.path).read_bytes()


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name[:20])
def test_names_are_request_hashes(recording: Recording) -> None:
    verdict = explain(recording)

    if "test_name_of_another_request" in (recording.test_id or ""):
        assert verdict.matches is False
    elif recording.request.kind == "file":
        assert verdict.computed is None
    else:
        assert verdict.matches is True
        assert verdict.scheme in ("current", "tool")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:20])
def test_files_are_laid_out_as_the_recorder_lays_them_out(path: Path) -> None:
    content = path.read_text(encoding="ascii")
    if "test_file_that_breaks_off" not in content:
        assert content == json.dumps(json.loads(content), indent=2) + "\n"


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name[:20])
def test_recordings_lie_beside_their_tests(recording: Recording) -> None:
    if recording.test_id is not None:
        folder = PurePosixPath(recording.test_id.partition("::")[0]).parent
        assert Path(recording.path).parent.as_posix().endswith(f"/{folder}/recordings")


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name[:20])
def test_vendors_own_types_accept_what_ships(recording: Recording) -> None:
    accepts: dict[str, Callable[[object], object]] = {
        type_.__name__: type_.model_validate
        for type_ in (
            ChatCompletionChunk,
            ChatCompletion,
            ChatResponse,
            GenerateResponse,
            EmbedResponse,
            ListResponse,
            ProcessResponse,
            ProgressResponse,
        )
    }
    for chunk in recording.response.chunks:
        name = (chunk.type or "").rpartition(".")[2]
        if name in accepts:
            assert accepts[name](chunk.data)


def test_every_dialect_has_a_sample() -> None:
    spoken = {dialects.detect(recording).name for recording in RECORDINGS}

    assert spoken == {dialect.name for dialect in dialects.DIALECTS}


def test_dialects_know_all_that_is_said_but_one_answer() -> None:
    at_a_loss = [
        recording
        for recording in RECORDINGS
        if any(isinstance(event, Unknown) for chunk in dialects.decode(recording) for event in chunk.events)
    ]

    assert at_a_loss == [only("test_unknown_kind_of_answer")]


def test_a_re_record_asks_for_usage_and_moves_chunk_borders() -> None:
    old, new = of_test("test_tilted_planet")

    old_body, new_body = as_object(old.request.body), as_object(new.request.body)
    assert new_body == {**old_body, "stream_options": {"include_usage": True}}
    assert text_of(old) == text_of(new)
    assert [delta["content"] for delta in deltas(old)] != [delta["content"] for delta in deltas(new)]
    last = [as_object(recording.response.chunks[-1].data)["usage"] for recording in (old, new)]
    assert last[0] is None
    assert as_object(last[1])["total_tokens"]


def test_a_changed_prompt_is_one_test_recorded_twice() -> None:
    first, second = (
        as_array(as_object(recording.request.body)["messages"]) for recording in of_test("test_release_note")
    )

    assert first[0] != second[0]
    assert first[1] == second[1]


def test_the_agent_loop_repeats_what_was_said() -> None:
    calls = of_test("test_picnic_in_porto")
    said = [as_array(as_object(recording.request.body)["messages"]) for recording in calls]

    assert [len(messages) for messages in said] == [2, 4, 6, 8]
    for recording, earlier, later in zip(calls, said, said[1:], strict=False):
        assert later[: len(earlier)] == earlier
        answer = as_object(later[len(earlier)])
        (call,) = as_array(answer["tool_calls"])
        sent = [as_object(as_array(delta["tool_calls"])[0]) for delta in deltas(recording) if delta["tool_calls"]]
        pieces = [str(as_object(piece["function"])["arguments"]) for piece in sent]
        assert "".join(pieces) == as_object(as_object(call)["function"])["arguments"]
        assert sent[0]["id"] == as_object(call)["id"]


def test_parallel_calls_come_in_fragments() -> None:
    fragments: dict[object, list[str]] = {}
    for delta in deltas(only("test_parallel_weather")):
        for call in as_array(delta["tool_calls"]):
            arguments = as_object(as_object(call)["function"])["arguments"]
            fragments.setdefault(as_object(call)["index"], []).append(str(arguments))

    assert [json.loads("".join(pieces))["city"] for pieces in fragments.values()] == ["Oslo", "Nairobi", "Lima"]
    assert all(len(pieces) > 3 for pieces in fragments.values())


def test_one_call_never_becomes_json() -> None:
    calls = [
        as_object(call) for delta in deltas(only("test_arguments_never_end")) for call in as_array(delta["tool_calls"])
    ]
    arguments = "".join(str(as_object(call["function"])["arguments"]) for call in calls)

    with pytest.raises(json.JSONDecodeError):
        json.loads(arguments)


def test_the_long_stream_is_long() -> None:
    assert only("test_long_story").response.chunk_count >= 600


def test_choices_reasoning_refusal_and_logprobs_are_there() -> None:
    choices = {
        as_object(choice)["index"]
        for chunk in only("test_three_haiku").response.chunks
        for choice in as_array(as_object(chunk.data)["choices"])
    }
    assert choices == {0, 1, 2}
    assert any(delta.get("reasoning_content") for delta in deltas(only("test_snail_on_a_wall")))
    assert any(delta["refusal"] for delta in deltas(only("test_refusal")))
    weighed = as_object(as_array(as_object(only("test_alternatives").response.chunks[1].data)["choices"])[0])
    (token,) = as_array(as_object(weighed["logprobs"])["content"])
    assert len(as_array(as_object(token)["top_logprobs"])) == 3


def test_errors_come_without_a_body_and_after_a_partial_stream() -> None:
    refused, lost = only("test_temperature_too_high"), only("test_connection_lost_midway")

    assert refused.response.error is not None
    assert refused.response.error.status == 400
    assert refused.response.chunks == ()
    assert lost.response.error is not None
    assert lost.response.chunk_count > 5


def test_streams_break_the_rules_where_they_say_so() -> None:
    finishes = [
        [
            as_object(choice)["finish_reason"]
            for chunk in only(name).response.chunks
            for choice in as_array(as_object(chunk.data)["choices"])
        ]
        for name in ("test_cut_without_finish", "test_chunk_after_finish", "test_no_chunks_at_all")
    ]

    assert set(finishes[0]) == {None}
    assert finishes[1][-2:] == ["stop", None]
    assert finishes[2] == []


def test_hostile_text_says_so_in_its_test_name() -> None:
    suspicious = ("\x1b", "\u202e", "\u200b", "\x9b", "[@click")
    labelled = [recording for recording in RECORDINGS if "hostile" in (recording.test_id or "")]
    armed = [
        recording
        for recording in RECORDINGS
        if any(mark in json.dumps(recording.document, ensure_ascii=False) for mark in map(_escaped, suspicious))
    ]

    assert labelled == armed
    assert len(labelled) == 1


def _escaped(mark: str) -> str:
    """As `json.dumps(…, ensure_ascii=False)` writes it."""
    return json.dumps(mark, ensure_ascii=False)[1:-1]
