"""The contract of panels: each shows an empty, a failed, a streaming and a huge recording, small and large."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from factories import make_chat_chunk, make_chat_stream, make_document
from interface import shown
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from recview.model.recording import Unreadable
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp
from recview.ui.opened import Opened, open_bytes
from recview.ui.panels.base import Panel
from recview.ui.panels.playback import PlaybackPanel
from recview.ui.panels.registry import PANELS
from recview.ui.widgets.line_view import LineView


def failed() -> dict[str, Any]:
    """Two chunks, then an exception."""
    document = make_document([make_chat_chunk(content="Hel"), make_chat_chunk(content="lo")])
    document["response"] |= {
        "is_exception": True,
        "exception_data": {"type": "APIError", "status_code": 503, "message": "gone away"},
    }
    return document


def huge() -> dict[str, Any]:
    """5,000 chunks, and a request of a megabyte."""
    body = {"model": "m", "messages": [{"role": "user", "content": "word " * 40} for _ in range(5_000)], "stream": True}
    return make_document(make_chat_stream([f"token {number} " for number in range(5_000)]), request_body=body)


RECORDINGS = {
    "empty": lambda: make_document([]),
    "failed": failed,
    "streaming": make_document,
    "huge": huge,
}


def talk(*numbers: int, **fields: Any) -> Opened:
    """A recording of some messages, each of three lines, and an answer of forty chunks, a line each."""
    messages = [{"role": "user", "content": f"message {number}\nsays\nthis"} for number in numbers]
    body = {"model": "m", "messages": messages, "stream": True, "temperature": 0.5, "user": "u"} | fields
    chunks = make_chat_stream([f"line {number}\n" for number in range(40)])
    opened = open_bytes(json.dumps(make_document(chunks, request_body=body)).encode(), "recordings/a.json")
    assert isinstance(opened, Opened)
    return opened


class PanelScreen(Screen[None]):
    """Nothing but one panel."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel

    def compose(self) -> ComposeResult:
        yield self.panel


def views(panel: Panel) -> list[LineView]:
    """The lists and texts of a panel."""
    return [view for view in panel.query(LineView) if view.display and view.size.height]


def line_under_cursor(view: LineView) -> tuple[str, int]:
    """What the cursor is on, but for a comma that comes and goes, and the row it is on."""
    text = "".join(segment.text for segment in view.line_segments(view.cursor, view.size.width))
    return text.rstrip(","), view.cursor_row


def position(panel: Panel) -> int:
    """Where the playhead is; it is the detail pane that remembers it."""
    return panel.playback.position if isinstance(panel, PlaybackPanel) else 30


async def move(panel: Panel, pilot: Pilot[None]) -> None:
    """Folds something, goes somewhere, scrolls: in every view of a panel."""
    for view in views(panel):
        view.focus()
        await pilot.press("j", "j", "z", "ctrl+d", "ctrl+d", "ctrl+d", "j", "j")
        view.scroll_relative(y=3, animate=False)
        await pilot.pause()


@asynccontextmanager
async def shown_panel(panel: Panel, opened: Opened) -> AsyncIterator[Pilot[None]]:
    """A panel in which somebody has gone somewhere."""
    app = RecviewApp(lambda: PanelScreen(panel), load_settings(environ={}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        panel.show(opened, min(30, opened.transcript.length))
        await pilot.pause()
        await move(panel, pilot)
        yield pilot


each_panel = pytest.mark.parametrize("panel_class", PANELS, ids=lambda panel: panel.panel_id)


@each_panel
async def test_read_again_a_recording_looks_the_same(panel_class: type[Panel]) -> None:
    panel = panel_class()
    async with shown_panel(panel, talk(*range(20))) as pilot:
        playhead = position(panel)
        before, lines = shown(pilot), [line_under_cursor(view) for view in views(panel)]
        panel.show(talk(*range(20)), playhead)
        await pilot.pause()
        assert shown(pilot) == before
        assert [line_under_cursor(view) for view in views(panel)] == lines


@each_panel
async def test_a_moment_in_which_it_cannot_be_read_changes_nothing(panel_class: type[Panel]) -> None:
    panel = panel_class()
    async with shown_panel(panel, talk(*range(20))) as pilot:
        before, playhead = shown(pilot), position(panel)
        panel.clear("cannot be read")
        await pilot.pause()
        panel.clear("cannot be read")
        await pilot.pause()
        assert "cannot be read" in shown(pilot)
        panel.show(talk(*range(20)), playhead)
        await pilot.pause()
        assert shown(pilot) == before


@each_panel
@pytest.mark.parametrize(
    "after", [talk(99, *range(20)), talk(*range(1, 20)), talk(*range(20), temperature=1)], ids=["more", "less", "other"]
)
async def test_the_cursor_stays_with_what_it_is_on(panel_class: type[Panel], after: Opened) -> None:
    panel = panel_class()
    async with shown_panel(panel, talk(*range(20))) as pilot:
        playhead = position(panel)
        before = [line_under_cursor(view) for view in views(panel)]
        panel.show(after, playhead)
        await pilot.pause()
        assert [line_under_cursor(view) for view in views(panel)] == before


@each_panel
async def test_another_recording_starts_afresh(panel_class: type[Panel]) -> None:
    panel = panel_class()
    other = open_bytes(json.dumps(make_document()).encode(), "recordings/b.json")
    assert isinstance(other, Opened)
    async with shown_panel(panel, talk(*range(20))) as pilot:
        panel.show(other, 1)
        await pilot.pause()
        assert all(view.scroll_offset.y == 0 for view in views(panel))


def test_every_panel_has_its_own_id_and_title() -> None:
    assert len({panel.panel_id for panel in PANELS}) == len({panel.panel_title for panel in PANELS}) == len(PANELS)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["small", "large"])
@pytest.mark.parametrize("panel_class", PANELS, ids=lambda panel: panel.panel_id)
async def test_a_panel_shows_every_kind_of_recording(panel_class: type[Panel], size: tuple[int, int]) -> None:
    panel = panel_class()
    app = RecviewApp(lambda: PanelScreen(panel), load_settings(environ={}))
    async with app.run_test(size=size) as pilot:
        for make in RECORDINGS.values():
            opened = open_bytes(json.dumps(make()).encode(), "recordings/a.json")
            assert not isinstance(opened, Unreadable)
            last = len(opened.loaded.chunks)
            panel.show(opened, min(1, last))
            await pilot.pause()
            panel.seek(last)
            await pilot.pause()
            assert isinstance(panel.position_note, str)
            for what in ("path", "value", "json", "chunk"):
                assert panel.copyable(what) is None or isinstance(panel.copyable(what), str)
            assert isinstance(opened, Opened)
        panel.clear("nothing here")
        await pilot.pause()
