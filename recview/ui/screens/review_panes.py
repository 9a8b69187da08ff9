"""The panes of the review screen: columns where there is room, else one at a time. Knows no review."""

from __future__ import annotations

from recview.ui.screens.panes import NARROW, PaneScreen
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.group_list import GroupList
from recview.ui.widgets.pair_facts import PairFacts
from recview.ui.widgets.tab_line import TabLine

TABS = (("groups-pane", "Groups"), ("pair-pane", "Diff"), ("facts-pane", "Pair"))
PANE_IDS = tuple(pane_id for pane_id, _ in TABS)
_VIEWS = {"groups-pane": GroupList, "pair-pane": DiffView, "facts-pane": PairFacts}
"""What takes the focus in each pane."""


class ReviewPanes(PaneScreen):
    """The part of the screen that is the same whatever it shows."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-middle"), (160, "-wide"), (220, "-widest")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall"), (44, "-high")]  # noqa: RUF012
    pane_ids = PANE_IDS
    screen_scope = "review"
    pane = PANE_IDS[0]

    def on_mount(self) -> None:
        self.query_one(TabLine).set_tabs(TABS)

    def settle_panes(self) -> None:
        super().settle_panes()
        self.query_one(TabLine).show(self.pane)

    def focus_pane(self, pane_id: str) -> None:
        """Moves the eye to a pane."""
        self.show_pane(pane_id)  # first: what is not displayed takes no focus
        self.call_after_refresh(self.query_one(f"#{pane_id}").query_one(_VIEWS[pane_id]).focus)

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        self.focus_pane(message.tab_id)

    def action_next_pane(self, direction: int) -> None:
        single = self.has_class("-single")
        panes = [pane_id for pane_id in PANE_IDS if single or self.query_one(f"#{pane_id}").display]
        at = panes.index(self.pane) if self.pane in panes else 0
        self.focus_pane(panes[(at + direction) % len(panes)])
