"""One document as the lines of its pretty-printed JSON, kept as flat records and made into tokens only when drawn.

A string that holds newlines is shown as a block, a row a line, so that a prompt can be read. All lines of a document,
joined without their indentation, are its exact JSON text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from recview.analysis.jsondiff import tree
from recview.analysis.jsondiff.words import Range
from recview.model.json_value import JSON, pointer, pointer_tokens
from recview.wire.documents import escape_unsafe

TokenKind = Literal["key", "string", "escape", "number", "boolean", "null", "bracket", "punctuation"]

_OPEN, _CLOSE, _VALUE, _TEXT_OPEN, _TEXT_LINE, _TEXT_END = range(6)
_LAST = 8
"""Added to the form of a line that ends the last child of its parent: no comma follows."""

_Record: TypeAlias = "tuple[int, int, int, tree.Token | None, JSON]"
"""Form, depth, how many lines further up the parent was opened, key or position, value or part of a text.

The distance, not the line, so that what is equal on both sides is stored once.
"""

_ESCAPE = re.compile(r"(\\(?:u[0-9a-fA-F]{4}|.))")


class Token(NamedTuple):
    """A piece of a line, and what it is, so that it can be coloured without parsing. Harmless to a terminal."""

    text: str
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Side:
    """One line of one document."""

    line: int
    """1-based number in the pretty-printed document of this side."""
    depth: int
    """How many levels the line is indented."""
    tokens: tuple[Token, ...]
    pointer: str
    """JSON Pointer of the value that the line belongs to."""
    changed: tuple[Range, ...] = ()
    """Which stretches of `text` the line of the other side has not."""

    @property
    def text(self) -> str:
        """The line without its indentation."""
        return "".join(token.text for token in self.tokens)

    @property
    def key(self) -> str | None:
        """The key as it is written, with its quotes; None where the line has none."""
        return self.tokens[0].text if self.tokens and self.tokens[0].kind == "key" else None


class Lines:
    """The lines of one side, in the order they are added. A parent is named by the line that opened it; -1 is none."""

    def __init__(self) -> None:
        self._records: list[_Record] = []

    def __len__(self) -> int:
        return len(self._records)

    def add_items(self, items: Iterator[tuple[tree.Token | None, JSON]], parent: int, depth: int) -> None:
        """Adds the lines of several children, with all that is in them."""
        records = self._records
        frames = [(items, parent, depth)]
        while frames:
            items, parent, depth = frames[-1]
            for token, value in items:
                kind = type(value)
                if (kind is dict or kind is list) and value:
                    opened = self.open(value, token, parent, depth)
                    frames.append((children(value), opened, depth + 1))
                    break
                if kind is str and "\n" in value:  # type: ignore[operator]
                    self.add_block(str(value).split("\n"), token, parent, depth)
                else:
                    records.append((_VALUE, depth, len(records) - parent, token, value))
            else:
                frames.pop()
                if frames:
                    self.close(parent)

    def add_copy(self, other: Lines, start: int, parent: int, shift: int) -> None:
        """Adds the children that another side has from line `start` on; in a list they stand `shift` further down."""
        records = self._records
        line = len(records)
        copied = other._records[start:]
        records += copied
        for offset, (form, depth, up, token, value) in enumerate(copied):
            if up > offset:  # a child itself, not what is in it: its parent is this side's
                own = token + shift if isinstance(token, int) else token
                records[line + offset] = (form, depth, line + offset - parent, own, value)

    def open(self, value: JSON, token: tree.Token | None, parent: int, depth: int) -> int:
        """Adds the line that opens an object or a list, and gives its position."""
        line = len(self._records)
        self._records.append((_OPEN, depth, line - parent, token, value))
        return line

    def close(self, opened: int) -> None:
        """Adds the line that closes what was opened there; no comma follows what was added last."""
        self.end()
        _, depth, _, _, value = self._records[opened]
        self._records.append((_CLOSE, depth, len(self._records) - opened, None, value))

    def end(self) -> None:
        """Says that no comma follows what was added last: its parent has no more children."""
        form, depth, up, token, value = self._records[-1]
        self._records[-1] = (form | _LAST, depth, up, token, value)

    def add_block(self, parts: list[str], token: tree.Token | None, parent: int, depth: int) -> None:
        """Adds a string as a block: its key and quote, then a line for each part between newlines."""
        opened = len(self._records)
        self._records.append((_TEXT_OPEN, depth, opened - parent, token, None))
        self._records += [(_TEXT_LINE, depth + 1, up, None, part) for up, part in enumerate(parts[:-1], 1)]
        self._records.append((_TEXT_END, depth + 1, len(parts), None, parts[-1]))

    def is_text(self, line: int) -> bool:
        """Whether the line shows a string, or a part of one."""
        form, *_, value = self._records[line]
        form &= ~_LAST
        return form >= _TEXT_LINE or (form == _VALUE and isinstance(value, str))

    def tokens(self, line: int) -> tuple[list[Token], int, int]:
        """The pieces of a line, and from where to where among them its value stands (keys, quotes, commas aside)."""
        form, _, _, key, value = self._records[line]
        last = form & _LAST
        form -= last
        tokens = [Token(_quoted(key), "key"), Token(": ", "punctuation")] if isinstance(key, str) else []
        start = len(tokens)
        end = start + 1
        if form in (_OPEN, _CLOSE):
            brackets = "{}" if isinstance(value, dict) else "[]"
            tokens.append(Token(brackets[form == _CLOSE], "bracket"))
        elif form == _VALUE and not isinstance(value, str):
            tokens.append(_scalar(value))
        elif form == _TEXT_OPEN:
            tokens.append(Token('"', "string"))
        else:
            text = _quoted(str(value))[1:-1] + ("\\n" if form == _TEXT_LINE else "")
            quotes = [Token('"', "string")]
            opening, closing = quotes * (form == _VALUE), quotes * (form != _TEXT_LINE)
            pieces = [Token(part, "escape" if step % 2 else "string") for step, part in enumerate(_ESCAPE.split(text))]
            pieces = [piece for piece in pieces if piece.text]
            start += len(opening)
            end = start + len(pieces)
            tokens += opening + pieces + closing
        if form in (_CLOSE, _VALUE, _TEXT_END) and not last:
            tokens.append(Token(",", "punctuation"))
        return tokens, start, end

    def depth(self, line: int) -> int:
        """How many levels the line is indented."""
        return self._records[line][1]

    def pointer(self, line: int) -> str:
        """JSON Pointer of the value that the line belongs to."""
        if self._records[line][0] & ~_LAST in (_CLOSE, _TEXT_LINE, _TEXT_END):
            line -= self._records[line][2]
        path: list[tree.Token] = []
        while (token := self._records[line][3]) is not None:
            path.append(token)
            line -= self._records[line][2]
        return pointer(reversed(path))

    def span(self, path: str) -> tuple[int, int]:
        """First line of the value at a JSON Pointer, and the line behind its last; of the whole where there is none."""
        tokens = pointer_tokens(path)
        start, parent = 0, -1
        for depth, token in enumerate(["", *tokens]):
            for line in range(parent + 1, len(self._records)):
                _, its_depth, up, its_token, _ = self._records[line]
                if its_depth == depth and line - up == parent and (not depth or str(its_token) == token):
                    start = parent = line
                    break
            else:
                return 0, len(self._records)
        stop = start + 1
        while stop < len(self._records) and self._is_within(stop, start):
            stop += 1
        return start, stop

    def _is_within(self, line: int, start: int) -> bool:
        """Whether a line behind `start` belongs to what begins there."""
        form, depth, up, _, _ = self._records[line]
        closes = form & ~_LAST == _CLOSE and line - up == start
        return closes or depth > self._records[start][1]


def children(value: JSON) -> Iterator[tuple[tree.Token | None, JSON]]:
    """The keys or positions of an object or list, with their values."""
    if isinstance(value, dict):
        return iter(value.items())
    return enumerate(value) if isinstance(value, list) else iter(())


def _quoted(text: str) -> str:
    return escape_unsafe(json.dumps(text, ensure_ascii=False))


def _scalar(value: JSON) -> Token:
    if value is None:
        return Token("null", "null")
    if isinstance(value, dict | list):
        return Token("{}" if isinstance(value, dict) else "[]", "bracket")
    return Token(json.dumps(value), "boolean" if isinstance(value, bool) else "number")
