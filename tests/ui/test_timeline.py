from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from recview.analysis.markers import Marker, MarkerKind
from recview.analysis.playback import Playback
from recview.ui.renderables.timeline import (
    cell_of,
    marker_text,
    marks_by_cell,
    marks_by_position,
    position_of,
    timeline_segments,
)
from recview.ui.widgets.transport_bar import Pace


def drawn(position: int, length: int, width: int, markers: Sequence[Marker] = (), stops: Sequence[int] = ()) -> str:
    marks = marks_by_cell(markers, length, width, stops)
    return "".join(segment.text for segment in timeline_segments(position, length, marks, width, lambda _: Style()))


@given(st.integers(1, 500), st.integers(1, 200), st.data())
def test_the_track_is_as_wide_as_asked_and_holds_one_playhead(length: int, width: int, data: st.DataObject) -> None:
    track = drawn(data.draw(st.integers(1, length)), length, width)
    assert len(track) == width
    assert track.count("●") == 1


@given(st.integers(2, 300), st.data())
def test_a_click_on_the_playheads_cell_seeks_to_its_chunk_where_cells_suffice(length: int, data: st.DataObject) -> None:
    width = data.draw(st.integers(length, 400))
    position = data.draw(st.integers(1, length))
    assert position_of(cell_of(position, length, width), length, width) == position


def test_of_markers_on_one_cell_the_gravest_is_drawn() -> None:
    both = [Marker(6, "problem", "goes on"), Marker(6, "finish", "stop")]
    assert drawn(1, 11, 11, both) == "●────!─────"


def test_a_difference_stands_above_all_markers() -> None:
    assert drawn(1, 11, 11, [Marker(6, "error", "")], stops=[6]) == "●────≠─────"


def test_markers_of_one_chunk_are_told_gravest_first() -> None:
    found = marks_by_position([Marker(2, "finish", "stop"), Marker(2, "problem", "odd"), Marker(1, "usage", "usage")])
    assert [marker.kind for marker in found[2]] == ["problem", "finish"]
    assert found[1][0].kind == "usage"


@pytest.mark.parametrize(
    ("kind", "label", "said"),
    [
        ("first_token", "first token", "first token"),
        ("tool_call", "get_weather", "tool call get_weather"),
        ("tool_call", "tool call", "tool call"),
        ("finish", "stop", "finish stop"),
        ("problem", "it goes on\x1b[2J", "anomaly: it goes on␛[2J"),
        ("problem", "", "anomaly"),
    ],
)
def test_a_marker_names_itself(kind: MarkerKind, label: str, said: str) -> None:
    assert marker_text(Marker(1, kind, label)) == said


def test_an_invented_pace_is_called_so_and_how_fast_it_is_in_however_few_words() -> None:
    assert Pace.of(Playback(100)).said() == (
        "1× · 20/s, pace invented",
        "1× · pace invented",
        "1× invented",
    )


def test_a_recorded_pace_is_called_so() -> None:
    assert Pace.of(Playback(5, arrival_s=(0.0, 0.5, 1.0, 1.5, 2.0))).said()[0] == "1× · 2/s, pace recorded"


def test_at_once_is_no_pace() -> None:
    playback = Playback(5)
    playback.change_speed(9)
    assert Pace.of(playback).said() == ("instant",)
