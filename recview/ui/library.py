"""What the interface knows of the open trees: rows, marks, what changed. Plain state, no widget, no disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import field
from typing import TYPE_CHECKING

from recview.analysis.folds import ALL_OPEN, Folds
from recview.model.row import Row, sum_calls
from recview.model.usage import UsageSum
from recview.model.value import record
from recview.store.catalog import Catalog
from recview.ui.fate import Fate
from recview.ui.renderables.outline_lines import Freshness, ListState
from recview.ui.session_changes import SessionChanges

if TYPE_CHECKING:
    from recview.store.change import Change
    from recview.ui.change_findings import Finding


@record
class Library:
    """The rows, and what the person did to them."""

    catalog: Catalog = field(default_factory=Catalog)
    marked: dict[str, None] = field(default_factory=dict)
    """Paths, in the order they were marked."""
    fresh: dict[str, Freshness] = field(default_factory=dict)
    """What changed on disk since the interface opened."""
    changed_at_s: float = 0.0
    """When something last did, on the app's monotonic clock."""
    changes: SessionChanges = field(default_factory=SessionChanges)
    """The same, to look back at."""
    findings: dict[int, Finding] = field(default_factory=dict)
    """What was found out about them, by their serial numbers."""
    writing: set[str] = field(default_factory=set)
    """Files that are being written at this moment."""
    superseded: dict[str, str] = field(default_factory=dict)
    """Path of a recording -> path of the newer one that takes its place."""
    folds: Folds = ALL_OPEN
    """What is closed of the list, while it is not filtered."""
    complete: bool = False
    """Whether every row is read."""
    stopped: bool = False
    """Whether the reading was stopped before that."""
    lights: bool = True
    """Whether what changed is lit for a while; not with reduced motion."""

    @property
    def is_being_read(self) -> bool:
        """Whether rows are still to come."""
        return not (self.complete or self.stopped)

    def row(self, path: str) -> Row | None:
        """The row of a path, if there is one."""
        return self.catalog.rows.get(path)

    def fate(self, path: str) -> Fate:
        """What became of a file since recview looked."""
        change = self.changes.get(path)
        successor = self.superseded.get(path) or (change.by if change is not None else "")
        return Fate(
            path,
            is_being_written=path in self.writing,
            is_gone=change is not None and self.row(path) is None,
            successor=successor if self.row(successor) is not None else "",
        )

    def read_again(self) -> None:
        """Everything is read from disk again, files too that were being written: whoever watches then begins anew."""
        self.catalog.read_again()
        self.complete = self.stopped = False
        for path in self.writing:
            if (fresh := self.fresh.get(path)) is not None and fresh.kind == "writing":
                del self.fresh[path]
        self.writing.clear()

    def apply_changes(self, changes: Iterable[Change], now_s: float) -> None:
        """Takes in what happened on disk, and remembers that it did."""
        changes = list(changes)
        self.catalog.apply_changes(changes)
        self.changes.apply(changes, now_s)
        self.changed_at_s = now_s
        self._forget_findings({change.path for change in changes})
        for change in changes:
            if change.kind == "writing":
                self.writing.add(change.path)
            elif change.kind not in ("superseded", "restored"):
                self.writing.discard(change.path)
            if change.kind == "restored":
                self._restore(change.path, now_s)
                continue
            if change.kind == "same":
                self.fresh.pop(change.path, None)
                continue
            if change.kind == "removed":
                self.fresh.pop(change.path, None)  # there is no row to light up
                self.marked.pop(change.path, None)
                continue
            if change.by:
                self.superseded[change.path] = change.by
            elif change.previous is None:
                self.superseded.pop(change.path, None)  # it went and came back: it is the newer one now
            if change.path in self.catalog.rows or change.row is not None:
                self.fresh[change.path] = Freshness(change.kind, now_s)

    def _restore(self, path: str, now_s: float) -> None:
        """It is superseded no more: what else became of it is lit."""
        self.superseded.pop(path, None)
        if path in self.fresh and self.fresh[path].kind == "superseded":
            itself = self.changes.get(path)
            del self.fresh[path]
            if itself is not None:
                self.fresh[path] = Freshness(itself.kind, now_s)

    def _forget_findings(self, changed: Set[str]) -> None:
        """What was found out about recordings that these supersede does not hold any more."""
        if self.findings:
            for change in self.changes.newest_first():
                if change.by in changed:
                    self.findings.pop(change.serial, None)

    def note_findings(self, findings: Mapping[int, Finding]) -> None:
        """Takes in what was found out about changes; what holds no more is dropped in time."""
        self.findings.update(findings)
        if len(self.findings) > 2 * len(self.changes) + 100:
            current = {change.serial for change in self.changes.newest_first()}
            self.findings = {serial: found for serial, found in self.findings.items() if serial in current}

    def toggle_mark(self, path: str) -> bool:
        """Marks or unmarks; says which."""
        if path in self.marked:
            del self.marked[path]
            return False
        self.marked[path] = None
        return True

    def list_state(self, now_s: float, open_path: str, order: str = "path", now_ns: int = 0) -> ListState:
        """What the list draws besides its lines."""
        return ListState(
            marked=frozenset(self.marked),
            fresh=self.fresh,
            now_s=now_s,
            open_path=open_path,
            lights=self.lights,
            rows=self.catalog.rows,
            order=order,
            now_ns=now_ns,
            stopped=self.stopped,
        )

    def marked_usage(self) -> UsageSum | None:
        """The marked recordings' usage; None where nothing is marked."""
        if not self.marked:
            return None
        rows = (self.row(path) for path in self.marked)
        return sum_calls(row for row in rows if row is not None)
