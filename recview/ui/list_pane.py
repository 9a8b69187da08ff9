"""The list pane: the filter line and the recordings, and what they have to do with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message

from recview.analysis.folds import ALL_CLOSED, ALL_OPEN
from recview.errors import FilterError
from recview.ui.drawing import grouped
from recview.ui.library import Library
from recview.ui.list_worker import ListWorker
from recview.ui.renderables.outline_lines import FRESH_S, ListState
from recview.ui.visible_list import VisibleList, Wish
from recview.ui.widgets.recording_list import RecordingList

if TYPE_CHECKING:
    from recview.analysis.arrangement import Arrangement
    from recview.analysis.folds import Folds
    from recview.analysis.ordering import SortKey
    from recview.analysis.query import Query
    from recview.model.row import Row
    from recview.ui.widgets.filter_bar import FilterBar

FILTER_HINT = "words  model:gpt-4o  has:tools  stream:yes  -error"

SORTS: tuple[SortKey, ...] = ("path", "model", "chunks", "tokens", "size", "changed")
"""The orders of the list, in the order `o` goes through them."""

ORDER_WORDS: Mapping[SortKey, str] = {
    "path": "", "model": "models from A to Z", "chunks": "most chunks first", "tokens": "most tokens first",
    "size": "largest first", "changed": "newest first",
}  # fmt: skip
"""What each is called; the first one, by name, needs no word."""

LOOK_EVERY_S = 0.25
"""How often it looks whether something is lit or has grown older."""

MOST_AT_ONCE = 4_000
"""Rows of which a list is made in some twenty milliseconds."""


class ListPane(ListWorker):
    """See the module."""

    class ListReady(Message):
        """What is visible was worked out, and is shown."""

        def __init__(self, visible_list: VisibleList) -> None:
            super().__init__()
            self.visible_list = visible_list

    def __init__(self, library: Library, *, live: bool, id: str | None = None) -> None:  # noqa: A002
        """`live`: whether what is recorded from now on is seen."""
        super().__init__(id=id)
        self._library = library
        self._live = live
        self._query: Query | None = None
        self._filter_is_bad = False
        """Whether what stands in the filter line says nothing: the list is as it was before."""
        self._walked_to = ""
        """Key of the row that a walk through all that are listed stands on; empty: there is none."""
        self._unfiltered_place = ""
        """Key of the line the cursor stood on, or was about to go to, before there was a filter."""
        self._folds_of_matches = ALL_OPEN
        """What was closed of what a filter leaves."""
        self._sort: SortKey = SORTS[0]
        self._words_soon = False
        self._rows: tuple[int, Sequence[Row]] = (-1, ())
        """A generation of the catalog and its rows."""
        self._part_of: Query | None = None
        """The filter of which a part was last shown."""
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

    # What the worker asks

    @property
    def is_filtering(self) -> bool:
        shown = self.visible_list.wish.query if self.visible_list else None
        return self.is_working and self._query is not shown

    @property
    def lines_in_sight(self) -> int:
        return self.recordings.size.height

    @property
    def next_order(self) -> SortKey | None:
        return self._next_sort if self._library.complete else None

    def rows_changed(self) -> None:
        self.recordings.refresh()  # what is in sight shows it at once
        super().rows_changed()

    def make_first_list(self) -> None:
        """Shows the rows that are there from the start, if they are few enough: the first frame has them."""
        if 0 < len(self._library.catalog.rows) <= MOST_AT_ONCE:
            self.make_now()

    def wish(self) -> Wish:
        catalog, anchor = self._library.catalog, self.recordings.key_under_cursor
        if self._rows[0] != catalog.generation:
            self._rows = (catalog.generation, list(catalog.rows.values()))
        generation, rows = self._rows
        return Wish(rows, generation, self._query, self._sort, self._folds, anchor, time_ns(), self._words_soon)

    @property
    def _folds(self) -> Folds:
        """What is closed: of what a filter leaves nothing at first, for one wants to see it."""
        return self._library.folds if self._query is None else self._folds_of_matches

    @_folds.setter
    def _folds(self, folds: Folds) -> None:
        if self._query is None:
            self._library.folds = folds
        else:
            self._folds_of_matches = folds

    def tell_slow(self) -> None:
        if self.is_filtering and self._part_of is not self._query:
            self.facts = "filtering …"

    def show_part(self, part: VisibleList) -> None:
        self._part_of = part.wish.query
        self.recordings.show(part.lines, part.wish.folds, part.wish.anchor, part.anchor_line, "")
        self.facts = f"{grouped(part.shown)}+ of {grouped(len(part.wish.rows))}"

    @property
    def _next_sort(self) -> SortKey:
        return SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]

    def show_whole(self, made: VisibleList) -> None:
        self.visible_list = made
        self.recordings.show(made.lines, made.wish.folds, made.wish.anchor, made.anchor_line, self._empty_note())
        self.refresh_state()
        self._tell_count(made)
        self.foot = ORDER_WORDS[self._sort]
        self.post_message(self.ListReady(made))

    def _tell_count(self, made: VisibleList) -> None:
        """How many there are, and which of them a walk came to; under a bad filter that they are as before, or all."""
        total = grouped(len(self._library.catalog.rows))
        count = f"{grouped(made.shown)} of {total}" if made.wish.query else total
        arrangement = made.lines.arrangement
        index = arrangement.index(self._walked_to) if self._walked_to else None
        if index is not None:
            count = f"{grouped(arrangement.row_index(index) + 1)}/{count}"
        if self._filter_is_bad:
            count += " as before" if made.wish.query else ", not filtered"
        self.facts = count

    def _empty_note(self) -> str:
        catalog = self._library.catalog
        if catalog.rows and self._library.complete:
            return "Nothing matches. esc clears the filter."
        if catalog.rows:
            return f"Nothing matches of the {grouped(catalog.done)} that are read. esc clears the filter."
        if self._library.is_being_read:
            return "Reading …"
        record = " Or record something: it shows here." if self._live else ""
        return f"No recordings here. Call recview with the path of some, or look around in recview demo.{record}"

    # Moving

    @property
    def every_row(self) -> Sequence[int]:
        """Of every row that is listed, in a closed group too, how many others stand above it."""
        return range(len(self.recordings.lines.arrangement.positions))

    @property
    def rows_with_problems(self) -> Sequence[int]:
        """The same of those that have problems."""
        return self.visible_list.problems if self.visible_list is not None else ()

    @property
    def marked_rows(self) -> Sequence[int]:
        """The same of those that are marked."""
        arrangement = self.recordings.lines.arrangement
        indices = (index for path in self._library.marked if (index := arrangement.index(path)) is not None)
        return sorted(map(arrangement.row_index, indices))

    def walk(self, direction: int) -> bool:
        """To the next of all that are listed, or the one before, and says which it is; False where there are none."""
        self._walked_to = self.go_to_row_of(self.every_row, direction)
        if self.visible_list is not None:
            self._tell_count(self.visible_list)
        return bool(self._walked_to)

    def go_to_row_of(self, rows: Sequence[int], direction: int) -> str:
        """To the next of some rows, or with -1 the one before, round the end, opening the groups around it.

        `rows`: how many others stand above each, ascending. Says the key of where it goes, nothing where there are
        none. To be asked when all lines are there.
        """
        if not rows:
            return ""
        lines = self.recordings.lines
        row = lines.next_row(rows, self.recordings.cursor, direction)
        index = lines.arrangement.index_of_row(row)
        position = lines.position_of_row(row)
        if position is not None:
            self.recordings.cursor = position
        else:
            self._reveal(lines.arrangement, index)
        return lines.arrangement.line(index).key

    def _reveal(self, arrangement: Arrangement, index: int) -> None:
        """Opens the groups around what stands on a line; the cursor goes there as soon as they are open."""
        around = arrangement.around(index)
        while around is not None:
            self._folds = self._folds.opened(arrangement.line(around).key)
            around = arrangement.around(around)
        self.recordings.go_to_soon(arrangement.line(index).key)
        if self.is_working or len(self._library.catalog.rows) > MOST_AT_ONCE:
            self.refresh_list()
        else:
            self.make_now()  # the next key goes on from there

    # Marks, freshness

    def refresh_state(self, open_path: str | None = None) -> None:
        """Marks, ages or the open recording changed."""
        if open_path is not None:
            self._open_path = open_path
        self.recordings.show_state(self._list_state())
        facts = ((len(self._library.marked), "marked"), (len(self._library.writing), "being written"))
        self.foot_left = " · ".join(f"{grouped(count)} {word}" for count, word in facts if count)

    def _list_state(self) -> ListState:
        order = self.visible_list.wish.sort if self.visible_list is not None else SORTS[0]
        return self._library.list_state(monotonic(), self._open_path, order, time_ns())

    def _age(self) -> None:
        """What is lit fades; ages grow, in seconds at first and then in minutes."""
        age_s = monotonic() - self._library.changed_at_s
        lit = self._library.lights and age_s < FRESH_S + LOOK_EVERY_S
        self._looks += 1
        every_s = 1 if age_s < 60 + FRESH_S else 20
        if self._library.fresh and (lit or self._looks % round(every_s / LOOK_EVERY_S) == 0):
            self.recordings.show_ages(self._list_state())

    # Filter

    async def furnish(self) -> FilterBar:
        """The filter line, made where there is none yet: the first frame does without."""
        if self._filter_bar is None:
            from recview.ui.widgets.filter_bar import FilterBar

            self._filter_bar = FilterBar(FILTER_HINT, self.recordings)
            await self.mount(self._filter_bar, before=0)
        return self._filter_bar

    async def open_filter(self, *, to_search: bool = False) -> None:
        """Shows the filter line as it was left, or ready for a phrase to search for."""
        from recview.analysis.query_typing import begin_search

        bar = await self.furnish()
        bar.open(begin_search(bar.text) if to_search else None)
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
        from recview.analysis.query_typing import finish

        message.stop()
        text = finish(message.text).strip()  # the word that became a key filters no more
        why_not = ""
        try:
            self._take_filter(parse(text) if text else None)
        except FilterError as error:
            why_not = error.message
        if self._filter_bar is not None:
            self._filter_bar.show_error(why_not)
        self._filter_is_bad = bool(why_not)
        if not why_not:
            self.refresh_list()
        elif self.visible_list is not None:
            self._tell_count(self.visible_list)

    def _take_filter(self, query: Query | None) -> None:
        """Another filter, or none: then the cursor goes back to where it was before there was one."""
        if self._query is None and query is not None:
            self._unfiltered_place = self.recordings.key_wished
            self.recordings.go_to_soon("")  # it may be among what the filter leaves out
        elif self._query is not None and query is None and self._unfiltered_place:
            self.recordings.go_to_soon(self._unfiltered_place)
        self._query = query
        self._folds_of_matches = ALL_OPEN

    # The list's wishes

    def on_recording_list_selected(self) -> None:
        if self._walked_to and self._walked_to != self.recordings.key_wished:
            self._walked_to = ""
            if self.visible_list is not None:
                self._tell_count(self.visible_list)

    def on_recording_list_entered(self) -> None:
        self._unfiltered_place = ""  # this is where one wants to be

    def on_recording_list_fold_toggled(self, message: RecordingList.FoldToggled) -> None:
        message.stop()
        self._folds = self._folds.toggled(message.key)
        self.refresh_list()

    def on_recording_list_fold_all(self, message: RecordingList.FoldAll) -> None:
        message.stop()
        self._folds = ALL_CLOSED if message.folded else ALL_OPEN
        self.refresh_list()

    def on_recording_list_sort_changed(self, message: RecordingList.SortChanged) -> None:
        message.stop()
        self._sort = self._next_sort
        self.refresh_list()
