"""One of two streams played together: its answer as far as it has come, over its chunk. Knows nothing of the other."""

from __future__ import annotations

from textual.app import ComposeResult

from recview.model.json_value import JSON
from recview.ui.drawing import cut_call, grouped
from recview.ui.opened import Opened
from recview.ui.renderables.answer_layout import next_choice
from recview.ui.renderables.answer_lines import Marks
from recview.ui.renderables.timeline import marks_by_position
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.compared_chunk import ComparedChunk
from recview.ui.widgets.pane import Pane


class StreamPane(Pane):
    """See the module."""

    cut_title = staticmethod(cut_call)

    def __init__(self, ground: str, *, id: str | None = None) -> None:  # noqa: A002
        """`ground`: the role that tints what the other stream has not; its words have a role of their own."""
        super().__init__(id=id)
        self._ground = ground
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        answer = AnswerView()
        answer.delta_role = "lit"  # grounds tell what differs here
        yield answer
        yield ComparedChunk(self._ground)

    @property
    def answer(self) -> AnswerView:
        """The answer."""
        return self.query_one(AnswerView)

    @property
    def chunk(self) -> ComparedChunk:
        """The chunk under the playhead."""
        return self.query_one(ComparedChunk)

    @property
    def payload(self) -> JSON:
        """The JSON of the chunk under the playhead."""
        return self.chunk.payload

    def show(self, opened: Opened, position: int, marks: Marks, *, again: bool = False) -> None:
        """Another stream, or, `again`, its next version, which keeps its place.

        `marks` are the stretches of its texts that the other one has not.
        """
        self._opened = opened
        streaming = opened.recording.response.streaming
        if opened.transcript.blocks:
            chosen = self.answer.arrangement.choice
            choice = chosen if again and chosen in opened.transcript.choices else None
            self.answer.show(opened.transcript, position, choice, again=again, plain=not streaming)
            self.answer.show_marks(marks, f"{self._ground}-word")
        else:
            self.answer.show_note("The response is empty.")
        markers = marks_by_position(opened.markers)
        self.chunk.show(opened.loaded.chunks, position, markers, streaming=streaming, again=again)

    def seek(self, position: int) -> None:
        """Another position of the same stream."""
        if self._opened is not None:
            self.answer.seek(position)
            self.chunk.seek(position)
            self.foot = f"{grouped(position)}/{grouped(self._opened.transcript.length)}"

    def next_choice(self) -> bool:
        """All choices of the answer, or the next one by itself. Says whether there are several."""
        choices = self._opened.transcript.choices if self._opened is not None else ()
        self.answer.show_choice(next_choice(choices, self.answer.arrangement.choice))
        return len(choices) > 1

    def copyable(self, what: str) -> str | None:
        """What `y` copies here: the file's path, the answer, the chunk; in the chunk's JSON what the cursor is on."""
        text = self.chunk.copyable(what)
        if text is None and self._opened is not None:
            text = {"path": self._opened.path, "value": self._opened.loaded.assembled.output_text()}.get(what)
        return text
