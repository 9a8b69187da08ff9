"""A pane whose list is worked out off the event loop, one at a time: when, not of what, nor how it is shown."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.timer import Timer

from recview.store.collector import collector_paused
from recview.ui.visible_list import ListMaker, Sight, VisibleList, Wish
from recview.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from recview.analysis.ordering import SortKey

SLOW_S = 0.3
"""A filter that takes longer says that it is at work."""

REST = 9
"""New rows wait nine times as long as the list took to work out: it takes a tenth of the time."""

PAINT_S = 0.1
"""What is in sight is painted by then."""

IDLE_S = 0.5
"""A list that stands for so long leaves time to prepare the order that comes next."""


class ListWorker(Pane):
    """See the module. What shows the list says what it wishes, and takes what was made."""

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

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._maker = ListMaker()
        self._stale: Event | None = None
        """Set when what is being worked out is no longer wanted; None where nothing is."""
        self._wanted_again = False
        self._rest: Timer | None = None
        """Runs while new rows have to wait, so that working the list out leaves time for everything else."""
        self._rows_wait = False
        self._idle: Timer | None = None
        """Runs while nothing else is wished than what is shown."""

    # What shows the list says

    def wish(self) -> Wish:
        """What is to be made now."""
        raise NotImplementedError

    @property
    def is_filtering(self) -> bool:
        """Whether another filter than the one that is shown is being worked out."""
        raise NotImplementedError

    @property
    def lines_in_sight(self) -> int:
        """How many are made first where there is another filter."""
        raise NotImplementedError

    @property
    def next_order(self) -> SortKey | None:
        """The order that may be wished next; None while rows are still to come."""
        raise NotImplementedError

    def show_part(self, part: VisibleList) -> None:
        """Takes what is in sight."""
        raise NotImplementedError

    def show_whole(self, made: VisibleList) -> None:
        """Takes the whole list."""
        raise NotImplementedError

    def tell_slow(self) -> None:
        """A filter takes its time."""
        raise NotImplementedError

    # When it is made

    @property
    def is_working(self) -> bool:
        """Whether a list is being worked out."""
        return self._stale is not None

    def rows_changed(self) -> None:
        """Some rows are new or others: the list shows them when it had a rest."""
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

    def make_now(self) -> None:
        """Makes it here and now, which few rows allow."""
        made = self._maker.make(self.wish())
        if made is not None:
            self.show_whole(made)

    def _work_out_soon(self) -> None:
        if self._stale is not None:
            self._wanted_again = True
            return
        self._rows_wait = False
        if self._idle is not None:
            self._idle.stop()
        stale = self._stale = Event()
        sight = None
        if self.is_filtering:
            self.set_timer(SLOW_S, self.tell_slow)
            sight = Sight(self.lines_in_sight, lambda part: self._tell_part(part, stale))
        self._work_out(stale, self.wish(), sight)

    def _tell_part(self, part: VisibleList, stale: Event) -> None:
        message = self.PartMade(part, stale)
        self.post_message(message)
        message.seen.wait(PAINT_S)  # two that are busy at once would take twice as long to show it

    @work(thread=True, group="list", description="list")  # else Textual spells out every row
    def _work_out(self, stale: Event, wish: Wish, sight: Sight | None) -> None:
        started_s = monotonic()
        with collector_paused():
            made = self._maker.make(wish, stale.is_set, sight)
        self.post_message(self.Made(made, monotonic() - started_s))

    def on_list_worker_part_made(self, message: PartMade) -> None:
        message.stop()
        if message.stale.is_set():
            message.seen.set()
            return
        self.call_after_refresh(message.seen.set)
        self.show_part(message.visible_list)

    def on_list_worker_made(self, message: Made) -> None:
        message.stop()
        self._stale = None
        if message.visible_list is not None:
            self.show_whole(message.visible_list)
            self._rest = self._rest or self.set_timer(REST * message.took_s, self._rested)
        if self._wanted_again:
            self._wanted_again = False
            self._work_out_soon()
        elif self.next_order is not None:
            self._idle = self.set_timer(IDLE_S, self._prepare)

    def _prepare(self) -> None:
        """Puts the rows in the next order, so that it takes no longer than with a few."""
        order = self.next_order
        if order is not None and not self._maker.knows_order(order):
            self._prepare_order(order)

    @work(thread=True, group="order", description="order")
    def _prepare_order(self, order: SortKey) -> None:
        with collector_paused():
            self._maker.prepare_order(order)
