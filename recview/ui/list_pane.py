"""The list pane: the filter line, the recordings, and the worker that works out what is visible."""

from __future__ import annotations

from time import monotonic, time_ns
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from recview.errors import FilterError
from recview.ui.drawing import grouped
from recview.ui.library import Library
from recview.ui.renderables.outline_lines import FRESH_S
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.recording_list import RecordingList

if TYPE_CHECKING:
    from recview.analysis.ordering import SortKey
    from recview.analysis.query import Query
    from recview.model.row import Row
    from recview.ui.visible_list import ListMaker, VisibleList

SORTS: tuple[SortKey, ...] = ("path", "test", "model", "chunks", "tokens", "size", "changed")
"""The orders of the list, in the order `o` goes through them."""

LOOK_EVERY_S = 0.25
"""How often it looks whether something is lit or has grown older."""


class ListPane(Pane):
    """See the module."""

    class ListReady(Message):
        """What is visible was worked out."""

        def __init__(self, visible_list: VisibleList) -> None:
            super().__init__()
            self.visible_list = visible_list

    def __init__(self, library: Library, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._library = library
        self._query: Query | None = None
        self._sort: SortKey = SORTS[0]
        self._working = False
        self._wanted_again = False
        self._maker: ListMaker | None = None
        self._open_path = ""
        self._looks = 0
        self.visible_list: VisibleList | None = None

    def compose(self) -> ComposeResult:
        yield FilterBar()
        yield RecordingList(id="recordings")

    def on_mount(self) -> None:
        self.title = "Recordings"
        self.set_interval(LOOK_EVERY_S, self._age)

    @property
    def recordings(self) -> RecordingList:
        return self.query_one(RecordingList)

    # Working out what is visible

    def refresh_list(self) -> None:
        """Rows, filter, order or folds changed: works the list out anew, off the event loop.

        While one is being worked out, further wishes wait and become one.
        """
        if self._working:
            self._wanted_again = True
            return
        self._working = True
        catalog, anchor = self._library.catalog, self.recordings.key_under_cursor
        self._work_out(list(catalog.rows.values()), catalog.generation, frozenset(self._library.folded), anchor)

    @work(thread=True, group="list", description="list")  # else Textual spells out every row
    def _work_out(self, rows: list[Row], generation: int, folded: frozenset[str], anchor: str) -> None:
        from recview.ui.visible_list import ListMaker, Wish  # loaded beside the first frame

        if self._maker is None:
            self._maker = ListMaker()
        wish = Wish(rows, generation, self._query, self._sort, folded, anchor, time_ns())
        self.post_message(self.ListReady(self._maker.make(wish)))

    def on_list_pane_list_ready(self, message: ListReady) -> None:
        self._working = False
        ready = self.visible_list = message.visible_list
        self.recordings.show(ready.lines, ready.wish.folded, ready.wish.anchor, ready.anchor_line, self._empty_note())
        self.refresh_state()
        total = len(self._library.catalog.rows)
        self.facts = grouped(total) if ready.shown == total else f"{grouped(ready.shown)} of {grouped(total)}"
        self.foot = "" if self._sort == SORTS[0] else f"by {self._sort}"
        if self._wanted_again:
            self._wanted_again = False
            self.refresh_list()

    def _empty_note(self) -> str:
        if self._library.catalog.rows:
            return "Nothing matches. q clears the filter."
        return "No recordings here." if self._library.complete else "Reading …"

    # Marks, freshness

    def refresh_state(self, open_path: str | None = None) -> None:
        """Marks, ages or the open recording changed."""
        if open_path is not None:
            self._open_path = open_path
        self.recordings.show_state(self._library.list_state(monotonic(), self._open_path))
        facts = ((len(self._library.marked), "marked"), (len(self._library.writing), "being written"))
        self.foot_left = " · ".join(f"{grouped(count)} {word}" for count, word in facts if count)

    def _age(self) -> None:
        """What is lit fades; ages grow, in seconds at first and then in minutes."""
        age_s = monotonic() - self._library.changed_at_s
        lit = self._library.lights and age_s < FRESH_S + LOOK_EVERY_S
        self._looks += 1
        every_s = 1 if age_s < 60 + FRESH_S else 20
        if self._library.fresh and (lit or self._looks % round(every_s / LOOK_EVERY_S) == 0):
            self.recordings.show_ages(self._library.list_state(monotonic(), self._open_path))

    # Filter

    def open_filter(self, prefix: str = "") -> None:
        """Shows the filter line; `prefix` stands ready in an empty one."""
        bar = self.query_one(FilterBar)
        bar.open(prefix if prefix and not bar.text else None)

    def clear_filter(self) -> bool:
        """Shows everything again; False where nothing was filtered."""
        filtered = self._query is not None or bool(self.query_one(FilterBar).text)
        self.query_one(FilterBar).clear()
        return filtered

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        from recview.analysis.query import parse

        message.stop()
        text = message.text.strip()
        bar = self.query_one(FilterBar)
        try:
            self._query = parse(text) if text else None
        except FilterError as error:
            bar.show_error(error.message)
            return
        bar.show_error("")
        self.refresh_list()

    def on_filter_bar_closed(self, message: FilterBar.Closed) -> None:
        message.stop()
        self.recordings.focus()

    # The list's wishes

    def on_recording_list_fold_toggled(self, message: RecordingList.FoldToggled) -> None:
        message.stop()
        self._library.folded ^= {message.key}
        self.refresh_list()

    def on_recording_list_fold_all(self, message: RecordingList.FoldAll) -> None:
        message.stop()
        self._library.folded.clear()
        if message.folded:
            self._library.folded.update(self.recordings.group_keys())
        self.refresh_list()

    def on_recording_list_sort_changed(self, message: RecordingList.SortChanged) -> None:
        message.stop()
        self._sort = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]
        self.refresh_list()
