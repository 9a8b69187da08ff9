"""One line under the answer: the probability of the token under the cursor, and its alternatives."""

from __future__ import annotations

from textual.strip import Strip

from recview.analysis.block import BlockKey
from recview.analysis.logprobs import ScoredToken, TokenScores
from recview.ui.drawing import strip_of
from recview.ui.renderables.token_line import token_segments
from recview.ui.widgets.toned import Toned


class TokenBar(Toned):
    """Shown while the tokens are coloured, which is while a person wants it and the recording has probabilities."""

    DEFAULT_CSS = """
    TokenBar { height: 1; display: none; margin-bottom: 1; }
    TokenBar.-shown { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._scores = TokenScores({})
        self._wanted = False
        self._token: ScoredToken | None = None

    def show(self, scores: TokenScores) -> None:
        """The scores of another stream."""
        self._scores = scores
        self.set_class(self.scores is not None, "-shown")

    def want(self, wanted: bool) -> None:
        """Whether tokens shall be coloured, in this stream and those after it."""
        self._wanted = wanted
        self.set_class(self.scores is not None, "-shown")

    @property
    def wanted(self) -> bool:
        return self._wanted

    @property
    def has_scores(self) -> bool:
        """Whether the recording tells any probabilities."""
        return bool(self._scores.by_block)

    @property
    def scores(self) -> TokenScores | None:
        """What to colour the tokens by; None for not at all."""
        return self._scores if self._wanted and self.has_scores else None

    def less_sure_after(self, token: ScoredToken | None) -> tuple[BlockKey, ScoredToken] | None:
        """The least sure token, or the next one behind `token` from unsure to sure; round the end."""
        pairs = ((key, each) for key, tokens in self._scores.by_block.items() for each in tokens)
        ranked = sorted((pair for pair in pairs if pair[1].start < pair[1].end), key=lambda pair: pair[1].logprob)
        index = next((index for index, (_, each) in enumerate(ranked) if each is token), -1)
        return ranked[(index + 1) % len(ranked)] if ranked else None

    def show_token(self, token: ScoredToken | None) -> None:
        """Another token under the cursor, or none."""
        if token is not self._token:
            self._token = token
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return strip_of(token_segments(self._token, width, self.tone), width, self.rich_style)
