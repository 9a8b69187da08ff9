from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from factories import (
    make_chat_chunk,
    make_chat_completion,
    make_chat_stream,
    make_document,
    read_recording,
    write_recording,
)
from textual.app import App, ComposeResult

from recview.analysis.problem import Problem
from recview.model.json_value import JSON
from recview.model.message import ToolResultPart
from recview.store.reading import LoadedRecording
from recview.ui import app as app_module
from recview.ui.opened import Opened, prepare
from recview.ui.panels.playback import PlaybackPanel
from recview.ui.theming import bundled_themes
from recview.ui.tool_results import FoundResult, find_tool_result
from recview.ui.widgets.chunk_list import ChunkList
from recview.ui.widgets.chunk_view import ChunkView
from recview.ui.widgets.findings import Findings
from recview.ui.widgets.problem_bar import ProblemBar, placeless
from recview.ui.widgets.raw_lines import RawLines
from recview.ui.widgets.token_bar import TokenBar


def opened(body: Any, **document: Any) -> Opened:
    return prepare(LoadedRecording(read_recording(make_document(body, **document))))


def scored(text: str, probability: float) -> JSON:
    token = {"token": text, "logprob": math.log(probability), "bytes": None, "top_logprobs": []}
    return make_chat_chunk(content=text, logprobs={"content": [token], "refusal": None})


UI = Path(app_module.__file__).parent


class PanelApp(App[None]):
    CSS_PATH = [UI / "app.tcss", UI / "screens" / "browse.tcss"]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        for theme in bundled_themes():
            self.register_theme(theme)
        self.theme = bundled_themes()[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_themes()[0].variables

    def compose(self) -> ComposeResult:
        yield PlaybackPanel()

    @property
    def panel(self) -> PlaybackPanel:
        return self.query_one(PlaybackPanel)

    @property
    def first_line(self) -> str:
        return self.panel.answer.view.render_line(0).text.strip()

    @property
    def heading(self) -> str:
        return self.query_one("#chunk-heading").render_line(0).text


async def test_the_answer_the_chunk_and_the_heading_go_with_the_playhead() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_stream(["Hel", "lo"])), 1)
        await pilot.pause()
        told = []
        for _ in range(3):
            app.panel.player.step(1)
            told.append((app.first_line, app.heading.replace("─", "").split()[:6]))
        assert [text for text, _ in told] == ["Hel", "Hello", "Hello"]
        assert told[0][1] == ["chunk", "2", "of", "4", "╿", "first"]
        assert told[2][1] == ["chunk", "4", "of", "4", "■", "finish"]
        assert app.panel.playback.position == 4


async def test_an_anomaly_is_told_in_full_below_the_heading_of_its_chunk() -> None:
    recording = opened([*make_chat_stream(["Hi"]), make_chat_chunk(content=" again")])
    app = PanelApp()
    async with app.run_test(size=(38, 24)) as pilot:
        app.panel.show(recording, 3)
        await pilot.pause()
        anomalies = app.query_one("#chunk-anomalies", Findings)
        assert not anomalies.display
        app.panel.seek(4)
        await pilot.pause()
        (anomaly,) = [each.message for each in recording.problems if each.position == 4]
        assert len(anomaly) > 38
        told = " ".join(anomalies.render_line(y).text.strip() for y in range(anomalies.size.height))
        assert told == f"! {anomaly}"
        assert "chunk 4 of 4 ── ! anomaly" in app.heading
        app.panel.clear("nothing")
        assert not anomalies.display


async def test_a_problem_of_the_whole_takes_three_lines_at_most_and_says_how_many_more_there_are() -> None:
    app = PanelApp()
    async with app.run_test(size=(44, 24)) as pilot:
        bar = app.query_one(ProblemBar)
        told = []
        for words in (3, 10, 13, 60):
            first = Problem("hash", "warning", " ".join(["wrong"] * words))
            bar.show([first, Problem("hash", "warning", "another")])
            await pilot.pause()
            told.append([bar.render_line(y).text.rstrip() for y in range(bar.size.height)])
        assert told[0] == ["! wrong wrong wrong  1 more in Response"]
        assert [line.count("wrong") for line in told[1]] == [7, 3]
        assert told[1][-1] == "  wrong wrong wrong  1 more in Response"
        assert [line.count("wrong") for line in told[2]] == [7, 6, 0]
        assert told[2][-1] == "  1 more in Response"
        assert len(told[3]) == 3
        assert told[3][-1].endswith("…  1 more in Response")


async def test_time_that_passed_unseen_is_caught_up_with() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_stream(["x"] * 40)), 1)
        await pilot.pause()
        app.panel.player.playback.play()
        app.panel.player.advance(1.0)
        assert app.panel.playback.position == 21
        assert app.first_line == "x" * 20


