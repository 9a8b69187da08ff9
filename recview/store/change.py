"""What the watcher tells of a file."""

from __future__ import annotations

from typing import Literal

from recview.model.row import Row
from recview.model.value import value

ChangeKind = Literal["added", "changed", "same", "removed", "writing", "unreadable", "superseded", "restored"]
"""Same: rewritten with the content it had. Writing: half a file stands there; what it held before still counts.
Unreadable: half a file, and it has stood still. Superseded: a new recording of the same call stands beside it, or in
place of it where it was told as removed. Restored: it stands there, and what had superseded it does no more."""


@value
class Change:
    """What happened to one path."""

    kind: ChangeKind
    path: str
    row: Row | None
    """What is to be shown from now on: None where it is removed, or new and still being written."""
    previous: Row | None
    """What was shown until now; of what is superseded after it was removed, what was shown until then, without the
    output."""
    by: str = ""
    """Of a superseded recording: the path of the new one."""
