"""The pane below, or beside, the list of changes: what the change under the cursor changed, as a diff."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from recview.analysis.jsondiff.rows import Layout
from recview.model.recording import Unreadable
from recview.store.versions import VersionStore
from recview.ui.change_findings import versions_of, why_not_kept
from recview.ui.comparison import Comparison, Source, compare
from recview.ui.drawing import grouped, short_name, visible
from recview.ui.session_changes import SessionChange
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.minimap import Minimap
from recview.ui.widgets.pane import Pane

COMPARE_AFTER_S = 0.06
"""A cursor that runs down the list is compared only where it rests this long."""
SPLIT_FROM = 110
"""From this width on the two versions stand side by side."""


class ChangePreview(Pane):
    """See the module."""

    class Compared(Message):
        """The worker is done."""

        def __init__(self, change: SessionChange, result: Comparison | Unreadable | str) -> None:
            super().__init__()
            self.change = change
            self.result = result

    def __init__(self, versions: VersionStore, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._versions = versions
        self._change: SessionChange | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield DiffView(id="preview-diff")
            yield Minimap(id="preview-map")

    def look_at(self, change: SessionChange | None, *, example_of: int = 0) -> None:
        """Another change, compared once the cursor rests; as an example of so many, where it stands on a heading."""
        self.facts = f"one of {grouped(example_of)}" if example_of > 1 else ""
        if change == self._change:
            return
        if self._timer is not None:
            self._timer.stop()
        self._change = change
        if change is None:
            self._show_note("")
        elif self.display:
            self._timer = self.set_timer(COMPARE_AFTER_S, lambda: self._compare(change))

    @work(thread=True, group="preview", exclusive=True, description="preview")
    def _compare(self, change: SessionChange) -> None:
        self.post_message(self.Compared(change, compare_change(change, self._versions)))

    def on_change_preview_compared(self, message: Compared) -> None:
        message.stop()
        if message.change is not self._change:
            return
        change, result = message.change, message.result
        self.title = short_name(change.path)
        if change.by:
            self.title += f" → {short_name(change.by)}{', the old file is gone' if change.gone else ''}"
        if isinstance(result, (str, Unreadable)):
            self._show_note(visible(result if isinstance(result, str) else result.reason))
            return
        shown = result.both.visible
        if not shown:
            self._show_note(_same_note(result))
            return
        layout: Layout = "split" if self.size.width >= SPLIT_FROM else "unified"
        diff_view = self.query_one(DiffView)
        diff_view.show(result.both, layout, noise_hidden=True)
        self.query_one(Minimap).show(diff_view.changed_shares)
        self.foot = f"{grouped(len(shown))} {'change' if len(shown) == 1 else 'changes'}"

    def _show_note(self, note: str) -> None:
        self.foot = ""
        self.query_one(DiffView).show_note(note)
        self.query_one(Minimap).show(())


def _same_note(comparison: Comparison) -> str:
    fields = comparison.verdict.bookkeeping_fields
    if fields:
        names = ", ".join(dict.fromkeys(visible(field.rpartition("/")[2]) for field in fields))
        return f"Both say the same; mere bookkeeping differs: {names}."
    noise = sum(comparison.both.hidden.values())
    return f"Nothing differs but noise ({grouped(noise)})." if noise else "Both say the same, to the letter."


def compare_change(change: SessionChange, store: VersionStore) -> Comparison | Unreadable | str:
    """What a change changed, ready to be shown, or why that cannot be. Reads and compares: not for the event loop."""
    if change.kind in _ONE_SIDED:
        return _ONE_SIDED[change.kind]
    versions = versions_of(change, store)
    if not versions.comparable:
        return f"Nothing to compare with: {why_not_kept(store)}."
    result = compare(Source(versions.left, versions.left_content), Source(versions.right, versions.right_content))
    if not isinstance(result, Unreadable) and not result.both.visible:
        _ = result.verdict.bookkeeping_fields  # walked through here, and not while drawing
    return result


_ONE_SIDED = {
    "added": "New: no version before. ⏎ opens it.",
    "removed": "Gone from disk, and nothing has taken its place.",
    "unreadable": "It cannot be read as it stands. ⏎ shows where it stops.",
}
