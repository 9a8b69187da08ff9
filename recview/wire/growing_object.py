"""Whether the JSON that comes in pieces is a whole object by now. However often one asks, each piece is read once."""

from __future__ import annotations

import re
from collections.abc import Callable

from recview.model.json_value import JSON
from recview.wire.documents import DocumentError, loads

_MARKS = re.compile(r'[{}\[\]"\\]')
_WHITESPACE = " \t\r\n"


class GrowingObject:
    """The pieces so far. Nothing is looked at before somebody asks."""

    __slots__ = ("_depth", "_escapes", "_in_string", "_is_closed", "_is_object", "_parse", "_pieces", "_read_count")

    def __init__(self, parse: Callable[[bytes], JSON] = loads) -> None:
        self._parse = parse
        self._pieces: list[str] = []
        self._read_count = 0
        self._depth = 0
        """How many containers are open behind the pieces read."""
        self._in_string = False
        self._escapes = False
        """Whether the last piece read ends with a backslash that speaks of the next character."""
        self._is_closed = False
        """Whether the outermost container is: nothing but blanks may follow."""
        self._is_object: bool | None = None
        """What parsing said of it when it was; None before that."""

    def add(self, piece: str) -> None:
        if piece:
            self._pieces.append(piece)

    def is_whole(self) -> bool:
        """Whether the pieces are a whole JSON object."""
        while self._read_count < len(self._pieces) and self._is_object is not False:
            self._read(self._pieces[self._read_count])
            self._read_count += 1
        if self._is_closed and self._is_object is None:
            self._is_object = self._parses()
        return self._is_object is True

    def _parses(self) -> bool:
        try:
            return isinstance(self._parse("".join(self._pieces).encode("utf-8", "surrogatepass")), dict)
        except DocumentError:
            return False

    def _read(self, piece: str) -> None:
        """Takes one more piece. What stands behind the end makes it no object, whatever else may come."""
        end = 0 if self._is_closed else self._end_of_outermost(piece)
        if end is not None:
            self._is_closed = True
            if piece[end:].strip(_WHITESPACE):
                self._is_object = False

    def _end_of_outermost(self, piece: str) -> int | None:
        """Where the outermost container closes in a piece; None where it does not."""
        skipped = 0 if self._escapes else -1
        self._escapes = False
        for mark in _MARKS.finditer(piece):
            at, character = mark.start(), mark[0]
            if at == skipped:
                continue
            if character == "\\":
                skipped = at + 1
                self._escapes = skipped == len(piece)
            elif character == '"':
                self._in_string = not self._in_string
            elif not self._in_string:
                self._depth += 1 if character in "{[" else -1
                if self._depth <= 0:
                    return at + 1
        return None
