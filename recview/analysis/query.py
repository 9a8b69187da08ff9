"""Which rows a filter lets through. Knows rows only: no disk, no clock; the caller says what time it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recview.analysis.query_keys import KEYS, Positions, Sieve, Sieving, any_of, folded_forms, word_sieve
from recview.analysis.query_parse import Clause, Group, Term, parse_clauses, quote
from recview.analysis.row_table import SLICE_ROWS, RowTable
from recview.errors import FilterError
from recview.model.row import Row
from recview.model.value import value

_SEEK_A_PART = (None, "text", "test", "model", "endpoint", "dialect", "path")
"""The keys whose value is a part of some text."""


@value
class Query:
    """A filter that parsed."""

    text: str
    clauses: tuple[Clause, ...]
    sieve: Sieve

    @property
    def is_empty(self) -> bool:
        """It lets everything through."""
        return not self.clauses

    @property
    def highlights(self) -> tuple[str, ...]:
        """The words it seeks in outputs, for showing where they stand."""
        terms = (term for clause in self.clauses for group in clause for term in group)
        return tuple(
            value for term in terms if term.key in (None, "text") and not term.negated for value in term.values
        )

    @property
    def searched(self) -> tuple[str, ...]:
        """Those of them that are sought in outputs alone."""
        terms = (term for clause in self.clauses for group in clause for term in group)
        return tuple(value for term in terms if term.key == "text" and not term.negated for value in term.values)

    def select(self, rows: Sequence[Row], now_ns: int) -> list[Row]:
        """The rows that fit, in their order; `now_ns` is what `changed:` counts back from."""
        return [rows[position] for position in self.sieve(Sieving(RowTable(rows), now_ns), range(len(rows)))]

    def matches(self, row: Row, now_ns: int) -> bool:
        """Whether one row fits."""
        return bool(self.select([row], now_ns))

    def positions(
        self, table: RowTable, among: Positions, now_ns: int, is_stale: Callable[[], bool] = lambda: False
    ) -> list[int] | None:
        """Which of the rows at some positions fit, in their order; None where that was no longer wanted meanwhile."""
        sieving = Sieving(table, now_ns)
        fitting: list[int] = []
        for start in range(0, len(among), SLICE_ROWS):
            if is_stale():
                return None
            fitting += self.sieve(sieving, among[start : start + SLICE_ROWS])
        return fitting

    def narrows(self, wider: Query) -> bool:
        """Whether it surely lets nothing through that `wider` does not: as when a word grows while it is typed."""
        if len(self.clauses) != 1 or len(wider.clauses) != 1:
            return self.clauses == wider.clauses and not _tells_time(wider)
        return not _tells_time(wider) and all(
            any(_implies(group, looser) for group in self.clauses[0]) for looser in wider.clauses[0]
        )


def _tells_time(query: Query) -> bool:
    """Whether what it lets through changes while time goes by."""
    return any(term.key == "changed" for clause in query.clauses for group in clause for term in group)


def _implies(group: Group, looser: Group) -> bool:
    """Whether what fits `group` surely fits `looser`: the same, or a part of the one text it seeks."""
    if group == looser:
        return True
    if len(group) != 1 or len(looser) != 1:
        return False
    term, part = group[0], looser[0]
    return (
        term.key == part.key
        and term.key in _SEEK_A_PART
        and not (term.negated or part.negated)
        and len(term.values) == len(part.values) == 1
        and all(any(form in whole for form in folded_forms(part.values[0])) for whole in folded_forms(term.values[0]))
    )


def parse(text: str) -> Query:
    """The filter that `text` says; a blank one lets everything through. Raises FilterError."""
    clauses = parse_clauses(text, KEYS)
    sieve = any_of([_every([any_of([_term(term) for term in group]) for group in clause]) for clause in clauses])
    return Query(text, clauses, sieve if clauses else lambda sieving, positions: list(positions))


def _term(term: Term) -> Sieve:
    of_value = word_sieve if term.key is None else KEYS[term.key]
    try:
        sieve = any_of([of_value(value) for value in term.values])
    except ValueError as error:
        raise FilterError(f"{term.key}: {error}", term.offset) from None
    return _none(sieve) if term.negated else sieve


def _none(sieve: Sieve) -> Sieve:
    def select(sieving: Sieving, positions: Positions) -> list[int]:
        fitting = set(sieve(sieving, positions))
        return [position for position in positions if position not in fitting]

    return select


def _every(sieves: list[Sieve]) -> Sieve:
    def select(sieving: Sieving, positions: Positions) -> list[int]:
        for sieve in sieves:
            positions = sieve(sieving, positions)
        return list(positions)

    return sieves[0] if len(sieves) == 1 else select


__all__ = ["Query", "parse", "quote"]
