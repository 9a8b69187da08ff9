"""What the keys of the filter language mean: for each value a sieve of rows. Knows no grammar, no disk, no clock."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import compress, repeat
from operator import attrgetter
from typing import TypeAlias, TypeVar

from recview.analysis.ordering import NUMBERS, WORDS
from recview.analysis.row_state import has_error, has_problem
from recview.analysis.row_table import OUTPUT_MARK, RowTable
from recview.analysis.text_forms import text_forms
from recview.model.row import Row
from recview.model.value import value

T = TypeVar("T")

FEATURES = ("tools", "reasoning", "logprobs", "usage", "error", "refusal", "choices", "problem")
"""What `has:` asks for."""

_CHANGED: Callable[[Row], int] = attrgetter("mtime_ns")
_FEATURES: Callable[[Row], frozenset[str]] = attrgetter("features")
_REASONS: Callable[[Row], tuple[str, ...]] = attrgetter("finish_reasons")
_STREAMING: Callable[[Row], bool | None] = attrgetter("streaming")

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)([a-z]*)", re.ASCII)
_OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}
_COUNT_UNITS = {"": 1.0, "k": 1e3, "m": 1e6}
_SIZE_UNITS = {"": 1.0, "b": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30}
_AGE_UNITS_NS = {"s": 1e9, "m": 60e9, "h": 3600e9, "d": 86400e9, "w": 604800e9}


@value
class Sieving:
    """What a condition may look at."""

    table: RowTable
    now_ns: int


Positions: TypeAlias = Sequence[int]
Sieve: TypeAlias = Callable[[Sieving, Positions], list[int]]
"""Which of some rows fit, in their order. Many at a time: a call for each row would cost more than the test does."""


def _where(field: Callable[[Row], T], fits: Callable[[T], bool]) -> Sieve:
    """What each value of a field says is found out once: many rows share a test, a model, a number of chunks."""
    fits = cache(fits)

    def select(sieving: Sieving, positions: Positions) -> list[int]:
        column = sieving.table.column(field)
        return list(compress(positions, map(fits, map(column.__getitem__, positions))))

    return select


def folded_forms(value: str) -> tuple[str, ...]:
    """A word as it may stand in a text that was case folded: composed and decomposed, where it has such letters."""
    return text_forms(value.casefold())


def word_sieve(value: str) -> Sieve:
    """Whether a row's text holds a word, in any of its forms."""
    return any_of([_form_sieve(word) for word in folded_forms(value)])


def any_of(sieves: Sequence[Sieve]) -> Sieve:
    """What any of some sieves lets through."""

    def select(sieving: Sieving, positions: Positions) -> list[int]:
        fitting = {position for sieve in sieves for position in sieve(sieving, positions)}
        return [position for position in positions if position in fitting]

    return sieves[0] if len(sieves) == 1 else select


def _form_sieve(word: str) -> Sieve:
    def select(sieving: Sieving, positions: Positions) -> list[int]:
        texts = sieving.table.texts(positions)
        return list(compress(positions, map(operator.contains, map(texts.__getitem__, positions), repeat(word))))

    return select


def _output(value: str) -> Sieve:
    return any_of([_output_sieve(word) for word in folded_forms(value)])


def _output_sieve(word: str) -> Sieve:
    anywhere = _form_sieve(word)

    def select(sieving: Sieving, positions: Positions) -> list[int]:
        texts, fitting = sieving.table.texts(positions), anywhere(sieving, positions)
        return [at for at in fitting if texts[at].find(word, texts[at].index(OUTPUT_MARK)) >= 0]

    return select


def _contains(field: Callable[[Row], str | None]) -> Callable[[str], Sieve]:
    def of_value(value: str) -> Sieve:
        forms = folded_forms(value)
        return _where(field, lambda text: any(part in (text or "").casefold() for part in forms))

    return of_value


def _has(value: str) -> Sieve:
    feature = value.lower()
    if feature not in FEATURES:
        raise ValueError(f"knows {', '.join(FEATURES)}, not {value}")
    if feature == "error":
        return _where(has_error, bool)
    if feature == "problem":
        return _where(has_problem, bool)
    if feature == "usage":
        return _where(_has_usage, bool)
    return _where(_FEATURES, lambda features: feature in features)


def _has_usage(row: Row) -> bool:
    return row.usage is not None and row.usage.known


def _lacks_usage(row: Row) -> bool:
    return row.state == "full" and not _has_usage(row)


def _place(row: Row) -> str | None:
    return row.endpoint or row.url


def _usage(value: str) -> Sieve:
    if value.lower() != "none":
        raise ValueError(f"takes none, not {value}; has:usage is the opposite")
    return _where(_lacks_usage, bool)


def _stream(value: str) -> Sieve:
    wanted = {"yes": True, "no": False}.get(value.lower())
    if wanted is None:
        raise ValueError(f"takes yes or no, not {value}")
    return _where(_STREAMING, lambda streaming: streaming is wanted)


def _finish(value: str) -> Sieve:
    reason = value.casefold()
    return _where(_REASONS, lambda reasons: reason in map(str.casefold, reasons))


def _number(field: Callable[[Row], int | None], units: dict[str, float], example: str) -> Callable[[str], Sieve]:
    def of_value(value: str) -> Sieve:
        fits = _bounds(value, units, example)
        return _where(field, lambda number: number is not None and fits(number))

    return of_value


def _changed(value: str) -> Sieve:
    bare = value[:1].isdigit() and ".." not in value
    fits = _bounds("<=" + value if bare else value, _AGE_UNITS_NS, "5m, <2h or >1d")

    def select(sieving: Sieving, positions: Positions) -> list[int]:
        changed_ns, now_ns = sieving.table.column(_CHANGED), sieving.now_ns
        return [position for position in positions if fits(now_ns - changed_ns[position])]

    return select


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
    "test": _contains(WORDS["test"]),
    "model": _contains(WORDS["model"]),
    "endpoint": _contains(_place),
    "dialect": _contains(attrgetter("dialect")),
    "path": _contains(WORDS["path"]),
    "text": _output,
    "has": _has,
    "usage": _usage,
    "stream": _stream,
    "finish": _finish,
    "chunks": _number(NUMBERS["chunks"], _COUNT_UNITS, ">100 or 10..20"),
    "tokens": _number(NUMBERS["tokens"], _COUNT_UNITS, ">1000 or 10..20"),
    "size": _number(NUMBERS["size"], _SIZE_UNITS, ">1mb or 10kb..20kb"),
    "changed": _changed,
}
"""Every key of the language, and what makes a sieve of its value (ValueError where it cannot)."""
