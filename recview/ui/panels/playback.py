"""Playback: the answer up to the playhead, the chunk as recorded beside it, the list of chunks, the transport."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from recview.analysis.block import ToolCallState
from recview.analysis.lit_words import LitWords
from recview.analysis.playback import CHUNKS_PER_SECOND, Playback
from recview.ui.opened import Opened
from recview.ui.panels.base import Panel
from recview.ui.renderables.timeline import marks_by_position
from recview.ui.widgets.answer_columns import AnswerColumns
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.chunk_list import ChunkList
from recview.ui.widgets.chunk_view import ChunkView
from recview.ui.widgets.player import Player
from recview.ui.widgets.problem_bar import ProblemBar
from recview.ui.widgets.token_bar import TokenBar

BESIDE_CELLS = 60
"""Below this width the list of chunks stands above the chunk, not beside it: a fragment says nothing in a few cells."""


class PlaybackPanel(Panel):
    """See the module."""

    panel_title = "Playback"
    panel_id = "panel-playback"

    class Moved(Message):
        """The playhead stands on another chunk."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self) -> None:
        super().__init__()
        self.chunks_per_second = CHUNKS_PER_SECOND
        """The pace at speed 1×, where the recording tells no times."""
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        yield ProblemBar(id="problems")
        yield AnswerColumns(id="answer")
        yield TokenBar(id="token")
        with Horizontal(id="chunk-area"):
            yield ChunkList(id="chunk-list")
            yield ChunkView(id="chunk-side")
        yield Player(id="transport")

    def on_mount(self) -> None:
        self.watch(self.player, "position", self._moved, init=False)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < BESIDE_CELLS, "-narrow")

    @property
    def answer(self) -> AnswerColumns:
        """The answer."""
        return self.query_one(AnswerColumns)

    @property
    def player(self) -> Player:
        """The transport, which moves the playhead."""
        return self.query_one(Player)

    @property
    def playback(self) -> Playback:
        """The playhead."""
        return self.player.playback

    # What is shown

    def show(self, opened: Opened, position: int) -> None:
        again, was_playing = self.is_again(opened), self.playback.playing
        self._opened = opened
        transcript, chunks = opened.transcript, opened.loaded.chunks
        streaming = opened.recording.response.streaming
        playback = Playback(
            transcript.length,
            position=position,
            chunks_per_second=self.chunks_per_second,
            arrival_s=transcript.arrival_s,
            markers=[marker.position for marker in opened.markers],
        )
        markers = marks_by_position(opened.markers)
        self.set_class(not streaming, "-plain")
        self.remove_class("-empty")
        self.query_one(ProblemBar).show(opened.problems)
        if transcript.blocks or chunks:
            self.answer.show(transcript, playback.position, again=again, plain=not streaming)
        else:
            self.answer.show_note("The response is empty.")
        self.query_one(ChunkList).show(chunks, playback.position, markers, again=again)
        self.query_one(ChunkView).show(chunks, playback.position, markers, streaming=streaming, again=again)
        self.query_one(TokenBar).show(opened.scores)
        self._show_probabilities()
        self.player.load(playback, opened.markers, drawn=streaming)
        if again and was_playing and playback.position < playback.length:
            self.player.play()

    def light(self, words: LitWords) -> None:
        self.answer.light(words)

    def show_problems(self, opened: Opened) -> None:
        self._opened = opened
        self.query_one(ProblemBar).show(opened.problems)

    def clear(self, note: str) -> None:
        self._opened = None
        self.add_class("-plain", "-empty")
        self.query_one(ProblemBar).show(())
        self.answer.show_note(note)
        self.query_one(ChunkList).show((), 0, {})
        self.query_one(ChunkView).show((), 0, {}, streaming=True)
        self.player.load(Playback(0), (), drawn=False)

    def seek(self, position: int) -> None:
        """Puts the playhead on a chunk."""
        self.player.seek(position)

    def _moved(self, position: int) -> None:
        self.answer.seek(position)
        self.query_one(ChunkList).seek(position)
        self.query_one(ChunkView).seek(position)
        self.post_message(self.Moved(position))

    @property
    def tool_call(self) -> ToolCallState | None:
        """The tool call under the cursor; else the one the playhead's chunk speaks of; else the answer's first."""
        if self._opened is None:
            return None
        position, transcript = self.playback.position, self._opened.transcript
        blocks = (self.answer.block_under_cursor, *transcript.touched_at(position))
        here = [state for block in blocks if block is not None and (state := block.call_at(position)) is not None]
        return next(iter([*here, *transcript.tool_calls_at(transcript.length)]), None)

    # What keys and mouse do

    def toggle_chunk_list(self) -> None:
        """Shows or hides the list of chunks."""
        self.toggle_class("-with-list")

    def toggle_raw(self) -> None:
        """The chunk parsed, or as recorded."""
        self.query_one(ChunkView).toggle_raw()

    def on_answer_view_character_chosen(self, message: AnswerView.CharacterChosen) -> None:
        message.stop()
        self.seek(message.position)
        message.view.point_at_place(message.place)

    def on_chunk_list_chosen(self, message: ChunkList.Chosen) -> None:
        message.stop()
        if self.query_one(ChunkList).has_focus and message.position != self.playback.position:
            self.seek(message.position)

    # How sure the model was

    def toggle_probabilities(self) -> bool:
        """Colours the tokens by probability, or not any more; says whether this recording tells any."""
        bar = self.query_one(TokenBar)
        bar.want(not bar.wanted)
        self._show_probabilities()
        return bar.has_scores or not bar.wanted

    def to_least_sure(self) -> bool:
        """To the least probable token; from there to the next least probable. Says whether there is any."""
        bar = self.query_one(TokenBar)
        bar.want(True)
        self._show_probabilities()
        found = bar.less_sure_after(self.answer.token_under_cursor)
        block = self._opened.transcript.block(found[0]) if self._opened and found else None
        if found is None or block is None:
            return False
        self.seek(block.chunk_at(found[1].start))
        return self.answer.point_at(block, found[1].start)

    def _show_probabilities(self) -> None:
        bar = self.query_one(TokenBar)
        self.set_class(bar.scores is not None, "-scored")
        self.answer.show_scores(bar.scores)
        bar.show_token(self.answer.token_under_cursor)

    def on_answer_view_place_reached(self, message: AnswerView.PlaceReached) -> None:
        message.stop()
        self.query_one(TokenBar).show_token(self.answer.token_under_cursor)

    def copyable(self, what: str) -> str | None:
        text = self.query_one(ChunkView).copyable(what)
        if text is None and self._opened is not None and what == "value":
            text = self._opened.loaded.assembled.output_text()
        return text
