"""Whether two streams say the same, and if not, where the playheads stand among the differences: one line."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from recview.ui.drawing import grouped, strip_of, visible
from recview.ui.lockstep_session import Difference, LockStepSession
from recview.ui.widgets.toned import Toned


class LockStepLine(Toned):
    """See the module."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session: LockStepSession | None = None
        self._here: Difference | None = None

    def show(self, session: LockStepSession | None, here: Difference | None) -> None:
        """`here`: the difference under the playheads."""
        if session is not self._session or here is not self._here:
            self._session, self._here = session, here
            self.refresh()

    def render_line(self, y: int) -> Strip:
        segments = self._segments(self._session) if self._session is not None else []
        return strip_of(segments, self.size.width, self.rich_style)

    def _segments(self, session: LockStepSession) -> list[Segment]:
        count, here, dim = len(session.differences), self._here, self.tone("dim")
        if not count:
            return [Segment(" = ", self.tone("good")), Segment("the texts are the same", self.tone("title"))]
        places = f"{grouped(count)} {'difference' if count == 1 else 'differences'}"
        if here is None:
            first = session.differences[0]
            return [
                Segment(" ~ ", self.tone("sign-change")),
                Segment(f"{places}, the first in {visible(first.what)} ", self.tone("title")),
                Segment(f"at chunk {grouped(first.left_position)} | {grouped(first.right_position)}", dim),
            ]
        return [
            Segment(" ≠ ", self.tone("sign-change")),
            Segment(f"they differ here: {visible(here.what)} ", self.tone("title")),
            Segment(f" {grouped(session.differences.index(here) + 1)} of {places}", dim),
        ]
