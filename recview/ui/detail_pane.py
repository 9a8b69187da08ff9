"""The detail pane: the open recording, its panels and their tabs. The panels are loaded after the first frame."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from recview.analysis.lit_words import LitWords
from recview.ui.drawing import cut_test, grouped, short_name, short_size, short_test, visible
from recview.ui.recording_reader import RecordingReader
from recview.ui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from recview.model.recording import Unreadable
    from recview.ui.fate import Note
    from recview.ui.opened import Opened
    from recview.ui.panels.base import Panel
    from recview.ui.panels.conversation import ConversationPanel
    from recview.ui.panels.playback import PlaybackPanel
    from recview.ui.tool_results import FoundResult
    from recview.ui.widgets.disk_note import DiskNote
    from recview.ui.widgets.json_view import JsonView

CHOOSE = "Choose a recording on the left."
NONE_TO_CHOOSE = "There is no recording to choose yet: the list says how to come by some."


class DetailPane(RecordingReader):
    """See the module."""

    cut_title = staticmethod(cut_test)

    class Shown(Message):
        """Another recording, or another position of it, is on the screen."""

        def __init__(self, opened: Opened | None, position: int) -> None:
            super().__init__()
            self.opened = opened
            self.position = position

    least_left = 13
    """The open recording's short name is never cut; a sign may follow that something is."""

    class PanelChanged(Message):
        """Another panel is open."""

        def __init__(self, panel_id: str) -> None:
            super().__init__()
            self.panel_id = panel_id

    class Furnished(Message):
        """The panels are there; `tabs` are their ids and titles."""

        def __init__(self, tabs: list[tuple[str, str]]) -> None:
            super().__init__()
            self.tabs = tabs

    def __init__(self, chunks_per_second: float, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._chunks_per_second = chunks_per_second
        self.opened: Opened | None = None
        self.arrived = False
        """Whether what is open was shown as it came."""
        self.position = 0
        """The playhead's, 1…n; 0 where nothing is open."""
        self._left_at = ("", 0)
        """Path and position of a recording that could not be read again: it may be whole the next time."""
        self._note = CHOOSE
        self._sought: FoundResult | None = None
        """A tool's result to be pointed out when its recording is open."""
        self._active = ""
        self._furnishing = False
        self._lit = self._searched = LitWords()
        self._disk_note: DiskNote | None = None
        self._panels: dict[str, Panel] = {}
        self._stale: set[str] = set()
        """Panels that have not been given what is open now; they get it when they are looked at."""

    async def furnish(self) -> None:
        """Loads the panels, once. The screen calls this when its first frame stands."""
        if self._furnishing:
            return
        self._furnishing = True
        from recview.ui.widgets.disk_note import DiskNote

        panel_classes = await asyncio.to_thread(_panel_classes)
        panels = [panel_class() for panel_class in panel_classes]
        tab_line = TabLine(id="panel-tabs")
        self._disk_note = DiskNote(id="disk-note")
        await self.mount(self._disk_note, tab_line, Container(*panels, id="panels"))
        if not all(panel.children for panel in panels):
            return  # the app was closed meanwhile
        self._panels = {panel.panel_id: panel for panel in panels}
        tabs = [(panel.panel_id, panel.panel_title) for panel in panels]
        tab_line.set_tabs(tabs)
        self.playback.chunks_per_second = self._chunks_per_second
        self._stale = set(self._panels)
        for panel in panels:
            panel.light(self._lit)
        self.show_panel(panels[0].panel_id)
        if self.opened is not None:
            self._show(self.opened)
        self.tell(lambda: self.Furnished(tabs))

    def invite(self, *, there_are_some: bool) -> None:
        """What is said while no recording was ever wanted: to choose one, or that there is none to choose."""
        note = CHOOSE if there_are_some else NONE_TO_CHOOSE
        if not self.wanted and note != self._note:
            self._note = note
            self._fill_all()

    def tell_of_disk(self, note: Note) -> None:
        """What became of the open file, in a line above the panels."""
        if self._disk_note is not None:
            self._disk_note.note = note

    # What is read

    def on_recording_reader_arrived(self, message: RecordingReader.Arrived) -> None:
        message.stop()
        if message.path != self.wanted:
            return
        if message.opened is not None and message.opened.recording.response.chunks:
            self._show(message.opened)
        elif self.opened is None or self.opened.path != message.path:
            self.clear("Being written: nothing to show yet.", title=message.path.rpartition("/")[2])

    def on_recording_reader_read(self, message: RecordingReader.Read) -> None:
        message.stop()
        if message.path != self.wanted:
            return
        from recview.model.recording import Unreadable  # nothing is read before the first frame

        if isinstance(message.result, Unreadable):
            self.clear(_why_unreadable(message.result), title=message.path.rpartition("/")[2])
            return
        self._show(message.result)

    @property
    def arriving(self) -> bool:
        """Whether what is open is still being written, and shown as it comes."""
        return self.opened is not None and not self.opened.whole

    def on_recording_reader_checked(self, message: RecordingReader.Checked) -> None:
        message.stop()
        if self.opened is message.read:
            self.opened = message.checked
            self.facts = self._facts(message.checked)
            for panel in self._panels.values():
                if panel.panel_id not in self._stale:
                    panel.show_problems(message.checked)

    def _show(self, opened: Opened) -> None:
        before = self.opened if self.opened is not None and self.opened.path == opened.path else None
        is_back = self._left_at[0] == opened.path
        self.arrived = before is not None and not before.whole
        if not opened.whole and not self.arrived:
            self.position = opened.transcript.length
        elif before is None:
            self.position = self._left_at[1] if is_back else 1
        elif self.arrived and self.position == before.transcript.length:
            self.position = opened.transcript.length  # the playhead goes along with what comes
        self.opened, self._left_at = opened, ("", 0)
        recording = opened.recording
        self.title = visible(short_test(recording.test_id)) if recording.test_id else visible(recording.name)
        self.facts = self._facts(opened)
        request = recording.request
        who = visible(request.model or request.name or request.provider or "")
        self.foot_left = " · ".join(part for part in (short_name(opened.path), who, opened.loaded.dialect.name) if part)
        self._fill_all()
        if before is None and not is_back and opened.whole and self._panels:
            self._go_to_hit(opened)
        self._point_out()
        self._update_foot()
        self.tell(lambda: self.Shown(self.opened, self.position))

    @staticmethod
    def _facts(opened: Opened) -> str:
        assembled = opened.loaded.assembled
        facts = [visible(choice.finish_reason) for choice in assembled.choices if choice.finish_reason]
        facts = list(dict.fromkeys(facts))
        if not opened.recording.response.streaming:
            facts.insert(0, "plain")
        if assembled.error is not None:
            facts.append(f"✗ {assembled.error.status or 'error'}")
        worse = [problem for problem in opened.problems if problem.severity != "note"]
        if worse:
            facts.append(f"! {len(worse)}")
        return " · ".join(facts)

    def clear(self, note: str, *, title: str = "") -> None:
        """Shows no recording, but says why and what to do."""
        if self.opened is not None:
            self._left_at = (self.opened.path, self.position) if self.opened.path == self.wanted else ("", 0)
        self.opened, self._note = None, note
        self.title, self.facts, self.foot, self.foot_left = visible(title), "", "", ""
        self.position = 0
        self._fill_all()
        self.tell(lambda: self.Shown(self.opened, self.position))

    def _fill_all(self) -> None:
        """Gives what is open to the panel that plays it and to the one that is looked at; the others can wait."""
        self._stale = set(self._panels)
        if self._panels:
            self._fill(self.playback.panel_id)
            self.position = self.playback.playback.position
            self._fill(self._active)

    # The words of the filter

    def light(self, words: LitWords, searched: LitWords) -> None:
        """Lights words where they stand; what is opened from now on is opened at the first that was `searched` for."""
        self._searched = searched
        if words.words != self._lit.words:
            self._lit = words
            for panel in self._panels.values():
                panel.light(words)

    def _go_to_hit(self, opened: Opened) -> None:
        """The playhead on the chunk that completes the first hit, the cursor of the answer on its first character."""
        for block in opened.transcript.blocks:
            hit = self._searched.first(block.text)
            if hit is not None:
                self.playback.seek(block.chunk_at(hit[1] - 1))
                self.playback.answer.point_at(block, hit[0])
                return

    # Panels

    @property
    def furnished(self) -> bool:
        """Whether the panels are there yet."""
        return bool(self._panels)

    @property
    def playback(self) -> PlaybackPanel:
        """The panel that owns the playhead."""
        return self._panels["panel-playback"]  # type: ignore[return-value]

    @property
    def active_panel(self) -> Panel | None:
        """The panel that is looked at; None before there are any."""
        return self._panels.get(self._active)

    def show_panel(self, panel_id: str) -> None:
        """Opens a panel by its id."""
        had_focus = self.has_focus_within
        self._active = panel_id
        for panel in self._panels.values():
            panel.display = panel.panel_id == panel_id
        self.query_one("#panel-tabs", TabLine).show(panel_id)
        self._fill(panel_id)
        self._update_foot()
        if had_focus:
            self.focus_content()
        self.tell(lambda: self.PanelChanged(self._active))

    def look_at_result(self, found: FoundResult) -> None:
        """Opens the conversation, at the result of a tool where its recording is open, or as soon as it is."""
        self._sought = found
        self.show_panel("panel-conversation")
        self._point_out()

    def _point_out(self) -> None:
        sought = self._sought
        if sought is not None and self.opened is not None and self.opened.path == sought.path:
            self._sought = None
            conversation: ConversationPanel = self._panels["panel-conversation"]  # type: ignore[assignment]
            conversation.point_out(sought.part)

    def next_panel(self, direction: int) -> None:
        """The panel after, or with -1 before, the open one."""
        ids = list(self._panels)
        if ids:
            self.show_panel(ids[(ids.index(self._active) + direction) % len(ids)])

    def focus_content(self) -> None:
        """Puts the focus on the first thing in the open panel that takes it."""
        if self.active_panel is None:
            return
        for widget in self.active_panel.query(Widget):
            if widget.focusable:
                widget.focus()
                return

    def _fill(self, panel_id: str) -> None:
        if panel_id not in self._stale:
            return
        self._stale.discard(panel_id)
        if self.opened is None:
            self._panels[panel_id].clear(self._note)
        else:
            self._panels[panel_id].show(self.opened, self.position)

    # Where in it

    def on_playback_panel_moved(self, message: PlaybackPanel.Moved) -> None:
        message.stop()
        self.position = message.position
        self._update_foot()
        if self.opened is not None:
            self.post_message(self.Shown(self.opened, message.position))

    def on_json_view_pointer_moved(self, message: JsonView.PointerMoved) -> None:
        message.stop()
        self._update_foot()

    def on_tab_line_chosen(self, message: TabLine.Chosen) -> None:
        message.stop()
        self.show_panel(message.tab_id)

    def _update_foot(self) -> None:
        if self.opened is None or self.active_panel is None:
            return
        note = self.active_panel.position_note
        size = short_size(self.opened.recording.size_bytes)
        self.foot = f"{note} · {size}" if note else size


def _panel_classes() -> tuple[type[Panel], ...]:
    """The panels, loaded in a thread: importing all that they need takes longer than a frame."""
    from recview.ui.panels.registry import PANELS

    return PANELS


def _why_unreadable(unreadable: Unreadable) -> str:
    where = f" (byte {grouped(unreadable.offset)})" if unreadable.offset is not None else ""
    return f"✗ Cannot read this file: {visible(unreadable.reason)}{where}. It is read again when it changes."
