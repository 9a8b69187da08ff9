"""One line for what is wrong with a recording as a whole: problems that no chunk shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from recview.analysis.problem import Problem
from recview.ui.drawing import cut_end, short_hashes, strip_of, visible
from recview.ui.widgets.toned import Toned


def placeless(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors and warnings that stand at no chunk, in the order given. Notes are left to the Response panel."""
    return tuple(each for each in problems if each.position is None and each.severity != "note")


class ProblemBar(Toned):
    """Shown where there is any."""

    DEFAULT_CSS = """
    ProblemBar { height: 1; display: none; }
    ProblemBar.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._problems: Sequence[Problem] = ()

    def show(self, problems: Iterable[Problem]) -> None:
        """The problems of another recording, the gravest first."""
        self._problems = placeless(problems)
        self.set_class(bool(self._problems), "-shown")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if not self._problems:
            return Strip.blank(self.size.width, self.rich_style)
        first, more = self._problems[0], len(self._problems) - 1
        rest = f"  {more} more in Response" if more else ""
        tone = self.tone("bad" if first.severity == "error" else "marker-anomaly")
        message = cut_end(short_hashes(visible(first.message)), self.size.width - 2 - cell_len(rest))
        segments = [Segment("! ", tone), Segment(message, tone), Segment(rest, self.tone("dim"))]
        return strip_of(segments, self.size.width, self.rich_style)
