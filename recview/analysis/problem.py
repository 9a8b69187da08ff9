"""What a check finds wrong with a recording. A value; the checks themselves are elsewhere."""

from __future__ import annotations

from typing import Literal

from recview.model.value import value

Severity = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the gravest down."""


@value
class Problem:
    """One finding."""

    rule: str
    """The name of the check, in kebab-case."""
    severity: Severity
    message: str
    """What is wrong, in one line; it may quote recorded text."""
    position: int | None = None
    """The chunk, 1…n, at which it shows; None where it concerns the whole recording."""
