"""The review of a re-record: groups of like changes, their pairs, and the diff of the pair under the cursor."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from recview.errors import FilterError, RecviewError
from recview.ui.drawing import grouped, visible
from recview.ui.review_decisions import Decided
from recview.ui.review_filter import parse_review_filter
from recview.ui.review_loading import ComparedItem, LedgerWriter, LoadedReview, ReviewRequest, compare_item, load_review
from recview.ui.review_model import Item
from recview.ui.screens.review_keys import PANE_IDS, ReviewKeys
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.group_list import GroupList
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.pair_facts import PairFacts
from recview.ui.widgets.pair_pane import PairPane
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.review_filter_bar import ReviewFilterBar
from recview.ui.widgets.tab_line import TabLine
from recview.ui.widgets.title_bar import TitleBar

COMPARE_AFTER_S = 0.04
"""A cursor that runs down the list compares only where it rests this long."""

NARROW = 100
"""Below this many columns there is one pane at a time."""

TABS = (("groups-pane", "Groups"), ("pair-pane", "Diff"), ("facts-pane", "Pair"))


class ReviewScreen(ReviewKeys):
    """See the module."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-middle"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    class Told(Message):
        """How far reading is."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Loaded(Message):
        """The review is there."""

        def __init__(self, loaded: LoadedReview) -> None:
            super().__init__()
            self.loaded = loaded

    class Failed(Message):
        """There is nothing to review: the app shall end with 2."""

        def __init__(self, error: RecviewError) -> None:
            super().__init__()
            self.error = error

    class NotWritten(Message):
        """A decision could not be written down."""

        def __init__(self, error: RecviewError) -> None:
            super().__init__()
            self.error = error

    class Compared(Message):
        """A pair was compared; None where an item has nothing to compare."""

        def __init__(self, item: Item, compared: ComparedItem | None) -> None:
            super().__init__()
            self.item = item
            self.compared = compared

    def __init__(self, request: ReviewRequest) -> None:
        super().__init__()
        self._request = request
        self._writer: LedgerWriter | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield TabLine(id="review-tabs")
        with Container(id="review-panes"):
            with Pane(id="groups-pane") as groups:
                groups.title = "Groups"
                yield ReviewFilterBar()
                yield Static(id="review-error", markup=False)
                yield GroupList(id="groups")
            yield PairPane(id="pair-pane")
            with Pane(id="facts-pane") as facts:
                facts.title = "Pair"
                yield PairFacts(id="facts")
        yield KeyBar()

    def on_mount(self) -> None:
        request = self._request
        self.query_one(TitleBar).place = visible(f"review  {request.old}" + (f" → {request.new}" if request.new else ""))
        self.query_one("#review-tabs", TabLine).set_tabs(TABS)
        self.groups.show_note("Reading …")
        self.groups.focus()
        self._load()

    # Reading

    @work(thread=True, group="review")
    def _load(self) -> None:
        try:
            loaded = load_review(self._request, lambda text: self.post_message(self.Told(text)) and None)
        except RecviewError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Loaded(loaded))

    def on_review_screen_told(self, message: Told) -> None:
        if self.state is None:
            self.groups.show_note(visible(message.text))

    def on_review_screen_loaded(self, message: Loaded) -> None:
        loaded = message.loaded
        self._writer = loaded.writer
        state = self.state = loaded.state
        bar = self.query_one(TitleBar)
        bar.place = visible(f"review  {loaded.old_label} → {loaded.new_label}")
        pairs = sum(1 for item in state.model.items if item.kind == "pair")
        bar.counts = f"{grouped(pairs)} {'pair' if pairs == 1 else 'pairs'} · {grouped(state.model.identical)} identical"
        self.groups.show(state)
        if not state.lines:
            self.groups.show_note("Nothing differs. q quits.")
            self.pair_pane.show_note(None, "")
        self.show_progress()
        first = state.next_undecided(-1)
        if state.decisions.decided and first is not None:
            self.groups.laid_out(state.reveal(first))
        else:
            self.groups.laid_out(0)

    def on_review_screen_failed(self, message: Failed) -> None:
        """Says what is wrong in the pane; the message goes on to the app."""
        said = (f"✗ {message.error.message}", message.error.hint, "q leaves.")
        text = "\n\n".join(visible(part) for part in said if part)
        self.query_one("#review-error", Static).update(Content(text))
        self.add_class("-failed")

    # What is decided

    def decided(self, changes: Decided) -> None:
        if self.state is None or self._writer is None or not changes:
            return
        self.state.decisions_changed()
        self._writer.collect(changes)
        self._write(self._writer)
        self.show_progress()

    @work(thread=True, group="ledger")
    def _write(self, writer: LedgerWriter) -> None:
        try:
            writer.write()
        except RecviewError as error:
            self.post_message(self.NotWritten(error))

    def on_review_screen_not_written(self, message: NotWritten) -> None:
        message.stop()
        self.notify(visible(message.error.message), title="Not written down", severity="error", markup=False)

    def on_unmount(self) -> None:
        """What was decided last may still wait; a file of decisions is small."""
        if self._writer is not None:
            self._writer.write()

    def show_progress(self) -> None:
        """Counter and tallies."""
        if self.state is None:
            return
        decisions = self.state.decisions
        pane = self.query_one("#groups-pane", Pane)
        pane.facts = f"[{grouped(decisions.decided)}/{grouped(decisions.total)}]"
        tallies = (("✓", decisions.tally("accept")), ("✗", decisions.tally("reject")), ("»", decisions.tally("skip")))
        pane.foot = "  ".join(f"{sign} {grouped(count)}" for sign, count in tallies if count)
        count = len(self.state.model.items)
        pane.foot_left = f"{grouped(self.state.shown_count)} of {grouped(count)}" if self.state.filtered else ""
        bar = self.query_one(TitleBar)
        bar.progress = decisions.decided / decisions.total if decisions.decided else None

    # The pair under the cursor

    def on_group_list_selected(self, message: GroupList.Selected) -> None:
        if self._timer is not None:
            self._timer.stop()
        item = self._item
        if self.state is None or item is None:
            self.pair_pane.show_note(None, "")
            self.query_one(PairFacts).show(None, None, None)
            return
        shown = self.pair_pane.compared
        self.query_one(PairFacts).show(item, self.state.decisions.of(item), shown)
        if shown is not None and shown.item is item:
            self._show_pair(item, shown)
        else:
            self._timer = self.set_timer(COMPARE_AFTER_S, lambda: self._compare(item))

    @work(thread=True, group="pair", exclusive=True)
    def _compare(self, item: Item) -> None:
        self.post_message(self.Compared(item, compare_item(item)))

    def on_review_screen_compared(self, message: Compared) -> None:
        message.stop()
        if message.item is self._item:  # the cursor may be elsewhere by now
            self._show_pair(message.item, message.compared)

    def _show_pair(self, item: Item, compared: ComparedItem | None) -> None:
        if self.state is None:
            return
        judgement, line = self.state.decisions.of(item), self.groups.line_under_cursor
        if compared is None:
            why = f"✗ {visible(item.path)}: {visible(item.why)}" if item.why else visible(item.path)
            self.pair_pane.show_note(item, why)
        else:
            is_heading = line is not None and line.item is None
            of = len(self.state.shown(line.group)) if line is not None and is_heading else 0
            self.pair_pane.show(compared, example_of=of)
            self.pair_pane.show_decision(judgement)
        self.query_one(PairFacts).show(item, judgement, compared)

    def on_group_list_entered(self, message: GroupList.Entered) -> None:
        self.action_open_pair()

    def on_group_list_stepped(self, message: GroupList.Stepped) -> None:
        self.focus_pane("pair-pane")

    # Filter

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        message.stop()
        if self.state is None:
            return
        text, bar = message.text.strip(), self.query_one(ReviewFilterBar)
        try:
            wanted = parse_review_filter(text) if text else None
        except FilterError as error:
            bar.show_error(visible(error.message))
            return
        bar.show_error("")
        here = self.groups.item_under_cursor
        self.state.filter_by(wanted)
        self.groups.show_note("Nothing matches. f changes the filter, q clears it." if wanted else "Nothing differs.")
        stays = self.state.position(here) if here is not None else None
        self.groups.laid_out(stays if stays is not None else 0)
        self.show_progress()

    def on_filter_bar_closed(self, message: FilterBar.Closed) -> None:
        message.stop()
        self.groups.focus()

    # Panes: columns, or one at a time

    def on_resize(self) -> None:
        self.settle_panes()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        for pane_id in PANE_IDS:
            if self.query_one(f"#{pane_id}", Pane) in event.widget.ancestors_with_self:
                self.pane = pane_id
        scope = event.widget.key_scope if isinstance(event.widget, LineView) else "lines"
        self.query_one(KeyBar).scopes = (scope, "review", "app")
        self.settle_panes()

    def settle_panes(self) -> None:
        self.set_class(self.zoomed or self.size.width < NARROW, "-single")
        for pane_id in PANE_IDS:
            self.set_class(self.pane == pane_id, "-pane-" + pane_id.removesuffix("-pane"))
        self.query_one("#review-tabs", TabLine).show(self.pane)

    def focus_pane(self, pane_id: str) -> None:
        self.pane = pane_id
        self.settle_panes()  # first: what is not displayed takes no focus
        views = {"groups-pane": self.groups, "pair-pane": self.pair_pane.diff_view, "facts-pane": self.query_one(PairFacts)}
        self.call_after_refresh(views[pane_id].focus)

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        self.focus_pane(message.tab_id)

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.app.simulate_key(message.key)

    # Words

    def say(self, text: str) -> None:
        bar = self.query_one(KeyBar)
        bar.notice = text
        self.set_timer(4, lambda: setattr(bar, "notice", "") if bar.notice == text else None)

    def close(self) -> None:
        self.app.exit()
