"""Text laid out in lines of a given width, by offsets. Knows no screen: how wide a character is, the caller says.

The whole text is wrapped once; a prefix is drawn by stopping at its offset, so nothing moves while text grows.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

CellLen = Callable[[str], int]
"""How many cells a text takes as it will be drawn: 0, 1 or 2 for a character, more where a stand-in is shown."""

_EMOJI_SELECTOR = "\ufe0f"


class WrappedText:
    """Lines of at most `width` cells: broken after spaces, long words anywhere, wide characters never.

    The space a line is broken at belongs to no line; neither does a newline.
    """

    def __init__(self, text: str, width: int, cell_len: CellLen = len) -> None:
        self.text = text
        self.width = max(width, 1)
        self._cell_len = cell_len
        self._cells = _CharacterCells(cell_len)
        self._starts = array("q")
        self._ends = array("q")
        start = 0
        for paragraph in text.split("\n"):
            self._wrap(paragraph, start)
            start += len(paragraph) + 1

    @property
    def line_count(self) -> int:
        """At least 1: an empty text has one empty line."""
        return len(self._starts)

    def line(self, index: int) -> tuple[int, int]:
        """Offsets of a line's first character and of the end of its last."""
        return self._starts[index], self._ends[index]

    def line_text(self, index: int, until: int | None = None) -> str:
        """A line as far as it comes before the offset `until`."""
        start, end = self.line(index)
        return self.text[start : end if until is None else max(start, min(end, until))]

    def line_at(self, offset: int) -> int:
        """The line on which the character at `offset` stands; the end of the text stands on the last."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, in cells, of an offset."""
        index = self.line_at(offset)
        return index, self._cell_len(self.line_text(index, offset))

    def offset_at(self, index: int, column: int) -> int:
        """The offset of the character that covers a cell, clamped to the text and to the line's end."""
        if index < 0:
            return 0
        if index >= self.line_count:
            return len(self.text)
        offset, end = self.line(index)
        covered = 0
        while offset < end:
            covered += self._cells[self.text[offset]]
            if covered > column:
                break
            offset += 1
        return offset

    def _wrap(self, paragraph: str, start: int) -> None:
        """Appends the lines of one paragraph that begins at the offset `start`."""
        if paragraph.isascii() and paragraph.isprintable():
            breaks = _break_narrow(paragraph, self.width)
        else:
            breaks = _break_measured(paragraph, self.width, self._cells)
        for first, end in breaks:
            self._starts.append(start + first)
            self._ends.append(start + end)


class _CharacterCells(dict[str, int]):
    """The width of each character that has been asked for."""

    def __init__(self, cell_len: CellLen) -> None:
        super().__init__()
        self._cell_len = cell_len

    def __missing__(self, character: str) -> int:
        cells = self[character] = self._cell_len(character)
        return cells


def _break_narrow(paragraph: str, width: int) -> list[tuple[int, int]]:
    """Lines of a paragraph in which every character takes one cell."""
    lines: list[tuple[int, int]] = []
    start, length = 0, len(paragraph)
    while length - start > width:
        limit = start + width
        space = paragraph.rfind(" ", start + 1, limit + 1)
        end, following = (space, space + 1) if space > 0 else (limit, limit)
        lines.append((start, end))
        start = following
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _break_measured(paragraph: str, width: int, cells: _CharacterCells) -> list[tuple[int, int]]:
    """Lines of a paragraph of any characters."""
    lines: list[tuple[int, int]] = []
    start, length = 0, len(paragraph)
    ends = list(accumulate(_measure(paragraph, cells), initial=0))
    while ends[length] - ends[start] > width:
        limit = bisect_right(ends, ends[start] + width, lo=start) - 1
        if limit > start + 1 and paragraph[limit] == _EMOJI_SELECTOR:
            limit -= 1
        if limit == start:  # wider than the line: alone on it, with the marks that follow
            limit = bisect_right(ends, ends[start + 1], lo=start) - 1
        end = following = limit
        if not any(cells[character] > 1 for character in paragraph[limit - 1 : limit + 1]):
            space = paragraph.rfind(" ", start + 1, limit + 1)
            if space > 0:
                end, following = space, space + 1
        lines.append((start, end))
        start = following
    if start < length or not lines:
        lines.append((start, length))
    return lines


def _measure(paragraph: str, cells: _CharacterCells) -> list[int]:
    """Each character's cells. The emoji selector takes what it widens the character before it by."""
    widths = [cells[character] for character in paragraph]
    if _EMOJI_SELECTOR in paragraph:
        for index in range(1, len(paragraph)):
            if paragraph[index] == _EMOJI_SELECTOR:
                widths[index] = max(cells[paragraph[index - 1 : index + 1]] - widths[index - 1], 0)
    return widths
