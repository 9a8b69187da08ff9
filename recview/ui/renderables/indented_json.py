"""JSON text as it was sent, laid out as an indented tree, whole or cut anywhere. Pure; the counterpart of WrappedText.

Not the value is laid out but its text, by offsets: so a prefix is drawn by stopping at its offset, nothing moves
while the text grows, and every character still knows the chunk that brought it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator

from recview.analysis.wrapping import CellLen, WrappedText

INDENT = 2

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|\s+|[^\s{}\[\],:"]+', re.DOTALL)
_END_OF_STRING = re.compile(r'(?:[^"\\]|\\.)*"?', re.DOTALL)
_CLOSES_AT_ONCE = re.compile(r"\s*[}\]]")
_COLON = re.compile(r"\s*:")


def is_json_text(text: str) -> bool:
    """Whether a text begins as an object or an array does: only those have anything to indent."""
    return text.lstrip()[:1] in ("{", "[")


class IndentedJson:
    """Lines of at most `width` cells, one member a line, what is too long wrapped under itself."""

    def __init__(self, text: str, width: int, cell_len: CellLen = len) -> None:
        self.text = text
        self._width = max(width, 1)
        self._cell_len = cell_len
        self._starts = array("q")
        self._ends = array("q")
        self._indents = array("q")
        self._in_string = bytearray()
        for start, end, depth, string in _members(text):
            self._place(start, end, min(INDENT * depth, self._width // 2), string)
        if not self._starts:
            self._append(0, 0, 0, False)  # nothing but blanks, which stand at the end of a line

    @property
    def line_count(self) -> int:
        """At least 1."""
        return len(self._starts)

    def line(self, index: int) -> tuple[int, int]:
        """Offsets of a line's first character and of the end of its last."""
        return self._starts[index], self._ends[index]

    def indent(self, index: int) -> int:
        """The blank cells before a line."""
        return self._indents[index]

    def line_at(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, in cells, of an offset; the blanks between members stand at the line's end."""
        index = self.line_at(offset)
        start, end = self.line(index)
        return index, self._indents[index] + self._cell_len(self.text[start : min(offset, end)])

    def offset_at(self, index: int, column: int) -> int:
        """The offset of the character that covers a cell, clamped to the line."""
        offset, end = self.line(index)
        covered = self._indents[index]
        while offset < end:
            covered += self._cell_len(self.text[offset])
            if covered > column:
                break
            offset += 1
        return offset

    def pieces(self, index: int) -> Iterator[tuple[int, int, str]]:
        """(start, end, role) of everything on a line; the roles are those of JSON everywhere: `json-key` …"""
        offset, end = self.line(index)
        if self._in_string[index] and (rest := _END_OF_STRING.match(self.text, offset, end)):
            yield offset, rest.end(), "json-string"
            offset = rest.end()
        for token in _TOKEN.finditer(self.text, offset, end):
            yield token.start(), token.end(), _role(token, self.text)

    def _place(self, start: int, end: int, indent: int, string: tuple[int, int]) -> None:
        piece = self.text[start:end]
        if "\n" not in piece and self._cell_len(piece) <= self._width - indent:
            self._append(start, end, indent, False)
            return
        hanging = min(indent + INDENT, self._width // 2)
        wrapped = WrappedText(piece, self._width - hanging, self._cell_len)
        for line in range(wrapped.line_count):
            first, last = wrapped.line(line)
            inside = string[0] < start + first < string[1]
            self._append(start + first, start + last, hanging if line else indent, inside)

    def _append(self, start: int, end: int, indent: int, in_string: bool) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._indents.append(indent)
        self._in_string.append(in_string)


def _members(text: str) -> Iterator[tuple[int, int, int, tuple[int, int]]]:
    """(start, end, depth, the last string's start and end) of every line before wrapping."""
    start, depth, line_depth = _after_blanks(text, 0), 0, 0
    string, empty = (0, 0), False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign[0] == '"':
            string = token.span()
        elif sign in "{[":
            depth += 1
            empty = _CLOSES_AT_ONCE.match(text, token.end()) is not None
        elif sign in "}]":
            depth = max(0, depth - 1)
            if not empty and start < token.start():
                yield start, _before_blanks(text, token.start(), start), line_depth, string
                start = token.start()
            if not empty:
                line_depth = depth
            empty = False
        if (sign in "{[" and not empty) or sign == ",":
            yield start, token.end(), line_depth, string
            start, line_depth = _after_blanks(text, token.end()), depth
    if start < len(text):
        yield start, len(text), line_depth, string


def _after_blanks(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _before_blanks(text: str, offset: int, lowest: int) -> int:
    while offset > lowest and text[offset - 1].isspace():
        offset -= 1
    return offset


def _role(token: re.Match[str], text: str) -> str:
    sign = token[0][0]
    if sign == '"':
        return "json-key" if _COLON.match(text, token.end()) else "json-string"
    if sign in "{}[],:" or sign.isspace():
        return "json-punct"
    return "json-null" if token[0] == "null" else "json-number"
