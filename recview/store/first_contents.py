"""Takes in what files hold before anything changes in them, so that there is a version to compare a change with."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence

from recview.model.row import Row
from recview.store.reading import read_file
from recview.store.versions import VersionStore


def take_in(
    rows: Sequence[Row],
    versions: VersionStore,
    should_stop: Callable[[], bool],
    first: Collection[str] = (),
) -> None:
    """Gives `versions` the content of each row's file, until it is full.

    The paths of `first` come first, then what changed last, for that is the likeliest to change again. Of a file that
    is not as it was when its row was read, nothing is known. Reading, packing and hashing let other threads run: to
    be called in a thread of its own.
    """
    wanted = [row for row in rows if row.state == "full"]
    wanted.sort(key=lambda row: (row.path in first, row.mtime_ns), reverse=True)
    for row in wanted:
        if versions.is_full or should_stop():
            return
        if versions.holds(row.path):
            continue
        content = read_file(row.path)
        if isinstance(content, bytes) and _is_still(row):
            versions.put_first(row.path, content)


def _is_still(row: Row) -> bool:
    """Whether a row's file is as it was when the row was read."""
    try:
        facts = os.stat(row.path)
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (row.size, row.mtime_ns)
