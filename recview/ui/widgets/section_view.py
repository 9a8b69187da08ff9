"""Titled sections of text, foldable: a conversation's messages, an answer, a list of facts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from recview.analysis.lit_words import LitWords
from recview.ui.bindings import bindings_for
from recview.ui.drawing import cut_end, grouped
from recview.ui.folded_sections import FoldedSections
from recview.ui.renderables.answer_lines import text_segments
from recview.ui.sections import BLANK, HEADING, Section, SectionsPlace
from recview.ui.widgets.folded_view import FoldedView


class SectionView(FoldedView):
    """Sections, one under the other."""

    BINDINGS = bindings_for("sections")
    key_scope = "sections"
    folded: FoldedSections

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.folded = FoldedSections()
        self._left_at: SectionsPlace | None = None
        """Where the cursor was before a sentence took the place of the sections."""
        self._words = LitWords()

    def show(self, sections: Sequence[Section]) -> None:
        """Other sections."""
        self._left_at = None
        self.folded.show(sections, self.room)
        self.set_reactive(SectionView.cursor, 0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.lines_changed()

    def show_again(self, sections: Sequence[Section]) -> None:
        """The next version of the sections: folds, cursor and what is pointed out stay with what they belong to."""
        place = self.folded.show_again(sections, self.place, self.room)
        self._left_at = None
        self.stand(self.folded.line_of(place), place.row)

    def show_note(self, note: str) -> None:
        """No sections but a sentence, harmless, until their next version is there."""
        left_at = self.place
        self.show([Section(note, "dim", "")])
        self._left_at = left_at

    @property
    def place(self) -> SectionsPlace:
        """What is folded, where the cursor is, what is pointed out; or was, before a sentence took the place of it."""
        return self._left_at or self.folded.place(self.cursor, self.cursor_row)

    def light(self, words: LitWords) -> None:
        """Lights words where they stand in the texts."""
        self._words = words
        self.refresh()

    def point_out(self, source: object) -> None:
        """Marks the section that shows `source`, opens it, and brings as much of it into sight as there is room for."""
        self.fit()
        line = self.folded.point_out(source)
        if line is not None:
            self.lines_changed()
            self.go_to_line(line)

    def go_to_line(self, line: int) -> None:
        """What is pointed out comes into sight with its heading."""
        super().go_to_line(line)
        entry = self.folded.lines[line]
        if entry.section == self.folded.pointed_out and entry.line == HEADING:
            self.show_line(line + self.folded.height(entry.section))
            self.show_line(line)

    @property
    def section_under_cursor(self) -> Section | None:
        """The section the cursor is in."""
        lines = self.folded.lines
        return self.folded.sections[lines[self.cursor].section] if lines else None

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self.folded.lines[line]
        section = self.folded.sections[entry.section]
        if entry.line == BLANK:
            return []
        pointed_out = entry.section == self.folded.pointed_out
        bar = Segment("▌ " if pointed_out else "▏ ", self.tone("playhead" if pointed_out else section.tone))
        if entry.line >= 0:
            style = self.tone(section.text_tone) if section.text_tone else Style()
            start, end = self.folded.text(entry.section).line(entry.line)
            lit = [(*span, self.tone("match")) for span in self._words.between(section.text, start, end)]
            return [bar, *text_segments(section.text, start, end, style, lit)]
        closed = bool(section.text) and self.folded.is_closed(entry.section)
        signs = " ".join(sign for sign, stands in (("▸", closed), ("◂", pointed_out)) if stands)
        room = width - 2 - (cell_len(signs) + 2 if signs else 0)
        heading = cut_end(section.heading, room)
        facts = f"{grouped(len(section.text))} characters" if closed else section.facts
        facts = f"{cut_end(facts, room - cell_len(heading) - (1 if signs else 2))} {signs}".strip()
        gap = " " * (width - 2 - cell_len(heading) - cell_len(facts))
        return [
            bar,
            Segment(heading, self.tone(section.tone) + Style(bold=True)),
            Segment(gap + facts, self.tone("dim")),
        ]
