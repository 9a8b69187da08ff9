from __future__ import annotations

import json

import pytest
from corpus import corpus_files, needs_corpus
from factories import make_api_error, make_chunks, make_raw_chunk, make_usage
from hypothesis import given
from streams import folded_texts, streams

from recview import dialects, formats
from recview.analysis.block import Block, BlockKey
from recview.analysis.transcript import Transcript
from recview.model.events import (
    Chunk,
    Data,
    Finish,
    ReasoningDelta,
    RoleSet,
    StreamError,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageUpdate,
)
from recview.model.recording import Recording


def transcript_of(*groups: StreamEvent | list[StreamEvent]) -> Transcript:
    return Transcript.of(make_chunks(*groups))


def only_block(transcript: Transcript) -> Block:
    (block,) = transcript.blocks
    return block


WEATHER = (
    ToolCallDelta(0, 0, id="call_a"),
    ToolCallDelta(0, 0, name="get_weather", arguments='{"city"'),
    ToolCallDelta(0, 0, arguments=': "Paris"'),
    ToolCallDelta(0, 0, arguments="}"),
)


def test_the_text_at_a_position_is_what_the_chunks_up_to_it_built() -> None:
    block = only_block(transcript_of(TextDelta(0, "The"), [], TextDelta(0, " planet")))
    assert [block.text_at(position) for position in range(4)] == ["", "The", "The", "The planet"]


def test_the_newest_block_is_known_where_a_chunk_says_nothing() -> None:
    transcript = transcript_of([], TextDelta(0, "The"), [], TextDelta(1, "A"), [])
    newest = [[block.choice for block in transcript.newest_at(position)] for position in range(6)]
    assert newest == [[], [], [0], [0], [1], [1]]


def test_the_newest_block_of_a_choice_is_known_while_others_speak() -> None:
    transcript = transcript_of(
        TextDelta(0, "The"), ReasoningDelta(1, "hm"), TextDelta(1, "A"), TextDelta(0, " end"), []
    )
    newest = [[block.kind for block in transcript.newest_of(1, position)] for position in range(6)]
    assert newest == [[], [], ["reasoning"], ["text"], ["text"], ["text"]]
    assert transcript.newest_of(2, 5) == ()


def test_the_delta_is_what_the_chunk_itself_brought() -> None:
    block = only_block(transcript_of(TextDelta(0, "The"), [], TextDelta(0, " planet")))
    assert [block.delta_at(position) for position in range(4)] == [(0, 0), (0, 3), (3, 3), (3, 10)]


def test_two_pieces_of_one_chunk_are_one_delta() -> None:
    block = only_block(transcript_of([TextDelta(0, "a"), TextDelta(0, "b")], TextDelta(0, "c")))
    assert block.delta_at(1) == (0, 2)
    assert block.delta_at(2) == (2, 3)


def test_every_character_leads_back_to_the_chunk_that_brought_it() -> None:
    block = only_block(transcript_of(TextDelta(0, "ab"), [], TextDelta(0, "c")))
    assert [block.chunk_at(offset) for offset in (-1, 0, 1, 2, 3, 99)] == [1, 1, 1, 3, 3, 3]


def test_an_empty_block_leads_back_to_the_chunk_that_began_it() -> None:
    block = only_block(transcript_of([], ToolCallDelta(0, 0, name="now")))
    assert block.chunk_at(0) == 2


def test_content_after_tool_calls_goes_on_in_the_same_block() -> None:
    transcript = transcript_of(TextDelta(0, "a"), ToolCallDelta(0, 0, arguments="{}"), TextDelta(0, "b"))
    assert [(block.kind, block.text) for block in transcript.blocks] == [("text", "ab"), ("tool_call", "{}")]


def test_each_content_block_and_each_choice_has_its_own_text() -> None:
    transcript = transcript_of(TextDelta(0, "a", 1), TextDelta(1, "b"), TextDelta(0, "c", 2), TextDelta(0, "d", 1))
    assert {block.key: block.text for block in transcript.blocks} == {
        BlockKey("text", 0, 1): "ad",
        BlockKey("text", 1, 0): "b",
        BlockKey("text", 0, 2): "c",
    }
    assert transcript.choices == (0, 1)


def test_blocks_appear_where_they_begin() -> None:
    transcript = transcript_of([], ReasoningDelta(0, "hm"), TextDelta(0, "yes"))
    assert [len(transcript.blocks_at(position)) for position in range(4)] == [0, 0, 1, 2]
    assert transcript.blocks_at(3)[1].kind == "text"


def test_an_empty_delta_begins_nothing() -> None:
    assert transcript_of(TextDelta(0, ""), ReasoningDelta(0, "")).blocks == ()


