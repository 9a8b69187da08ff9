"""The lines of the Changes view: the newest first, or groups of what changed alike. Plain state, no widget."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from recview.analysis.verdict import ResponseVerdict
from recview.model.value import record, value
from recview.ui.change_findings import Finding
from recview.ui.session_changes import KINDS, Kind, SessionChange

Order = Literal["newest", "groups"]

OPEN_UP_TO = 8
"""A group of no more members is open at first."""
GROUPED_FROM = 40
"""From so many changes on they are grouped at first."""


@value
class ChangeGroup:
    """Changes of one kind with one verdict; what was added or removed, by its folder."""

    key: str
    kind: Kind
    finding: Finding | None
    """What all of them have in common; None while it is being found out."""
    folder: str = ""
    members: tuple[SessionChange, ...] = ()
    """The newest first."""


@value
class ChangeLine:
    """A line of the view: the head of a group, a change, or what goes on about it."""

    key: str
    """The same for the same thing after a reload."""
    group: ChangeGroup | None = None
    """The group it heads or belongs to."""
    change: SessionChange | None = None
    is_detail: bool = False
    is_open: bool = False
    """Of the head of a group: whether its members are shown."""

    @property
    def is_heading(self) -> bool:
        return self.change is None and not self.is_detail


@record
class ChangeOutline:
    """How it is shown."""

    order: Order = "newest"
    toggled: set[str] = field(default_factory=set)
    """Keys of groups that are as they would not be at first."""

    def lay_out(
        self, changes: Iterable[SessionChange], findings: Mapping[int, Finding], *, with_details: bool
    ) -> list[ChangeLine]:
        """The lines. `changes`, the newest first; `with_details`: verdicts stand on lines of their own."""
        if self.order == "newest":
            return [line for change in changes for line in _lines_of(change, None, with_details)]
        lines: list[ChangeLine] = []
        for group in group_changes(changes, findings):
            is_open = (len(group.members) <= OPEN_UP_TO) != (group.key in self.toggled)
            lines.append(ChangeLine(group.key, group, is_open=is_open))
            if with_details and group.finding is not None and group.finding.verdict is not None:
                lines.append(ChangeLine(group.key, group, is_detail=True))
            for change in group.members if is_open else ():
                lines += _lines_of(change, group, False)
        return lines

    def set_all(self, lines: Iterable[ChangeLine], *, open_: bool) -> None:
        """Opens or closes every group of some lines."""
        self.toggled ^= {line.key for line in lines if line.is_heading and line.is_open != open_}


def position(lines: Sequence[ChangeLine], key: str) -> int | None:
    """Where the line of a key stands; of a change in a closed group, where that group does."""
    for index, line in enumerate(lines):
        if line.key == key and not line.is_detail:
            return index
    for index, line in enumerate(lines):
        if line.is_heading and line.group is not None and any(key == each.path for each in line.group.members):
            return index
    return None


def _lines_of(change: SessionChange, group: ChangeGroup | None, with_details: bool) -> list[ChangeLine]:
    line = ChangeLine(change.path, group, change)
    return [line, replace(line, is_detail=True)] if with_details else [line]


def group_changes(changes: Iterable[SessionChange], findings: Mapping[int, Finding]) -> list[ChangeGroup]:
    """Changes alike together: kind by kind, the largest groups of each first."""
    members: dict[tuple[Kind, Hashable], list[SessionChange]] = {}
    for change in changes:
        members.setdefault((change.kind, _likeness(change, findings.get(change.serial))), []).append(change)
    groups = [
        ChangeGroup(
            key=f"{kind}\n{likeness}",
            kind=kind,
            finding=findings.get(alike[0].serial),
            folder=_folder(alike[0]) if kind in _BY_FOLDER else "",
            members=tuple(alike),
        )
        for (kind, likeness), alike in members.items()
    ]
    return sorted(groups, key=_rank)


def _rank(group: ChangeGroup) -> tuple[int, bool, int]:
    """Kind by kind, what has a verdict first, the largest first."""
    has_verdict = group.finding is not None and group.finding.verdict is not None
    return (KINDS.index(group.kind), not has_verdict, -len(group.members))


_BY_FOLDER = ("added", "removed", "unreadable")


def _folder(change: SessionChange) -> str:
    return change.path.rpartition("/")[0]


def _likeness(change: SessionChange, finding: Finding | None) -> Hashable:
    if change.kind in _BY_FOLDER:
        return _folder(change)
    if finding is None:
        return None
    return (finding.places, bool(finding.request), states(finding.verdict), finding.note)


def states(verdict: ResponseVerdict | None) -> tuple[str, ...]:
    """A verdict without what it is made of; empty where there is none."""
    if verdict is None:
        return ()
    return (verdict.text, verdict.tool_calls, verdict.finish_reason, verdict.usage, verdict.error)
