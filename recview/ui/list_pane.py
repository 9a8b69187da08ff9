"""The list pane: the filter line, the recordings, and the worker that works out what is visible."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from threading import Event
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from recview.errors import FilterError
from recview.store.collector import collector_paused
from recview.ui.drawing import grouped
from recview.ui.library import Library
from recview.ui.renderables.outline_lines import FRESH_S
from recview.ui.visible_list import ListMaker, Sight, VisibleList, Wish
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.recording_list import RecordingList

if TYPE_CHECKING:
    from recview.analysis.ordering import SortKey
    from recview.analysis.query import Query
    from recview.model.row import Row
    from recview.ui.widgets.filter_bar import FilterBar

SORTS: tuple[SortKey, ...] = ("path", "model", "chunks", "tokens", "size", "changed")
"""The orders of the list, in the order `o` goes through them."""

LOOK_EVERY_S = 0.25
"""How often it looks whether something is lit or has grown older."""

SLOW_S = 0.3
"""A filter that takes longer says that it is at work."""

REST = 9
"""New rows wait nine times as long as the list took to work out: it takes a tenth of the time."""

MOST_AT_ONCE = 4_000
"""Rows of which a list is made in some twenty milliseconds."""

PAINT_S = 0.1
"""What is in sight is painted by then."""

IDLE_S = 0.5
"""A list that stands for so long leaves time to prepare the order that `o` leads to."""


class ListPane(Pane):
    """See the module."""

    class ListReady(Message):
        """What is visible was worked out, and is shown."""

        def __init__(self, visible_list: VisibleList) -> None:
            super().__init__()
            self.visible_list = visible_list

    class PartMade(Message):
        """What is in sight is worked out, the rest is not: that waits until this is seen."""

        def __init__(self, visible_list: VisibleList, stale: Event) -> None:
            super().__init__()
            self.visible_list = visible_list
            self.stale = stale
            self.seen = Event()

    class Made(Message):
        """The worker is done; with None where something else was wished meanwhile."""

        def __init__(self, visible_list: VisibleList | None, took_s: float) -> None:
            super().__init__()
            self.visible_list = visible_list
            self.took_s = took_s

    def __init__(self, library: Library, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._library = library
        self._query: Query | None = None
        self._sort: SortKey = SORTS[0]
        self._words_soon = False
        self._stale: Event | None = None
        """Set when what is being worked out is no longer wanted; None where nothing is."""
        self._wanted_again = False
        self._rest: Timer | None = None
        """Runs while new rows have to wait, so that working the list out leaves time for everything else."""
        self._rows_wait = False
        self._idle: Timer | None = None
        """Runs while nothing else is wished than what is shown."""
        self._rows: tuple[int, Sequence[Row]] = (-1, ())
        """A generation of the catalog and its rows."""
        self._part_of: Query | None = None
        """The filter of which a part was last shown."""
        self._maker = ListMaker()
        self._open_path = ""
        self._looks = 0
        self._filter_bar: FilterBar | None = None
        self.visible_list: VisibleList | None = None

    def compose(self) -> ComposeResult:
        yield RecordingList(id="recordings")

    def on_mount(self) -> None:
        self.title = "Recordings"
        self.set_interval(LOOK_EVERY_S, self._age)

    @property
    def recordings(self) -> RecordingList:
        return self.query_one(RecordingList)

    @property
    def is_filtering(self) -> bool:
        """Whether another filter than the one that is shown is being worked out."""
        shown = self.visible_list.wish.query if self.visible_list else None
        return self._stale is not None and self._query is not shown

    # Working out what is visible, off the event loop: one list at a time

    def rows_changed(self) -> None:
        """Some rows are new or others: what is in sight shows it at once, the list as a whole when it had a rest."""
        self.recordings.refresh()
        if self._rest is None:
            self._work_out_soon()
        else:
            self._rows_wait = True

    def _rested(self) -> None:
        self._rest = None
        if self._rows_wait:
            self._work_out_soon()

    def refresh_list(self) -> None:
        """Another filter, order or fold is wished: whatever is being worked out is not wanted any more."""
        if self._stale is not None:
            self._stale.set()
        self._work_out_soon()

    def _work_out_soon(self) -> None:
        if self._stale is not None:
            self._wanted_again = True
            return
        self._rows_wait = False
        if self._idle is not None:
            self._idle.stop()
        self._stale = Event()
        if self.is_filtering:
            self.set_timer(SLOW_S, self.tell_slow)
        self._work_out(self._stale, self._wish(), self._sight(self._stale))

    def _sight(self, stale: Event) -> Sight | None:
        """What is in sight is shown first where the filter is another; rows that change are waited for."""
        if self._query is None or not self.is_filtering:
            return None
        return Sight(self.recordings.size.height, lambda part: self._tell_part(part, stale))

    def _tell_part(self, part: VisibleList, stale: Event) -> None:
        message = self.PartMade(part, stale)
        self.post_message(message)
        message.seen.wait(PAINT_S)  # two that are busy at once would take twice as long to show it

    def make_first_list(self) -> None:
        """Shows the rows that are there from the start, if they are few enough: the first frame has them."""
        if 0 < len(self._library.catalog.rows) <= MOST_AT_ONCE:
            made = self._maker.make(self._wish())
            if made is not None:
                self._show(made)

    def _wish(self) -> Wish:
        catalog, anchor = self._library.catalog, self.recordings.key_under_cursor
        if self._rows[0] != catalog.generation:
            self._rows = (catalog.generation, list(catalog.rows.values()))
        generation, rows = self._rows
        folded = frozenset(self._library.folded)
        return Wish(rows, generation, self._query, self._sort, folded, anchor, time_ns(), self._words_soon)

    def tell_slow(self) -> None:
        if self.is_filtering and self._part_of is not self._query:
            self.facts = "filtering …"

    @work(thread=True, group="list", description="list")  # else Textual spells out every row
    def _work_out(self, stale: Event, wish: Wish, sight: Sight | None) -> None:
        started_s = monotonic()
        with collector_paused():
            made = self._maker.make(wish, stale.is_set, sight)
        self.post_message(self.Made(made, monotonic() - started_s))

    def on_list_pane_part_made(self, message: PartMade) -> None:
        message.stop()
        if message.stale.is_set():
            message.seen.set()
            return
        self.call_after_refresh(message.seen.set)
        part = message.visible_list
        self._part_of = part.wish.query
        self.recordings.show(part.lines, part.wish.folded, part.wish.anchor, part.anchor_line, "")
        self.facts = f"{grouped(part.shown)}+ of {grouped(len(part.wish.rows))}"

    def on_list_pane_made(self, message: Made) -> None:
        message.stop()
        self._stale = None
        if message.visible_list is not None:
            self._show(message.visible_list)
            self._rest = self._rest or self.set_timer(REST * message.took_s, self._rested)
        if self._wanted_again:
            self._wanted_again = False
            self._work_out_soon()
        elif self._library.complete:
            self._idle = self.set_timer(IDLE_S, self._prepare)

    def _prepare(self) -> None:
        """Puts the rows in the order that `o` leads to, so that it takes no longer than with a few."""
        if not self._maker.knows_order(self._next_sort):
            self._prepare_order(self._next_sort)

    @work(thread=True, group="order", description="order")
    def _prepare_order(self, sort: SortKey) -> None:
        with collector_paused():
            self._maker.prepare_order(sort)

    @property
    def _next_sort(self) -> SortKey:
        return SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]

    def _show(self, ready: VisibleList) -> None:
        self.visible_list = ready
        self.recordings.show(ready.lines, ready.wish.folded, ready.wish.anchor, ready.anchor_line, self._empty_note())
        self.refresh_state()
        total = len(self._library.catalog.rows)
        self.facts = f"{grouped(ready.shown)} of {grouped(total)}" if ready.wish.query else grouped(total)
        self.foot = "" if self._sort == SORTS[0] else f"by {self._sort}"
        self.post_message(self.ListReady(ready))

    def _empty_note(self) -> str:
        catalog = self._library.catalog
        if catalog.rows and self._library.complete:
            return "Nothing matches. q clears the filter."
        if catalog.rows:
            return f"Nothing matches of the {grouped(catalog.done)} that are read. q clears the filter."
        return "Reading …" if self._library.is_being_read else "No recordings here."

    # Moving

    def go_to_recording(self, direction: int) -> bool:
        """To the next recording in the list, or with -1 the one before, round the end; False where there is none."""
        view = self.recordings
        if not view.lines.are_all:
            view.when_all_are_there(lambda: self.go_to_recording(direction))
            return True
        count = len(view.lines)
        ways = ((view.cursor + direction * step) % count for step in range(1, count + 1))
        line = next((line for line in ways if view.lines[line].row is not None), None)
        return self._put_cursor(line)

    def go_to_problem(self) -> bool:
        """To the next recording in sight that has a problem, round the end; False where there is none."""
        if self.visible_list is None:
            return False
        if not self.recordings.lines.are_all:
            self.recordings.when_all_are_there(self.go_to_problem)
            return True
        lines, problems = self.recordings.lines, self.visible_list.problems
        here = lines.rows_above(self.recordings.cursor) if lines else 0
        behind = bisect_right(problems, here) if self.recordings.row_under_cursor else bisect_left(problems, here)
        line = next(
            (line for at in (*problems[behind:], *problems[:behind]) if (line := lines.position_of_row(at))), None
        )
        return self._put_cursor(line)

    def _put_cursor(self, line: int | None) -> bool:
        if line is not None:
            self.recordings.cursor = line
        return line is not None

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

    async def furnish(self) -> FilterBar:
        """The filter line, made where there is none yet: the first frame does without."""
        if self._filter_bar is None:
            from recview.ui.widgets.filter_bar import FilterBar

            self._filter_bar = FilterBar()
            await self.mount(self._filter_bar, before=0)
        return self._filter_bar

    async def open_filter(self, prefix: str = "") -> None:
        """Shows the filter line; `prefix` stands ready in an empty one."""
        bar = await self.furnish()
        bar.open(prefix if prefix and not bar.text else None)
        self._words_soon = True
        self.refresh_list()

    def clear_filter(self) -> bool:
        """Shows everything again; False where nothing was filtered."""
        if self._filter_bar is None:
            return False
        filtered = self._query is not None or bool(self._filter_bar.text)
        self._filter_bar.clear()
        return filtered

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        from recview.analysis.query import parse

        message.stop()
        text = message.text.strip()
        why_not = ""
        try:
            self._query = parse(text) if text else None
        except FilterError as error:
            why_not = error.message
        if self._filter_bar is not None:
            self._filter_bar.show_error(why_not)
        if not why_not:
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
        self.recordings.when_all_are_there(lambda: self._fold_all(message.folded))

    def _fold_all(self, folded: bool) -> None:
        self._library.folded.clear()
        if folded:
            self._library.folded.update(self.recordings.lines.arrangement.group_keys())
        self.refresh_list()

    def on_recording_list_sort_changed(self, message: RecordingList.SortChanged) -> None:
        message.stop()
        self._sort = self._next_sort
        self.refresh_list()
