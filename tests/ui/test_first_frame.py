"""The first frame: it has the rows that were read before the interface was loaded; the rest is made behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from interface import browse, settled, shown, until
from textual.pilot import Pilot
from textual.widgets import Input

from recview.samples import recordings_path
from recview.store.index import IndexBatch
from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.store.tree_reading import TreeReading
from recview.ui.app import browser
from recview.ui.screens.browse import BrowseScreen

ROOTS = open_roots([str(recordings_path())])


class Ahead(TreeReading):
    """Everything is read before anybody asks; who asks later gets nothing."""

    def __init__(self) -> None:
        super().__init__(ROOTS, cached=False)
        self.read_ahead(60)
        self.await_ahead(60)

    def rest(self) -> Iterator[IndexBatch]:
        return iter(())


@asynccontextmanager
async def opened(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    settings = load_settings({"live": False}, environ={}, cwd=Path("/"), user_file=Path("/none"))
    async with browser(ROOTS, settings, reading=Ahead()).run_test(size=size) as pilot:
        yield pilot


async def test_what_was_read_ahead_is_listed_counted_and_opened() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        recordings = len(list(recordings_path().rglob("*.json")))
        assert len(screen.list_pane.recordings.lines) > recordings
        assert f"{recordings} recordings" in shown(pilot)
        await until(pilot, lambda: screen.detail.furnished)
        await settled(pilot)
        assert "this call" in shown(pilot)


async def test_a_pane_is_empty_before_it_is_furnished(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(self: BrowseScreen) -> None:
        pass

    monkeypatch.setattr(BrowseScreen, "_furnish", nothing)
    async with opened() as pilot:
        await pilot.pause()
        frame = shown(pilot)
        assert "Usage" in frame
        assert "#" not in frame and "Pane" not in frame


@pytest.mark.parametrize(
    ("width", "classes"), [(80, {"-single", "-pane-list"}), (110, {"-stacked"}), (120, {"-columns"}), (200, {"-wide"})]
)
async def test_the_first_layout_is_that_of_the_width(width: int, classes: set[str]) -> None:
    async with opened((width, 36)) as pilot:
        shaped = {name for name in browse(pilot).classes if name.startswith("-")}
        assert shaped == classes


async def test_a_filter_need_not_wait_for_what_is_made_behind_the_first_frame() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await screen.list_pane.open_filter(to_search=True)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await until(pilot, lambda: screen.detail.furnished)
        await settled(pilot)
        assert len(screen.list_pane.query(Input)) == 1
        assert screen.list_pane.query_one(Input).value == 'text:"'
