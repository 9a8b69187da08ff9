"""One line of a list of recordings: what browsing, filtering and `recview ls` need, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from recview.model.usage import Usage, UsageSum, sum_usage
from recview.model.value import value

RowState = Literal["header", "full", "unreadable"]
"""Only the request is known yet; everything is; the file cannot be read."""


@value
class Row:
    """A recording in a list. What is not known yet, or not told by the wire, is None or empty."""

    path: str
    """As the caller would name it: the root as given, then the path below it."""
    root: str = ""
    """The root it was found under, as given."""
    state: RowState = "full"
    test_id: str | None = None
    method: str | None = None
    url: str | None = None
    endpoint: str | None = None
    model: str | None = None
    dialect: str | None = None
    streaming: bool | None = None
    chunk_count: int | None = None
    finish_reasons: tuple[str, ...] = ()
    usage: Usage | None = None
    error: bool = False
    error_status: int | None = None
    preview: str = ""
    """The first 80 characters of the assembled output, exact."""
    output: str = ""
    """The assembled output, for search: text, reasoning, refusals, tool calls."""
    features: frozenset[str] = frozenset()
    """Of tools, reasoning, logprobs, refusal, usage, error, choices."""
    problem: str = ""
    """Why the file cannot be read."""
    size: int = 0
    mtime_ns: int = 0


def sum_calls(rows: Iterable[Row]) -> UsageSum:
    """What the calls of some rows used; a file that cannot be read is no call."""
    return sum_usage(row.usage for row in rows if row.state != "unreadable")
