"""A screen that ends once: a key that comes late, while it is being closed, must not close the one below it.

Stands behind other bases: Textual takes the styles of the first.
"""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class DismissedOnce(Screen[ScreenResultType]):
    """See the module."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Ends it, unless it has ended, or another screen stands over it."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()
