"""Two recordings of one test played together, aligned on what they say; it pauses where they part."""

from __future__ import annotations

from rich.segment import Segment
from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from recview.analysis.json_leaves import changed_leaves
from recview.analysis.playback import Playback
from recview.model.recording import Unreadable
from recview.ui.bindings import bindings_for
from recview.ui.comparison import Source
from recview.ui.drawing import cut_middle, grouped, short_test, strip_of, visible
from recview.ui.lockstep_session import Difference, LockStepSession, Side, build_session
from recview.ui.opened import Opened
from recview.ui.renderables.timeline import marks_by_position
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.compared_chunk import ComparedChunk
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.player import Player
from recview.ui.widgets.toned import Toned

STACKED = 100
"""Below this many columns the sides stand one under the other."""
SIDES: tuple[Side, Side] = ("left", "right")


class LockStepLine(Toned):
    """Whether the two say the same, and if not, where the playheads stand among the differences."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session: LockStepSession | None = None
        self._here: Difference | None = None

    def show(self, session: LockStepSession | None, here: Difference | None) -> None:
        """`here`: the difference under the playheads."""
        if session is not self._session or here is not self._here:
            self._session, self._here = session, here
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, dim = self.size.width, self.tone("dim")
        session, here = self._session, self._here
        if session is None:
            return Strip.blank(width, self.rich_style)
        count = len(session.differences)
        if not count:
            segments = [Segment(" = ", self.tone("good")), Segment("the texts are the same", self.tone("title"))]
            return strip_of(segments, width, self.rich_style)
        places = f"{grouped(count)} {'difference' if count == 1 else 'differences'}"
        if here is None:
            first = session.differences[0]
            segments = [
                Segment(" ~ ", self.tone("sign-change")),
                Segment(f"{places}, the first in {visible(first.what)} ", self.tone("title")),
                Segment(f"at chunk {grouped(first.left_position)} | {grouped(first.right_position)}", dim),
            ]
        else:
            segments = [
                Segment(" ≠ ", self.tone("sign-change")),
                Segment(f"they differ here: {visible(here.what)} ", self.tone("title")),
                Segment(f" {grouped(session.differences.index(here) + 1)} of {places}", dim),
            ]
        return strip_of(segments, width, self.rich_style)


class LockStepScreen(Screen[None]):
    """See the module."""

    CSS_PATH = "lockstep.tcss"
    BINDINGS = bindings_for("lockstep")
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (STACKED, "-beside")]  # noqa: RUF012

    class Aligned(Message):
        """The worker is done."""

        def __init__(self, result: LockStepSession | Unreadable) -> None:
            super().__init__()
            self.result = result

    def __init__(self, left: Source, right: Source) -> None:
        super().__init__()
        self._sources = (left, right)
        self._session: LockStepSession | None = None

    def compose(self) -> ComposeResult:
        yield LockStepLine(id="lockstep-line")
        with Container(id="lockstep-columns"):
            for side, ground in zip(SIDES, ("diff-remove", "diff-add"), strict=True):
                with Pane(id=f"{side}-pane"):
                    answer = AnswerView(id=f"{side}-answer")
                    answer.delta_role = "lit"  # grounds tell what differs here
                    yield answer
                    yield ComparedChunk(ground, id=f"{side}-chunk")
        yield Player(id="lockstep-transport")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).scopes = ("lockstep", "app")
        self.watch(self.player, "position", self._moved, init=False)
        self._answer("left").focus()
        self._align(*self._sources)

    @property
    def player(self) -> Player:
        """The transport of both; its playhead is that of the leading side."""
        return self.query_one(Player)

    def _answer(self, side: Side) -> AnswerView:
        return self.query_one(f"#{side}-answer", AnswerView)

    def _chunk(self, side: Side) -> ComparedChunk:
        return self.query_one(f"#{side}-chunk", ComparedChunk)

    @work(thread=True, group="align", exclusive=True, description="align")
    def _align(self, left: Source, right: Source) -> None:
        self.post_message(self.Aligned(build_session(left, right)))

    def on_lock_step_screen_aligned(self, message: Aligned) -> None:
        if isinstance(message.result, Unreadable):
            unreadable = message.result
            self._answer("left").show_note(f"✗ {visible(unreadable.path)}: {visible(unreadable.reason)}")
            return
        self._show(message.result)

    # What is shown

    def _show(self, session: LockStepSession) -> None:
        self._session = session
        left, right = session.positions(min(1, session.leader.transcript.length))
        self._show_side("left", session.left, left)
        self._show_side("right", session.right, right)
        self._answer("left").show_marks(session.left_marks, "diff-remove-word")
        self._answer("right").show_marks(session.right_marks, "diff-add-word")
        leader = session.leader.transcript
        playback = Playback(leader.length, arrival_s=leader.arrival_s)
        pauses = [session.leading(each) for each in session.differences if each.pauses]
        self.player.load(playback, session.leader.markers, drawn=leader.length > 1, stops=pauses)
        self._moved(self.player.position)

    def _show_side(self, side: Side, opened: Opened, position: int) -> None:
        pane, source = self.query_one(f"#{side}-pane", Pane), self._sources[SIDES.index(side)]
        recording = opened.recording
        test = f" {visible(short_test(recording.test_id))}" if recording.test_id else ""
        pane.title = cut_middle(f"{visible(recording.name[:12])}{test}", 60)
        pane.facts = "before" if source.content is not None else ""
        streaming = recording.response.streaming
        if opened.transcript.blocks:
            self._answer(side).show(opened.transcript, position)
        else:
            self._answer(side).show_note("The response is empty.")
        markers = marks_by_position(opened.markers)
        self._chunk(side).show(opened.loaded.chunks, position, markers, streaming=streaming)

    def _moved(self, leading: int) -> None:
        session = self._session
        if session is None:
            return
        here = session.difference_at(leading)
        sides = zip(SIDES, (session.left, session.right), session.positions(leading), strict=True)
        for side, opened, position in sides:
            self._answer(side).seek(position)
            self._chunk(side).seek(position)
            pane = self.query_one(f"#{side}-pane", Pane)
            pane.foot = f"{grouped(position)}/{grouped(opened.transcript.length)}"
        self.query_one(LockStepLine).show(session, here)
        self._show_differing(here is not None)

    def _show_differing(self, differ: bool) -> None:
        """Tints what the chunks under the playheads do not share."""
        left, right = (self._chunk(side).payload for side in SIDES)
        self._chunk("left").show_differing(frozenset(changed_leaves(right, left)) if differ else frozenset())
        self._chunk("right").show_differing(frozenset(changed_leaves(left, right)) if differ else frozenset())

    def on_answer_view_character_chosen(self, message: AnswerView.CharacterChosen) -> None:
        if self._session is not None:
            side: Side = "left" if message.view is self._answer("left") else "right"
            self.player.seek(self._session.leading_position(side, message.position))
            message.view.point_at_place(message.place)

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.app.simulate_key(message.key)

    # Keys

    def action_toggle_play(self) -> None:
        self.player.toggle()

    def action_step(self, chunks: int) -> None:
        self.player.step(chunks)

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
        self.query_one(KeyBar).say(word if direction > 0 else f"{word} before")

    def action_swap(self) -> None:
        left, right = self._sources
        self._sources = (right, left)
        self._align(*self._sources)

    def action_toggle_raw(self) -> None:
        for side in SIDES:
            self._chunk(side).toggle_raw()
        self._moved(self.player.position)

    def action_back(self) -> None:
        self.dismiss()
