from __future__ import annotations

from factories import make_chunks
from hypothesis import given
from hypothesis import strategies as st
from streams import streams

from recview.analysis.lockstep import LockStep
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk, Finish, ReasoningDelta, RoleSet, StreamEvent, TextDelta, ToolCallDelta


def transcript_of(*groups: StreamEvent | list[StreamEvent]) -> Transcript:
    return Transcript.of(make_chunks(*groups))


def texts(*pieces: str) -> Transcript:
    return transcript_of(*(TextDelta(0, piece) for piece in pieces))


def test_the_same_text_in_other_chunks_is_aligned_by_what_is_said() -> None:
    lockstep = LockStep.of(texts("The ", "planet ", "with ", "rings"), texts("The planet", " with rings"))
    assert [lockstep.right_of(position) for position in range(5)] == [0, 1, 2, 2, 2]
    assert [lockstep.left_of(position) for position in range(3)] == [0, 2, 4]
    assert lockstep.divergences == ()


def test_positions_outside_are_clamped() -> None:
    lockstep = LockStep.of(texts("a"), texts("a", "b"))
    assert (lockstep.right_of(-1), lockstep.right_of(9), lockstep.left_of(9)) == (0, 2, 1)


def test_text_parts_at_a_character_and_a_chunk_of_either_side() -> None:
    lockstep = LockStep.of(texts("It is ", "Saturn", "."), texts("It ", "is ", "Sat", "ellite."))
    first = lockstep.divergences[0]
    assert (first.kind, first.offset, first.left_position, first.right_position) == ("text", 9, 2, 4)


def test_what_follows_a_difference_is_aligned_again() -> None:
    left, right = texts("It is ", "Mars", ", I ", "think."), texts("It is ", "the planet ", "Saturn", ", I ", "think.")
    lockstep = LockStep.of(left, right)
    assert lockstep.right_of(3) == 4
    assert lockstep.left_of(4) == 3


def test_a_text_that_only_goes_on_parts_at_its_end() -> None:
    lockstep = LockStep.of(texts("a", "b"), texts("a", "b", "c"))
    first = lockstep.divergences[0]
    assert (first.offset, first.left_position, first.right_position) == (2, 2, 3)


def test_reasoning_on_one_side_only_is_a_difference_and_does_not_move_the_answer() -> None:
    left = transcript_of(ReasoningDelta(0, "hm"), ReasoningDelta(0, "m"), TextDelta(0, "yes"))
    lockstep = LockStep.of(left, texts("yes"))
    first = lockstep.divergences[0]
    assert (first.kind, first.left_position, first.right) == ("reasoning", 1, None)
    assert lockstep.right_of(3) == 1


def test_tool_calls_differ_by_name_and_by_arguments() -> None:
    def call(name: str, arguments: str) -> Transcript:
        return transcript_of([], ToolCallDelta(0, 0, name=name), ToolCallDelta(0, 0, arguments=arguments))

    assert LockStep.of(call("f", '{"a": 1}'), call("f", '{"a":1}')).divergences == ()
    named = LockStep.of(call("f", "{}"), call("g", "{}")).divergences
    assert [(divergence.kind, divergence.left_position) for divergence in named] == [("tool_name", 2)]
    argued = LockStep.of(call("f", '{"a": 1}'), call("f", '{"a": true}')).divergences
    assert [(divergence.kind, divergence.offset) for divergence in argued] == [("tool_call", 6)]


def test_finish_reasons_are_met_together_and_may_differ() -> None:
    left = transcript_of(TextDelta(0, "a"), Finish(0, "stop"), [])
    right = transcript_of(TextDelta(0, "a"), [], [], Finish(0, "length"), [])
    lockstep = LockStep.of(left, right)
    assert lockstep.right_of(2) == 4
    assert [(d.kind, d.left_position, d.right_position) for d in lockstep.divergences] == [("finish", 2, 4)]


def test_a_finish_that_is_missing_differs_at_the_end() -> None:
    lockstep = LockStep.of(transcript_of(TextDelta(0, "a"), Finish(0, "stop")), texts("a"))
    assert [(d.kind, d.left_position, d.right_position) for d in lockstep.divergences] == [("finish", 2, 1)]


def test_against_nothing_there_is_nothing_to_stand_on() -> None:
    lockstep = LockStep.of(texts("a", "b"), Transcript.of(()))
    assert [lockstep.right_of(position) for position in range(3)] == [0, 0, 0]
    assert lockstep.left_of(0) == 0


@given(streams)
def test_a_stream_does_not_part_from_itself(chunks: tuple[Chunk, ...]) -> None:
    transcript = Transcript.of(chunks)
    assert LockStep.of(transcript, transcript).divergences == ()


@given(streams, streams)
def test_playheads_go_forward_together_and_arrive_together(left: tuple[Chunk, ...], right: tuple[Chunk, ...]) -> None:
    lockstep = LockStep.of(Transcript.of(left), Transcript.of(right))
    for there, length, other in ((lockstep.right_of, len(left), len(right)), (lockstep.left_of, len(right), len(left))):
        positions = [there(position) for position in range(length + 1)]
        assert positions == sorted(positions)
        assert positions[0] == 0
        assert all(0 <= position <= other for position in positions)
        assert not length or positions[-1] == other


@given(st.lists(st.text("abc ", min_size=1, max_size=4), min_size=1, max_size=10), st.data())
def test_as_much_is_said_on_the_right_as_on_the_left(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text)))) | {len(text)})
    left = texts(*pieces)
    right = transcript_of(
        RoleSet(0, "assistant"), *(TextDelta(0, text[a:b]) for a, b in zip([0, *cuts], cuts, strict=False))
    )
    lockstep = LockStep.of(left, right)
    for position in range(1, len(pieces)):
        other = lockstep.right_of(position)
        said = left.blocks[0].length_at(position)
        assert right.blocks[0].length_at(other) >= said
        assert right.blocks[0].length_at(other - 1) < said
