"""Two recordings side by side: what differs between their requests, and between their responses."""

from __future__ import annotations

from collections.abc import Collection
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from recview.analysis.jsondiff import PathPattern
from recview.model.recording import Unreadable
from recview.ui.bindings import bindings_for
from recview.ui.comparison import Comparison, Part, Source, compare
from recview.ui.diff_place import DiffPlace, FoundPlace, find_place
from recview.ui.drawing import cut_call, cut_start, grouped, short_test, visible
from recview.ui.screens.copy_prompt import Copyable
from recview.ui.screens.keyed import KeyedScreen
from recview.ui.widgets.change_list import ChangeList
from recview.ui.widgets.diff_pane import DiffPane
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pane import Pane

BRACKET_S = 1.0
"""How long `[` and `]` wait for their `c`."""


class CompareScreen(KeyedScreen):
    """See the module."""

    CSS_PATH = "compare.tcss"
    BINDINGS = bindings_for("compare")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    class Compared(Message):
        """The worker is done."""

        def __init__(self, result: Comparison | Unreadable, *, again: bool) -> None:
            """`again`: these two were compared before, and one was written anew."""
            super().__init__()
            self.result = result
            self.again = again

    class Found(Message):
        """Where the person was in the diff before is found in this one."""

        def __init__(self, result: Comparison, before: DiffPlace, found: FoundPlace) -> None:
            super().__init__()
            self.result = result
            self.before = before
            self.found = found

    def __init__(self, left: Source, right: Source, ignore: tuple[PathPattern, ...] = ()) -> None:
        super().__init__()
        self._sources = (left, right)
        self._ignore = ignore
        self._result: Comparison | None = None
        self._left_at: DiffPlace | None = None
        """Where the person was before a side could not be read."""
        self._bracket: tuple[int, float] = (0, 0.0)

    def compose(self) -> ComposeResult:
        with Horizontal(id="compare-columns"):
            yield DiffPane(id="diff-pane")
            with Pane(id="changes-pane") as changes:
                changes.title = "Changes"
                yield ChangeList(id="changes")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).scopes = ("compare", "app")
        self.diff_pane.show_note("Comparing …")
        self.diff_pane.diff_view.focus()
        self._compare(*self._sources)

    @property
    def diff_pane(self) -> DiffPane:
        """The pane of the diff."""
        return self.query_one(DiffPane)

    @work(thread=True, group="compare", exclusive=True, description="compare")
    def _compare(self, left: Source, right: Source, *, again: bool = False) -> None:
        self.post_message(self.Compared(compare(left, right, self._ignore), again=again))

    @work(thread=True, group="compare", exclusive=True, description="place")
    def _find(self, result: Comparison, place: DiffPlace, part: Part) -> None:
        self.post_message(self.Found(result, place, find_place(place, result.part(part))))

    def files_changed(self, paths: Collection[str]) -> None:
        if any(source.is_one_of(paths) for source in self._sources):
            self._compare(*self._sources, again=True)

    def on_compare_screen_compared(self, message: Compared) -> None:
        pane, result = self.diff_pane, message.result
        place = pane.place or self._left_at
        if isinstance(result, Unreadable):
            self._left_at = place
            pane.title, pane.facts = cut_start(visible(result.path), self.size.width - 12), ""
            pane.show_note(f"✗ cannot be read: {visible(result.reason)}")
        elif message.again and place is not None:
            self._find(result, place, pane.part)
        elif message.again and self._result is not None:
            self._show(result, None)
        else:
            self._result = result
            pane.show(result)

    def on_compare_screen_found(self, message: Found) -> None:
        pane, before = self.diff_pane, message.before
        place = pane.place or self._left_at
        if place is not None and not place.is_same(before):  # the person went on meanwhile
            self._find(message.result, place, pane.part)
        else:
            self._show(message.result, message.found)

    def _show(self, result: Comparison, found: FoundPlace | None) -> None:
        self._result, self._left_at = result, None
        self.diff_pane.show_again(result, found)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_titles)

    def _show_titles(self) -> None:
        """One test over both; or, where they are calls of two, each over its side."""
        result, pane = self._result, self.diff_pane
        if result is None:
            return
        names = [
            visible(opened.recording.name[:12]) + (" (before)" if source.content is not None else "")
            for opened, source in zip((result.left, result.right), self._sources, strict=True)
        ]
        left, right = (visible(short_test(each.recording.test_id or "")) for each in (result.left, result.right))
        if left == right:
            pane.title, pane.facts = left or "no test", " → ".join(names)
        else:
            half = (pane.size.width - 6) // 2
            pane.title, pane.facts = (
                cut_call(f"{name} {test}", half) for name, test in zip(names, (left, right), strict=True)
            )

    # Diff and list of changes go together

    def on_diff_pane_shown(self, message: DiffPane.Shown) -> None:
        self.query_one(ChangeList).show(message.changes, self.diff_pane.change_under_cursor)
        self.query_one("#changes-pane", Pane).facts = grouped(len(message.changes))
        self._show_titles()
        self.diff_pane.foot_left = message.layout if message.layout == "unified" else ""

    def on_diff_view_change_reached(self, message: DiffView.ChangeReached) -> None:
        if message.change is not None and self.diff_pane.diff_view.has_focus:
            self.query_one(ChangeList).go_to(message.change)

    def on_change_list_chosen(self, message: ChangeList.Chosen) -> None:
        self.diff_pane.diff_view.go_to_change(message.change)

    # Keys

    def action_next_change(self) -> None:
        self._go(1)

    def action_previous_change(self) -> None:
        self._go(-1)

    def _go(self, direction: int) -> None:
        if not self.diff_pane.diff_view.next_change(direction):
            self.say("the last change" if direction > 0 else "the first change")

    def action_bracket(self, direction: int) -> None:
        """The first half of `]c` and `[c`."""
        self._bracket = (direction, monotonic())

    def action_c_key(self) -> None:
        """The second half of `]c` and `[c`; by itself it shows or hides the list of changes."""
        direction, at_s = self._bracket
        self._bracket = (0, 0.0)
        if direction and monotonic() - at_s < BRACKET_S:
            self._go(direction)
        else:
            self.toggle_class("-with-changes")

    def action_toggle_split(self) -> None:
        self.diff_pane.toggle_split()

    def action_toggle_noise(self) -> None:
        self.diff_pane.toggle_noise()

    def action_swap(self) -> None:
        left, right = self._sources
        self._sources, self._left_at = (right, left), None
        self._compare(*self._sources)

    def action_lock_step(self) -> None:
        from recview.ui.screens.lockstep import LockStepScreen

        self.app.push_screen(LockStepScreen(*self._sources))

    def action_next_part(self) -> None:
        self.diff_pane.turn_to_part(1)

    def action_previous_part(self) -> None:
        self.diff_pane.turn_to_part(-1)

    def action_toggle_fold(self) -> None:
        self.diff_pane.toggle_fold()

    def action_toggle_all_folds(self) -> None:
        self.diff_pane.toggle_folds()

    def copyable(self, what: Copyable) -> str | None:
        return self.diff_pane.copyable(what)

    def action_back(self) -> None:
        self.dismiss()
