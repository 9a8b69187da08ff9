"""What the keys of the Changes view do with the change under the cursor and the diff below it."""

from __future__ import annotations

from recview.ui.screens.panes import PaneScreen
from recview.ui.widgets.change_preview import ChangePreview
from recview.ui.widgets.session_list import SessionList


class ChangesKeys(PaneScreen):
    """The part of scope `changes` that needs no more than the two panes."""

    @property
    def session_list(self) -> SessionList:
        return self.query_one(SessionList)

    @property
    def preview(self) -> ChangePreview:
        return self.query_one(ChangePreview)

    def action_open_diff(self) -> None:
        self.session_list.action_open()

    def action_change(self, direction: int) -> None:
        """To the next change in the diff below, or with -1 the one before."""
        self.go_to_change(self.preview.diff_view, direction)

    def action_next_part(self, direction: int) -> None:
        self.preview.turn_to_part(direction)

    def action_unfold_diff(self) -> None:
        self.preview.toggle_folds()

    def action_toggle_wrap(self) -> None:
        self.preview.toggle_wrap()

    def action_copy_path(self) -> None:
        change = self.session_list.change_under_cursor
        self.send_to_clipboard(None if change is None else change.by or change.path)

    def action_back(self) -> None:
        if self.zoomed:
            self.action_zoom()
        elif self.pane != "session-pane":
            self.session_list.focus()
        else:
            self.dismiss()