def test_touched_blocks_are_those_that_a_chunk_adds_to() -> None:
    transcript = transcript_of(
        [TextDelta(0, "a"), TextDelta(1, "b"), TextDelta(0, "c")], [], ToolCallDelta(0, 0, name="x")
    )
    assert [[block.key[:2] for block in transcript.touched_at(position)] for position in range(4)] == [
        [],
        [("text", 0), ("text", 1)],
        [],
        [("tool_call", 0)],
    ]


def test_a_tool_call_grows_as_its_fragments_arrive() -> None:
    transcript = transcript_of(*WEATHER)
    states = [transcript.tool_calls_at(position) for position in range(5)]
    assert states[0] == ()
    assert [state.id for (state,) in states[1:]] == ["call_a"] * 4
    assert [state.name for (state,) in states[1:]] == [None] + ["get_weather"] * 3
    assert [state.arguments for (state,) in states[1:]] == ["", '{"city"', '{"city": "Paris"', '{"city": "Paris"}']
    call = transcript.blocks[0].call
    assert call is not None
    assert [call.parses_at(position) for position in range(5)] == [False, False, False, False, True]
    assert call.value == {"city": "Paris"}


def test_arguments_that_go_on_after_their_end_parse_only_in_between() -> None:
    transcript = transcript_of(*(ToolCallDelta(0, 0, arguments=piece) for piece in ("{", "} ", "\n", "{}")))
    call = only_block(transcript).call
    assert call is not None
    assert [call.parses_at(position) for position in range(5)] == [False, False, True, True, False]
    assert call.value is None


def test_arguments_that_never_become_json_never_parse() -> None:
    call = only_block(transcript_of(ToolCallDelta(0, 0, arguments='{"city'))).call
    assert call is not None
    assert (call.parses_from, call.value) == (None, None)


def test_arguments_nested_beyond_reason_never_parse() -> None:
    call = only_block(transcript_of(ToolCallDelta(0, 0, arguments="[" * 100_000))).call
    assert call is not None
    assert call.parses_from is None


def test_arguments_sent_as_json_become_one_line_of_it() -> None:
    block = only_block(transcript_of(ToolCallDelta(0, 0, name="f", value={"città": "Roma"}, whole=True)))
    assert block.text == '{"città": "Roma"}'
    assert block.call is not None
    assert block.call.value == {"città": "Roma"}


def test_arguments_sent_whole_again_are_not_doubled() -> None:
    call = ToolCallDelta(0, 0, value={}, whole=True)
    assert only_block(transcript_of(call, call)).text == "{}"


def test_usage_finish_and_role_hold_from_where_they_are_said() -> None:
    usage = make_usage()
    transcript = transcript_of(RoleSet(0, "assistant"), Finish(0, "stop"), UsageUpdate(usage))
    assert [transcript.roles[0].at(position) for position in (0, 1, 3)] == [None, "assistant", "assistant"]
    assert [transcript.finish_at(position) for position in (1, 2, 3)] == [None, "stop", "stop"]
    assert [transcript.usage_at(position) for position in (2, 3)] == [None, usage]
    assert transcript.finish_at(3, choice=1) is None


def test_of_finishes_that_come_with_each_piece_the_last_holds() -> None:
    said = [TextDelta(0, "a"), Finish(0, "STOP")]
    transcript = transcript_of(
        said, said, [TextDelta(1, "b"), Finish(1, "STOP")], [TextDelta(1, ""), Finish(1, "STOP")]
    )
    assert [transcript.finish_at(position) for position in (1, 2, 3)] == [None, "STOP", "STOP"]
    assert transcript.finishes[1].positions == (3,)


def test_an_error_that_ended_the_stream_stands_at_its_last_chunk() -> None:
    transcript = Transcript.of(make_chunks(TextDelta(0, "a"), TextDelta(0, "b")), make_api_error(message="no"))
    error = transcript.blocks[-1]
    assert (error.kind, error.started_at, error.text) == ("error", 2, "BadRequestError 400: no")


def test_an_error_instead_of_any_chunk_stands_at_position_0() -> None:
    transcript = Transcript.of((), make_api_error())
    assert transcript.length == 0
    assert only_block(transcript).length_at(0) > 0


def test_an_error_that_says_nothing_is_still_an_error() -> None:
    assert only_block(transcript_of(StreamError(None, None, None))).text == "error"


def test_data_stands_line_by_line() -> None:
    block = only_block(transcript_of(Data("pulling"), Data("pulling"), Data("done", "3 layers")))
    assert block.text == "pulling\ndone\n3 layers"


def test_a_stream_of_nothing_is_empty_everywhere() -> None:
    transcript = Transcript.of(())
    assert (transcript.length, transcript.blocks, transcript.choices) == (0, (), ())
    assert transcript.usage_at(0) is None
    assert transcript.tool_calls_at(5) == ()


