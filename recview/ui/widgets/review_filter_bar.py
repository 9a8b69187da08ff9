"""The filter line of a review: as every filter line, with hints of its own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from recview.ui.review_filter import PLACEHOLDER
from recview.ui.widgets.filter_bar import FilterBar, FilterLine


class ReviewFilterBar(FilterBar):
    """See the module."""

    def compose(self) -> ComposeResult:
        yield FilterLine(PLACEHOLDER)
        yield Static(id="filter-error", markup=False)
