"""The main screen: the list, the open recording, the usage; and what the keys do between them."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from recview.store.roots import Root
from recview.store.settings import Settings
from recview.ui.detail_pane import DetailPane
from recview.ui.drawing import grouped, visible
from recview.ui.feed import Feed
from recview.ui.library import Library
from recview.ui.list_pane import ListPane
from recview.ui.panels.usage import UsagePanel
from recview.ui.renderables.usage_lines import UsageFacts
from recview.ui.screens.browse_keys import BrowseKeys, Follow
from recview.ui.screens.panes import NARROW
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.recording_list import RecordingList
from recview.ui.widgets.tab_line import TabLine
from recview.ui.widgets.title_bar import TitleBar

OPEN_AFTER_S = 0.04
"""A cursor that runs down the list opens only where it rests this long."""

PANE_IDS = ("list-pane", "detail-pane", "usage-pane")


class BrowseScreen(BrowseKeys):
    """See the module."""

    CSS_PATH = "browse.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-middle"), (170, "-wide")]  # noqa: RUF012
    pane_ids = PANE_IDS
    screen_scope = "browse"

    def __init__(self, roots: Sequence[Root], settings: Settings, *, title: str, follow: Follow) -> None:
        super().__init__()
        self._roots = roots
        self._settings = settings
        self._title = title
        self.library = Library(lights=not settings.flag("reduced-motion"))
        self.live = settings.flag("live")
        self.ignore = settings.words("ignore")
        self.feed = Feed(roots, cached=settings.flag("cache"), polling=settings.flag("polling"))
        self.follow: Follow = follow
        self._newest = ""
        """Path of the change that is followed and not yet shown."""
        self.pane = PANE_IDS[0]
        self._open_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield TabLine(id="narrow-tabs")
        with Horizontal(id="columns"):
            yield ListPane(self.library, id="list-pane")
            yield DetailPane(self._settings.number("rate"), id="detail-pane")
            with Pane(id="usage-pane") as usage:
                usage.title = "Usage"
                yield UsagePanel(id="usage")
        yield KeyBar()
        yield self.feed

    def on_mount(self) -> None:
        self.query_one(TitleBar).place = self._title or visible("  ".join(root.path for root in self._roots))
        self.list_pane.recordings.focus()
        self.feed.read_trees()

    # What the feed says

    def on_feed_rows_read(self, message: Feed.RowsRead) -> None:
        batch = message.batch
        self.library.catalog.apply_batch(batch)
        bar = self.query_one(TitleBar)
        bar.progress = batch.done / batch.total if batch.total and batch.done < batch.total else None
        for folder, why in batch.troubles:
            self.notify(f"{visible(folder)}: {visible(why)}", severity="warning", markup=False)
        self.list_pane.refresh_list()

    def on_feed_complete(self) -> None:
        self.library.complete = True
        gc.freeze()  # the rows are here to stay: looking through them for cycles again and again would cost pauses
        self.query_one(TitleBar).progress = None
        self.list_pane.refresh_list()
        if self.live:
            catalog = self.library.catalog
            self.feed.follow_disk(list(catalog.rows.values()), list(catalog.passed_over.values()))
        self.show_state()

    def on_feed_changed(self, message: Feed.Changed) -> None:
        self.library.apply_changes(message.changes, monotonic())
        self.list_pane.refresh_list()
        opened = self.detail.opened
        for change in message.changes:
            if opened is None or change.path != opened.path:
                continue
            if change.kind in ("changed", "added", "unreadable"):
                self.detail.open(change.path)
            elif change.kind == "removed":
                self._tell_gone(change.path)
        newest = [change.path for change in message.changes if change.kind in ("added", "changed") and change.row]
        if newest and self.follow != "off":
            self._newest = newest[-1]
            self.detail.open(self._newest)

    def _tell_gone(self, path: str) -> None:
        """The open recording has vanished: what was read stays, and its successor is offered."""
        successor = self.library.superseded.get(path, "").rpartition("/")[2][:12]
        offer = f", {visible(successor)} takes its place: v shows it" if successor else "; what was read stays"
        self.say(f"{visible(path.rpartition('/')[2][:12])} is gone from disk{offer}")

    def on_feed_notice(self, message: Feed.Notice) -> None:
        self.say(visible(message.text))

    def show_state(self) -> None:
        live = "live ●" if self.live and self.library.complete else ""
        self.query_one(TitleBar).state = {"off": live, "show": "following ●", "play": "following ▶"}[self.follow]

    def say(self, text: str) -> None:
        """A word in the footer for a while; `text` already harmless."""
        self.query_one(KeyBar).say(text)

    # What the list says

    def on_list_pane_list_ready(self, message: ListPane.ListReady) -> None:
        visible_list = message.visible_list
        count = len(self.library.catalog.rows)
        noun = "recording" if count == 1 else "recordings"
        tests = f"{grouped(visible_list.tests)} {'test' if visible_list.tests == 1 else 'tests'}"
        self.query_one(TitleBar).counts = f"{grouped(count)} {noun} · {tests}"
        self.show_state()
        self.show_usage()
        if (visible_list.shown or self.library.complete) and not self.detail.furnished:
            self.call_after_refresh(self.detail.furnish)  # the first rows are on the screen
        if self.detail.opened is None and self.list_pane.recordings.row_under_cursor is None:
            self._go_to_first()

    def _go_to_first(self) -> None:
        view = self.list_pane.recordings
        if view.cursor == 0:
            first = next((index for index, line in enumerate(view.lines) if line.row is not None), None)
            if first is not None:
                view.cursor = first

    def on_recording_list_selected(self, message: RecordingList.Selected) -> None:
        if self._open_timer is not None:
            self._open_timer.stop()
        opened = self.detail.opened
        if message.row is not None and (opened is None or opened.path != message.row.path):
            path = message.row.path
            self._open_timer = self.set_timer(OPEN_AFTER_S, lambda: self.detail.open(path))

    def on_recording_list_entered(self, message: RecordingList.Entered) -> None:
        self.detail.open(message.row.path)
        self.show_pane("detail-pane")
        self.detail.focus_content()

    # What the detail pane says

    def on_detail_pane_furnished(self, message: DetailPane.Furnished) -> None:
        tabs = [("list-pane", "Recordings"), *message.tabs, ("usage-pane", "Usage")]
        self.query_one("#narrow-tabs", TabLine).set_tabs(tabs)
        self.settle_panes()

    def on_detail_pane_shown(self, message: DetailPane.Shown) -> None:
        if message.opened is not None and message.opened.path == self._newest:
            self._show_newest()
        self.list_pane.refresh_state(message.opened.path if message.opened else "")
        self.show_usage()

    def _show_newest(self) -> None:
        """What is followed is open: puts the cursor on it, and plays it where that is wanted."""
        path, self._newest = self._newest, ""
        self.list_pane.recordings.follow_to(path)
        if self.follow == "play" and self.detail.furnished:
            self.detail.playback.player.seek(1)
            self.detail.playback.player.play()

    def on_detail_pane_panel_changed(self, message: DetailPane.PanelChanged) -> None:
        if self.pane == "detail-pane":
            self.query_one("#narrow-tabs", TabLine).show(message.panel_id)

    def show_usage(self) -> None:
        visible_list, opened = self.list_pane.visible_list, self.detail.opened
        facts = UsageFacts(
            marked=self.library.marked_usage(),
            everything=visible_list.everything if visible_list else UsageFacts().everything,
            complete=self.library.complete,
        )
        if opened is not None:
            position = self.detail.position
            test_id = opened.recording.test_id
            facts = UsageFacts(
                has_call=True,
                streaming=opened.recording.response.streaming,
                at_playhead=opened.transcript.usage_at(position),
                final=opened.loaded.assembled.usage,
                missing=opened.why_no_usage,
                test=visible_list.by_test.get(test_id) if visible_list and test_id else None,
                marked=facts.marked,
                everything=facts.everything,
                complete=facts.complete,
            )
        self.query_one(UsagePanel).show(facts)

    # Panes: three columns, or one at a time

    def settle_panes(self) -> None:
        super().settle_panes()
        panel = self.detail.active_panel
        tab = panel.panel_id if panel is not None and self.pane == "detail-pane" else self.pane
        self.query_one("#narrow-tabs", TabLine).show(tab)

    def show_pane(self, pane_id: str) -> None:
        self.pane = pane_id
        self.settle_panes()

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        if message.tab_id in PANE_IDS:
            self.show_pane(message.tab_id)
            self._focus_pane(message.tab_id)
        else:
            self.show_pane("detail-pane")
            self.detail.show_panel(message.tab_id)
            self.detail.focus_content()

    def _focus_pane(self, pane_id: str) -> None:
        if pane_id == "detail-pane":
            self.detail.focus_content()
        elif pane_id == "list-pane":
            self.list_pane.recordings.focus()
        else:
            self.query_one(UsagePanel).focus()

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.app.simulate_key(message.key)
