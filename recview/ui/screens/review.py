"""The review of a re-record: groups of like changes, their pairs, and the diff of the pair under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from recview.errors import FilterError, RecviewError
from recview.ui.drawing import from_to, grouped, visible
from recview.ui.renderables.review_lines import column_words, told_counts
from recview.ui.review_decisions import Decided, Leaving
from recview.ui.review_filter import PLACEHOLDER, ReviewFilter, parse_review_filter
from recview.ui.review_loading import LedgerWriter, LoadedReview, ReviewRequest, load_review
from recview.ui.review_state import ReviewState
from recview.ui.screens.review_keys import ReviewKeys
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.group_list import GroupList
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pair_facts import PairFacts
from recview.ui.widgets.pair_pane import PairPane
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.tab_line import TabLine
from recview.ui.widgets.title_bar import TitleBar


class ReviewScreen(ReviewKeys):
    """See the module."""

    CSS_PATH = "review.tcss"

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

    class Matched(Message):
        """Which items a filter lets through; without a filter all."""

        def __init__(self, wanted: ReviewFilter | None, matching: set[int]) -> None:
            super().__init__()
            self.wanted = wanted
            self.matching = matching

    class Written(Message):
        """What was decided is written down, or could not be."""

        def __init__(self, error: RecviewError | None) -> None:
            super().__init__()
            self.error = error

    def __init__(self, request: ReviewRequest, leaving: Leaving | None = None) -> None:
        super().__init__()
        self._request = request
        self._leaving = leaving
        self.ignore = request.ignore
        self._writer: LedgerWriter | None = None
        self._unwritten = False

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield TabLine(id="review-tabs")
        with Container(id="review-panes"):
            with Pane(id="groups-pane") as groups:
                groups.title = "Groups"
                groups_list = GroupList(id="groups")
                yield FilterBar(PLACEHOLDER, leads_to=groups_list)
                yield Static(id="review-error", markup=False)
                yield groups_list
            yield PairPane(self._request.ignore, id="pair-pane")
            with Pane(id="facts-pane") as facts:
                facts.title = "Pair"
                yield PairFacts(id="facts")
        yield KeyBar()

    def on_mount(self) -> None:
        request = self._request
        sides = from_to(request.old, request.new) if request.new else request.old
        self._show_status(place=visible(f"review  {sides}"))
        self.groups.show_note("Reading …")
        self.groups.focus()
        self._load()

    # Reading

    @work(thread=True, group="review")
    def _load(self) -> None:
        try:
            loaded = load_review(self._request, self._tell)
        except RecviewError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Loaded(loaded))

    def _tell(self, text: str) -> None:
        self.post_message(self.Told(text))

    def on_review_screen_told(self, message: Told) -> None:
        if self.state is None:
            self.groups.show_note(visible(message.text))

    def on_review_screen_loaded(self, message: Loaded) -> None:
        loaded = message.loaded
        self._writer = loaded.writer
        state = self.state = loaded.state
        self._show_status(
            place=visible(f"review  {from_to(loaded.old_label, loaded.new_label)}"),
            counts=told_counts(state.model),
        )
        self.groups.show(state, loaded.labels)
        if not state.lines:
            self.groups.show_note("Nothing differs. q quits.")
        self.show_progress()
        first = state.next_undecided(-1)
        if state.decisions.decided and first is not None:
            self.groups.laid_out(state.reveal(first))
        else:
            self.groups.laid_out(0)

    def on_review_screen_failed(self, message: Failed) -> None:
        """Says what is wrong in the pane; the message goes on to the app."""
        pane, error = self.query_one("#groups-pane", Pane), message.error
        wrong = Content.styled(f"✗ {visible(error.message)}", pane.content_tone("bad"))
        hint = f"\n\n{visible(error.hint)}" if error.hint else ""
        self.query_one("#review-error", Static).update(Content.assemble(wrong, hint, "\n\nq leaves."))
        self.query_one(KeyBar).scopes = ("app",)
        self.add_class("-failed")

    # What is decided

    def decided(self, changes: Decided) -> None:
        if self.state is None or self._writer is None or not changes:
            return
        self.state.decisions_changed(changes)
        self._writer.collect(changes)
        self._write(self._writer)
        self.show_progress()

    @work(thread=True, group="ledger")
    def _write(self, writer: LedgerWriter) -> None:
        try:
            writer.write()
        except RecviewError as error:
            self.post_message(self.Written(error))
        else:
            self.post_message(self.Written(None))

    def on_review_screen_written(self, message: Written) -> None:
        message.stop()
        self._unwritten = message.error is not None
        if message.error is not None:
            self.notify(visible(message.error.message), title="Not written down", severity="error", markup=False)
        self.show_progress()

    def on_unmount(self) -> None:
        """What was decided last may still wait; a file of decisions is small."""
        try:
            if self._writer is not None:
                self._writer.write()
            if self._leaving is not None and self.state is not None:
                self._leaving(self.state.decisions.tallies)
        except RecviewError as error:
            self.app.exit(return_code=2, message=Text(f"recview: {visible(error.message)}"))

    def show_progress(self) -> None:
        """Counter and tallies."""
        if self.state is None:
            return
        decisions = self.state.decisions
        pane = self.query_one("#groups-pane", Pane)
        pane.facts = f"{grouped(decisions.decided)}/{grouped(decisions.total)} decided" if decisions.total else ""
        tallies = (("✓", decisions.tally("accept")), ("✗", decisions.tally("reject")), ("»", decisions.tally("skip")))
        tally = "  ".join(f"{sign} {grouped(count)}" for sign, count in tallies if count)
        count = len(self.state.model.items)
        filtered = f"{grouped(self.state.shown_count)} of {grouped(count)}" if self.state.filtered else ""
        told = "✗ not written down" if self._unwritten else filtered
        columns = column_words(self.state.model)
        if cell_len(f"{told} · {tally}  {columns}") <= pane.size.width - 4:  # under the columns, at no row's cost
            pane.foot_left, pane.foot = " · ".join(filter(None, (told, tally))), columns
        else:
            pane.foot_left, pane.foot = told, tally
        share = decisions.decided / decisions.total if decisions.decided else None
        self._show_status(progress=None if share is None else (share, share))

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_progress)

    def _show_status(self, **told: Any) -> None:
        bar = self.query_one(TitleBar)
        bar.status = replace(bar.status, **told)

    # The pair under the cursor

    def on_group_list_selected(self, message: GroupList.Selected) -> None:
        item, line = self._item, self.groups.line_under_cursor
        on_heading = line is not None and line.item is None
        of = len(self.state.shown(line.group)) if self.state is not None and line is not None and on_heading else 0
        self.pair_pane.look_at(item, example_of=of)
        self._show_facts()
        if self._moved_on is not None and self._moved_on[1] != self.groups.item_under_cursor:
            self._moved_on = None

    def on_pair_pane_compared(self, message: PairPane.Compared) -> None:
        message.stop()
        self._show_facts()

    def _show_facts(self) -> None:
        item = self._item
        judgement = self.state.decisions.of(item) if self.state is not None and item is not None else None
        self.pair_pane.show_decision(judgement)
        self.query_one(PairFacts).show(item, judgement, self.pair_pane.compared)

    def on_group_list_entered(self, message: GroupList.Entered) -> None:
        self.action_open_pair()

    def on_group_list_stepped(self, message: GroupList.Stepped) -> None:
        self.focus_pane("pair-pane")

    # Filter

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        message.stop()
        if self.state is None:
            return
        text, bar = message.text.strip(), self.query_one(FilterBar)
        try:
            wanted = parse_review_filter(text) if text else None
        except FilterError as error:
            bar.show_error(visible(error.message))
            return
        bar.show_error("")
        self._match(self.state, wanted)

    @work(thread=True, group="filter", exclusive=True)
    def _match(self, state: ReviewState, wanted: ReviewFilter | None) -> None:
        worker = get_current_worker()
        matching = state.matching(wanted) if wanted is not None else set()
        if not worker.is_cancelled:  # another filter is typed already
            self.post_message(self.Matched(wanted, matching))

    def on_review_screen_matched(self, message: Matched) -> None:
        message.stop()
        if self.state is None:
            return
        here = self.groups.item_under_cursor
        if message.wanted is None:
            self.state.show_all()
        else:
            self.state.filter_by(message.wanted, message.matching)
            self.groups.show_note("Nothing matches. f changes the filter, esc clears it.")
        stays = self.state.position(here) if here is not None else None
        self.groups.laid_out(stays if stays is not None else 0)
        self.show_progress()

    def close(self) -> None:
        self.app.exit()
