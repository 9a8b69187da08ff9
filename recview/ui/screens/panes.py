"""A screen of panes: side by side, or one at a time where the terminal is narrow or a pane is zoomed."""

from __future__ import annotations

from typing import ClassVar

from textual.events import DescendantFocus
from textual.widgets import Input

from recview.ui.screens.keyed import KeyedScreen
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.pane import Pane

NARROW = 100
"""Below this many columns there is one pane at a time."""


class PaneScreen(KeyedScreen):
    """What such screens share; which panes there are and what they show is the subclass's."""

    pane_ids: ClassVar[tuple[str, ...]] = ()
    """In the order of the eye; the first has the focus at first. Each ends in `-pane`."""
    screen_scope: ClassVar[str] = ""
    """The scope of the table of keys that holds all over the screen."""

    zoomed = False
    pane = ""
    """Id of the pane that has, or last had, the focus."""

    def take_shape(self) -> None:
        """Call before anything is composed: what the terminal's width decides holds from the first layout on."""
        width = self.app.size.width
        fitting = [name for at, name in self.HORIZONTAL_BREAKPOINTS or [] if width >= at]
        self.set_class(bool(fitting), *fitting[-1:])
        self._settle_classes()

    def on_resize(self) -> None:
        self.settle_panes()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        for pane_id in self.pane_ids:
            if self.query_one(f"#{pane_id}", Pane) in event.widget.ancestors_with_self:
                self.pane = pane_id
        if isinstance(event.widget, Input):  # the other keys are letters there
            scopes: tuple[str, ...] = ("filter",)
        else:
            scope = event.widget.key_scope if isinstance(event.widget, LineView) else "lines"
            scopes = (scope, self.screen_scope, "app")
        self.query_one(KeyBar).scopes = scopes
        self.settle_panes()

    def show_pane(self, pane_id: str) -> None:
        """Brings a pane to the front where there is one at a time."""
        self.pane = pane_id
        self.settle_panes()

    def settle_panes(self) -> None:
        """Columns, or one pane at a time; the style sheet does the rest."""
        self._settle_classes()

    def _settle_classes(self) -> None:
        """All at once, and none that says nothing: another class on a screen styles everything on it anew."""
        single = self.zoomed or self.app.size.width < NARROW
        one = {f"-pane-{pane_id.removesuffix('-pane')}": single and self.pane == pane_id for pane_id in self.pane_ids}
        self.update_classes({"-single": single, **one})

    def action_zoom(self) -> None:
        """Gives the focused pane the whole screen, or shares it again."""
        if self.app.size.width < NARROW and not self.zoomed:
            self.say("there is room for one pane only")
            return
        self.zoomed = not self.zoomed
        self.settle_panes()
