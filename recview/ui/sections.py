"""What a view of titled texts shows, and where in it a person is, through versions of it. Plain values, no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recview.analysis.whereabouts import found_again
from recview.model.value import value

FOLD_FROM = 20_000
"""A section of more characters is closed at first."""

HEADING = -1
BLANK = -2


@value
class Section:
    """A heading and the text under it; recorded text is raw here and made harmless when drawn."""

    heading: str
    tone: str
    """The role that colours the heading and the bar beside the text."""
    text: str
    facts: str = ""
    """A few quiet words at the right of the heading."""
    text_tone: str = ""
    pointer: str = ""
    """JSON Pointer of what is shown, in the request body."""
    folded: bool = False
    source: object = None
    """What it shows, for those that want to point it out."""


@value
class SectionLine:
    """HEADING, BLANK (under the section), or a line of wrapped text."""

    section: int
    line: int


def folded_at_first(sections: Sequence[Section]) -> Iterator[int]:
    """The sections that are closed until somebody opens them."""
    return (index for index, each in enumerate(sections) if each.folded or len(each.text) > FOLD_FROM)


@value
class SectionsPlace:
    """Where a person is among sections."""

    sections: Sequence[Section]
    folded: frozenset[int]
    here: SectionLine
    """What the cursor is on."""
    row: int
    """As `LineView.cursor_row` has it."""
    pointed_out: int | None

    def among(self, sections: Sequence[Section]) -> SectionsPlace:
        """The same place in the next version of the sections; what is gone gives way to what stands there now."""
        if not self.sections:
            return SectionsPlace(sections, frozenset(folded_at_first(sections)), SectionLine(0, HEADING), 0, None)
        toggled = self.folded.symmetric_difference(folded_at_first(self.sections))
        folded = set(folded_at_first(sections))
        for index in {*toggled, self.here.section}:
            now = self._now(index, sections)
            if now is not None:
                (folded.add if index in self.folded else folded.discard)(now)
        section = self._now(self.here.section, sections)
        here = SectionLine(min(self.here.section, len(sections) - 1), HEADING)
        if section is not None:
            here = SectionLine(section, self.here.line)
        pointed_out = None if self.pointed_out is None else self._now(self.pointed_out, sections)
        return replace(self, sections=sections, folded=frozenset(folded), here=here, pointed_out=pointed_out)

    def _now(self, index: int, sections: Sequence[Section]) -> int | None:
        return found_again(self.sections, sections, index, _says_the_same, _has_the_same_heading)


def _says_the_same(old: Section, new: Section) -> bool:
    return old.heading == new.heading and old.text == new.text


def _has_the_same_heading(old: Section, new: Section) -> bool:
    return old.heading == new.heading
