"""What a check finds wrong with a recording. A value; the checks themselves are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From the gravest down."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding."""

    rule: str
    """The name of the check, in kebab-case."""
    severity: Severity
    message: str
    """What is wrong, in one line; it may quote recorded text."""
    position: int | None = None
    """The chunk, 1…n, at which it shows; None where it concerns the whole recording."""
