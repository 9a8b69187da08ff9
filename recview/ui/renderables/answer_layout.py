"""Where everything of an answer stands, line by line: headings, wrapped texts, indented arguments. Pure.

Everything is laid out once, as it will be at the end of the stream: a position only says how far to draw. So nothing
moves while the stream plays, and no step costs more than another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from recview.analysis.block import Block, BlockKey
from recview.analysis.transcript import Transcript
from recview.analysis.wrapping import CellLen, WrappedText
from recview.model.value import value
from recview.ui.drawing import drawn_cells
from recview.ui.renderables.indented_json import IndentedJson, is_json_text

HEADING = -1
BLANK = -2


class TextLines(Protocol):
    """A text in lines, by offsets."""

    @property
    def line_count(self) -> int:
        """At least 1."""

    def line(self, index: int) -> tuple[int, int]:
        """Offsets of a line's start and end."""

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, in cells, of an offset."""

    def offset_at(self, index: int, column: int) -> int:
        """The offset of the character that covers a cell."""


class AnswerLine(NamedTuple):
    """One line."""

    block: int
    """Index in the transcript's blocks."""
    line: int
    """Line of the block's text, or HEADING, or BLANK (between blocks)."""


class Place(NamedTuple):
    """A character."""

    block: int
    offset: int


def lay_out_texts(
    blocks: Sequence[Block], width: int, cell_len: CellLen, indented: bool | None
) -> tuple[TextLines, ...]:
    """Every block's text in lines of `width` cells: O(characters).

    `indented`: arguments as a tree, as sent, or (None) as a tree where they take more than a line as sent.
    """
    return tuple(_text_lines(block, width, cell_len, indented) for block in blocks)


def _text_lines(block: Block, width: int, cell_len: CellLen, indented: bool | None) -> TextLines:
    lines = WrappedText(block.text, width, cell_len)
    if block.kind != "tool_call" or indented is False or not is_json_text(block.text):
        return lines
    return IndentedJson(block.text, width, cell_len) if indented or lines.line_count > 1 else lines


@value
class Arrangement:
    """What a person folded and chose."""

    reasoning_folded: bool = False
    choice: int | None = None
    """The one choice that is shown; None for all."""


def next_choice(choices: Sequence[int], shown: int | None) -> int | None:
    """All choices (None), then each by itself; where there is one only, all."""
    order = [None, *choices]
    return order[(order.index(shown) + 1) % len(order)] if len(choices) > 1 else None


class AnswerLayout:
    """Lines of all blocks that are shown, one under the other. Every question costs O(log blocks)."""

    def __init__(self, transcript: Transcript, texts: Sequence[TextLines], arrangement: Arrangement) -> None:
        """`texts`: of every block of the transcript, as `lay_out_texts` has them."""
        self.blocks, self.texts = transcript.blocks, texts
        self._shown: list[int] = []
        self._starts: list[int] = []
        self._first_lines: list[int] = []
        self._by_key: dict[BlockKey, int] = {}
        self.line_count = 0
        plain = len(self.blocks) == 1 and self.blocks[0].kind == "text"
        for index in _shown_blocks(self.blocks, arrangement.choice):
            block = self.blocks[index]
            self._by_key[block.key] = len(self._shown)
            self._shown.append(index)
            self._starts.append(self.line_count)
            head = (1 if self.line_count else 0) + (0 if plain else 1)
            self._first_lines.append(self.line_count + head)
            folded = not block.text or (block.kind == "reasoning" and arrangement.reasoning_folded)
            self.line_count += head + (0 if folded else texts[index].line_count)

    @property
    def shows_tree(self) -> bool:
        """Whether the arguments of some tool call stand as a tree."""
        return any(isinstance(texts, IndentedJson) for texts in self.texts)

    def line(self, index: int) -> AnswerLine:
        """What stands on a line."""
        section = bisect_right(self._starts, index) - 1
        line = index - self._first_lines[section]
        if line < 0:
            line = HEADING if index - self._starts[section] == (1 if section else 0) else BLANK
        return AnswerLine(self._shown[section], line)

    def locate(self, key: BlockKey, offset: int) -> tuple[int, int] | None:
        """Line and column of a character; of a folded block its heading. None where the block is not shown."""
        section = self._by_key.get(key)
        if section is None:
            return None
        end = self._starts[section + 1] if section + 1 < len(self._starts) else self.line_count
        first = self._first_lines[section]
        if first >= end:
            return max(self._starts[section], first - 1), 0
        line, column = self.texts[self._shown[section]].locate(offset)
        return first + line, column

    def end_of(self, block: Block, position: int) -> tuple[int, int] | None:
        """Line and column of the last character of a block that is said at `position`; else as `locate` has it."""
        return self.locate(block.key, max(0, block.length_at(position) - 1))

    def cells_of(self, place: Place) -> tuple[int, int, int] | None:
        """Line, first cell and the one after the last of a character: wide ones take two, stand-ins more."""
        block = self.blocks[place.block]
        found = self.locate(block.key, place.offset)
        if found is None:
            return None
        cells = drawn_cells(block.text[place.offset : place.offset + 1].replace("\n", " "))
        return found[0], found[1], found[1] + max(1, cells)

    def beside(self, place: Place, direction: int, position: int) -> Place | None:
        """The next character that has cells of its own, or with -1 the one before, over the line's end too.

        Within what is said of the block at `position`; None where there is none.
        """
        block = self.blocks[place.block]
        here = self.locate(block.key, place.offset)
        offset = place.offset + direction
        while 0 <= offset < block.length_at(position):
            if self.locate(block.key, offset) != here and block.text[offset] != "\n":
                return Place(place.block, offset)
            offset += direction
        return None

    def place_at(self, index: int, column: int, position: int) -> Place | None:
        """The character under a cell, of those that are said at `position`; a heading stands for the first one."""
        if not 0 <= index < self.line_count:
            return None
        entry = self.line(index)
        block = self.blocks[entry.block]
        if block.started_at > position or entry.line == BLANK:
            return None
        if entry.line == HEADING:
            return Place(entry.block, 0)
        offset = self.texts[entry.block].offset_at(entry.line, column)
        return Place(entry.block, max(0, min(offset, block.length_at(position) - 1)))

    def nearest_place(self, index: int, column: int) -> Place:
        """The character under a cell, whether it is said yet or not; a heading, and what is above it, is its first."""
        entry = self.line(index)
        return Place(entry.block, self.texts[entry.block].offset_at(entry.line, column) if entry.line >= 0 else 0)

    def said_lines(self, position: int) -> int:
        """How many lines there are when all that is not yet said at `position` is left off the end."""
        for section in range(len(self._shown) - 1, -1, -1):
            block = self.blocks[self._shown[section]]
            if block.started_at <= position:
                found = self.end_of(block, position)
                return found[0] + 1 if found else 0
        return 0


def _shown_blocks(blocks: Sequence[Block], choice: int | None) -> Iterator[int]:
    for index, block in enumerate(blocks):
        if choice is None or block.choice == choice or block.kind in ("data", "error"):
            yield index
