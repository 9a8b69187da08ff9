"""Gemini's two APIs: keys in two spellings, thoughts counted beside the output, calls whole and in pieces."""

from __future__ import annotations

from typing import Any

import pytest
from sdk_envelopes import loaded, passthrough, sdk_call, sse_lines
from sdk_gemini import CONTENT_BODY, INTERACTION_BODY, INTERACTIONS_URL, content_chunk

from recview.analysis.assembled import Assembled, ToolCall
from recview.analysis.checks import problems
from recview.model.events import Data
from recview.store.reading import LoadedRecording


def generated(*chunks: dict[str, Any]) -> Assembled:
    return loaded(sdk_call("/generate_content_stream", CONTENT_BODY, list(chunks), streaming=True)).assembled


def candidates(*found: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"candidates": list(found), **fields}


def parts(*found: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"content": {"role": "model", "parts": list(found)}, **fields}


def interaction(*events: dict[str, Any]) -> LoadedRecording:
    lines = sse_lines((event["event_type"], event) for event in events)
    return loaded(passthrough(INTERACTIONS_URL, INTERACTION_BODY, lines, streaming=True))


def test_the_wires_own_spelling() -> None:
    call = {"functionCall": {"name": "clock", "args": {"zone": "PET"}}}
    usage = {"promptTokenCount": 4, "candidatesTokenCount": 6, "totalTokenCount": 10, "cachedContentTokenCount": 1}
    assembled = generated(
        candidates(parts({"text": "hm", "thought": True}, call, finishReason="STOP"), usageMetadata=usage)
    )
    (choice,) = assembled.choices
    assert (choice.reasoning, choice.finish_reason) == ("hm", "STOP")
    assert choice.tool_calls == (ToolCall(None, "clock", {"zone": "PET"}),)
    assert assembled.usage is not None
    assert (assembled.usage.input_tokens, assembled.usage.output_tokens, assembled.usage.cached_tokens) == (4, 6, 1)


@pytest.mark.parametrize("streaming", [True, False])
def test_all_chunks_of_a_stream_in_one_array(streaming: bool) -> None:
    chunks = [candidates(parts({"text": "a"})), candidates(parts({"text": "b"}, finishReason="STOP"))]
    body: Any = [chunks] if streaming else chunks
    (choice,) = loaded(
        sdk_call("/v1beta/models/m:streamGenerateContent", {}, body, streaming=streaming)
    ).assembled.choices
    assert (choice.content, choice.finish_reason) == ("ab", "STOP")


def test_an_error_in_an_array() -> None:
    body = [{"error": {"code": 429, "message": "busy", "status": "RESOURCE_EXHAUSTED"}}]
    error = loaded(sdk_call("/v1beta/models/m:streamGenerateContent", {}, body, streaming=False)).assembled.error
    assert error is not None
    assert (error.type, error.status, error.message) == ("RESOURCE_EXHAUSTED", 429, "busy")


def test_a_reason_in_every_chunk_is_no_fault() -> None:
    texts = ("Peace ", "and ", "quiet", "")
    chunks: list[Any] = [candidates(parts({"text": text}, finish_reason="STOP")) for text in texts]
    recording = loaded(sdk_call("/generate_content_stream", CONTENT_BODY, chunks, streaming=True))
    assert {problem.rule for problem in problems(recording.recording, recording.chunks)} == {"hash"}
    assert recording.assembled.finish_reasons == ("STOP",)


def test_usage_counts_only_once_it_has_counts() -> None:
    assert generated(content_chunk([{"text": "a"}])).usage is None


@pytest.mark.parametrize(
    ("counts", "output"),
    [
        ({"prompt_token_count": 2, "candidates_token_count": 3, "thoughts_token_count": 4, "total_token_count": 9}, 7),
        ({"prompt_token_count": 2, "candidates_token_count": 7, "thoughts_token_count": 4, "total_token_count": 9}, 7),
        ({"prompt_token_count": 2, "thoughts_token_count": 4, "total_token_count": 6}, 4),
        ({"prompt_token_count": 2, "candidates_token_count": 3, "total_token_count": 5}, 3),
        (
            {
                "prompt_token_count": 2,
                "candidates_token_count": 3,
                "thoughts_token_count": 4,
                "tool_use_prompt_token_count": 5,
                "total_token_count": 14,
            },
            7,
        ),
    ],
)
def test_thoughts_are_part_of_the_output(counts: dict[str, int], output: int) -> None:
    usage = generated(content_chunk([{"text": "a"}], "STOP", counts)).usage
    assert usage is not None
    assert (usage.output_tokens, usage.reasoning_tokens) == (output, counts.get("thoughts_token_count"))
    assert usage.input_tokens == 2 + counts.get("tool_use_prompt_token_count", 0)


def test_what_tools_gave_to_read_is_input() -> None:
    counts = {"prompt_token_count": 10, "candidates_token_count": 5, "tool_use_prompt_token_count": 30}
    usage = generated(content_chunk([{"text": "a"}], "STOP", {**counts, "total_token_count": 45})).usage
    assert usage is not None and (usage.input_tokens, usage.output_tokens) == (40, 5)


