"""What the main screen does as recordings change on disk: goes along where wanted, says what became of the open one."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.events import DescendantFocus
from textual.timer import Timer
from textual.widgets import Input

from recview.ui.detail_pane import DetailPane
from recview.ui.fate import NO_NOTE, Fate, open_note
from recview.ui.feed import Feed
from recview.ui.following import Following
from recview.ui.library import Library
from recview.ui.list_pane import ListPane
from recview.ui.screens.keyed import KeyedScreen
from recview.ui.screens.panes import NARROW, PaneScreen
from recview.ui.status import Status
from recview.ui.widgets.recording_list import RecordingList
from recview.ui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from recview.store.change import Change

GO_ON_EVERY_S = 0.2
"""How often it looks whether the newest change may have its turn."""


class LiveKeys(PaneScreen):
    """The part of scope `browse` that has to do with what changes."""

    library: Library
    feed: Feed
    live: bool
    """Whether the trees are watched."""
    following: Following
    status = Status()
    """What the first lines tell."""
    _timer_to_go_on: Timer | None = None

    @property
    def detail(self) -> DetailPane:
        return self.query_one(DetailPane)

    @property
    def list_pane(self) -> ListPane:
        return self.query_one(ListPane)

    def tell_status(self, status: Status) -> None:
        """Tells every open screen that shows it."""
        self.status = status
        self.show_status(status)
        for screen in self.app.screen_stack:
            if isinstance(screen, KeyedScreen) and screen is not self:
                screen.show_status(status)

    def show_status(self, status: Status) -> None:
        self.query_one(TitleBar).status = status
        if status.story is not None:
            from recview.ui.widgets.story_line import StoryLine

            self.query_one(StoryLine).told = status.story

    def show_state(self) -> None:
        """Reading, stopped, live, following: in the first line."""
        self.tell_status(self.status.with_state(self.library, self.following, live=self.live))

    # What changes

    def on_feed_changed(self, message: Feed.Changed) -> None:
        self.library.apply_changes(message.changes, monotonic())
        self.list_pane.rows_changed()
        for change in message.changes:
            self._show_change(change)
        changed = {change.path for change in message.changes if change.kind in ("changed", "added", "unreadable")}
        for screen in self.app.screen_stack:
            if isinstance(screen, KeyedScreen) and screen.stands:
                screen.files_changed(changed)
        self.show_disk_note()
        self.go_on()

    def _show_change(self, change: Change) -> None:
        if change.path == self.detail.wanted and change.kind in ("changed", "added", "unreadable"):
            self.detail.open(change.path)
        if change.path == self.detail.wanted and change.kind == "removed":
            self.detail.tell_gone()
        if change.kind in ("added", "changed", "writing"):
            self.following.changed(change.path, monotonic())

    def show_disk_note(self) -> None:
        """What became of the open file on disk, above it."""
        opened, fate = self.detail.opened, self._fate
        if opened is None or fate is None or not (self.library.complete or fate.is_being_written):
            self.detail.tell_of_disk(NO_NOTE)
        else:
            chunks_so_far = len(opened.recording.response.chunks) if self.detail.arriving else None
            self.detail.tell_of_disk(open_note(fate, chunks_so_far))

    @property
    def _fate(self) -> Fate | None:
        """What became of the open recording; None where none is open."""
        return self.library.fate(self.detail.opened.path) if self.detail.opened is not None else None

    @property
    def opened_is_gone(self) -> bool:
        """Whether the file of the open recording, or of what could not be read, was removed while recview looked."""
        wanted = self.detail.wanted
        fate = self._fate if self.detail.opened is not None or not wanted else self.library.fate(wanted)
        return fate is not None and fate.is_gone

    def action_successor(self) -> None:
        """To the recording that took the place of the open one."""
        if self._fate is not None and self._fate.successor:
            self.go_to(self._fate.successor)
        else:
            self.say("nothing has taken its place since recview opened")

    def go_to(self, path: str) -> None:
        """Opens a recording, with the cursor on it where it is listed."""
        if not self.list_pane.recordings.go_to(path):
            self.detail.open(path)

    # Going along

    def action_next_follow(self) -> None:
        """Off, following, following and playing, off; or on again after the person had taken over."""
        self.following.press()
        self.show_state()
        self.go_on()

    def open_path(self, path: str) -> None:
        """Opens a recording; of one that is being written, the version before."""
        kept = self.feed.versions.current(path) if path in self.library.writing else None
        self.detail.open(path, kept)

    def hands_on(self) -> None:
        """The person goes or plays by hand: the screen does not run away meanwhile."""
        if self.following.pause():
            self.show_state()

    def go_on(self) -> None:
        """Goes to the newest change, or waits for its turn."""
        if self._timer_to_go_on is not None:
            self._timer_to_go_on.stop()
            self._timer_to_go_on = None
        playing = self.detail.furnished and self.detail.playback.playback.playing
        path = self.following.next(monotonic(), playing=playing)
        if path in self.library.writing:
            self.detail.watch_arrival(path)
        elif path:
            self.detail.open(path)
        elif self.following.active and self.following.waiting:
            self._timer_to_go_on = self.set_timer(GO_ON_EVERY_S, self.go_on)

    def on_detail_pane_shown(self, message: DetailPane.Shown) -> None:
        if message.opened is not None and self.following.opened(message.opened.path):
            self._place(message.opened.path)
        self.list_pane.refresh_state(message.opened.path if message.opened else "")
        self.show_disk_note()

    def _place(self, path: str) -> None:
        """What was gone to is open: puts the cursor on it, and plays it where that is wanted."""
        self.list_pane.recordings.follow_to(path)
        as_it_came = self.detail.arriving or self.detail.arrived
        if self.following.mode != "play" or not self.detail.furnished:
            return
        if self.size.width < NARROW and not isinstance(self.focused, Input):
            self.detail.focus_content()  # one pane at a time: what plays behind the list is not seen
        if not as_it_came:
            self.detail.playback.player.seek(1)
            self.detail.playback.player.play()

    # Where the person takes over

    def on_recording_list_selected(self, message: RecordingList.Selected) -> None:
        if message.by_hand:
            self.hands_on()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if self.size.width >= NARROW and self.detail in event.widget.ancestors_with_self:
            self.hands_on()  # where there is one pane at a time, going there is the way to see what is followed
