"""What is known of trees when they begin to be watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from recview.model.row import Row
from recview.model.value import value
from recview.store.scan import FoundFile


@value
class Known:
    """Whatever changed since is told first."""

    rows: Sequence[Row] = ()
    passed_over: Sequence[FoundFile] = ()
    """JSON files that are no recordings, or were not read."""
    superseded: Mapping[str, str] = field(default_factory=dict)
    """Path of a row -> path of the one that was told to supersede it."""
    since_ns: int | None = None
    """The time before the first of the files was read, on the system's clock. What was changed after that may hold
    something else, even if its size and time of change are the same. None: nothing was changed."""
