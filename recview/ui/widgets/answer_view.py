"""The assembled answer up to the playhead, with a cursor that stands on characters: each knows its chunk."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from recview.analysis.block import Block
from recview.analysis.logprobs import ScoredToken
from recview.analysis.transcript import Transcript
from recview.ui.answer_place import AnswerPlace
from recview.ui.bindings import bindings_for
from recview.ui.renderables.answer_layout import AnswerLayout, Arrangement, Place, TextLines
from recview.ui.widgets.answer_text import GUTTER, AnswerText


class AnswerView(AnswerText):
    """The answer as far as it has come."""

    BINDINGS = bindings_for("text")
    key_scope = "text"

    column: reactive[int] = reactive(0, repaint=False)
    """The cell under the cursor in its line, counted from the text's left edge."""

    class CharacterChosen(Message):
        """A character was clicked or entered; `position` is the chunk that brought it."""

        def __init__(self, view: AnswerView, position: int, place: Place) -> None:
            super().__init__()
            self.view = view
            self.position = position
            self.place = place

        @property
        def control(self) -> AnswerView:
            return self.view

    class PlaceReached(Message):
        """The cursor stands on another character."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._plain = False
        self._left_at: AnswerPlace | None = None
        """Where the cursor is to be as soon as the answer is laid out."""

    # Through versions of it

    def show(
        self,
        transcript: Transcript,
        position: int,
        choice: int | None = None,
        *,
        again: bool = False,
        plain: bool = False,
    ) -> None:
        """Another stream, or one choice of it; or, `again`, the next version of it: the cursor stays where it is.

        `plain`: it is no stream, so nothing is newest in it, and it is read from its top.
        """
        self._left_at = self._answer_place if again else None
        self._plain = plain
        super().show(transcript, position, choice)

    def show_note(self, note: str) -> None:
        self._left_at = self._answer_place
        super().show_note(note)

    def seek(self, position: int) -> None:
        if position != self.position:
            self._left_at = None
        super().seek(position)

    def place_lines(self, texts: Sequence[TextLines] | None = None) -> None:
        if self._plain:
            self._left_at = self._answer_place
        super().place_lines(texts)

    @property
    def _answer_place(self) -> AnswerPlace | None:
        layout = self.lines_laid_out
        if self._left_at is not None or layout is None or self.transcript is None or not layout.line_count:
            return self._left_at
        newest = () if self._plain else self._newest
        row, top, position = self.cursor_row, self.scroll_offset.y, self.position
        return AnswerPlace.under(layout, self.cursor, self.column, row=row, top=top, newest=newest, position=position)

    def _return(self, layout: AnswerLayout, place: AnswerPlace) -> bool:
        """Puts the cursor back; says whether that is a place of its own, and not the newest."""
        found = place.find(layout)
        if found is None:
            self.scroll_to_line(place.top)
            return False
        line, self.column = found
        self.stand(line, place.row)
        self.post_message(self.PlaceReached())
        return True

    # The cursor

    def follow(self) -> None:
        """Keeps the newest delta in sight, and the cursor on it; where none is newest, the cursor stays."""
        if self.lines_laid_out is None:
            return
        place = self._left_at
        if place is not None:
            self._left_at = None
            if self._return(self.lines_laid_out, place):
                return
        newest = () if self._plain else reversed(self._newest)
        if not any(self.point_at(block, block.length_at(self.position) - 1) for block in newest):
            self.cursor = self.validate_cursor(self.cursor)

    @property
    def _newest(self) -> tuple[Block, ...]:
        """The blocks that are shown and were touched last."""
        if self.transcript is None:
            return ()
        if self.arrangement.choice is None:
            return self.transcript.newest_at(self.position)
        return self.transcript.newest_of(self.arrangement.choice, self.position)

    def point_at(self, block: Block, offset: int) -> bool:
        """Puts the cursor on a character, now or once it is laid out; says whether the block is shown."""
        if self.lines_laid_out is None:
            self._left_at = AnswerPlace(block.key, max(0, offset))
            return False
        found = self.lines_laid_out.locate(block.key, max(0, offset))
        if found is None:
            return False
        self.cursor, self.column = found
        return True

    def point_at_place(self, place: Place) -> None:
        """Puts the cursor on a character of this stream."""
        if self.transcript is not None:
            self.point_at(self.transcript.blocks[place.block], place.offset)

    def validate_cursor(self, line: int) -> int:
        """The cursor stays in what is said."""
        said = self.lines_laid_out.said_lines(self.position) if self.lines_laid_out else self.line_count
        return max(0, min(line, said - 1))

    @property
    def place(self) -> Place | None:
        """The character under the cursor."""
        layout = self.lines_laid_out
        return layout.place_at(self.cursor, self.column, self.position) if layout else None

    @property
    def block_under_cursor(self) -> Block | None:
        """The block the cursor is in."""
        place = self.place
        return self.transcript.blocks[place.block] if self.transcript and place else None

    @property
    def token_under_cursor(self) -> ScoredToken | None:
        """The scored token under the cursor; None where there is none, or none is coloured."""
        place, block = self.place, self.block_under_cursor
        return self.scores.token_at(block.key, place.offset) if self.scores and block and place else None

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.post_message(self.PlaceReached())

    def watch_column(self) -> None:
        self.refresh_lines(self.cursor)
        self.post_message(self.PlaceReached())

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if y + self.scroll_offset.y != self.cursor or not self.has_focus or self.lines_laid_out is None:
            return strip
        first, last = self._cells_under_cursor()
        first, last = min(GUTTER + first, strip.cell_length - 1), min(GUTTER + last, strip.cell_length)
        before, under, after = strip.divide([first, last, strip.cell_length])
        return Strip.join([before, under.apply_style(Style(reverse=True)), after])

    def _cells_under_cursor(self) -> tuple[int, int]:
        """First and last of the character; where none is under the cursor, those of its line's beginning."""
        place, layout = self.place, self.lines_laid_out
        cells = layout.cells_of(place) if layout is not None and place is not None else None
        return cells[1:] if cells is not None and cells[0] == self.cursor else (0, 1)

    # From a character back to its chunk

    async def _on_click(self, event: events.Click) -> None:
        line = event.y - self.gutter.top + self.scroll_offset.y
        layout = self.lines_laid_out
        self._choose(layout.place_at(line, event.x - self.gutter.left - GUTTER, self.position) if layout else None)

    def action_seek_here(self) -> None:
        self._choose(self.place)

    def _choose(self, place: Place | None) -> None:
        if place is None or self.transcript is None:
            return
        block = self.transcript.blocks[place.block]
        self.post_message(self.CharacterChosen(self, block.chunk_at(place.offset), place))

    def action_cursor_left(self) -> None:
        self._move(-1)

    def action_cursor_right(self) -> None:
        self._move(1)

    def _move(self, direction: int) -> None:
        place, layout = self.place, self.lines_laid_out
        beside = layout.beside(place, direction, self.position) if layout is not None and place is not None else None
        if beside is not None:
            self.point_at_place(beside)

    # What is shown of it

    def action_toggle_reasoning(self) -> None:
        """Folds every reasoning block to its heading, or opens them."""
        self.arrangement = Arrangement(not self.arrangement.reasoning_folded, self.arrangement.choice)
        self.place_lines()

    def action_toggle_arguments(self) -> None:
        """Arguments of tool calls as an indented tree, or as sent."""
        layout = self.lines_laid_out
        shows_tree = layout is not None and layout.shows_tree
        self.indented = not (shows_tree if self.indented is None else self.indented)
        self.lay_out()
