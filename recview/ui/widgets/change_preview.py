"""The pane below, or beside, the list of changes: what the change under the cursor changed, as a diff."""

from __future__ import annotations

from textual import work
from textual.message import Message
from textual.timer import Timer

from recview.model.recording import Unreadable
from recview.store.versions import VersionStore
from recview.ui.change_findings import versions_of, why_not_kept
from recview.ui.comparison import Comparison, Source, compare
from recview.ui.drawing import grouped, short_name, visible
from recview.ui.session_changes import SessionChange
from recview.ui.widgets.diff_pane import DiffPane

COMPARE_AFTER_S = 0.06
"""A cursor that runs down the list is compared only where it rests this long."""


class ChangePreview(DiffPane):
    """See the module."""

    first_part = "both"
    with_verdict = False  # the list tells it

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

    def look_at(self, change: SessionChange | None, *, example_of: int = 0) -> None:
        """Another change, compared once the cursor rests; as an example of so many, where it stands on a heading."""
        self.facts = f"one of {grouped(example_of)}" if example_of > 1 else ""
        if change == self._change:
            return
        if self._timer is not None:
            self._timer.stop()
        self._change = change
        if change is None:
            self.show_note("")
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
            self.show_note(visible(result if isinstance(result, str) else result.reason))
        else:
            self.show(result)


def compare_change(change: SessionChange, store: VersionStore) -> Comparison | Unreadable | str:
    """What a change changed, ready to be shown, or why that cannot be. Reads and compares: not for the event loop."""
    if change.kind in _ONE_SIDED:
        return _ONE_SIDED[change.kind]
    versions = versions_of(change, store)
    if not versions.comparable:
        return f"Nothing to compare with: {why_not_kept(store)}."
    return compare(Source(versions.left, versions.left_content), Source(versions.right, versions.right_content))


_ONE_SIDED = {
    "added": "New: no version before. ⏎ opens it.",
    "removed": "Gone from disk, and nothing has taken its place.",
    "unreadable": "It cannot be read as it stands. ⏎ shows where it stops.",
}
