"""One line for the recording's name: whether its request has that hash, and by which rule."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from recview.analysis.request_hash import HashVerdict
from recview.ui.drawing import cut_end, strip_of, visible
from recview.ui.widgets.toned import Toned

_DIGITS = 12


class HashLine(Toned):
    """Empty where there is no recording."""

    DEFAULT_CSS = "HashLine { height: 1; margin-bottom: 1; }"

    verdict: reactive[HashVerdict | None] = reactive(None)

    def render_line(self, y: int) -> Strip:
        if self.verdict is None:
            return Strip.blank(self.size.width, self.rich_style)
        sign, role, words = _told(self.verdict)
        segments = [
            Segment(f"{sign} ", self.tone(role)),
            Segment(cut_end(words, self.size.width - 2), self.tone("dim")),
        ]
        return strip_of(segments, self.size.width, self.rich_style)


def _told(verdict: HashVerdict) -> tuple[str, str, str]:
    """A sign, the role that colours it, and words."""
    if verdict.matches is None:
        return "·", "dim", "a name that is no hash, or cannot be checked"
    if verdict.matches:
        return "=", "good", f"hash of this request, {visible(verdict.scheme or 'current')} rule"
    computed = visible((verdict.computed or "")[:_DIGITS])
    return "≠", "warn", f"hash by no known rule; today {computed}" if computed else "hash by no known rule"
