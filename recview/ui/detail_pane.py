"""The detail pane: the open recording, its panels and their tabs. The panels are loaded after the first frame."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from recview.analysis.lit_words import LitWords
from recview.ui.drawing import cut_facts, cut_test, short_size
from recview.ui.open_recording import OpenRecording
from recview.ui.recording_reader import RecordingReader
from recview.ui.waiting_acts import WaitingActs
from recview.ui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from recview.ui.fate import Note
    from recview.ui.opened import Opened
    from recview.ui.panel_deck import PanelDeck
    from recview.ui.panels.base import Panel
    from recview.ui.panels.playback import PlaybackPanel
    from recview.ui.tool_results import FoundResult
    from recview.ui.widgets.disk_note import DiskNote
    from recview.ui.widgets.json_view import JsonView

CHOOSE = "Choose a recording on the left."
NONE_TO_CHOOSE = "There is no recording to choose yet: the list says how to come by some."
GONE = "Gone from disk. What stood there last could not be read."


class DetailPane(RecordingReader):
    """See the module."""

    cut_title = staticmethod(cut_test)
    cut_foot = staticmethod(cut_facts)

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

    def __init__(self, chunks_per_second: float, *, live: bool, id: str | None = None) -> None:  # noqa: A002
        """`live`: whether what becomes of a file is seen."""
        super().__init__(id=id)
        self._live = live
        self._chunks_per_second = chunks_per_second
        self._open = OpenRecording()
        self.acts = WaitingActs()
        """What is asked of the recording that is, or is about to be, open."""
        self._note = CHOOSE
        """What stands there while nothing is open."""
        self._sought: FoundResult | None = None
        """A tool's result to be pointed out when its recording is open."""
        self._problem_path = ""
        """Path of a recording whose problem is to be looked at when it is open."""
        self._furnishing = False
        self._lit = self._searched = LitWords()
        self._disk_note: DiskNote | None = None
        self._deck: PanelDeck | None = None
        """The panels; None until they are there."""

    async def furnish(self) -> None:
        """Loads the panels, once. The screen calls this when its first frame stands."""
        if self._furnishing:
            return
        self._furnishing = True
        from recview.ui.panel_deck import PanelDeck
        from recview.ui.widgets.disk_note import DiskNote

        panel_classes = await asyncio.to_thread(_panel_classes)
        panels = [panel_class() for panel_class in panel_classes]
        tab_line = TabLine(id="panel-tabs")
        self._disk_note = DiskNote(id="disk-note")
        await self.mount(self._disk_note, tab_line, Container(*panels, id="panels"))
        if not all(panel.children for panel in panels):
            return  # the app was closed meanwhile
        deck = self._deck = PanelDeck(panels)
        tab_line.set_tabs(deck.tabs)
        deck.playback.chunks_per_second = self._chunks_per_second
        deck.light(self._lit)
        self.show_panel(deck.active.panel_id)
        if self.opened is not None:
            self._show(self.opened)
        else:
            self._fill()
        self.tell(lambda: self.Furnished(deck.tabs))

    def invite(self, *, there_are_some: bool) -> None:
        """What is said while no recording was ever wanted: to choose one, or that there is none to choose."""
        note = CHOOSE if there_are_some else NONE_TO_CHOOSE
        if not self.wanted and note != self._note:
            self._note = note
            self._fill()

    def tell_of_disk(self, note: Note) -> None:
        """What became of the open file, in a line above the panels."""
        if self._disk_note is not None:
            self._disk_note.note = note

    # What is open

    @property
    def opened(self) -> Opened | None:
        """What is open; None where nothing is."""
        return self._open.opened

    @property
    def position(self) -> int:
        """The playhead's, 1…n; 0 where nothing is open."""
        return self._open.position

    @property
    def arriving(self) -> bool:
        """Whether what is open is still being written, and shown as it comes."""
        return self._open.arriving

    @property
    def arrived(self) -> bool:
        """Whether what is open was shown as it came."""
        return self._open.arrived

    # What is read

    def on_recording_reader_arrived(self, message: RecordingReader.Arrived) -> None:
        message.stop()
        if message.opening != self.opening:
            return
        if message.opened is not None and message.opened.recording.response.chunks:
            self._show(message.opened)
        elif self.opened is None or self.opened.path != message.path:
            from recview.ui.renderables.opened_words import name_of

            self.clear("Being written: nothing to show yet.", title=name_of(message.path))

    def on_recording_reader_read(self, message: RecordingReader.Read) -> None:
        message.stop()
        if message.opening != self.opening:
            return
        from recview.model.recording import Unreadable  # nothing is read before the first frame
        from recview.ui.renderables.opened_words import name_of, why_unreadable

        if isinstance(message.result, Unreadable):
            self.clear(why_unreadable(message.result, live=self._live), title=name_of(message.path))
            return
        self._show(message.result)

    def on_recording_reader_checked(self, message: RecordingReader.Checked) -> None:
        message.stop()
        if self.opened is message.read:
            from recview.ui.renderables.opened_words import facts_of

            self._open.opened = message.checked
            self.facts = facts_of(message.checked)
            if self._deck is not None:
                self._deck.show_problems(message.checked)

    def _show(self, opened: Opened) -> None:
        from recview.ui.renderables.opened_words import facts_of, origin_of, title_of

        is_another = self._open.take(opened)
        self.title, self.facts, self.foot_left = title_of(opened), facts_of(opened), origin_of(opened)
        self._fill()
        if is_another and opened.whole and self._deck is not None:
            self._go_to_hit(opened)
        self._go_to_problem()
        self._point_out()
        self._update_foot()
        self.acts.arrived(opened.path)
        self.tell(lambda: self.Shown(self.opened, self.position))

    def clear(self, note: str, *, title: str = "") -> None:
        """Shows no recording, but says why and what to do; `title` is harmless already."""
        self._open.leave(self.wanted)
        self.acts.lost()
        self._note = note
        self.title, self.facts, self.foot, self.foot_left = title, "", "", ""
        self._fill()
        self.tell(lambda: self.Shown(self.opened, self.position))

    def tell_gone(self) -> None:
        """The file that is wanted was removed: where nothing of it could be read, there is nothing left to wait for."""
        if self.opened is None:
            self.clear(GONE, title=self.title)

    def _fill(self) -> None:
        """Gives what is open to the panels, as soon as there are any."""
        if self._deck is None:
            return
        if self.opened is None:
            self._deck.clear(self._note)
        else:
            self._open.position = self._deck.show(self.opened, self.position)

    # The words of the filter

    def light(self, words: LitWords, searched: LitWords) -> None:
        """Lights words where they stand; what is opened from now on is opened at the first hit."""
        self._searched = searched
        if words.words != self._lit.words:
            self._lit = words
            if self._deck is not None:
                self._deck.light(words)

    def _go_to_hit(self, opened: Opened) -> None:
        """The playhead on the chunk that completes the first hit, the cursor of the answer on its first character."""
        from recview.ui.search_hit import first_hit

        hit = first_hit(opened, self._searched, self._lit)
        if hit is not None:
            self.playback.seek(hit.position)
            self.playback.answer.point_at(hit.block, hit.offset)

    # Its problem

    def look_at_problem(self, path: str) -> None:
        """The playhead on what is wrong with a recording, as soon as it is open."""
        self._problem_path = path
        self._go_to_problem()

    def _go_to_problem(self) -> None:
        opened = self.opened
        if self._deck is None or opened is None or opened.path != self._problem_path:
            return
        self._problem_path = ""
        if opened.problem_position is not None:
            self.playback.seek(opened.problem_position)

    # Panels

    @property
    def furnished(self) -> bool:
        """Whether the panels are there yet."""
        return self._deck is not None

    @property
    def playback(self) -> PlaybackPanel:
        """The panel that owns the playhead. To be asked for once there are panels."""
        assert self._deck is not None
        return self._deck.playback

    @property
    def active_panel(self) -> Panel | None:
        """The panel that is looked at; None before there are any."""
        return self._deck.active if self._deck is not None else None

    def show_panel(self, panel_id: str) -> None:
        """Opens a panel by its id."""
        had_focus = self.has_focus_within
        if self._deck is not None:
            self._deck.look_at(panel_id)
        self.query_one("#panel-tabs", TabLine).show(panel_id)
        self._update_foot()
        if had_focus:
            self.focus_content()
        self.tell(lambda: self.PanelChanged(panel_id))

    def look_at_result(self, found: FoundResult) -> None:
        """Opens the conversation, at the result of a tool where its recording is open, or as soon as it is."""
        self._sought = found
        self.show_panel("panel-conversation")
        self._point_out()

    def _point_out(self) -> None:
        sought = self._sought
        if sought is not None and self._deck is not None and self.opened and self.opened.path == sought.path:
            self._sought = None
            self._deck.conversation.point_out(sought.part)

    def next_panel(self, direction: int) -> None:
        """The panel after, or with -1 before, the open one."""
        if self._deck is not None:
            self.show_panel(self._deck.next_to(direction))

    def focus_content(self) -> None:
        """Puts the focus on the first thing in the open panel that takes it."""
        if self.active_panel is None:
            return
        for widget in self.active_panel.query(Widget):
            if widget.focusable:
                widget.focus()
                return

    # Where in it

    def on_playback_panel_moved(self, message: PlaybackPanel.Moved) -> None:
        message.stop()
        self._open.position = message.position
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
