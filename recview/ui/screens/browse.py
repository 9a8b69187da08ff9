"""The main screen: the list, the open recording, the usage; and what the keys do between them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from recview.analysis.lit_words import LitWords
from recview.store.roots import Root
from recview.store.settings import Settings
from recview.ui.detail_pane import DetailPane
from recview.ui.drawing import visible
from recview.ui.feed import Feed, Story
from recview.ui.following import Follow, Following
from recview.ui.library import Library
from recview.ui.list_pane import ListPane
from recview.ui.screens.browse_keys import BrowseKeys
from recview.ui.screens.panes import NARROW
from recview.ui.status import Status
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.recording_list import RecordingList
from recview.ui.widgets.tab_line import TabLine
from recview.ui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from recview.store.index import IndexBatch
    from recview.store.tree_reading import TreeReading
    from recview.ui.panels.usage import UsagePanel

OPEN_AFTER_S = 0.04
"""A cursor that runs down the list opens only where it rests this long."""

PANE_IDS = ("list-pane", "detail-pane", "usage-pane")


class BrowseScreen(BrowseKeys):
    """See the module."""

    CSS_PATH = "browse.tcss"
    HORIZONTAL_BREAKPOINTS = [(NARROW, "-stacked"), (120, "-columns"), (170, "-wide")]  # noqa: RUF012
    pane_ids = PANE_IDS
    screen_scope = "browse"

    def __init__(
        self,
        roots: Sequence[Root],
        settings: Settings,
        *,
        title: str,
        follow: Follow,
        story: Story | None,
        reading: TreeReading | None,
    ) -> None:
        super().__init__()
        self._story = story
        self._roots = roots
        self._settings = settings
        self._title = title
        self.library = Library(lights=not settings.flag("reduced-motion"))
        self.live = settings.flag("live")
        self.ignore = settings.words("ignore")
        self.feed = Feed(
            roots,
            self.post_message,
            self._run_in_thread,
            cached=settings.flag("cache"),
            polling=settings.flag("polling"),
            reading=reading,
        )
        self.following = Following(follow)
        self.pane = PANE_IDS[0]
        self._open_timer: Timer | None = None
        self._furnishing = False
        self._usage: UsagePanel | None = None

    def compose(self) -> ComposeResult:
        """What the first frame shows, and nothing else: the rest is furnished behind it."""
        self.take_shape()
        yield TitleBar()
        if self._story is not None:
            from recview.ui.widgets.story_line import StoryLine  # there is one in the live demo only

            yield StoryLine()
        yield TabLine(id="narrow-tabs")
        with Horizontal(id="columns"):
            yield ListPane(self.library, live=self.live, id="list-pane")
            yield DetailPane(self._settings.number("rate"), live=self.live, id="detail-pane")
            with Pane(id="usage-pane") as usage:
                usage.title = "Usage"
        yield KeyBar()

    def on_mount(self) -> None:
        place = self._title or visible("  ".join(root.path for root in self._roots))
        self.tell_status(Status(place, story=None if self._story is None else ""))
        self.list_pane.recordings.focus()
        for batch in self.feed.read_already():
            self._take(batch)
        self.list_pane.make_first_list()
        self._tell_counts()
        if not self.library.catalog.rows:
            self.feed.read_on()  # else behind the first frame, which has rows to show

    def on_unmount(self) -> None:
        self.feed.close()

    def _run_in_thread(self, work: Callable[[], None], name: str) -> None:
        self.run_worker(work, name, group=name, description=name, thread=True)  # else Textual spells out every row

    # What the feed says

    def on_feed_rows_read(self, message: Feed.RowsRead) -> None:
        self._take(message.batch)
        self.list_pane.rows_changed()

    def _take(self, batch: IndexBatch) -> None:
        self.library.catalog.apply_batch(batch)
        gc.freeze()  # the rows are here to stay: looking through them for cycles again and again would cost pauses
        for folder, why in batch.troubles:
            self.notify(f"{visible(folder)}: {visible(why)}", severity="warning", markup=False)
        self.show_state()

    def on_feed_complete(self) -> None:
        self.library.complete = True
        if not self.live:
            self.library.catalog.drop_not_met_again()  # no watcher tells of it
        self._watch()
        if self._story is not None:
            self.feed.tell_story(self._story)
            self._story = None  # told once, however often everything is read again

    def on_feed_stopped(self) -> None:
        self.library.stopped = True
        self._watch()

    def _watch(self) -> None:
        """The reading has ended: from now on it is what changes that is told."""
        self.list_pane.refresh_list()
        if self.live:
            from recview.store.known import Known  # knows what a row is, which the first frame may do without

            catalog = self.library.catalog
            passed_over = [*catalog.passed_over.values(), *catalog.unread.values()]
            rows, superseded = list(catalog.rows.values()), dict(self.library.superseded)
            known = Known(rows, passed_over, superseded, self.feed.read_since_ns)
            in_sight = {path for _, path in self.list_pane.recordings.paths_in_sight()}
            self.feed.follow_disk(known, in_sight)
        self.show_state()

    def on_feed_told(self, message: Feed.Told) -> None:
        self.tell_status(replace(self.status, story=visible(message.text)))

    def on_feed_notice(self, message: Feed.Notice) -> None:
        self.say(visible(message.text))

    # What the list says

    def on_list_pane_list_ready(self, message: ListPane.ListReady) -> None:
        query = message.visible_list.wish.query
        self.detail.light(LitWords(query.highlights if query else ()), LitWords(query.searched if query else ()))
        self._tell_counts()
        self.show_state()
        self.show_usage()
        nothing_comes = not (self.library.is_being_read or self.library.catalog.rows)
        self.detail.invite(there_are_some=not nothing_comes)
        if (message.visible_list.wish.rows or nothing_comes) and not self._furnishing:
            self._furnishing = True
            self.call_after_refresh(self._furnish)  # the first rows are on the screen
        if self.detail.opened is None and self.list_pane.recordings.row_under_cursor is None:
            self._go_to_first()

    def _tell_counts(self) -> None:
        visible_list = self.list_pane.visible_list
        if visible_list is None:
            return
        self.tell_status(self.status.with_counts(self.library, visible_list.counts.tests))

    async def _furnish(self) -> None:
        """What the first frame does without, the most wanted first."""
        from recview.ui.panels.usage import UsagePanel

        usage_pane = self.query_one("#usage-pane")
        if not usage_pane.is_attached:
            return  # the app is being closed
        self._usage = UsagePanel(id="usage")
        await usage_pane.mount(self._usage)
        self.show_usage()
        await self.detail.furnish()
        await self.list_pane.furnish()
        self.feed.read_on()

    def _go_to_first(self) -> None:
        view = self.list_pane.recordings
        if view.cursor == 0:
            first = next((index for index, line in enumerate(view.lines) if line.row is not None), None)
            if first is not None:
                view.follow_to(view.lines[first].key)

    def on_recording_list_selected(self, message: RecordingList.Selected) -> None:
        if self._open_timer is not None:
            self._open_timer.stop()
        opened, row = self.detail.opened, message.row
        stays = self.opened_is_gone and not message.by_hand  # what was read of it, until the person goes elsewhere
        if stays or row is None or (opened is not None and opened.path == row.path):
            self.detail.acts.lost()
            return
        self.detail.acts.expect(row.path)
        self._open_timer = self.set_timer(OPEN_AFTER_S, lambda: self.open_path(row.path))

    def on_recording_list_entered(self, message: RecordingList.Entered) -> None:
        self.open_path(message.row.path)
        self.show_pane("detail-pane")
        self.detail.focus_content()

    # What the detail pane says

    def on_detail_pane_furnished(self, message: DetailPane.Furnished) -> None:
        tabs = [("list-pane", "Recordings"), *message.tabs, ("usage-pane", "Usage")]
        self.query_one("#narrow-tabs", TabLine).set_tabs(tabs)
        self.settle_panes()

    def on_detail_pane_shown(self, message: DetailPane.Shown) -> None:
        self.show_usage()
        reasons = message.opened is not None and message.opened.has_reasoning
        self.query_one(KeyBar).rename({} if reasons else {"reasoning": ""})

    def on_detail_pane_panel_changed(self, message: DetailPane.PanelChanged) -> None:
        if self.pane == "detail-pane":
            self.query_one("#narrow-tabs", TabLine).show(message.panel_id)

    def show_usage(self) -> None:
        if self._usage is not None:
            from recview.ui.usage_facts import usage_facts  # what it tells is not in the first frame

            listed, detail = self.list_pane.visible_list, self.detail
            self._usage.show(usage_facts(self.library, listed, detail.opened, detail.position))

    # Panes: three columns, or two, or one at a time

    def settle_panes(self) -> None:
        super().settle_panes()
        panel = self.detail.active_panel
        tab = panel.panel_id if panel is not None and self.pane == "detail-pane" else self.pane
        self.query_one("#narrow-tabs", TabLine).show(tab)

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        self.open_tab(message.tab_id)

    def open_tab(self, tab_id: str) -> None:
        if tab_id in PANE_IDS:
            self.show_pane(tab_id)
            self._focus_pane(tab_id)
        else:
            self.show_pane("detail-pane")
            self.detail.show_panel(tab_id)
            self.detail.focus_content()

    def _focus_pane(self, pane_id: str) -> None:
        if pane_id == "detail-pane":
            self.detail.focus_content()
        elif pane_id == "list-pane":
            self.list_pane.recordings.focus()
        elif self._usage is not None:
            self._usage.focus()