def test_times_of_arrival_come_from_the_chunks() -> None:
    chunks = [
        Chunk(make_raw_chunk({"created_at": f"2026-05-01T12:00:0{second}Z"}, index=second), ()) for second in range(3)
    ]
    assert Transcript.of(chunks).arrival_s == (0.0, 1.0, 2.0)
    assert Transcript.of(make_chunks([], [])).arrival_s is None


def states_of(transcript: Transcript, position: int) -> list[object]:
    """Everything a screen asks at one position."""
    return [
        *((block.key, block.text_at(position), block.delta_at(position)) for block in transcript.blocks_at(position)),
        transcript.tool_calls_at(position),
        transcript.touched_at(position),
        transcript.usage_at(position),
        *(transcript.finish_at(position, choice) for choice in transcript.choices),
        *((choice, role.at(position)) for choice, role in transcript.roles.items()),
    ]


@given(streams)
def test_every_position_says_what_a_fold_of_the_chunks_up_to_it_says(chunks: tuple[Chunk, ...]) -> None:
    transcript = Transcript.of(chunks)
    for position in range(len(chunks) + 1):
        prefix = Transcript.of(chunks[:position])
        expected = folded_texts(chunks[:position])
        texts = {tuple(block.key): block.text_at(position) for block in transcript.blocks_at(position)}
        assert {key: texts.get(key) for key in expected} == expected
        assert [block.key for block in prefix.blocks] == [block.key for block in transcript.blocks_at(position)]
        assert [block.text for block in prefix.blocks] == [
            block.text_at(position) for block in transcript.blocks_at(position)
        ]
        assert prefix.usage.last == transcript.usage_at(position)
        assert prefix.tool_calls_at(position) == transcript.tool_calls_at(position)


@given(streams)
def test_deltas_joined_are_the_text_and_offsets_lead_back_to_them(chunks: tuple[Chunk, ...]) -> None:
    transcript = Transcript.of(chunks)
    for block in transcript.blocks:
        spans = [block.delta_at(position) for position in range(1, len(chunks) + 1)]
        assert "".join(block.text[start:end] for start, end in spans) == block.text
        for offset in range(len(block.text)):
            start, end = block.delta_at(block.chunk_at(offset))
            assert start <= offset < end
        for position, (start, end) in enumerate(spans, start=1):
            assert end == start or block in transcript.touched_at(position)


@given(streams)
def test_arguments_parse_exactly_where_a_parser_says_so(chunks: tuple[Chunk, ...]) -> None:
    for block in Transcript.of(chunks).blocks:
        if block.call is None or block.text[:1] not in ("{", "["):
            continue
        for position in range(len(chunks) + 1):
            assert block.call.parses_at(position) == _parses(block.text_at(position))


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@needs_corpus
@pytest.mark.parametrize("folder", ["ogx-2026-05", "llama-stack-2025-08", "rerecord"])
def test_forwards_backwards_and_seeking_agree_in_every_real_stream(folder: str) -> None:
    steps = 0
    for path in corpus_files():
        if folder not in path.parts or path.stat().st_size > 200_000:
            continue
        for recording in formats.read(path.read_bytes(), str(path)):
            if not isinstance(recording, Recording) or not recording.response.streaming:
                continue
            chunks = dialects.decode(recording)
            transcript = Transcript.of(chunks, recording.response.error)
            texts = {block.key: "" for block in transcript.blocks}
            for position in range(len(chunks) + 1):
                for block in transcript.touched_at(position):
                    start, end = block.delta_at(position)
                    texts[block.key] += block.text[start:end]
                    assert len(texts[block.key]) == block.length_at(position)
            for position in range(len(chunks), 0, -1):
                for block in transcript.touched_at(position):
                    start, end = block.delta_at(position)
                    assert texts[block.key][start:] == block.text[start:end]
                    texts[block.key] = texts[block.key][:start]
            steps += len(chunks)
            assert not any(texts.values())
    assert steps > 0


def test_arguments_said_again_stand_on_a_line_of_their_own_and_the_last_count() -> None:
    chunks = make_chunks(
        ToolCallDelta(0, 0, "x", "f", value={"a": 1}, whole=True),
        ToolCallDelta(0, 0, arguments='{"a":'),
        ToolCallDelta(0, 0, arguments="2}"),
        ToolCallDelta(0, 0, value={"a": 3}, whole=True),
    )
    (block,) = Transcript.of(chunks).blocks
    assert block.text == '{"a": 1}\n{"a":2}\n{"a": 3}'
    assert block.call is not None and block.call.value == {"a": 3}
    assert [block.call.parses_at(position) for position in range(5)] == [False, False, False, False, True]


def test_free_text_is_whole_at_any_time() -> None:
    chunks = make_chunks(ToolCallDelta(0, 0, "x", "sql", free_text=True), ToolCallDelta(0, 0, arguments="select 1"))
    (block,) = Transcript.of(chunks).blocks
    assert block.call is not None and block.call.value is None
    assert block.call.parses_at(2)
