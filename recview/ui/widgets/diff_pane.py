"""The pane of a diff: the verdict in a line, and the request, the response, or both, before and after.

Knows neither where the two recordings come from nor what is done with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from recview.analysis.comparison import Fact
from recview.analysis.jsondiff import Change, Diff, Layout
from recview.model.json_value import value_at
from recview.ui.comparison import Diffs, Part
from recview.ui.diff_place import DiffPlace, FoundPlace
from recview.ui.renderables.diff_words import place_words, same_note, shown_changes
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.minimap import Minimap
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.verdict_line import VerdictLine
from recview.wire.documents import dumps

SPLIT_FROM = 96
"""From this many columns on the sides stand beside each other, unless another layout was asked for."""


class DiffPane(Pane):
    """See the module. Until a part is asked for, it shows the one in which something differs."""

    first_part: ClassVar[Part | None] = None
    """The part to begin with, whatever differs; None: where something does."""
    with_verdict: ClassVar[bool] = True
    """Whether the verdict stands over the diff."""

    class Shown(Message):
        """Another diff is shown, or the same in another way."""

        def __init__(self, changes: Sequence[tuple[int, Change]], layout: Layout) -> None:
            """`changes`: those that are not hidden, each with its index in the diff."""
            super().__init__()
            self.changes = changes
            self.layout = layout

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._diffs: Diffs | None = None
        self._part: Part = "request"
        self._chosen_part: Part | None = self.first_part
        self._chosen_layout: Layout | None = None
        self._layout_shown: Layout = "split"
        self._noise_hidden = True

    def compose(self) -> ComposeResult:
        line = VerdictLine()
        line.display = self.with_verdict
        yield line
        with Horizontal(classes="diff-row"):
            yield DiffView()
            yield Minimap()

    @property
    def diff_view(self) -> DiffView:
        """The lines of the diff."""
        return self.query_one(DiffView)

    # What it shows

    def show(self, diffs: Diffs) -> None:
        """Two other recordings."""
        self._diffs = diffs
        differs_in_response = not diffs.request.visible and bool(diffs.response.visible)
        self._part = self._chosen_part or ("response" if differs_in_response else "request")
        self._draw()

    @property
    def place(self) -> DiffPlace | None:
        """Where the person is; None where no lines are shown."""
        return self.diff_view.place

    @property
    def change_under_cursor(self) -> int | None:
        """The change the cursor stands in, by its index in the diff."""
        row = self.diff_view.row_under_cursor
        return row.change if row is not None else None

    @property
    def part(self) -> Part:
        """What is shown."""
        return self._part

    @property
    def beside_body(self) -> Sequence[Fact]:
        """What differs beside the bodies of what is shown."""
        return self._diffs.beside_body if self._diffs is not None and self._part != "response" else ()

    def show_again(self, diffs: Diffs, found: FoundPlace | None) -> None:
        """The same two recordings, one of them written anew: part, folds, cursor and scroll stay.

        `found` is the place in the new diff; None: from the first change on.
        """
        self._diffs = diffs
        self._draw(found)

    def show_note(self, note: str) -> None:
        """Nothing to compare: a sentence, already harmless."""
        self._diffs, self.foot = None, ""
        self.query_one(VerdictLine).show(None, self._part, noise_hidden=self._noise_hidden)
        self.diff_view.show_note(note)
        self._map()

    def _draw(self, found: FoundPlace | None = None) -> None:
        diffs, diff = self._diffs, self._diff
        if diffs is None or diff is None:
            return
        self._layout_shown = self._layout_kind
        self.query_one(VerdictLine).show(diffs, self._part, noise_hidden=self._noise_hidden)
        shown = self._shown_changes(diff)
        if shown and found is not None and found.diff is diff:
            self.diff_view.show_again(found, self._layout_shown, noise_hidden=self._noise_hidden)
        elif shown:
            self.diff_view.show(diff, self._layout_shown, noise_hidden=self._noise_hidden)
        else:
            key_for_noise = "i" if self.with_verdict else ""
            self.diff_view.show_note(same_note(diffs, self._part, key_for_noise=key_for_noise))
        self._map()
        if found is None:
            here = self.change_under_cursor if shown else None
            self._show_place(here if here is not None or not shown else shown[0][0])
        self.tell(lambda: self.Shown(shown, self._layout_shown))

    @property
    def _diff(self) -> Diff | None:
        return self._diffs.part(self._part) if self._diffs is not None else None

    @property
    def _layout_kind(self) -> Layout:
        """Side by side where there is room, and something for both sides."""
        is_split = self.size.width >= SPLIT_FROM and (self._diffs is None or self._diffs.alone is None)
        return self._chosen_layout or ("split" if is_split else "unified")

    def _shown_changes(self, diff: Diff) -> list[tuple[int, Change]]:
        return shown_changes(diff, noise_hidden=self._noise_hidden)

    def _show_place(self, change: int | None) -> None:
        """In which change of how many the cursor is, and where that stands."""
        if self._diff is not None:
            self.foot = place_words(self._shown_changes(self._diff), change)

    def _map(self) -> None:
        self.query_one(Minimap).show(self.diff_view.changed_shares)

    def on_diff_view_change_reached(self, message: DiffView.ChangeReached) -> None:
        self._show_place(message.change)

    def on_minimap_chosen(self, message: Minimap.Chosen) -> None:
        message.stop()
        self.diff_view.go_to_share(message.share)

    def on_verdict_line_chosen(self, message: VerdictLine.Chosen) -> None:
        message.stop()
        self._choose_part(message.part)

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._map if self._layout_shown == self._layout_kind else self._draw)

    # What the screen's keys ask for

    def turn_to_part(self, direction: int) -> None:
        """The next part, or with -1 the one before; what is shown next shows that part too."""
        if self._diffs is not None:
            parts = self._diffs.parts
            self._choose_part(parts[(parts.index(self._part) + direction) % len(parts)])

    def _choose_part(self, part: Part) -> None:
        self._part = self._chosen_part = part
        self._draw()

    def toggle_split(self) -> None:
        """Unified or side by side, whatever the width."""
        self._chosen_layout = "unified" if self._layout_kind == "split" else "split"
        self._draw()

    def toggle_noise(self) -> bool:
        """Shows or hides what means nothing. Says whether there is any; it holds for what is shown next as well."""
        self._noise_hidden = not self._noise_hidden
        self._draw()
        return self._diff is not None and bool(self._diff.hidden)

    def toggle_fold(self) -> None:
        """Opens or closes the unchanged stretch under the cursor."""
        self.diff_view.toggle_fold()
        self._map()

    def toggle_folds(self) -> None:
        """Opens or closes every unchanged stretch."""
        self.diff_view.toggle_all_folds()
        self._map()

    def toggle_wrap(self) -> None:
        """Long texts whole, or cut where they did not change."""
        self.diff_view.toggle_wrap()
        self._map()

    def copyable(self, what: str) -> str | None:
        """What `y` copies: the pointer or the value under the cursor (the new one, where there are two), the patch."""
        diff, row = self._diff, self.diff_view.row_under_cursor
        if diff is None:
            return None
        if what == "json":
            return dumps(diff.patch, indent=True)
        side = (row.right or row.left) if row is not None else None
        if row is None or side is None or what not in ("path", "value"):
            return None
        if what == "path":
            return side.pointer
        value = value_at(diff.root.new if row.right is not None else diff.root.old, side.pointer)
        return value if isinstance(value, str) else dumps(value, indent=True)
