"""One-to-one assignment inside a block of calls that may belong together: who replaces whom, and how surely.

Knows nothing of why the calls are in one block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recview.analysis.likeness import Call, distance, goes_on
from recview.analysis.shortlist import Shortlist
from recview.model.value import value

_ALL_PAIRS = 2_000
"""Up to so many pairs each is measured; above, each new call is measured against a shortlist only."""
_SHORTLISTED = 6

_TIE_CONFIDENCE = 0.3
_CONFIDENCE_OF_LEAD = 1.5
_UNLIKE = 0.4
_HIGHEST = 0.99


@value
class Assignment:
    """An old call chosen for a new one."""

    new: Call
    old: Call
    distance: float
    confidence: float
    """0 to 1: 0.9 and above where the old call is the best partner and clearly ahead of the second."""


@value
class _Edge:
    distance: float
    new: int
    old: int


def assign(new: Sequence[Call], old: Sequence[Call], limit: float, limit_other_turns: float) -> list[Assignment]:
    """Pairs the likest first, each call at most once, none further apart than the limits (see `distance`).

    Calls with another number of messages must be within `limit_other_turns`; a conversation that goes on is no
    re-record of its beginning.
    """
    edges = sorted(_edges(new, old, limit, limit_other_turns), key=lambda edge: (edge.distance, edge.new, edge.old))
    taken_new: dict[int, _Edge] = {}
    taken_old: dict[int, _Edge] = {}
    for edge in edges:
        if edge.new not in taken_new and edge.old not in taken_old:
            taken_new[edge.new] = taken_old[edge.old] = edge
    seconds = _seconds(edges, taken_new, taken_old)
    return [
        Assignment(new[edge.new], old[edge.old], edge.distance, _confidence(edge.distance, seconds.get(edge.new)))
        for edge in taken_new.values()
    ]


def _edges(new: Sequence[Call], old: Sequence[Call], limit: float, limit_other_turns: float) -> Iterable[_Edge]:
    shortlist = Shortlist(old) if len(new) * len(old) > _ALL_PAIRS else None
    for at, call in enumerate(new):
        for candidate in shortlist.closest(call, _SHORTLISTED) if shortlist else range(len(old)):
            other = old[candidate]
            reach = limit if len(call.turns) == len(other.turns) else limit_other_turns
            if goes_on(call, other):
                continue
            apart = distance(call, other, reach)
            if apart <= reach:
                yield _Edge(apart, at, candidate)


def _seconds(edges: Iterable[_Edge], taken_new: dict[int, _Edge], taken_old: dict[int, _Edge]) -> dict[int, float]:
    """For each paired new call the distance of the second-best pairing of either partner.

    Where that second is itself paired better, what that pair would lose by a swap is added.
    """
    seconds: dict[int, float] = {}
    for edge in edges:
        for chosen, rival in (
            (taken_new.get(edge.new), taken_old.get(edge.old)),
            (taken_old.get(edge.old), taken_new.get(edge.new)),
        ):
            if chosen is None or chosen is edge or rival is edge:
                continue
            loss = max(0.0, edge.distance - rival.distance) if rival else 0.0
            second = edge.distance + loss
            seconds[chosen.new] = min(second, seconds.get(chosen.new, second))
    return seconds


def _confidence(best: float, second: float | None) -> float:
    lead = 1.0 if second is None else 1 - best / second if second > 0 else 0.0
    sure = min(_HIGHEST, _TIE_CONFIDENCE + _CONFIDENCE_OF_LEAD * max(0.0, lead))
    return max(0.05, min(sure, _HIGHEST - max(0.0, best - _UNLIKE)))
