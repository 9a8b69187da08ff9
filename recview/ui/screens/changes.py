"""What changed on disk while recview looked: each change with its verdict, the diff of the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.worker import get_current_worker

from recview.store.versions import VersionStore
from recview.ui.bindings import bindings_for
from recview.ui.change_comparison import compare_change
from recview.ui.change_findings import Finding, find, versions_of
from recview.ui.change_outline import GROUPED_FROM, ChangeOutline
from recview.ui.drawing import grouped, short_name, short_size
from recview.ui.library import Library
from recview.ui.renderables.change_lines import count_words
from recview.ui.renderables.outline_lines import FRESH_S
from recview.ui.screens.changes_keys import ChangesKeys
from recview.ui.session_changes import KINDS, SessionChange
from recview.ui.status import Status
from recview.ui.widgets.change_preview import ChangePreview
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.session_list import SessionList
from recview.ui.widgets.story_line import StoryLine
from recview.ui.widgets.title_bar import TitleBar

TELL_EVERY_S = 0.25
"""How long verdicts are gathered before they are shown."""
LOOK_EVERY_S = 0.25
"""How often the view looks whether something has changed, and lets ages grow."""

LEAST_ROWS = 3
"""The list has no fewer, so that it does not jump with every one of the first changes."""
FRAME_ROWS = 2

Compare = Callable[[str, str, bytes | None], None]
"""Opens the diff of two files; the third is what the first held before, where that is not on disk any more."""


class ChangesScreen(ChangesKeys):
    """See the module. It goes on while recordings change."""

    CSS_PATH = "changes.tcss"
    BINDINGS = bindings_for("changes")
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    pane_ids = ("session-pane", "preview-pane")
    screen_scope = "changes"

    class Found(Message):
        """The worker knows some more verdicts, by the serial number of their change; `done`: and all it was to find."""

        def __init__(self, findings: dict[int, Finding], done: bool) -> None:
            super().__init__()
            self.findings = findings
            self.done = done

    def __init__(
        self,
        library: Library,
        versions: VersionStore,
        compare: Compare,
        go_to: Callable[[str], None],
        *,
        live: bool,
        status: Status,
    ) -> None:
        """`compare` and `go_to` are what the view leads to; `live`: whether the trees are watched at all.

        `status` is what the first lines tell at first.
        """
        super().__init__()
        self._library = library
        self._versions = versions
        self._compare = compare
        self._go_to = go_to
        self._live = live
        self._status = status
        many = len(library.changes) >= GROUPED_FROM
        self._outline = ChangeOutline("groups" if many else "newest")
        self._generation = -1
        self._finding = False
        self.pane = self.pane_ids[0]

    def compose(self) -> ComposeResult:
        yield TitleBar()
        if self._status.story is not None:
            yield StoryLine()
        with Container(id="changes-panes"):
            with Pane(id="session-pane") as pane:
                pane.title = "Changes"
                yield SessionList(lights=self._library.lights, id="session-list")
            yield ChangePreview(partial(compare_change, store=self._versions), self._library.fate, id="preview-pane")
        yield KeyBar()

    def on_mount(self) -> None:
        self._show_status()
        self.session_list.focus()
        self.call_after_refresh(self._look)
        self.set_interval(LOOK_EVERY_S, self._look)

    # What is shown

    def show_status(self, status: Status) -> None:
        self._status = status
        if self.is_mounted:
            self._show_status()

    def _show_status(self) -> None:
        self.query_one(TitleBar).status = self._status
        if self._status.story is not None:
            self.query_one(StoryLine).told = self._status.story

    def files_changed(self, paths: Collection[str]) -> None:
        if self.is_mounted:
            self.preview.files_changed(paths)

    def _look(self) -> None:
        """Something may have changed; and ages grow."""
        if self._library.changes.generation != self._generation:
            self._generation = self._library.changes.generation
            self._lay_out()
            self._find_missing()
            return
        newest_s = next((change.at_s for change in self._library.changes.newest_first()), None)
        if newest_s is not None:
            age_s = monotonic() - newest_s
            lit = self._library.lights and age_s < FRESH_S + 1
            if lit or int(age_s) != int(age_s - LOOK_EVERY_S):
                self.session_list.show_ages(monotonic())
        self._show_foot()

    def _lay_out(self) -> None:
        changes, view = self._library.changes, self.session_list
        lines = self._outline.lay_out(changes.newest_first(), self._library.findings, with_details=view.with_details)
        follow = self._status.is_following and not self._grouped
        view.show(lines, self._library.findings, monotonic(), self._empty_note(), follow=follow)
        pane = self.query_one("#session-pane", Pane)
        counts = changes.counts()
        pane.facts = count_words({kind: counts[kind] for kind in KINDS})
        self._show_foot()
        self._share_rows()

    def _share_rows(self) -> None:
        """Over the diff the list takes no more rows than it has lines; the style sheet gives it half of all at most."""
        alone = self.zoomed or self.has_class("-short")
        rows = max(LEAST_ROWS, self.session_list.line_count) + FRAME_ROWS
        self.query_one("#session-pane").styles.max_height = None if alone else rows

    def _empty_note(self) -> str:
        if not self._live:
            return "recview does not watch these recordings: the setting `live` is off."
        return "Nothing has changed on disk so far. Record something again: it shows here."

    def _show_foot(self) -> None:
        pane = self.query_one("#session-pane", Pane)
        above = self.session_list.hidden_above
        notes = [f"{grouped(above)} above" if above else "", f"by {'verdict' if self._grouped else 'time'}"]
        pane.foot = " · ".join(note for note in notes if note)
        limits = [f"{grouped(count)} being written"] if (count := len(self._library.writing)) else []
        if self._library.changes.forgotten:
            limits.append(f"{grouped(self._library.changes.forgotten)} older changes forgotten")
        if self._versions.forgotten:
            kept = short_size(self._versions.max_bytes)
            limits.append(f"{grouped(self._versions.forgotten)} older contents let go of: {kept} are kept")
        pane.foot_left = " · ".join(limits)

    @property
    def _grouped(self) -> bool:
        return self._outline.order == "groups"

    # Verdicts

    def _find_missing(self) -> None:
        findings = self._library.findings
        missing = [change for change in self._library.changes.newest_first() if change.serial not in findings]
        if missing and not self._finding:
            self._finding = True
            self._find(missing)

    @work(thread=True, group="findings", exclusive=True, description="findings")
    def _find(self, changes: Iterable[SessionChange]) -> None:
        worker = get_current_worker()
        found: dict[int, Finding] = {}
        told_at_s = monotonic()
        for change in changes:
            if worker.is_cancelled:
                break
            found[change.serial] = find(change, self._versions)
            if monotonic() - told_at_s >= TELL_EVERY_S:
                self.post_message(self.Found(found, done=False))
                found, told_at_s = {}, monotonic()
        self.post_message(self.Found(found, done=True))

    def on_changes_screen_found(self, message: Found) -> None:
        self._library.note_findings(message.findings)
        if self._grouped:
            self._lay_out()
        else:
            self.session_list.show_findings(self._library.findings)
        if message.done:
            self._finding = False
            self._find_missing()

    # What the list says

    def on_session_list_selected(self) -> None:
        line = self.session_list.line_under_cursor
        group = line.group if line is not None and line.is_heading else None
        preview = self.preview
        preview.look_at(self.session_list.change_under_cursor, example_of=len(group.members) if group else 0)
        self._show_foot()

    def on_session_list_opened(self, message: SessionList.Opened) -> None:
        change = message.change
        versions = versions_of(change, self._versions)
        if versions.comparable and self._library.row(versions.right) is None:
            self.say(f"{short_name(versions.right)} is gone from disk again")
        elif versions.comparable:
            standing = change.kind == "superseded" and not change.gone
            self._compare(versions.left, versions.right, None if standing else versions.left_content)
        elif change.kind == "removed":
            self.say("it is gone from disk, and nothing has taken its place")
        else:
            self._show_in_list(change)

    def on_session_list_fold_toggled(self, message: SessionList.FoldToggled) -> None:
        self._outline.toggled ^= {message.key}
        self._lay_out()

    def on_session_list_fold_all(self, message: SessionList.FoldAll) -> None:
        self._outline.set_all(self.session_list.lines, open_=message.open_)
        self._lay_out()

    # Keys

    def settle_panes(self) -> None:
        super().settle_panes()
        self.set_class(self.zoomed, "-zoomed")
        self._share_rows()

    def on_resize(self) -> None:
        self.call_after_refresh(self._lay_out)

    def action_next_order(self) -> None:
        """The newest first, or what changed alike together."""
        self._outline.order = "newest" if self._grouped else "groups"
        self._lay_out()

    def action_show(self) -> None:
        """The recording itself, in the list of all."""
        change = self.session_list.change_under_cursor
        if change is not None:
            self._show_in_list(change)

    def _show_in_list(self, change: SessionChange) -> None:
        path = change.by or change.path
        if self._library.row(path) is None:
            self.say("it is gone from disk")
            return
        self.dismiss()
        self._go_to(path)
