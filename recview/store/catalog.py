"""What is known of the open trees at this moment: rows by path. Plain state, to be changed by one thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the interface makes a catalog before its first frame, and reads rows only after it
    from recview.model.row import Row
    from recview.store.change import Change
    from recview.store.index import IndexBatch
    from recview.store.scan import FoundFile


class Catalog:
    """The rows of the open trees."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._not_met_again: set[str] = set()
        self.passed_over: dict[str, FoundFile] = {}
        """JSON files that are no recordings, by path, as the index met them."""
        self.unread: dict[str, FoundFile] = {}
        """Files of which nothing is known, for their reading was stopped."""
        self.done = 0
        """Files of which all is known that the index can tell."""
        self.total = 0
        """Files that it found; 0 until it has listed them all."""
        self.generation = 0
        """Grows whenever the rows change."""

    @property
    def rows(self) -> Mapping[str, Row]:
        """Every row by its path."""
        return MappingProxyType(self._rows)

    def read_again(self) -> None:
        """Everything is about to be read once more."""
        self._not_met_again = set(self._rows)

    def drop_not_met_again(self) -> None:
        """Everything was read once more: what did not come is gone."""
        for path in self._not_met_again:
            self._rows.pop(path, None)
        self._not_met_again.clear()
        self.generation += 1

    def apply_batch(self, batch: IndexBatch) -> None:
        """Takes in what the index has read."""
        self._rows.update((row.path, row) for row in batch.rows)
        if self._not_met_again:
            self._not_met_again.difference_update(row.path for row in batch.rows)
        for path in batch.dropped:
            self._rows.pop(path, None)
        self.passed_over.update((found.path, found) for found in batch.passed_over)
        self.unread = {found.path: found for found in batch.unread}
        self.done, self.total = batch.done, batch.total
        self.generation += 1

    def apply_changes(self, changes: Iterable[Change]) -> None:
        """Takes in what the watcher has seen."""
        for change in changes:
            if change.kind == "removed":
                self._rows.pop(change.path, None)
            elif change.row is not None:
                self._rows[change.path] = change.row
        self.generation += 1