def test_several_candidates() -> None:
    one, two = parts({"text": "a"}, index=1), parts({"text": "b"}, index=0)
    assert [choice.content for choice in generated(candidates(one, two), candidates(one)).choices] == ["b", "aa"]


def test_calls_are_counted_over_the_whole_stream() -> None:
    call = {"function_call": {"name": "clock", "args": {}}}
    (choice,) = generated(candidates(parts(call, call)), candidates(parts(call))).choices
    assert len(choice.tool_calls) == 3


def test_a_call_in_pieces() -> None:
    def call(**fields: Any) -> dict[str, Any]:
        return candidates(parts({"function_call": fields}))

    def leaf(path: str, **value: Any) -> dict[str, Any]:
        return call(partial_args=[{"json_path": path, **value}], will_continue=True)

    (choice,) = generated(
        call(name="book", will_continue=True),
        leaf("$.trips[0].city", string_value="Li", will_continue=True),
        leaf("$.trips[0].city", string_value="ma"),
        leaf("$.trips[1].city", string_value="Quito"),
        leaf("$.people", number_value=2),
        leaf("$.note", null_value="NULL_VALUE"),
        call(),
        call(name="clock", args={"zone": "PET"}),
    ).choices
    trips = [{"city": "Lima"}, {"city": "Quito"}]
    assert choice.tool_calls == (
        ToolCall(None, "book", {"trips": trips, "people": 2, "note": None}),
        ToolCall(None, "clock", {"zone": "PET"}),
    )


def test_parts_that_are_neither_text_nor_call() -> None:
    blob = {"inline_data": {"mime_type": "image/png", "data": "A" * 4000}}
    code = {"executable_code": {"language": "PYTHON", "code": "1"}}
    result = {"code_execution_result": {"outcome": "OUTCOME_OK", "output": "1\n"}}
    file = {"file_data": {"file_uri": "gs://bucket/a.png", "mime_type": "image/png"}}
    assembled = generated(candidates(parts(blob, code, result, file)))
    assert assembled.data == (
        Data("image/png, 3.0 kB inline", value="A" * 4000),
        Data("code execution: ok", "1\n"),
        Data("gs://bucket/a.png"),
    )
    (choice,) = assembled.choices
    assert choice.tool_calls == (ToolCall(None, "executable_code", {"language": "PYTHON", "code": "1"}),)


def test_a_blocked_prompt_is_an_error() -> None:
    assembled = generated({"prompt_feedback": {"block_reason": "SAFETY"}})
    assert assembled.error is not None
    assert (assembled.error.type, assembled.error.message) == ("SAFETY", "the prompt was blocked")


def test_logprobs() -> None:
    chosen = {"token": "a", "log_probability": -0.5}
    top = {"candidates": [chosen, {"token": "b", "log_probability": -3}]}
    result = {"chosen_candidates": [chosen], "top_candidates": [top]}
    recording = loaded(
        sdk_call("/generate_content", CONTENT_BODY, candidates(parts({"text": "a"}, logprobs_result=result)))
    )
    (tokens,) = [event.tokens for event in recording.chunks[0].events if event.kind == "logprobs"]  # type: ignore[union-attr]
    assert [(token.token, token.logprob, token.alternatives) for token in tokens] == [
        ("a", -0.5, (("a", -0.5), ("b", -3)))
    ]


def test_an_interaction_whose_content_only_the_end_carries() -> None:
    outputs = [{"type": "text", "text": "a"}]
    recording = interaction(
        {"event_type": "interaction.complete", "interaction": {"status": "completed", "outputs": outputs}}
    )
    (choice,) = recording.assembled.choices
    assert (choice.content, choice.finish_reason) == ("a", "completed")


def test_an_interaction_that_fails() -> None:
    error = {"code": "internal", "message": "try again"}
    assembled = interaction({"event_type": "error", "error": error}).assembled
    assert assembled.error is not None
    assert (assembled.error.type, assembled.error.message) == ("internal", "try again")


def test_what_the_server_calls_itself_is_named_by_its_kind() -> None:
    step = {"type": "google_search_call", "id": "g", "arguments": {"queries": ["a"]}}
    result = {"type": "google_search_result", "call_id": "g", "result": []}
    body = {
        "status": "completed",
        "steps": [step, result, {"type": "function_call", "id": "f", "name": "n", "arguments": {}}],
    }
    (choice,) = loaded(passthrough(INTERACTIONS_URL, INTERACTION_BODY, body)).assembled.choices
    assert choice.tool_calls == (ToolCall("g", "google_search", {"queries": ["a"]}), ToolCall("f", "n", {}))


def test_a_status_is_told_once_and_not_before_the_end() -> None:
    recording = interaction(
        {"event_type": "interaction.status_update", "status": "in_progress"},
        {"event_type": "interaction.status_update", "status": "requires_action"},
        {"event_type": "interaction.complete", "interaction": {"status": "requires_action"}},
    )
    finishes = [event for chunk in recording.chunks for event in chunk.events if event.kind == "finish"]
    assert len(finishes) == 1
