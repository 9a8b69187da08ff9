"""Token counts in one vocabulary. Absent is unknown (None), never 0."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from recview.model.json_value import JSON
from recview.model.value import value


@value
class Usage:
    """What one call says it used; every count is in tokens, None where the wire gives none."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    """As the wire says; never summed here."""
    cached_tokens: int | None = None
    """A part of `input_tokens`."""
    reasoning_tokens: int | None = None
    """A part of `output_tokens`."""
    raw: JSON = None
    """The usage object as recorded."""

    def as_object(self) -> dict[str, JSON]:
        """As every document gives it: the counts, null where the wire gives none, and what was recorded."""
        return {
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "total_tokens": self.total_tokens,
            "cached_tokens": self.cached_tokens,
            "reasoning_tokens": self.reasoning_tokens,
            "raw": self.raw,
        }

    @property
    def known(self) -> bool:
        """Whether any count is there at all."""
        return self.input_tokens is not None or self.output_tokens is not None or self.total_tokens is not None

    @property
    def sum_tokens(self) -> int | None:
        """The total: as the wire says, else input + output where both are known."""
        if self.total_tokens is not None:
            return self.total_tokens
        if self.input_tokens is None or self.output_tokens is None:
            return None
        return self.input_tokens + self.output_tokens


@value
class UsageSum:
    """Counts summed over several calls, and how many of them said nothing."""

    calls: int = 0
    without_usage: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    total_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    with_input: int = 0
    """How many of them told their input."""
    with_output: int = 0
    with_total: int = 0
    """How many have a total: as the wire says, or the sum of two known counts. Of others `total_tokens` has what is
    known."""
    with_total_only: int = 0
    """How many of them tell neither their input nor their output."""

    @property
    def with_usage(self) -> int:
        return self.calls - self.without_usage

    def changed(self, gone: UsageSum, come: UsageSum) -> UsageSum:
        """The sum with some calls less and some more."""
        return UsageSum(*(one - less + more for one, less, more in zip(*map(_SUMMED, (self, gone, come)), strict=True)))


_SUMMED = attrgetter(*UsageSum.__match_args__)


def sum_usage(usages: Iterable[Usage | None]) -> UsageSum:
    """Adds up the calls of a test, a directory, a tree; None stands for a call without usage."""
    calls = without = tokens_in = tokens_out = total = cached = reasoning = with_input = with_output = 0
    with_total = with_total_only = 0
    for usage in usages:
        calls += 1
        if usage is None or not usage.known:
            without += 1
            continue
        tokens_in += usage.input_tokens or 0
        tokens_out += usage.output_tokens or 0
        with_input += usage.input_tokens is not None
        with_output += usage.output_tokens is not None
        if usage.sum_tokens is not None:
            total += usage.sum_tokens
            with_total += 1
            with_total_only += usage.input_tokens is None and usage.output_tokens is None
        else:
            total += (usage.input_tokens or 0) + (usage.output_tokens or 0)
        cached += usage.cached_tokens or 0
        reasoning += usage.reasoning_tokens or 0
    return UsageSum(
        calls,
        without,
        tokens_in,
        tokens_out,
        total,
        cached,
        reasoning,
        with_input,
        with_output,
        with_total,
        with_total_only,
    )
