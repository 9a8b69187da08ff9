"""What is wrong with a recording as a whole, above it: problems that no chunk shows."""

from __future__ import annotations

from collections.abc import Iterable

from recview.analysis.problem import Problem
from recview.ui.drawing import short_hashes, visible
from recview.ui.widgets.findings import Findings


def placeless(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors and warnings that stand at no chunk, in the order given. Notes are left to the Response panel."""
    return tuple(each for each in problems if each.position is None and each.severity != "note")


class ProblemBar(Findings):
    """The gravest of them, and how many more there are."""

    most_lines = 3

    def show(self, problems: Iterable[Problem]) -> None:
        """The problems of another recording, the gravest first."""
        found = placeless(problems)
        more = len(found) - 1
        role = "bad" if found and found[0].severity == "error" else "marker-anomaly"
        texts = [short_hashes(visible(problem.message)) for problem in found[:1]]
        self.tell_findings(texts, role, f"{more} more in Response" if more > 0 else "")