async def test_a_plain_response_has_no_transport_and_lights_nothing() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_completion("Hello"), streaming=False), 1)
        await pilot.pause()
        assert not app.panel.player.display
        assert "plain response" in app.heading
        assert app.first_line == "Hello"


async def test_an_events_own_lines_are_shown_on_demand() -> None:
    body = ['data: {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}', ""]
    request = {"method": "POST", "url": "https://api.openai.com/v1/chat/completions", "body": {"stream": True}}
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        recording = read_recording(make_document(body, streaming=True, request=request))
        assert recording.response.chunks[0].lines, "a server-sent event"
        app.panel.show(prepare(LoadedRecording(recording)), 1)
        await pilot.pause()
        lines = app.query_one(RawLines)
        before = lines.display
        app.panel.toggle_raw()
        await pilot.pause()
        assert (before, lines.display) == (False, True)
        assert lines.render_line(0).text.startswith("data:")
        assert "raw chunk 1" in app.heading


async def test_the_envelope_is_shown_on_demand() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_stream()), 2)
        await pilot.pause()
        app.panel.toggle_raw()
        payload = app.query_one(ChunkView).payload
        assert isinstance(payload, dict)
        assert list(payload) == ["__type__", "__data__"]


async def test_tokens_are_coloured_on_demand_and_the_least_sure_come_first() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened([scored("a", 0.9), scored("b", 0.2), scored("c", 0.5)]), 1)
        await pilot.pause()
        assert app.panel.toggle_probabilities()
        visited = []
        for _ in range(4):
            assert app.panel.to_least_sure()
            token = app.panel.answer.token_under_cursor
            visited.append((token.token if token else None, app.panel.playback.position))
        await pilot.pause()
        assert visited == [("b", 2), ("c", 3), ("a", 1), ("b", 2)]
        assert app.query_one(TokenBar).render_line(0).text.startswith('"b" 20 %')


async def test_a_recording_without_probabilities_says_so() -> None:
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_stream()), 1)
        await pilot.pause()
        assert not app.panel.toggle_probabilities()
        assert not app.query_one(TokenBar).display


async def test_the_list_of_chunks_stands_where_its_fragments_have_room_and_shows_the_playheads() -> None:
    pieces = [f'"word {number}", ' for number in range(60)]
    call = opened(make_chat_stream([], tool_calls=[("call_1", "look", pieces)]))
    for width, stacked in ((47, True), (90, False)):
        app = PanelApp()
        async with app.run_test(size=(width, 30)) as pilot:
            app.panel.show(call, 55)  # a role, the call, and its pieces
            app.panel.toggle_chunk_list()
            await pilot.pause()
            chunks, beside = app.panel.query_one(ChunkList), app.panel.query_one(ChunkView)
            assert (chunks.region.bottom <= beside.region.y) is stacked
            assert (chunks.region.right <= beside.region.x) is not stacked
            assert 0 <= chunks.cursor_row < chunks.size.height
            line = "".join(segment.text for segment in chunks.line_segments(54, chunks.size.width))
            assert "⚙0 +" in line and "word 5" in line


async def test_the_tool_call_at_hand_is_the_one_under_the_cursor_before_the_newest() -> None:
    calls = [("call_1", "get_weather", ["{}"]), ("call_2", "search", ["{}"])]
    app = PanelApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.panel.show(opened(make_chat_stream([], tool_calls=calls)), 5)
        await pilot.pause()
        newest = app.panel.tool_call
        app.panel.answer.view.cursor = 1
        here = app.panel.tool_call
        assert newest is not None
        assert here is not None
        assert (newest.id, here.id) == ("call_2", "call_1")


def test_problems_with_a_place_are_markers_and_not_told_twice() -> None:
    recording = opened(make_chat_stream(finish_reason=""))
    assert recording.problems
    assert all(problem.position is None for problem in placeless(recording.problems))
    assert not any(problem.rule == "no-finish" for problem in placeless(recording.problems))


def test_a_tools_result_is_found_by_the_calls_id(tmp_path: Path) -> None:
    def carrying(name: str, call_id: str) -> str:
        result = {"role": "tool", "tool_call_id": call_id, "content": "21 °C"}
        body: JSON = {"model": "gpt-4o", "messages": [{"role": "user", "content": "?"}, result]}
        return str(write_recording(tmp_path / name, make_document(request_body=body)))

    paths = [str(tmp_path / "gone.json"), carrying("a.json", "call_1"), carrying("b.json", "call_2")]
    assert find_tool_result(paths, "call_2", "get_weather") == FoundResult(
        paths[2], ToolResultPart("call_2", None, "21 °C")
    )
    assert find_tool_result(paths, "call_3", "get_weather") is None
