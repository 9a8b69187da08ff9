"""What a reviewer decides on a pair of recordings."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from recview.model.value import value

Decision: TypeAlias = Literal["accept", "reject", "skip"]

DECISIONS: tuple[Decision, ...] = get_args(Decision)


@value
class Judgement:
    """A decision on a pair, and why."""

    decision: Decision
    note: str = ""
