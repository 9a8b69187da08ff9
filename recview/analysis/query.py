"""Which rows a filter lets through. Knows rows only: no disk, no clock; the caller says what time it is."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import TypeAlias

from recview.analysis.query_parse import Term, parse_clauses, quote
from recview.errors import FilterError
from recview.model.row import Row
from recview.model.value import value

FEATURES = ("tools", "reasoning", "logprobs", "usage", "error", "refusal", "choices")
"""What `has:` asks for."""

_OUTPUT_MARK = "\0\0"
"""Stands before the assembled output in a haystack."""

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([a-z]*)", re.ASCII)
_OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_COUNT_UNITS = {"": 1.0, "k": 1e3, "m": 1e6}
_SIZE_UNITS = {"": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30}
_AGE_UNITS_NS = {"s": 1e9, "m": 60e9, "h": 3600e9, "d": 86400e9, "w": 604800e9}


class Haystacks:
    """What words are sought in, case folded once a row. Keep one as long as the list of rows."""

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[Row, str]] = {}
        self._last_rows: list[Row] = []
        self._last_column: list[str] = []

    def of(self, rows: Sequence[Row]) -> list[str]:
        """The folded text of each row: test id, model and path, and the assembled output at its end."""
        if rows == self._last_rows:  # the very same rows, as a rule: then this compares no more than identities
            return self._last_column
        by_path = self._by_path
        column = []
        for row in rows:
            known = by_path.get(row.path)
            if known is None or known[0] is not row:
                known = by_path[row.path] = (row, _haystack(row))
            column.append(known[1])
        self._last_rows, self._last_column = list(rows), column
        return column

    def keep_only(self, paths: AbstractSet[str]) -> None:
        """Forgets the rows of all other paths."""
        self._by_path = {path: known for path, known in self._by_path.items() if path in paths}


def _haystack(row: Row) -> str:
    return f"{row.test_id or ''}\0{row.model or ''}\0{row.path}{_OUTPUT_MARK}{row.output}".casefold()


@value
class Sieving:
    """What a condition may look at besides the rows."""

    now_ns: int
    haystacks: Haystacks


Rows: TypeAlias = Sequence[Row]
Sieve: TypeAlias = Callable[[Rows, Sieving], list[Row]]
"""The rows that fit, in their order. Whole lists at a time: a call for each row would cost more than the test does."""


@value
class Query:
    """A filter that parsed."""

    text: str
    is_empty: bool
    """It lets everything through."""
    highlights: tuple[str, ...]
    """The words it seeks in outputs, for showing where they stand."""
    sieve: Sieve

    def select(self, rows: Rows, now_ns: int, haystacks: Haystacks) -> list[Row]:
        """The rows that fit, in their order; `now_ns` is what `changed:` counts back from."""
        return self.sieve(rows, Sieving(now_ns, haystacks))

    def matches(self, row: Row, now_ns: int) -> bool:
        """Whether one row fits."""
        return bool(self.sieve([row], Sieving(now_ns, Haystacks())))


def parse(text: str) -> Query:
    """The filter that `text` says; a blank one lets everything through. Raises FilterError."""
    clauses = parse_clauses(text, KEYS)
    terms = [term for clause in clauses for group in clause for term in group]
    sought = [value for term in terms if term.key in (None, "text") and not term.negated for value in term.values]
    sieve = _any([_every([_any([_term(term) for term in group]) for group in clause]) for clause in clauses])
    return Query(text, not clauses, tuple(sought), sieve if clauses else lambda rows, sieving: list(rows))


def _term(term: Term) -> Sieve:
    of_value = _word if term.key is None else KEYS[term.key]
    try:
        sieve = _any([of_value(value) for value in term.values])
    except ValueError as error:
        raise FilterError(f"{term.key}: {error}", term.offset) from None
    return _none(sieve) if term.negated else sieve


def _none(sieve: Sieve) -> Sieve:
    def select(rows: Rows, sieving: Sieving) -> list[Row]:
        fitting = set(map(id, sieve(rows, sieving)))
        return [row for row in rows if id(row) not in fitting]

    return select


def _any(sieves: list[Sieve]) -> Sieve:
    def select(rows: Rows, sieving: Sieving) -> list[Row]:
        fitting = {id(row) for sieve in sieves for row in sieve(rows, sieving)}
        return [row for row in rows if id(row) in fitting]

    return sieves[0] if len(sieves) == 1 else select


def _every(sieves: list[Sieve]) -> Sieve:
    def select(rows: Rows, sieving: Sieving) -> list[Row]:
        for sieve in sieves:
            rows = sieve(rows, sieving)
        return list(rows)

    return sieves[0] if len(sieves) == 1 else select


def _if(fits: Callable[[Row], bool]) -> Sieve:
    return lambda rows, sieving: [row for row in rows if fits(row)]


def _word(value: str) -> Sieve:
    word = value.casefold()
    return lambda rows, sieving: [
        row for row, text in zip(rows, sieving.haystacks.of(rows), strict=True) if word in text
    ]


def _output(value: str) -> Sieve:
    word = value.casefold()
    return lambda rows, sieving: [
        row
        for row, text in zip(rows, sieving.haystacks.of(rows), strict=True)
        if word in text and text.find(word, text.index(_OUTPUT_MARK)) >= 0
    ]


def _contains(field: Callable[[Row], str | None]) -> Callable[[str], Sieve]:
    def of_value(value: str) -> Sieve:
        part = value.casefold()
        fits = cache(lambda text: part in text.casefold())  # many rows share a test, a model, an endpoint
        return lambda rows, sieving: [row for row in rows if fits(field(row) or "")]

    return of_value


def _has(value: str) -> Sieve:
    feature = value.lower()
    if feature not in FEATURES:
        raise ValueError(f"knows {', '.join(FEATURES)}, not {value}")
    if feature == "error":
        return _if(lambda row: row.error or "error" in row.features)
    if feature == "usage":
        return _if(_has_usage)
    return _if(lambda row: feature in row.features)


def _has_usage(row: Row) -> bool:
    return row.usage is not None and row.usage.known


def _usage(value: str) -> Sieve:
    if value.lower() != "none":
        raise ValueError(f"takes none, not {value}; has:usage is the opposite")
    return _if(lambda row: row.state == "full" and not _has_usage(row))


def _stream(value: str) -> Sieve:
    wanted = {"yes": True, "no": False}.get(value.lower())
    if wanted is None:
        raise ValueError(f"takes yes or no, not {value}")
    return _if(lambda row: row.streaming is wanted)


def _finish(value: str) -> Sieve:
    reason = value.casefold()
    return _if(lambda row: any(reason == given.casefold() for given in row.finish_reasons))


def _number(field: Callable[[Row], int | None], units: dict[str, float], example: str) -> Callable[[str], Sieve]:
    def of_value(value: str) -> Sieve:
        fits = _bounds(value, units, example)
        return _if(lambda row: (number := field(row)) is not None and fits(number))

    return of_value


def _changed(value: str) -> Sieve:
    bare = value[:1].isdigit() and ".." not in value
    fits = _bounds("<=" + value if bare else value, _AGE_UNITS_NS, "5m, <2h or >1d")
    return lambda rows, sieving: [row for row in rows if fits(sieving.now_ns - row.mtime_ns)]


def _bounds(value: str, units: dict[str, float], example: str) -> Callable[[float], bool]:
    """What `>100`, `<=2`, `7` or `10..20` say of a number. Raises ValueError."""
    low, is_range, high = value.lower().partition("..")
    if is_range:
        least, most = _quantity(low, units, example), _quantity(high, units, example)
        return lambda number: least <= number <= most
    sign = next((sign for sign in _OPERATORS if low.startswith(sign)), "")
    compare = _OPERATORS[sign or "="]
    bound = _quantity(low[len(sign) :], units, example)
    return lambda number: bool(compare(number, bound))


def _quantity(text: str, units: dict[str, float], example: str) -> float:
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] not in units:
        raise ValueError(f"takes a number like {example}, not {text or 'nothing'}")
    return float(match[1]) * units[match[2]]


KEYS: dict[str, Callable[[str], Sieve]] = {
    "test": _contains(lambda row: row.test_id),
    "model": _contains(lambda row: row.model),
    "endpoint": _contains(lambda row: row.endpoint or row.url),
    "dialect": _contains(lambda row: row.dialect),
    "path": _contains(lambda row: row.path),
    "text": _output,
    "has": _has,
    "usage": _usage,
    "stream": _stream,
    "finish": _finish,
    "chunks": _number(lambda row: row.chunk_count, _COUNT_UNITS, ">100 or 10..20"),
    "tokens": _number(lambda row: row.usage.sum_tokens if row.usage else None, _COUNT_UNITS, ">1000 or 10..20"),
    "size": _number(lambda row: row.size, _SIZE_UNITS, ">1mb or 10kb..20kb"),
    "changed": _changed,
}
"""Every key of the language, and what makes a sieve of its value (ValueError where it cannot)."""

__all__ = ["FEATURES", "KEYS", "Haystacks", "Query", "parse", "quote"]
