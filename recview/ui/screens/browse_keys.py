"""What the keys of the main screen do. The screen itself says what there is to do it to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from recview.errors import RecviewError
from recview.ui.bindings import bindings_for
from recview.ui.drawing import visible
from recview.ui.screens.playback_keys import NOT_OPEN, PlaybackKeys
from recview.ui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from recview.ui.screens.copy_prompt import Copyable
    from recview.ui.screens.pick import Entry


class BrowseKeys(PlaybackKeys):
    """The actions of scope `browse`."""

    BINDINGS = bindings_for("browse")

    ignore: tuple[str, ...]
    """Patterns of paths that comparisons pass over."""

    def show_usage(self) -> None:
        """The usage panel anew."""
        raise NotImplementedError

    def open_tab(self, tab_id: str) -> None:
        """Brings a pane, or a panel, to the front and into the focus."""
        raise NotImplementedError

    def action_next_panel(self) -> None:
        self._turn(1)

    def action_previous_panel(self) -> None:
        self._turn(-1)

    def _turn(self, direction: int) -> None:
        """To another panel; where there is one pane at a time, along the line of tabs, which shows them all."""
        if not self.has_class("-single"):
            self.detail.next_panel(direction)
            return
        tabs = self.query_one("#narrow-tabs", TabLine)
        if tabs.tab_ids:
            self.open_tab(tabs.tab_ids[(tabs.tab_ids.index(tabs.active) + direction) % len(tabs.tab_ids)])

    def action_next_pane(self, direction: int) -> None:
        """To what takes the focus next; where there is one pane at a time, behind its last to the next pane."""
        chain = self.focus_chain
        ends = chain[-1:] if direction > 0 else chain[:1]
        if self.has_class("-single") and (not ends or self.focused in ends):
            self.open_tab(self.pane_ids[(self.pane_ids.index(self.pane) + direction) % len(self.pane_ids)])
        elif direction > 0:
            self.focus_next()
        else:
            self.focus_previous()

    async def action_filter(self) -> None:
        self.show_pane("list-pane")
        await self.list_pane.open_filter()

    async def action_search(self) -> None:
        self.show_pane("list-pane")
        await self.list_pane.open_filter(to_search=True)

    def action_toggle_mark(self) -> None:
        row = self.list_pane.recordings.row_under_cursor
        path = row.path if row else self.detail.opened.path if self.detail.opened else None
        if path is not None:
            self.library.toggle_mark(path)
            self.list_pane.refresh_state()
            self.show_usage()

    def action_clear_marks(self) -> None:
        self.library.marked.clear()
        self.list_pane.refresh_state()
        self.show_usage()

    def action_next_marked(self) -> None:
        self._go_to_marked(1)

    def action_previous_marked(self) -> None:
        self._go_to_marked(-1)

    def _go_to_marked(self, direction: int) -> None:
        self._go(lambda: self._go_to_row_of(self.list_pane.marked_rows, direction), "nothing marked is in the list")

    def action_next_hit(self) -> None:
        self._go_to_hit(1)

    def action_previous_hit(self) -> None:
        self._go_to_hit(-1)

    def _go_to_hit(self, direction: int) -> None:
        self._go(lambda: self.list_pane.walk(direction), "there is no recording in the list")

    def action_next_problem(self) -> None:
        self._go(self._go_to_problem, "nothing in the list has a problem")

    def _go_to_problem(self) -> bool:
        path = self.list_pane.go_to_row_of(self.list_pane.rows_with_problems, 1)
        if path:
            self.detail.look_at_problem(path)  # in time: the recording is opened once the cursor rests
        return bool(path)

    def _go_to_row_of(self, rows: Sequence[int], direction: int) -> bool:
        return bool(self.list_pane.go_to_row_of(rows, direction))

    def _go(self, goes: Callable[[], bool], where_none: str) -> None:
        """To some row, as soon as all are there; where there is none it says so."""

        def go() -> None:
            if not goes():
                self.say(where_none)

        self.list_pane.recordings.when_all_are_there(go)

    def action_reload(self) -> None:
        """Everything again; of a reading that was stopped, the rest."""
        if self.library.is_being_read:
            self.say("it is being read")
            return
        at_hand = self.library.catalog.rows if self.library.stopped else None
        self.library.read_again()
        self.feed.read_again(at_hand)
        self.show_state()
        if self.detail.wanted:  # what could not be read is open too, and may be mended
            self.detail.open(self.detail.wanted)

    def action_compare(self) -> None:
        self._with_pair(self.compare)

    def action_lock_step(self) -> None:
        self._with_pair(self._play_in_lock_step)

    def _with_pair(self, show: Callable[[str, str, bytes | None], None]) -> None:
        """Shows the two that are meant, or says how to mean two."""
        from recview.ui.pair_choice import choose_pair

        here = self.detail.opened.path if self.detail.opened else ""
        pair = choose_pair(list(self.library.marked), here, self.feed.versions.previous)
        if isinstance(pair, str):
            self.say(pair)
        else:
            show(pair.left, pair.right, pair.left_content)

    def compare(self, left: str, right: str, left_content: bytes | None = None) -> None:
        """Opens the diff of two files; `left_content` is what the left one held before."""
        from recview.analysis.jsondiff import parse_pattern  # the diff is loaded when it is first wanted
        from recview.ui.comparison import Source
        from recview.ui.screens.compare import CompareScreen

        try:
            ignore = tuple(parse_pattern(pattern) for pattern in self.ignore)
        except RecviewError as error:
            self.say(f"the setting `ignore`: {visible(error.message)}")
            return
        self.app.push_screen(CompareScreen(Source(left, left_content), Source(right), ignore, self.library.fate))

    def _play_in_lock_step(self, left: str, right: str, left_content: bytes | None) -> None:
        from recview.ui.comparison import Source
        from recview.ui.screens.lockstep import LockStepScreen

        self.app.push_screen(LockStepScreen(Source(left, left_content), Source(right), self.library.fate))

    def action_changes(self) -> None:
        """What changed on disk, and what was changed in it."""
        from recview.ui.screens.changes import ChangesScreen

        self.app.push_screen(
            ChangesScreen(
                self.library, self.feed.versions, self.compare, self.go_to, live=self.live, status=self.status
            )
        )

    def action_relatives(self) -> None:
        """The nearest recordings to the open one, of its endpoint."""
        from recview.ui.screens.relatives import RelativesScreen

        opened = self.detail.opened
        if opened is None:
            self.say(NOT_OPEN)
            return
        rows = self.library.catalog.rows.values()
        endpoint = opened.recording.request.endpoint
        candidates = [row.path for row in rows if row.endpoint == endpoint and row.path != opened.path]
        self.app.push_screen(RelativesScreen(opened.recording, candidates, self.library.superseded), self._picked)

    def _picked(self, entry: Entry | None) -> None:
        if entry is not None:
            self.compare(entry.pair.left, entry.pair.right)

    def copyable(self, what: Copyable) -> str | None:
        opened = self.detail.opened
        row, panel = self.list_pane.recordings.row_under_cursor, self.detail.active_panel
        if what == "path" and self.pane == "list-pane" and row is not None:
            return row.path
        text = panel.copyable(what) if panel is not None else None
        return opened.path if text is None and what == "path" and opened is not None else text

    def action_stop(self) -> None:
        """Whatever runs: the reading of the trees, or a filter that is slow."""
        if self.library.is_being_read:
            self.feed.stop_reading()
        elif self.list_pane.is_filtering:
            self.list_pane.clear_filter()
        else:
            self.say("nothing is going on that could be stopped; Q quits")

    def action_back(self) -> None:
        if not self._went_back():
            self.app.exit()

    def action_back_or_stop(self) -> None:
        if self._went_back():
            return
        if self.library.is_being_read:
            self.feed.stop_reading()
        else:
            self.app.exit()

    def _went_back(self) -> bool:
        """Out of the zoom, of the pane, of the filter; False where there is nothing left to leave but the screen."""
        if self.zoomed:
            self.action_zoom()
        elif self.pane != "list-pane":
            self.show_pane("list-pane")
            self.list_pane.recordings.focus()
        else:
            return self.list_pane.clear_filter()
        return True
