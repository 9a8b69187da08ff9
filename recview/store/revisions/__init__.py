"""Two states of a tree of recordings to compare: folders or git revisions. The only place that runs git.

Nothing is checked out and nothing is written: names and ids are listed first, contents are read on demand.
"""

from __future__ import annotations

from recview.store.revisions.narrowing import Entry
from recview.store.revisions.sides import INDEX, Difference, Side, compare_sides, open_sides

__all__ = ["INDEX", "Difference", "Entry", "Side", "compare_sides", "open_sides"]
