"""Two recordings side by side: what differs between their requests, and between their responses."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from recview.analysis.jsondiff import PathPattern
from recview.model.recording import Unreadable
from recview.ui.bindings import bindings_for
from recview.ui.comparison import Comparison, Source, compare
from recview.ui.distinct_names import cut_name, distinct_names
from recview.ui.drawing import cut_call, cut_start, cut_test, differing, grouped, short_stem, short_test, visible
from recview.ui.fate import Fate, FateOf, Note
from recview.ui.screens.copy_prompt import Copyable
from recview.ui.screens.panes import NARROW
from recview.ui.screens.sided import SidedScreen
from recview.ui.widgets.change_list import ChangeList
from recview.ui.widgets.diff_pane import DiffPane
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.live_diff_pane import LiveDiffPane
from recview.ui.widgets.pane import Pane

BRACKET_S = 1.0
"""How long `[` and `]` wait for their `c`."""


class CompareScreen(SidedScreen):
    """See the module."""

    CSS_PATH = "compare.tcss"
    BINDINGS = bindings_for("compare")
    copy_words: ClassVar[Mapping[str, str]] = {"path": "pointer", "JSON": "patch", "chunk": ""}
    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (NARROW, "-narrow"), (150, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    class Compared(Message):
        """The worker is done."""

        def __init__(self, result: Comparison | Unreadable, reading: int, *, again: bool) -> None:
            """`again`: these two were compared before, and one was written anew."""
            super().__init__()
            self.result = result
            self.reading = reading
            self.again = again

    def __init__(
        self, left: Source, right: Source, ignore: tuple[PathPattern, ...] = (), fate_of: FateOf = Fate
    ) -> None:
        """`fate_of` tells what became of a file, where somebody watches them."""
        super().__init__(left, right, fate_of)
        self._ignore = ignore
        self._result: Comparison | None = None
        self._bracket: tuple[int, float] = (0, 0.0)

    def compose(self) -> ComposeResult:
        with Horizontal(id="compare-columns"):
            yield LiveDiffPane(id="diff-pane")
            with Pane(id="changes-pane") as changes:
                changes.title = "Changes"
                yield ChangeList(id="changes")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).scopes = ("compare", "app")
        self.diff_pane.show_note("Comparing …")
        self.diff_pane.diff_view.focus()
        self.begin()

    @property
    def diff_pane(self) -> LiveDiffPane:
        """The pane of the diff."""
        return self.query_one(LiveDiffPane)

    @work(thread=True, group="compare", exclusive=True, description="compare")
    def _compare(self, left: Source, right: Source, reading: int, *, again: bool) -> None:
        self.post_message(self.Compared(compare(left, right, self._ignore), reading, again=again))

    def read_sides(self, left: Source, right: Source, reading: int, *, again: bool) -> None:
        self._compare(left, right, reading, again=again)

    def tell_of_disk(self, note: Note) -> None:
        self.diff_pane.tell_of_disk(note)

    def on_compare_screen_compared(self, message: Compared) -> None:
        pane, result = self.diff_pane, message.result
        if message.reading != self.reading:
            return
        if isinstance(result, Unreadable):
            pane.title, pane.facts = cut_start(visible(result.path), self.size.width - 12), ""
            pane.interrupt(f"✗ cannot be read: {visible(result.reason)}")
            return
        again, self._result = message.again and self._result is not None, result
        self.two.take(result.left, result.right)
        if again:
            pane.renew(result)
        else:
            pane.show(result)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_titles)
        self.call_after_refresh(self._focus_what_is_shown)

    def _show_titles(self) -> None:
        """One test over both; or, where they are calls of two, each over its side."""
        result, pane = self._result, self.diff_pane
        if result is None:
            return
        names = [
            short_stem(opened.recording.name) + (" (before)" if source.content is not None else "")
            for opened, source in zip((result.left, result.right), self.two.sources, strict=True)
        ]
        left, right = (visible(short_test(each.recording.test_id or "")) for each in (result.left, result.right))
        if left == right:
            pane.cut_title = cut_test
            if names[0] == names[1]:
                names = [f"{names[0]}  {differing(*(source.path for source in self.two.sources))}"]
            pane.title, pane.facts = left or "no test", " → ".join(names)
        else:
            half = (pane.size.width - 6) // 2
            pane.cut_title = cut_call
            whole = [f"{name} {test}" for name, test in zip(names, (left, right), strict=True)]
            if max(map(cell_len, whole)) > half:  # what differs between the two is what must be seen
                short = (test for test, _ in distinct_names([left, right]))
                whole = [
                    f"{name} {cut_name(test, half - cell_len(name) - 1)}"
                    for name, test in zip(names, short, strict=True)
                ]
            pane.title, pane.facts = (cut_call(each, half) for each in whole)

    # Diff and list of changes go together

    def on_diff_pane_shown(self, message: DiffPane.Shown) -> None:
        beside = self.diff_pane.beside_body
        self.query_one(ChangeList).show(message.changes, self.diff_pane.change_under_cursor, beside)
        self.query_one("#changes-pane", Pane).facts = grouped(len(message.changes) or len(beside))
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
        self.go_to_change(self.diff_pane.diff_view, direction)

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
            self._focus_what_is_shown()

    @property
    def _shows_changes_alone(self) -> bool:
        return self.size.width < NARROW and self.has_class("-with-changes")

    def _focus_what_is_shown(self) -> None:
        """Where the list of changes and the diff take turns, the focus goes with them."""
        if self._shows_changes_alone:
            self.query_one(ChangeList).focus()
        elif self.size.width < NARROW:
            self.diff_pane.diff_view.focus()

    def action_toggle_split(self) -> None:
        self.diff_pane.toggle_split()

    def action_toggle_noise(self) -> None:
        self.toggle_noise(self.diff_pane)

    def action_lock_step(self) -> None:
        from recview.ui.screens.lockstep import LockStepScreen

        self.app.push_screen(LockStepScreen(*self.two.readable, self.two.fate_of))

    def action_next_part(self) -> None:
        self.diff_pane.turn_to_part(1)

    def action_previous_part(self) -> None:
        self.diff_pane.turn_to_part(-1)

    def action_toggle_fold(self) -> None:
        if self._shows_changes_alone:
            self.action_c_key()  # to the change under the cursor
            return
        self.diff_pane.toggle_fold()

    def action_toggle_all_folds(self) -> None:
        self.diff_pane.toggle_folds()

    def action_toggle_wrap(self) -> None:
        self.diff_pane.toggle_wrap()

    def copyable(self, what: Copyable) -> str | None:
        return self.diff_pane.copyable(what)

    def action_back(self) -> None:
        self.dismiss()
