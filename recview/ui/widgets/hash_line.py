"""One line for the recording's name: whether its request has that hash, and by which rule."""

from __future__ import annotations

from recview.analysis.request_hash import HashVerdict
from recview.ui.drawing import visible
from recview.ui.widgets.note_line import NoteLine

_DIGITS = 12


class HashLine(NoteLine):
    """Empty where there is no recording."""

    DEFAULT_CSS = "HashLine { height: 1; margin-bottom: 1; }"
    words_tone = "dim"

    def show(self, verdict: HashVerdict | None) -> None:
        """What is known of another name; None: nothing."""
        self.note = _told(verdict) if verdict is not None else ("", "", "")


def _told(verdict: HashVerdict) -> tuple[str, str, str]:
    """A sign, the role that colours it, and words."""
    if verdict.matches is None:
        return "·", "dim", "a name that is no hash, or cannot be checked"
    if verdict.matches:
        return "=", "good", f"hash of this request, {visible(verdict.scheme or 'current')} rule"
    if verdict.holds_own_name:
        return "·", "dim", "its ids were made of the name: it cannot be recomputed"
    if verdict.recorded_as:
        return "·", "dim", f"recorded as {verdict.recorded_as}, renamed since"
    computed = visible((verdict.computed or "")[:_DIGITS])
    return "≠", "warn", f"hash by no known rule; today {computed}" if computed else "hash by no known rule"
