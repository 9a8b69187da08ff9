"""Two recordings side by side: what differs between their requests, and between their responses."""

from __future__ import annotations

from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from recview.analysis.jsondiff import Diff, PathPattern
from recview.analysis.jsondiff.rows import Layout
from recview.model.recording import Unreadable
from recview.ui.bindings import bindings_for
from recview.ui.comparison import PARTS, Comparison, Part, Source, compare
from recview.ui.drawing import cut_start, cut_test, grouped, short_test, visible
from recview.ui.opened import Opened
from recview.ui.screens.copy_prompt import CopyPrompt
from recview.ui.widgets.change_list import ChangeList
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.minimap import Minimap
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.verdict_bar import VerdictBar
from recview.wire.documents import dumps
from recview.wire.terminal import clean

BRACKET_S = 1.0
"""How long `[` and `]` wait for their `c`."""


class CompareScreen(Screen[None]):
    """See the module."""

    CSS_PATH = "compare.tcss"
    BINDINGS = bindings_for("compare")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012

    class Compared(Message):
        """The worker is done."""

        def __init__(self, result: Comparison | Unreadable) -> None:
            super().__init__()
            self.result = result

    def __init__(self, left: Source, right: Source, ignore: tuple[PathPattern, ...] = ()) -> None:
        super().__init__()
        self._sources = (left, right)
        self._ignore = ignore
        self._comparison: Comparison | None = None
        self._part: Part = "request"
        self._layout_kind: Layout = "split"
        self._noise_hidden = True
        self._bracket: tuple[int, float] = (0, 0.0)

    def compose(self) -> ComposeResult:
        yield VerdictBar()
        with Horizontal(id="compare-columns"):
            with Pane(id="diff-pane"), Horizontal():
                yield DiffView(id="diff")
                yield Minimap(id="minimap")
            with Pane(id="changes-pane") as changes:
                changes.title = "Changes"
                yield ChangeList(id="changes")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).scopes = ("compare", "app")
        self.query_one(DiffView).show_note("Comparing …")
        self.query_one(DiffView).focus()
        if self.app.size.width < 100:
            self._layout_kind = "unified"
        self._compare(*self._sources)

    @work(thread=True, group="compare", exclusive=True, description="compare")
    def _compare(self, left: Source, right: Source) -> None:
        self.post_message(self.Compared(compare(left, right, self._ignore)))

    def on_compare_screen_compared(self, message: Compared) -> None:
        if isinstance(message.result, Unreadable):
            self._comparison = None
            pane = self.query_one("#diff-pane", Pane)
            pane.title, pane.facts = cut_start(visible(message.result.path), self.size.width - 12), ""
            self.query_one(DiffView).show_note(f"✗ cannot be read: {visible(message.result.reason)}")
            return
        self._comparison = message.result
        if not self._comparison.request.visible and self._comparison.response.visible:
            self._part = "response"
        self._show()

    # What is shown

    @property
    def _diff(self) -> Diff | None:
        if self._comparison is None:
            return None
        return self._comparison.part(self._part)

    def _show(self) -> None:
        comparison, diff = self._comparison, self._diff
        if comparison is None or diff is None:
            return
        self.query_one(VerdictBar).show(comparison, self._part, noise_hidden=self._noise_hidden)
        pane = self.query_one("#diff-pane", Pane)
        pane.title, pane.facts = (
            _side_title(comparison.left, self._sources[0]),
            _side_title(comparison.right, self._sources[1]),
        )
        view = self.query_one(DiffView)
        shown = [(index, change) for index, change in enumerate(diff.changes) if not self._hides(change.noise)]
        if not shown:
            noise = sum(diff.hidden.values())
            rest = f" but {grouped(noise)} noise changes (i shows them)" if noise else ""
            what = "requests and responses" if self._part == "both" else f"{self._part}s"
            view.show_note(f"The {what} are the same{rest}.")
        else:
            view.show(diff, self._layout_kind, noise_hidden=self._noise_hidden)
        self.query_one(ChangeList).show(shown)
        self.query_one("#changes-pane", Pane).facts = grouped(len(shown))
        self.query_one(Minimap).show(view.changed_shares if shown else ())
        self._show_place(shown[0][0] if shown else None)

    def _hides(self, noise: object) -> bool:
        return self._noise_hidden and noise is not None

    def _show_place(self, change: int | None) -> None:
        """Where the cursor is: in which change of how many, and its pointer."""
        diff, pane = self._diff, self.query_one("#diff-pane", Pane)
        if diff is None:
            return
        shown = [index for index, each in enumerate(diff.changes) if not self._hides(each.noise)]
        pane.foot_left = self._layout_kind if self._layout_kind == "unified" else ""
        if change is None or change not in shown:
            pane.foot = f"{grouped(len(shown))} {'change' if len(shown) == 1 else 'changes'}"
            return
        each = diff.changes[change]
        hashed = " · feeds the hash" if each.hashed else ""
        pane.foot = f"{visible(each.path or '(the whole)')}{hashed} · {shown.index(change) + 1}/{len(shown)}"

    def on_diff_view_change_reached(self, message: DiffView.ChangeReached) -> None:
        self._show_place(message.change)
        if message.change is not None and self.query_one(DiffView).has_focus:
            self.query_one(ChangeList).go_to(message.change)

    def on_change_list_chosen(self, message: ChangeList.Chosen) -> None:
        self.query_one(DiffView).go_to_change(message.change)

    def on_minimap_chosen(self, message: Minimap.Chosen) -> None:
        view = self.query_one(DiffView)
        view.cursor = int(message.share * max(view.line_count, view.size.height))

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.app.simulate_key(message.key)

    # Keys

    def action_next_change(self) -> None:
        self._go(1)

    def action_previous_change(self) -> None:
        self._go(-1)

    def _go(self, direction: int) -> None:
        if not self.query_one(DiffView).next_change(direction):
            self.query_one(KeyBar).say("the last change" if direction > 0 else "the first change")

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
        self._layout_kind = "unified" if self._layout_kind == "split" else "split"
        self._show()

    def action_toggle_noise(self) -> None:
        self._noise_hidden = not self._noise_hidden
        self._show()

    def action_swap(self) -> None:
        left, right = self._sources
        self._sources = (right, left)
        self._compare(*self._sources)

    def action_lock_step(self) -> None:
        from recview.ui.screens.lockstep import LockStepScreen

        self.app.push_screen(LockStepScreen(*self._sources))

    def action_next_part(self) -> None:
        self._turn_to_part(1)

    def action_previous_part(self) -> None:
        self._turn_to_part(-1)

    def _turn_to_part(self, direction: int) -> None:
        self._part = PARTS[(PARTS.index(self._part) + direction) % len(PARTS)]
        self._show()

    def action_toggle_fold(self) -> None:
        self.query_one(DiffView).toggle_fold()
        self.query_one(Minimap).show(self.query_one(DiffView).changed_shares)

    def action_toggle_all_folds(self) -> None:
        self.query_one(DiffView).toggle_all_folds()
        self.query_one(Minimap).show(self.query_one(DiffView).changed_shares)

    def action_copy(self) -> None:
        self.app.push_screen(CopyPrompt(), self._copy)

    def _copy(self, what: str | None) -> None:
        row, diff = self.query_one(DiffView).row_under_cursor, self._diff
        if what is None or diff is None:
            return
        side = (row.right or row.left) if row is not None else None
        text = ""
        if what == "json":
            text = dumps(diff.patch, indent=True)
        elif side is not None:
            text = side.pointer if what == "path" else side.text
        if text:
            self.app.copy_to_clipboard(clean(text))
        self.query_one(KeyBar).say(f"copied {grouped(len(text))} characters" if text else "nothing to copy here")

    def action_back(self) -> None:
        self.dismiss()


def _side_title(opened: Opened, source: Source) -> str:
    """`d058ce92a083 non_streaming_basic[…]`, and whether it is the version before."""
    recording = opened.recording
    name = visible(recording.name[:12])
    test = f" {cut_test(visible(short_test(recording.test_id)), 44)}" if recording.test_id else ""
    return f"{name}{test}" + (" (before)" if source.content is not None else "")
