"""The contract of panels: each shows an empty, a failed, a streaming and a huge recording, small and large."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories import make_chat_chunk, make_chat_stream, make_document
from textual.app import ComposeResult
from textual.screen import Screen

from recview.model.recording import Unreadable
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp
from recview.ui.opened import Opened, open_bytes
from recview.ui.panels.base import Panel
from recview.ui.panels.registry import PANELS


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


class PanelScreen(Screen[None]):
    """Nothing but one panel."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.panel = panel

    def compose(self) -> ComposeResult:
        yield self.panel


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
