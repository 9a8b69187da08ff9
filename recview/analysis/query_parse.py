"""The grammar of the filter line: text to clauses of terms. Knows neither rows nor what a key means.

query  = clause { " | " clause }        any clause
clause = group { " " group }            every group
group  = term { "|" term }              any term; "|" without spaces binds closer than a space
term   = ["-"] [key ":"] value { "|" value }
value  = bare text | '"' text with \\" and \\\\ '"'
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

from recview.errors import FilterError
from recview.model.value import value

_KEY = re.compile(r"([A-Za-z]+):(?!:|//)")
"""Not the `::` of a test id, and not the `://` of a URL."""
_BARE = re.compile(r"[^\s|]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SPACE = re.compile(r"\s*")


@value
class Term:
    """One condition: any of `values`, under a key or (None) anywhere; negated or not."""

    key: str | None
    values: tuple[str, ...]
    negated: bool
    offset: int
    """Where its first value stands in the text."""


Group: TypeAlias = tuple[Term, ...]
Clause: TypeAlias = tuple[Group, ...]


def parse_clauses(text: str, keys: Collection[str]) -> tuple[Clause, ...]:
    """The clauses of a query; none where it is blank. Raises FilterError, and nothing else."""
    return _Parser(text, keys).parse()


def quote(text: str) -> str:
    """`text` as a value that stands for just itself."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Parser:
    def __init__(self, text: str, keys: Collection[str]) -> None:
        self._text = text
        self._keys = keys
        self._at = 0

    def parse(self) -> tuple[Clause, ...]:
        clauses: list[Clause] = []
        groups: list[Group] = []
        while not self._ends():
            if self._text[self._at] != "|":
                groups.append(self._group())
                continue
            if not groups:
                raise FilterError("nothing stands before this |", self._at)
            clauses.append(tuple(groups))
            groups = []
            self._at += 1
        if groups:
            clauses.append(tuple(groups))
        elif clauses:
            raise FilterError("nothing stands after the last |", len(self._text))
        return tuple(clauses)

    def _ends(self) -> bool:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._at >= len(self._text)

    def _group(self) -> Group:
        terms = [self._term()]
        while self._close_or():
            self._at += 1
            if self._text[self._at] == "-" or _KEY.match(self._text, self._at):
                terms.append(self._term())
            else:
                last = terms[-1]
                terms[-1] = Term(last.key, (*last.values, self._value()), last.negated, last.offset)
        return tuple(terms)

    def _close_or(self) -> bool:
        """Whether a `|` comes next with its right side close to it."""
        following = self._text[self._at : self._at + 2]
        return len(following) == 2 and following[0] == "|" and not following[1].isspace()

    def _term(self) -> Term:
        negated = self._text[self._at] == "-"
        self._at += negated
        key = self._key()
        offset = self._at
        if negated and key is None and not _BARE.match(self._text, offset):
            raise FilterError("nothing stands after this - (quote it to find the sign itself)", offset - 1)
        return Term(key, (self._value(key),), negated, offset)

    def _key(self) -> str | None:
        match = _KEY.match(self._text, self._at)
        if match is None:
            return None
        key = match[1].lower()
        if key not in self._keys:
            raise FilterError(_unknown_key(match[1], self._keys), self._at)
        self._at = match.end()
        return key

    def _value(self, key: str | None = None) -> str:
        if self._text.startswith('"', self._at):
            return self._quoted()
        match = _BARE.match(self._text, self._at)
        if match is None:
            raise FilterError(f"{key}: needs a value" if key else "a value is missing here", self._at)
        self._at = match.end()
        return match[0]

    def _quoted(self) -> str:
        match = _QUOTED.match(self._text, self._at)
        if match is None:
            raise FilterError("this quote is not closed", self._at)
        self._at = match.end()
        if _BARE.match(self._text, self._at):
            raise FilterError("a space is missing after the closing quote", self._at)
        return re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)


def _unknown_key(name: str, keys: Collection[str]) -> str:
    import difflib  # for filters that are wrong only

    close = difflib.get_close_matches(name.lower(), keys, n=1)
    advice = f"did you mean {close[0]}:" if close else f"there are {', '.join(keys)}"
    return f"{name}: is no key; {advice} (quote it to find the text itself)"
