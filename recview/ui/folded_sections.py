"""Titled sections of text, which of them are closed, and their lines. Plain state, no widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import drawn_cells
from recview.ui.sections import BLANK, HEADING, Section, SectionLine, SectionsPlace, folded_at_first

BAR = 2
"""Cells to the left of every line."""


class FoldedSections:
    """One under the other. What opens or closes answers with the line on which the cursor stands then."""

    def __init__(self) -> None:
        self.sections: Sequence[Section] = ()
        self.lines: list[SectionLine] = []
        self.width = 0
        self.pointed_out: int | None = None
        """The section that is marked."""
        self._folded: set[int] = set()
        self._wrapped: dict[int, WrappedText] = {}

    # What is shown

    def show(self, sections: Sequence[Section], width: int) -> None:
        """Other sections, `width` cells wide."""
        self.sections, self.pointed_out = sections, None
        self._folded = set(folded_at_first(sections))
        self._wrapped.clear()
        self._lay_out(width)

    def show_again(self, sections: Sequence[Section], place: SectionsPlace, width: int) -> SectionsPlace:
        """The next version of the sections of a place: folds and what is marked stay. Answers with the place in it."""
        now = place.among(sections)
        self.sections, self.pointed_out = sections, now.pointed_out
        self._folded = set(now.folded)
        self._wrapped.clear()
        self._lay_out(width)
        return now

    def fit(self, width: int, at: int) -> int:
        """Other lines, for another width; answers with the one of what stood at `at`."""
        self._wrapped.clear()
        here = self.lines[at] if self.lines else None
        self._lay_out(width)
        return self._heading_or(here) if here is not None else at

    def _lay_out(self, width: int) -> None:
        self.width, self.lines = width, []
        for index in range(len(self.sections)):
            if index:
                self.lines.append(SectionLine(index - 1, BLANK))
            self.lines.append(SectionLine(index, HEADING))
            self.lines += [SectionLine(index, line) for line in range(self.height(index))]

    def height(self, index: int) -> int:
        """Lines of a section's text on the screen."""
        return self.text(index).line_count if self.sections[index].text and index not in self._folded else 0

    def text(self, index: int) -> WrappedText:
        """A section's text in lines."""
        wrapped = self._wrapped.get(index)
        if wrapped is None:
            wrapped = WrappedText(self.sections[index].text, max(8, self.width - BAR), drawn_cells)
            self._wrapped[index] = wrapped
        return wrapped

    def is_closed(self, index: int) -> bool:
        """Whether a section is its heading."""
        return index in self._folded

    # Where

    def place(self, at: int, row: int) -> SectionsPlace:
        """What is closed and marked, and what stands on a line; `row` is that of the screen."""
        here = self.lines[at] if self.lines else SectionLine(0, HEADING)
        return SectionsPlace(self.sections, frozenset(self._folded), here, row, self.pointed_out)

    def line_of(self, place: SectionsPlace) -> int:
        """The line of a place in these sections; the section's last one where it has become shorter."""
        if place.here in self.lines:
            return self.lines.index(place.here)
        last = bisect_right(self.lines, place.here.section, key=lambda line: line.section) - 1
        return max(0, last - (self.lines[last].line == BLANK))

    def _heading_or(self, entry: SectionLine) -> int:
        """Where something stands; its section's heading where that line is no more."""
        return self.lines.index(entry if entry in self.lines else SectionLine(entry.section, HEADING))

    # What is open

    def point_out(self, source: object) -> int | None:
        """Marks the section that shows `source`, and opens it; answers with the line of its heading."""
        self.pointed_out = next((at for at, each in enumerate(self.sections) if each.source == source), None)
        if self.pointed_out is None:
            return None
        self._folded.discard(self.pointed_out)
        self._lay_out(self.width)
        return self._heading_or(SectionLine(self.pointed_out, HEADING))

    def toggle(self, at: int) -> int:
        """Opens or closes the section of a line."""
        section = self.lines[at].section
        self._folded ^= {section}
        self._lay_out(self.width)
        return self._heading_or(SectionLine(section, HEADING))

    def unfold(self, at: int) -> int | None:
        """Opens it, if it is closed."""
        return self.toggle(at) if self.is_closed(self.lines[at].section) else None

    def fold(self, at: int) -> int | None:
        """Closes it, if it is open."""
        return None if self.is_closed(self.lines[at].section) else self.toggle(at)

    def unfold_all(self, at: int) -> int:
        """Opens every section."""
        return self._set_folded(set(), at)

    def fold_all(self, at: int) -> int:
        """Closes every section."""
        return self._set_folded(set(range(len(self.sections))), at)

    def _set_folded(self, folded: set[int], at: int) -> int:
        here, self._folded = self.lines[at], folded
        self._lay_out(self.width)
        return self._heading_or(here)
