"""The pane below, or beside, the list of changes: what the change under the cursor changed, as a diff."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual import work
from textual.message import Message
from textual.timer import Timer

from recview.ui.comparison import Diffs
from recview.ui.drawing import grouped, short_name, short_test, visible
from recview.ui.fate import FateOf, pair_note
from recview.ui.session_changes import SessionChange
from recview.ui.widgets.live_diff_pane import LiveDiffPane

COMPARE_AFTER_S = 0.06
"""A cursor that runs down the list is compared only where it rests this long."""


class ChangePreview(LiveDiffPane):
    """See the module."""

    first_part = "both"
    with_verdict = False  # the list tells it

    class Compared(Message):
        """The worker is done."""

        def __init__(self, change: SessionChange, result: Diffs | str) -> None:
            super().__init__()
            self.change = change
            self.result = result

    def __init__(
        self,
        compare_change: Callable[[SessionChange], Diffs | str],
        fate_of: FateOf,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`compare_change` gives what is shown of a change, or says why there is nothing; it is called in a thread."""
        super().__init__(id=id)
        self._compare_change = compare_change
        self._fate_of = fate_of
        self._change: SessionChange | None = None
        self._shown: SessionChange | None = None
        """Whose diff, or why there is none, stands there."""
        self._timer: Timer | None = None

    def look_at(self, change: SessionChange | None, *, example_of: int = 0) -> None:
        """Another change, compared once the cursor rests; as an example of so many, where it stands on a heading."""
        self.facts = f"one of {grouped(example_of)}" if example_of > 1 else ""
        if change == self._change:
            return
        self._change = change
        if change is not None and change.kind == "removed" and self._goes_on(change) and self.place is not None:
            self._shown = change
            self._tell_fates()  # what was read stays
        else:
            self._look()

    def files_changed(self, paths: Collection[str]) -> None:
        """Something happened on disk: the files of these paths hold something else."""
        change = self._change
        if change is not None and change.by in paths:  # the list tells of the file itself
            self._look()
        self._tell_fates()

    def _look(self) -> None:
        change = self._change
        if self._timer is not None:
            self._timer.stop()
        if change is None:
            self._shown = None
            self.show_note("")
        elif self.display:
            self._timer = self.set_timer(COMPARE_AFTER_S, lambda: self._compare(change))

    @work(thread=True, group="preview", exclusive=True, description="preview")
    def _compare(self, change: SessionChange) -> None:
        self.post_message(self.Compared(change, self._compare_change(change)))

    def on_change_preview_compared(self, message: Compared) -> None:
        message.stop()
        if message.change is not self._change:
            return
        change, result, again = message.change, message.result, self._goes_on(message.change)
        self._shown = change
        self.title = _title(change)
        if isinstance(result, str):
            self.interrupt(visible(result)) if again else self.show_note(visible(result))
        elif again:
            self.renew(result)
        else:
            self.show(result)
        self._tell_fates()

    def _goes_on(self, change: SessionChange) -> bool:
        """Whether it is of the same files as what is shown."""
        shown = self._shown
        return shown is not None and (shown.path, shown.by) == (change.path, change.by)

    def _tell_fates(self) -> None:
        """Of what the list does not tell: what becomes of the file at this moment, and of a successor."""
        change = self._shown
        if change is not None:
            paths = dict.fromkeys((change.by or change.path, change.path))
            fates = [self._fate_of(path) for path in paths]
            self.tell_of_disk(pair_note(fates, can_go_on=False))


def _title(change: SessionChange) -> str:
    names = short_name(change.path)
    if change.by:
        names += f" → {short_name(change.by)}{', the old file is gone' if change.gone else ''}"
    elif change.kind == "added":
        names += ", new"
    return f"{names}  {visible(short_test(change.test_id))}" if change.test_id else names
