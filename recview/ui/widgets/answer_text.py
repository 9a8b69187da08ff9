"""The drawn half of the answer: the layout of a stream's texts, and its lines up to a position. Knows no keys."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.message import Message

from recview.analysis.block import Block, BlockKey
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
from recview.ui.renderables.answer_lines import (
    KIND_TONES,
    Overlay,
    bar,
    heading_segments,
    text_segments,
    token_overlays,
)
from recview.ui.renderables.indented_json import IndentedJson
from recview.ui.widgets.line_view import LineView

GUTTER = 2
LONG_ANSWER = 60_000
"""An answer of more characters is laid out off the event loop."""

Marks = Mapping[BlockKey, Sequence[tuple[int, int]]]
"""Stretches of the blocks' texts, ascending and apart from each other."""


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
        self._texts: tuple[TextLines, ...] = ()
        self._wanted: tuple[Transcript, int, bool | None] | None = None
        """What the layout is made for, or is being made for."""
        self._scores: TokenScores | None = None
        self._marks: Marks = {}
        self._mark_role = ""
        self._note = ""
        self._words = LitWords()

    def follow(self) -> None:
        """The position moved, or everything was laid out anew: brings what is new into sight."""

    # What it shows

    def show(self, transcript: Transcript, position: int, choice: int | None = None) -> None:
        """Another stream, or one choice of it."""
        self.transcript, self.position, self._note = transcript, position, ""
        self._scores, self._marks, self._wanted = None, {}, None
        self.lines_laid_out, self._texts = None, ()  # while it is hidden it has no width to be laid out anew for
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
        self._scores = scores
        self.refresh()

    @property
    def scores(self) -> TokenScores | None:
        """What colours the tokens."""
        return self._scores

    def show_marks(self, marks: Marks, role: str) -> None:
        """Tints stretches of the texts in the tone of `role`."""
        self._marks, self._mark_role = marks, role
        self.refresh()

    def light(self, words: LitWords) -> None:
        """Lights words where they stand in what is said, from now on."""
        self._words = words
        self.refresh()

    # Layout: once a width

    def on_resize(self, event: events.Resize) -> None:
        self.lay_out()
        super().on_resize(event)

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
            self._take(lay_out_texts(self.transcript.blocks, width, drawn_cells, self.indented))
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
            self._take(message.texts)

    def _take(self, texts: tuple[TextLines, ...]) -> None:
        self._texts = texts
        self.place_lines()

    def place_lines(self) -> None:
        """Places what is laid out, as `arrangement` says."""
        if self.transcript is not None and len(self._texts) == len(self.transcript.blocks):
            self.lines_laid_out = AnswerLayout(self.transcript, self._texts, self.arrangement)
        self.lines_changed()
        self.follow()

    @property
    def shows_tree(self) -> bool:
        """Whether the arguments of some tool call stand as a tree."""
        return any(isinstance(texts, IndentedJson) for texts in self._texts)

    @property
    def _waiting(self) -> WrappedText:
        """What stands where no answer does."""
        note = self._note or (f"Laying out {grouped(self._length)} characters …" if self._length else "")
        return WrappedText(note, max(8, self.scrollable_content_region.width), drawn_cells)

    @property
    def _length(self) -> int:
        return sum(len(block.text) for block in self.transcript.blocks) if self.transcript else 0

    # Drawing

    @property
    def line_count(self) -> int:
        return self.lines_laid_out.line_count if self.lines_laid_out else self._waiting.line_count

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        if self.transcript is None or self.lines_laid_out is None:
            return [Segment(self._waiting.line_text(line).rstrip("\n"), self.tone("dim"))]
        entry = self.lines_laid_out.line(line)
        block = self.transcript.blocks[entry.block]
        if entry.line == BLANK or block.started_at > self.position:
            return []
        if entry.line == HEADING:
            choices, folded = len(self.transcript.choices), self.arrangement.reasoning_folded
            return heading_segments(block, self.position, self.tone, choices=choices, folded=folded)
        return self._text_line(block, entry)

    def _text_line(self, block: Block, entry: AnswerLine) -> list[Segment]:
        texts = self._texts[entry.block]
        start, end = texts.line(entry.line)
        end = min(end, block.length_at(self.position))
        if entry.line and end <= start:
            return []
        role = KIND_TONES.get(block.kind)
        overlays: list[Overlay] = []
        segments = [bar(block, self.tone)]
        if isinstance(texts, IndentedJson):
            segments.append(Segment(" " * texts.indent(entry.line)))
            overlays += [(first, last, self.tone(kind)) for first, last, kind in texts.pieces(entry.line)]
        if self.transcript is not None and self.transcript.length > 1:  # else nothing is newer than the rest
            overlays.append((*block.delta_at(self.position), self.tone(self.delta_role)))
        if self._scores is not None:
            overlays += token_overlays(self._scores.between(block.key, start, end), self.tone)
        overlays += self._mark_overlays(block.key, start, end)
        overlays += [(*span, self.tone("match")) for span in self._words.between(block.text, start, end)]
        return segments + text_segments(block.text, start, end, self.tone(role) if role else Style(), overlays)

    def _mark_overlays(self, key: BlockKey, start: int, end: int) -> list[Overlay]:
        ranges = self._marks.get(key, ())
        overlays: list[Overlay] = []
        for first, last in ranges[bisect_left(ranges, start, key=lambda each: each[1]) :]:
            if first >= end:
                break
            overlays.append((first, last, self.tone(self._mark_role)))
        return overlays
