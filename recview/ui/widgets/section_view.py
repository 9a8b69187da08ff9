"""Titled sections of text, foldable: a conversation's messages, an answer, a list of facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events

from recview.analysis.lit_words import LitWords
from recview.analysis.wrapping import WrappedText
from recview.ui.bindings import bindings_for
from recview.ui.drawing import cut_end, drawn_cells, grouped
from recview.ui.renderables.answer_lines import text_segments
from recview.ui.sections import BLANK, HEADING, Section, SectionLine, SectionsPlace, folded_at_first
from recview.ui.widgets.line_view import LineView


class SectionView(LineView):
    """Sections, one under the other."""

    BINDINGS = bindings_for("sections")
    key_scope = "sections"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sections: Sequence[Section] = ()
        self._folded: set[int] = set()
        self._wrapped: dict[int, WrappedText] = {}
        self._wrapped_width = 0
        self._lines: list[SectionLine] = []
        self._pointed_out: int | None = None
        self._left_at: SectionsPlace | None = None
        """Where the cursor was before a sentence took the place of the sections."""
        self._words = LitWords()

    def show(self, sections: Sequence[Section]) -> None:
        """Other sections."""
        self._sections, self._left_at = sections, None
        self._folded = set(folded_at_first(sections))
        self._wrapped.clear()
        self._lines, self._pointed_out = [], None
        self.set_reactive(SectionView.cursor, 0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._place()

    def show_again(self, sections: Sequence[Section]) -> None:
        """The next version of the sections: folds, cursor and what is pointed out stay with what they belong to."""
        place = (self._left_at or self.place).among(sections)
        self._sections, self._left_at = sections, None
        self._folded, self._pointed_out = set(place.folded), place.pointed_out
        self._wrapped.clear()
        self._lay_out()
        self.stand(self._nearest_line(place.here), place.row)

    def _nearest_line(self, wanted: SectionLine) -> int:
        """A line of a section; the section's last one where it has become shorter."""
        if wanted in self._lines:
            return self._lines.index(wanted)
        last = bisect_right(self._lines, wanted.section, key=lambda line: line.section) - 1
        return max(0, last - (self._lines[last].line == BLANK))

    def show_note(self, note: str) -> None:
        """No sections but a sentence, harmless, until their next version is there."""
        left_at = self._left_at or self.place
        self.show([Section(note, "dim", "")])
        self._left_at = left_at

    @property
    def place(self) -> SectionsPlace:
        """What is folded, where the cursor is, what is pointed out."""
        here = self._lines[self.cursor] if self._lines else SectionLine(0, HEADING)
        return SectionsPlace(self._sections, frozenset(self._folded), here, self.cursor_row, self._pointed_out)

    def light(self, words: LitWords) -> None:
        """Lights words where they stand in the texts."""
        self._words = words
        self.refresh()

    def point_out(self, source: object) -> None:
        """Marks the section that shows `source`, opens it, and brings as much of it into sight as there is room for."""
        self._pointed_out = next((at for at, each in enumerate(self._sections) if each.source == source), None)
        if self._pointed_out is not None:
            self._folded.discard(self._pointed_out)
            self._place()
            self._stand_on(SectionLine(self._pointed_out, HEADING))

    def _stand_on(self, entry: SectionLine) -> None:
        """The cursor on a line; on its section's heading where that line is no more."""
        if entry not in self._lines:
            entry = SectionLine(entry.section, HEADING)
        self.cursor = self._lines.index(entry)
        if entry.section == self._pointed_out and entry.line == HEADING:
            self.show_line(self.cursor + self._height(entry.section))
            self.show_line(self.cursor)

    def _height(self, index: int) -> int:
        """Lines of a section's text on the screen."""
        shown = self._sections[index].text and index not in self._folded
        return self._wrap(index).line_count if shown else 0

    @property
    def section_under_cursor(self) -> Section | None:
        """The section the cursor is in."""
        return self._sections[self._lines[self.cursor].section] if self._lines else None

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width - 2 != self._wrapped_width:
            self._wrapped.clear()
            self._place()
        super().on_resize(event)

    def _wrap(self, index: int) -> WrappedText:
        wrapped = self._wrapped.get(index)
        if wrapped is None:
            wrapped = WrappedText(self._sections[index].text, max(8, self._wrapped_width), drawn_cells)
            self._wrapped[index] = wrapped
        return wrapped

    def _place(self) -> None:
        here = self._lines[self.cursor] if self._lines else None
        self._lay_out()
        self.lines_changed()
        if here is not None:
            self._stand_on(here)

    def _lay_out(self) -> None:
        self._wrapped_width = self.scrollable_content_region.width - 2
        self._lines = []
        for index in range(len(self._sections)):
            if index:
                self._lines.append(SectionLine(index - 1, BLANK))
            self._lines.append(SectionLine(index, HEADING))
            self._lines += [SectionLine(index, line) for line in range(self._height(index))]

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self._lines[line]
        section = self._sections[entry.section]
        if entry.line == BLANK:
            return []
        pointed_out = entry.section == self._pointed_out
        bar = Segment("▌ " if pointed_out else "▏ ", self.tone("playhead" if pointed_out else section.tone))
        if entry.line >= 0:
            style = self.tone(section.text_tone) if section.text_tone else Style()
            start, end = self._wrap(entry.section).line(entry.line)
            lit = [(*span, self.tone("match")) for span in self._words.between(section.text, start, end)]
            return [bar, *text_segments(section.text, start, end, style, lit)]
        facts = section.facts
        if section.text and entry.section in self._folded:
            facts = f"{grouped(len(section.text))} characters ▸"
        if pointed_out:
            facts = f"{facts} ◂".lstrip()
        heading = cut_end(section.heading, width - 2)
        facts = cut_end(facts, width - 2 - cell_len(heading) - 2)
        gap = " " * (width - 2 - cell_len(heading) - cell_len(facts))
        return [
            bar,
            Segment(heading, self.tone(section.tone) + Style(bold=True)),
            Segment(gap + facts, self.tone("dim")),
        ]

    def action_toggle_fold(self) -> None:
        if self._lines:
            section = self._lines[self.cursor].section
            self._folded ^= {section}
            self._place()
            self._stand_on(SectionLine(section, HEADING))

    def action_fold(self) -> None:
        if self._lines and self._lines[self.cursor].section not in self._folded:
            self.action_toggle_fold()

    def action_unfold(self) -> None:
        if self._lines and self._lines[self.cursor].section in self._folded:
            self.action_toggle_fold()

    def action_fold_all(self) -> None:
        self._folded = set(range(len(self._sections)))
        self._place()

    def action_unfold_all(self) -> None:
        self._folded.clear()
        self._place()
