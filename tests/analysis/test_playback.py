from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.playback import NORMAL_SPEED, SPEEDS, Playback


def playing(length: int, **options: object) -> Playback:
    playback = Playback(length, chunks_per_second=10, **options)  # type: ignore[arg-type]
    playback.play()
    return playback


def test_it_stands_on_the_first_chunk() -> None:
    assert Playback(9).position == 1
    assert not Playback(9).playing


def test_time_passes_only_while_it_plays() -> None:
    playback = Playback(9, chunks_per_second=10)
    assert not playback.advance(5)
    playback.play()
    assert playback.advance(0.1)
    assert playback.position == 2
    playback.pause()
    assert not playback.advance(5)
    playback.toggle()
    assert playback.advance(0.1)
    assert playback.position == 3


def test_a_late_tick_catches_up() -> None:
    playback = playing(100)
    playback.advance(2.5)
    assert playback.position == 26


def test_a_tick_too_short_for_a_chunk_is_not_lost() -> None:
    playback = playing(100)
    assert [playback.advance(0.025) for _ in range(8)] == [False, False, False, True] * 2


def test_it_stops_at_the_end_and_plays_again_from_the_start() -> None:
    playback = playing(3)
    assert playback.advance(99)
    assert (playback.position, playback.playing, playback.at_end) == (3, False, True)
    playback.play()
    assert (playback.position, playback.playing) == (1, True)


@pytest.mark.parametrize("length", [0, 1])
def test_what_has_no_next_chunk_does_not_play(length: int) -> None:
    playback = playing(length)
    assert (playback.position, playback.playing) == (length, False)
    assert not playback.advance(1)
    assert not playback.step(1)
    assert not playback.seek_fraction(5)


def test_a_step_pauses_and_stays_inside() -> None:
    playback = playing(3)
    assert playback.step(1)
    assert (playback.position, playback.playing) == (2, False)
    playback.step(-5)
    assert playback.position == 1
    assert not playback.step(-1)
    playback.step(99)
    assert playback.position == 3


def test_seeking_goes_on_playing() -> None:
    playback = playing(50)
    playback.advance(0.05)
    playback.seek(20)
    playback.advance(0.1)
    assert (playback.position, playback.playing) == (21, True)


def test_tenths_run_from_the_first_chunk() -> None:
    playback = Playback(101)
    positions = []
    for tenths in range(10):
        playback.seek_fraction(tenths)
        positions.append(playback.position)
    assert positions == [1, 11, 21, 31, 41, 51, 61, 71, 81, 91]


def test_markers_are_stops() -> None:
    playback = Playback(9, markers=(2, 5, 5, 9))
    stops = []
    while playback.next_marker():
        stops.append(playback.position)
    assert stops == [2, 5, 9]
    while playback.previous_marker():
        stops.append(playback.position)
    assert stops == [2, 5, 9, 5, 2]


def test_speeds_have_ends() -> None:
    playback = Playback(9, chunks_per_second=10)
    assert (playback.speed, playback.rate) == (SPEEDS[NORMAL_SPEED], 10)
    playback.change_speed(99)
    assert math.isinf(playback.rate)
    playback.change_speed(-99)
    assert playback.rate == pytest.approx(1)


def test_a_change_of_speed_keeps_what_has_been_waited_for() -> None:
    playback = playing(100)
    playback.advance(0.09)
    playback.change_speed(1)
    assert playback.advance(0.005)
    assert playback.position == 2


def test_instant_is_instant() -> None:
    playback = playing(100_000)
    playback.change_speed(99)
    assert playback.advance(0.001)
    assert playback.at_end


def test_a_recorded_pace_is_followed_and_said_to_be_one() -> None:
    playback = playing(4, arrival_s=(0.0, 3.0, 3.0, 3.5))
    assert playback.paced_by_recording
    assert not playback.advance(2.9)
    assert playback.advance(0.1)
    assert playback.position == 3
    playback.advance(0.5)
    assert playback.at_end
    assert playback.rate == pytest.approx(3 / 3.5)


def test_times_that_do_not_fit_the_stream_are_not_followed() -> None:
    assert not Playback(3, arrival_s=(0.0, 1.0)).paced_by_recording
    assert not Playback(3).paced_by_recording


def test_stepping_back_into_chunks_that_came_at_once_stays_there() -> None:
    playback = Playback(4, arrival_s=(0.0, 1.0, 1.0, 2.0))
    playback.seek(2)
    assert playback.position == 2
    assert playback.step(1)
    assert playback.position == 3


paces = st.none() | st.lists(st.integers(0, 400), min_size=20, max_size=20).map(
    lambda gaps: tuple(sum(gaps[:index]) / 1000 for index in range(20))
)
milliseconds = st.integers(0, 1500)


@given(paces, st.integers(1, 20), st.integers(0, 6), milliseconds, milliseconds)
def test_time_may_be_cut_anywhere(
    arrival_s: tuple[float, ...] | None, start: int, speed: int, first: int, second: int
) -> None:
    whole, cut = (Playback(20, chunks_per_second=8, position=start, arrival_s=arrival_s) for _ in range(2))
    for playback in (whole, cut):
        playback.speed_index = speed
        playback.playing = not playback.at_end
    whole.advance((first + second) / 1000)
    cut.advance(first / 1000)
    cut.advance(second / 1000)
    assert (whole.position, whole.playing) == (cut.position, cut.playing)


@given(paces, st.lists(st.one_of(st.integers(-30, 30), st.floats(0, 0.5))))
def test_it_never_leaves_the_stream_and_time_never_goes_backwards(
    arrival_s: tuple[float, ...] | None, acts: list[int | float]
) -> None:
    playback = Playback(20, arrival_s=arrival_s)
    for act in acts:
        before = playback.position
        if isinstance(act, int):
            moved = playback.step(act)
            assert playback.position == max(1, min(before + act, 20))
        else:
            playback.play()
            before = playback.position
            moved = playback.advance(act)
            assert playback.position >= before
        assert moved == (playback.position != before)
        assert 1 <= playback.position <= 20


@given(st.integers(0, 30), st.data())
def test_forwards_backwards_and_seeking_meet_at_every_position(length: int, data: st.DataObject) -> None:
    forwards, backwards, seeking = Playback(length), Playback(length, position=length), Playback(length)
    target = data.draw(st.integers(min(1, length), length))
    while forwards.position < target:
        assert forwards.step(1)
    while backwards.position > target:
        assert backwards.step(-1)
    seeking.seek(target)
    assert forwards.position == backwards.position == seeking.position == target
