"""Two recordings of one test played together, aligned on what they say; it pauses where they part."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from recview.analysis.json_leaves import changed_leaves
from recview.analysis.playback import Playback
from recview.model.recording import Unreadable
from recview.ui.bindings import bindings_for
from recview.ui.comparison import Source
from recview.ui.drawing import short_stem, short_test, visible
from recview.ui.fate import Fate, FateOf, Note
from recview.ui.lockstep_session import LockStepSession, Side, build_session
from recview.ui.screens.copy_prompt import Copyable
from recview.ui.screens.sided import SidedScreen
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.disk_note import DiskNote
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.lockstep_line import LockStepLine
from recview.ui.widgets.player import Player
from recview.ui.widgets.stream_pane import StreamPane

STACKED = 100
"""Below this many columns the sides stand one under the other."""


class LockStepScreen(SidedScreen):
    """See the module."""

    CSS_PATH = "lockstep.tcss"
    BINDINGS = bindings_for("lockstep")
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (STACKED, "-beside")]  # noqa: RUF012

    class Aligned(Message):
        """The worker is done."""

        def __init__(self, result: LockStepSession | Unreadable, reading: int) -> None:
            super().__init__()
            self.result = result
            self.reading = reading

    def __init__(self, left: Source, right: Source, fate_of: FateOf = Fate) -> None:
        """`fate_of` tells what became of a file, where somebody watches them."""
        super().__init__(left, right, fate_of)
        self._session: LockStepSession | None = None

    def compose(self) -> ComposeResult:
        yield LockStepLine(id="lockstep-line")
        yield DiskNote()
        with Container(id="lockstep-columns"):
            yield StreamPane("diff-remove", id="left-pane")
            yield StreamPane("diff-add", id="right-pane")
        yield Player(id="lockstep-transport")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).scopes = ("lockstep", "app")
        self.watch(self.player, "position", self._moved, init=False)
        self.sides[0].answer.focus()
        self.begin()

    @property
    def player(self) -> Player:
        """The transport of both; its playhead is that of the leading side."""
        return self.query_one(Player)

    @property
    def sides(self) -> tuple[StreamPane, StreamPane]:
        """Left and right."""
        return self.query_one("#left-pane", StreamPane), self.query_one("#right-pane", StreamPane)

    @work(thread=True, group="align", exclusive=True, description="align")
    def _align(self, left: Source, right: Source, reading: int) -> None:
        self.post_message(self.Aligned(build_session(left, right), reading))

    def read_sides(self, left: Source, right: Source, reading: int, *, again: bool) -> None:
        """What is read again, and a successor, keep the playhead."""
        self._align(left, right, reading)

    def tell_of_disk(self, note: Note) -> None:
        self.query_one(DiskNote).note = note

    def on_lock_step_screen_aligned(self, message: Aligned) -> None:
        if message.reading != self.reading:
            return
        if isinstance(message.result, Unreadable):
            unreadable = message.result
            self.sides[0].answer.show_note(f"✗ {visible(unreadable.path)}: {visible(unreadable.reason)}")
            return
        self.two.take(message.result.left, message.result.right)
        self._show(message.result)

    # What is shown

    def _show(self, session: LockStepSession) -> None:
        before, was_playing = self._session, self.player.playback.playing
        self._session = session
        leader = session.leader.transcript
        start = min(1, leader.length)
        if before is not None:  # a side was written anew: the playhead of the side that leads now stays
            left, right = before.positions(self.player.position)
            start = min(left if session.leads == "left" else right, leader.length)
        positions = session.positions(start)
        streams = ((session.left, session.left_marks), (session.right, session.right_marks))
        sources = self.two.sources
        for pane, source, (opened, marks), position in zip(self.sides, sources, streams, positions, strict=True):
            recording = opened.recording
            test = f" {visible(short_test(recording.test_id))}" if recording.test_id else ""
            pane.title = short_stem(recording.name) + test
            pane.facts = "before" if source.content is not None else ""
            pane.show(opened, position, marks, again=before is not None)
        playback = Playback(leader.length, position=start, arrival_s=leader.arrival_s)
        self.query_one(KeyBar).rename({} if leader.length > 1 else {"play": "", "step": ""})  # these would do nothing
        differences = [(session.leading(each), each.pauses) for each in session.differences]
        self.player.load(
            playback,
            session.leader.markers,
            drawn=leader.length > 1,
            stops=[position for position, pauses in differences if pauses],
            differences=[position for position, _ in differences],
        )
        if was_playing and start < leader.length:
            self.player.play()
        self._moved(self.player.position)

    def _moved(self, leading: int) -> None:
        if self._session is None:
            return
        here = self._session.difference_at(leading)
        for pane, position in zip(self.sides, self._session.positions(leading), strict=True):
            pane.seek(position)
        self.query_one(LockStepLine).show(self._session, here)
        self._show_differing(here is not None)

    def _show_differing(self, differ: bool) -> None:
        """Tints what the chunks under the playheads do not share."""
        left, right = self.sides
        left.chunk.show_differing(frozenset(changed_leaves(right.payload, left.payload)) if differ else frozenset())
        right.chunk.show_differing(frozenset(changed_leaves(left.payload, right.payload)) if differ else frozenset())

    def on_answer_view_character_chosen(self, message: AnswerView.CharacterChosen) -> None:
        if self._session is not None:
            side: Side = "left" if message.view is self.sides[0].answer else "right"
            self.player.seek(self._session.leading_position(side, message.position))
            message.view.point_at_place(message.place)

    # Keys

    def action_toggle_play(self) -> None:
        self.player.toggle()

    def action_step(self, chunks: int) -> None:
        before = self.player.position
        self.player.step(chunks)
        if self.player.position == before:
            self.say("the last chunk" if chunks > 0 else "the first chunk")

    def action_slower(self) -> None:
        self.player.change_speed(-1)

    def action_faster(self) -> None:
        self.player.change_speed(1)

    def action_seek_tenth(self, tenth: int) -> None:
        self.player.seek_tenth(tenth)

    def action_divergence(self, direction: int) -> None:
        if self._session is None:
            return
        found = self._session.beyond(self.player.position, direction)
        if found is not None:
            self.player.pause()
            self.player.seek(self._session.leading(found))
            return
        word = "no difference" if not self._session.differences else "no further difference"
        self.say(word if direction > 0 else f"{word} before")

    def action_swap(self) -> None:
        self._session = None  # from the beginning
        super().action_swap()

    def action_toggle_raw(self) -> None:
        for pane in self.sides:
            pane.chunk.toggle_raw()
        self._moved(self.player.position)

    def action_next_choice(self) -> None:
        left, right = (pane.next_choice() for pane in self.sides)
        if not (left or right):
            self.say("both have one choice only")

    def copyable(self, what: Copyable) -> str | None:
        """Of the side that has the focus."""
        left, right = self.sides
        return (right if right.has_focus_within else left).copyable(what)

    def action_back(self) -> None:
        self.dismiss()
