"""Reading that is stopped: what is there stays and says so, watching works, and `r` reads the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, make_row, recording_bytes
from interface import browse, filter_to, interface, settled, shown, until
from rich.style import Style
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from recview.analysis.arrangement import OutlineLine
from recview.store.cache import cache_folder
from recview.store.index import IndexBatch
from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp
from recview.ui.feed import Feed
from recview.ui.renderables.outline_lines import ListState, row_segments
from recview.ui.status import Status
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.title_bar import TitleBar

NAMES = tuple("abcdefgh")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.json").write_bytes(content(name))
    return tmp_path


def content(name: str) -> bytes:
    return recording_bytes(make_document(make_chat_stream(["Hello"]), test_id=f"t.py::test_{name}"))


class FeedApp(App[None]):
    """A feed by itself, stopped as soon as it reads."""

    def __init__(self, tree: Path) -> None:
        super().__init__()
        self.feed = Feed(open_roots([str(tree)]), self.post_message, self.run_in_thread, cached=False)
        self.batches: list[IndexBatch] = []
        self.ended = ""

    def run_in_thread(self, work: Callable[[], None], name: str) -> None:
        self.run_worker(work, name, thread=True)

    def on_mount(self) -> None:
        self.feed.read_on()
        self.feed.stop_reading()

    def on_feed_rows_read(self, message: Feed.RowsRead) -> None:
        self.batches.append(message.batch)

    def on_feed_complete(self) -> None:
        self.ended = "complete"

    def on_feed_stopped(self) -> None:
        self.ended = "stopped"


async def test_a_reading_that_is_stopped_names_what_it_left_out(tree: Path) -> None:
    app = FeedApp(tree)
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.ended))
        assert app.ended == "stopped"
        assert app.batches[0].total == len(NAMES), "the listing is whole"
        assert [Path(found.path).stem for found in app.batches[-1].unread] == [*NAMES]
        app.ended = ""
        app.feed.read_again()
        await until(pilot, lambda: bool(app.ended))
        assert app.ended == "complete"
        assert sorted(Path(row.path).stem for batch in app.batches for row in batch.rows if row.state == "full") == [
            *NAMES
        ]


async def reload_and_stop(pilot: Pilot[None]) -> None:
    """A reading, of which no cache knows anything, that is stopped before its first row."""
    screen = browse(pilot)
    shutil.rmtree(cache_folder())
    screen.action_reload()
    screen.action_stop()
    await until(pilot, lambda: screen.library.stopped)
    await settled(pilot)


async def test_a_stopped_reading_says_so_and_how_to_go_on(tree: Path) -> None:
    async with interface(tree) as pilot:
        await reload_and_stop(pilot)
        assert "0 of 8 read, r reads on" in shown(pilot)
        assert browse(pilot).list_pane.recordings.lines[-1].label == "h", "what was there stays"
        await filter_to(pilot, "nowhere")
        assert "Nothing matches of the 0 that are" in shown(pilot)
        await pilot.press("r")
        await until(pilot, lambda: browse(pilot).library.complete)
        assert "r reads on" not in shown(pilot)


async def test_what_was_left_out_is_no_news_to_the_watcher_but_what_changes_is(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        screen = browse(pilot)
        await reload_and_stop(pilot)
        assert "r reads on  live ●" in shown(pilot)
        (tree / "recordings" / "new.json").write_bytes(content("new"))
        await until(pilot, lambda: bool(screen.library.fresh))
        assert [Path(path).stem for path in screen.library.fresh] == ["new"]


async def test_escape_stops_the_reading_before_it_quits_and_control_c_says_when_there_is_nothing_to_stop(
    tree: Path,
) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        await pilot.press("ctrl+c")
        assert "could be stopped" in shown(pilot)
        shutil.rmtree(cache_folder())
        screen.action_reload()
        screen.action_back_or_stop()
        await until(pilot, lambda: screen.library.stopped)
        assert pilot.app.is_running
        await pilot.press("escape")
        assert not pilot.app.is_running


async def test_reading_is_not_begun_twice(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        screen.action_reload()
        screen.action_reload()
        await until(pilot, lambda: screen.library.complete)
        assert len([worker for worker in pilot.app.workers if worker.group == "index"]) <= 1


async def test_a_slow_filter_says_that_it_is_at_work_and_can_be_given_up(tree: Path) -> None:
    async with interface(tree) as pilot:
        pane = browse(pilot).list_pane
        await pilot.press("f")
        pane.query_one(Input).value = "t.py"
        pane.on_filter_bar_changed(FilterBar.Changed("t.py"))
        assert pane.is_filtering
        pane.tell_slow()
        assert pane.facts == "filtering …"
        browse(pilot).action_stop()
        await settled(pilot)
        assert pane.facts == "8"
        assert not pane.is_filtering


def test_a_row_that_was_left_unread_says_so() -> None:
    row = make_row(path="a", state="header")
    line = OutlineLine("recording", "a", "a", 1, 1, row)
    for stopped in (False, True):
        drawn = row_segments(line, row, 60, 1, ListState(stopped=stopped), lambda role: Style())
        assert ("unread" in "".join(segment.text for segment in drawn)) is stopped


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_progress_is_told_at_every_width(width: int) -> None:
    class BarScreen(Screen[None]):
        def compose(self) -> ComposeResult:
            yield TitleBar()

    app = RecviewApp(BarScreen, load_settings(environ={}))
    async with app.run_test(size=(width, 1)) as pilot:
        bar = app.screen.query_one(TitleBar)
        bar.status = Status(
            place="tests/integration",
            counts="100,000 recordings · 27,031 tests",
            state="reading 12,034 of 100,000, ^c stops",
            progress=(0.25, 0.5),
        )
        await pilot.pause()
        assert ("━━━━━━──────" in shown(pilot)) is (width >= 80)
        assert "12,034 of 100,000" in shown(pilot)
