"""The list of the Changes view. Its selection stays, and stays where it is on the screen, while changes come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from recview.ui.bindings import bindings_for
from recview.ui.change_findings import Finding
from recview.ui.change_outline import ChangeLine, position
from recview.ui.renderables.change_lines import ONE_LINE_FROM, change_line, detail_line, group_line, verdict_width
from recview.ui.renderables.outline_lines import light
from recview.ui.session_changes import SessionChange
from recview.ui.widgets.outline_view import OutlineView


class SessionList(OutlineView):
    """See the module. The cursor passes over the lines that only go on about the line above."""

    BINDINGS = bindings_for("session")
    key_scope = "session"

    class Selected(Message):
        """The cursor stands on another line, or the same one tells something else."""

    class Opened(Message):
        """A change is to be looked at in full."""

        def __init__(self, change: SessionChange) -> None:
            super().__init__()
            self.change = change

    class FoldToggled(Message):
        """A group is to be opened or closed."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class FoldAll(Message):
        """Every group is to be closed, or opened."""

        def __init__(self, open_: bool) -> None:
            super().__init__()
            self.open_ = open_

    def __init__(self, *, lights: bool, id: str | None = None) -> None:  # noqa: A002
        """`lights`: whether what just changed is lit for a while."""
        super().__init__(id=id)
        self._lines: Sequence[ChangeLine] = ()
        self._findings: Mapping[int, Finding] = {}
        self._lights = lights
        self._verdict_width = 0
        self._now_s = 0.0

    # What it shows

    def show(
        self,
        lines: Sequence[ChangeLine],
        findings: Mapping[int, Finding],
        now_s: float,
        note: str,
        *,
        follow: bool = False,
    ) -> None:
        """Other lines; `note`, harmless, stands there where there are none.

        The cursor stays on what it was on; with `follow` it stays at the top, if it was there.
        """
        before = self.line_under_cursor
        offset = self.cursor - self.scroll_offset.y
        self._lines, self._now_s, self.empty_note = lines, now_s, note
        self._take(findings)
        self.lines_changed()
        line = position(lines, before.key) if before is not None else None
        stays_at_top = follow and not self.cursor
        if line is not None and line != self.cursor and not stays_at_top:
            self.cursor = line
            self.scroll_to(y=max(0, line - offset), animate=False, immediate=True)
        self.tell(self.Selected)

    def show_findings(self, findings: Mapping[int, Finding]) -> None:
        """More is known of the changes on the same lines."""
        self._take(findings)
        self.refresh()

    def _take(self, findings: Mapping[int, Finding]) -> None:
        self._findings = findings
        changes = [line.change for line in self._lines if line.change is not None and line.group is None]
        told = ((change, findings.get(change.serial)) for change in changes)
        self._verdict_width = 0 if self.with_details else verdict_width(told)

    def show_ages(self, now_s: float) -> None:
        """Time has passed."""
        self._now_s = now_s
        self.refresh()

    @property
    def with_details(self) -> bool:
        """Whether verdicts need lines of their own: where it is narrow."""
        return self.scrollable_content_region.width < ONE_LINE_FROM

    @property
    def lines(self) -> Sequence[ChangeLine]:
        """The lines as shown."""
        return self._lines

    @property
    def line_under_cursor(self) -> ChangeLine | None:
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    @property
    def change_under_cursor(self) -> SessionChange | None:
        """The change; of a group the newest of its members, as an example."""
        line = self.line_under_cursor
        if line is None:
            return None
        return line.change or (line.group.members[0] if line.group is not None else None)

    @property
    def hidden_above(self) -> int:
        """How many changes stand above what is in sight."""
        return sum(not line.is_detail for line in self._lines[: self.scroll_offset.y])

    # Drawing

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_ground(self, line: int) -> Style | None:
        change = self._lines[line].change
        share = light(self._now_s - change.at_s) if change is not None and self._lights else 0.0
        return self.fading("fresh", share) if share else None

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        entry = self._lines[line]
        if entry.change is None:
            assert entry.group is not None
            if entry.is_detail:
                return detail_line(None, entry.group.finding, width, self.tone)
            return group_line(entry.group, entry.is_open, width, self.tone, with_verdict=not self.with_details)
        finding = self._findings.get(entry.change.serial)
        if entry.is_detail:
            return detail_line(entry.change, finding, width, self.tone)
        return change_line(
            entry.change, finding, width, self._now_s, self.tone,
            indent=entry.group is not None, verdict_width=self._verdict_width if entry.group is None else 0,
        )  # fmt: skip

    # Keys and mouse

    def says_more(self, line: int) -> bool:
        return line < len(self._lines) and self._lines[line].is_detail

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        self.tell(self.Selected)

    def is_head(self, line: int) -> bool:
        return self._lines[line].is_heading

    def is_closed(self, line: int) -> bool:
        return not self._lines[line].is_open

    def head_around(self, line: int) -> int | None:
        entry = self._lines[line]
        return None if entry.is_heading or entry.group is None else position(self._lines, entry.group.key)

    def sign_cells(self, line: int) -> int:
        return 3

    def toggle(self, line: int) -> None:
        self.post_message(self.FoldToggled(self._lines[line].key))

    def toggle_all(self, *, closed: bool) -> None:
        self.post_message(self.FoldAll(open_=not closed))

    def enter(self, line: int) -> None:
        change = self._lines[line].change
        if change is not None:
            self.post_message(self.Opened(change))

    def action_open(self) -> None:
        """A group opens or closes; of a change, its diff."""
        self.action_toggle_fold()
