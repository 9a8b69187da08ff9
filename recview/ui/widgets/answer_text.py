"""The drawn half of the answer: the layout of a stream's texts, and its lines up to a position. Knows no keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.segment import Segment
from textual import work
from textual.message import Message

from recview.analysis.block import Block
from recview.analysis.lit_words import LitWords
from recview.analysis.logprobs import TokenScores
from recview.analysis.transcript import Transcript
from recview.analysis.wrapping import WrappedText
from recview.ui.drawing import drawn_cells, grouped
from recview.ui.renderables.answer_layout import (
    BLANK,
    HEADING,
    AnswerLayout,
    AnswerLine,
    Arrangement,
    TextLines,
    lay_out_texts,
)
from recview.ui.renderables.answer_lines import Marks, Tints, heading_segments, said_segments
from recview.ui.widgets.line_view import LineView

GUTTER = 2
NOTHING_YET = "nothing said yet"
LONG_ANSWER = 60_000
"""An answer of more characters is laid out off the event loop."""


class AnswerText(LineView):
    """The texts of a stream as far as they have come."""

    delta_role = "delta"
    """The tone of what the newest chunk brought."""

    class LaidOut(Message):
        """The worker is done."""

        def __init__(self, wanted: object, texts: tuple[TextLines, ...]) -> None:
            super().__init__()
            self.wanted = wanted
            self.texts = texts

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.transcript: Transcript | None = None
        self.position = 0
        self.lines_laid_out: AnswerLayout | None = None
        """None where there is nothing to show, or nothing yet."""
        self.arrangement = Arrangement()
        self.indented: bool | None = None
        """Arguments of tool calls as a tree, as sent, or (None) as a tree where they take more than a line."""
        self._wanted: tuple[Transcript, int, bool | None] | None = None
        """What the layout is made for, or is being made for."""
        self._tints = Tints()
        self._note = ""

    def follow(self) -> None:
        """The position moved, or everything was laid out anew: brings what is new into sight."""

    # What it shows

    def show(self, transcript: Transcript, position: int, choice: int | None = None) -> None:
        """Another stream, or one choice of it."""
        self.transcript, self.position, self._note = transcript, position, ""
        self._tints, self._wanted = Tints(words=self._tints.words), None
        self.lines_laid_out = None  # while it is hidden it has no width to be laid out anew for
        self.arrangement = Arrangement(self.arrangement.reasoning_folded, choice)
        self.set_reactive(AnswerText.cursor, 0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.lay_out()

    def show_note(self, note: str) -> None:
        """Nothing to play: a sentence instead."""
        self.transcript, self.lines_laid_out, self._wanted, self._note = None, None, None, note
        self.lines_changed()

    def seek(self, position: int) -> None:
        """Another position of the same stream."""
        if self.transcript is None or position == self.position:
            return
        self.position = position
        self.refresh()
        self.follow()

    def show_choice(self, choice: int | None) -> None:
        """One choice by itself, or all of them."""
        if choice != self.arrangement.choice:
            self.arrangement = Arrangement(self.arrangement.reasoning_folded, choice)
            self.place_lines()

    def show_scores(self, scores: TokenScores | None) -> None:
        """Colours the tokens by how sure the model was; None for plain text."""
        self._tints = replace(self._tints, scores=scores)
        self.refresh()

    @property
    def scores(self) -> TokenScores | None:
        """What colours the tokens."""
        return self._tints.scores

    def show_marks(self, marks: Marks, role: str) -> None:
        """Tints stretches of the texts in the tone of `role`."""
        self._tints = replace(self._tints, marks=marks, mark_role=role)
        self.refresh()

    def light(self, words: LitWords) -> None:
        """Lights words where they stand in what is said, from now on."""
        self._tints = replace(self._tints, words=words)
        self.refresh()

    # Layout: once a width

    def on_resize(self) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        """Lays the texts out for this stream, width and kind of arguments, unless they are."""
        width = self.scrollable_content_region.width - GUTTER
        if self.transcript is None or width <= 0:
            return
        wanted = (self.transcript, width, self.indented)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if self._length < LONG_ANSWER:
            self.place_lines(lay_out_texts(self.transcript.blocks, width, drawn_cells, self.indented))
        else:
            self.lines_laid_out = None
            self.lines_changed()
            self._lay_out_aside(*wanted)

    @work(thread=True, group="layout", exclusive=True, description="layout")  # else Textual spells out the stream
    def _lay_out_aside(self, transcript: Transcript, width: int, indented: bool | None) -> None:
        texts = lay_out_texts(transcript.blocks, width, drawn_cells, indented)
        self.post_message(self.LaidOut((transcript, width, indented), texts))

    def on_answer_text_laid_out(self, message: LaidOut) -> None:
        message.stop()
        if message.wanted == self._wanted:
            self.place_lines(message.texts)

    def place_lines(self, texts: Sequence[TextLines] | None = None) -> None:
        """Places texts that were laid out anew, or (None) those that are shown, as `arrangement` says."""
        if texts is None and self.lines_laid_out is not None:
            texts = self.lines_laid_out.texts
        if self.transcript is not None and texts is not None:
            self.lines_laid_out = AnswerLayout(self.transcript, texts, self.arrangement)
        self.lines_changed()
        self.follow()

    @property
    def _waiting(self) -> WrappedText:
        """What stands where no answer does."""
        note = self._note or (f"Laying out {grouped(self._length)} characters …" if self._length else "")
        return WrappedText(note, max(8, self.scrollable_content_region.width), drawn_cells)

    @property
    def _length(self) -> int:
        return sum(len(block.text) for block in self.transcript.blocks) if self.transcript else 0

    # Drawing

    def _is_silent(self, first: AnswerLine, block: Block, length: int) -> bool:
        """Whether all that is shown is still to come: nothing stands on its first line, which is of `block`."""
        said = block.started_at <= self.position and (first.line == HEADING or block.length_at(self.position) > 0)
        return not said and self.position < length

    @property
    def line_count(self) -> int:
        return self.lines_laid_out.line_count if self.lines_laid_out else self._waiting.line_count

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        if self.transcript is None or self.lines_laid_out is None:
            return [Segment(self._waiting.line_text(line).rstrip("\n"), self.tone("dim"))]
        entry = self.lines_laid_out.line(line)
        block = self.transcript.blocks[entry.block]
        if not line and self._is_silent(entry, block, self.transcript.length):
            return [Segment(" " * GUTTER + NOTHING_YET, self.tone("faint"))]
        if entry.line == BLANK or block.started_at > self.position:
            return []
        if entry.line == HEADING:
            choices, folded = len(self.transcript.choices), self.arrangement.reasoning_folded
            words = self._tints.words
            return heading_segments(block, self.position, self.tone, choices=choices, folded=folded, words=words)
        delta_role = self.delta_role if self.transcript.length > 1 else ""
        texts = self.lines_laid_out.texts[entry.block]
        return said_segments(block, texts, entry.line, self.position, self.tone, self._tints, delta_role)
