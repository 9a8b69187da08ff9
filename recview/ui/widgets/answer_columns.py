"""The choices of an answer: side by side where there is room, else one below the other; or one by itself."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from recview.analysis.block import Block
from recview.analysis.lit_words import LitWords
from recview.analysis.logprobs import ScoredToken, TokenScores
from recview.analysis.transcript import Transcript
from recview.ui.renderables.answer_layout import next_choice
from recview.ui.widgets.answer_view import AnswerView

NARROWEST = 28
"""Columns narrower than this are not stood beside each other."""


class AnswerColumns(Horizontal):
    """See the module. The first column is always there; it shows everything that belongs to no choice."""

    DEFAULT_CSS = """
    AnswerColumns > AnswerView { width: 1fr; height: auto; max-height: 100%; }
    AnswerColumns > .-beside { border-left: solid $frame; padding-left: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._views = [AnswerView()]
        """As many as were ever needed; the first `_shown` are on the screen."""
        self._shown = 1
        self._transcript: Transcript | None = None
        self._position = 0
        self._plain = False
        self._choice: int | None = None
        """The one choice that is shown; None for all."""
        self._scores: TokenScores | None = None
        self._words = LitWords()
        self._current = self._views[0]

    def compose(self) -> ComposeResult:
        yield from self._views

    @property
    def views(self) -> list[AnswerView]:
        """The columns that are shown."""
        return self._views[: self._shown]

    @property
    def view(self) -> AnswerView:
        """The column last focused or pointed at, else the first."""
        return self._current if self._current in self.views else self._views[0]

    # What it shows

    def show(self, transcript: Transcript, position: int, *, again: bool = False, plain: bool = False) -> None:
        """Another stream; or, `again`, the next version of it: choice and cursors stay. `plain`: see `AnswerView`."""
        self._transcript, self._position, self._plain = transcript, position, plain
        self._scores = None
        if not again or self._choice not in transcript.choices:
            self._choice = None
        for view, choice in self._columns():
            view.show(transcript, position, choice, again=again, plain=plain)

    def show_note(self, note: str) -> None:
        """Nothing to play: a sentence instead."""
        self._transcript = None
        for view, _ in self._columns():
            view.show_note(note)

    def seek(self, position: int) -> None:
        """Another position of the same stream."""
        self._position = position
        for view in self.views:
            view.seek(position)

    def show_scores(self, scores: TokenScores | None) -> None:
        """Colours the tokens by how sure the model was; None for plain text."""
        self._scores = scores
        for view in self.views:
            view.show_scores(scores)

    def light(self, words: LitWords) -> None:
        """Lights words where they stand in what is said, from now on."""
        self._words = words
        for view in self._views:
            view.light(words)

    def next_choice(self) -> bool:
        """All choices, then each by itself. Says whether there are several."""
        choices = self._transcript.choices if self._transcript else ()
        self._choice = next_choice(choices, self._choice)
        self._arrange()
        return len(choices) > 1

    def _columns(self) -> list[tuple[AnswerView, int | None]]:
        """The columns there shall be, and the choice each shows (None: all)."""
        choices = self._transcript.choices if self._transcript else ()
        beside = self._choice is None and len(choices) > 1 and self.size.width // len(choices) >= NARROWEST
        shown: list[int | None] = list(choices) if beside else [self._choice]
        added = [AnswerView(classes="-beside") for _ in shown[len(self._views) :]]
        self._views += added
        for view in added:
            view.light(self._words)
        self.mount_all(added)
        self._shown = len(shown)
        for at, view in enumerate(self._views):
            view.display = at < self._shown
        return list(zip(self._views, shown, strict=False))

    def _arrange(self) -> None:
        """Shows the same in other columns, unless they are the same."""
        transcript = self._transcript
        if transcript is None:
            return
        for view, choice in self._columns():
            if view.transcript is not transcript:
                view.show(transcript, self._position, choice, plain=self._plain)
                view.show_scores(self._scores)
            else:
                view.seek(self._position)
                view.show_choice(choice)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._current = next((view for view in self._views if view is event.widget), self._current)

    def on_resize(self, event: events.Resize) -> None:
        self._arrange()

    # Places in it

    @property
    def block_under_cursor(self) -> Block | None:
        """The block the cursor is in."""
        return self.view.block_under_cursor

    @property
    def token_under_cursor(self) -> ScoredToken | None:
        """As AnswerView has it."""
        return self.view.token_under_cursor

    def point_at(self, block: Block, offset: int) -> bool:
        """Puts the cursor on a character; says whether its block is shown."""
        found = next((view for view in self.views if view.point_at(block, offset)), None)
        if found is not None:
            self._current = found
            if self.has_focus_within:
                found.focus()
        return found is not None
