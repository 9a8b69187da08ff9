from __future__ import annotations

import math

import pytest
from factories import make_chunks
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.block import BlockKey
from recview.analysis.logprobs import ScoredToken, TokenScores, probability, token_scores
from recview.analysis.transcript import Transcript
from recview.model.events import Logprobs, RefusalDelta, StreamEvent, TextDelta, TokenLogprob

TEXT = BlockKey("text", 0, 0)


def scores_of(*groups: list[StreamEvent]) -> TokenScores:
    chunks = make_chunks(*groups)
    return token_scores(Transcript.of(chunks), chunks)


def scored(text: str, logprob: float = -0.1, choice: int = 0) -> list[StreamEvent]:
    return [TextDelta(choice, text), Logprobs(choice, (TokenLogprob(text, logprob),))]


def spans(scores: TokenScores, key: BlockKey = TEXT) -> list[tuple[str, int, int]]:
    return [(token.token, token.start, token.end) for token in scores.by_block[key]]


def test_each_token_lies_on_the_text_it_built() -> None:
    scores = scores_of(scored("The"), scored(" planet"))
    assert spans(scores) == [("The", 0, 3), (" planet", 3, 10)]
    assert [token.position for token in scores.by_block[TEXT]] == [1, 2]


def test_a_plain_response_has_all_tokens_in_one_chunk() -> None:
    tokens = tuple(TokenLogprob(token, -1.0) for token in ("Hi", " ", "you"))
    assert spans(scores_of([TextDelta(0, "Hi you"), Logprobs(0, tokens)])) == [("Hi", 0, 2), (" ", 2, 3), ("you", 3, 6)]


def test_parts_of_a_character_are_no_text_of_their_own() -> None:
    tokens = tuple(TokenLogprob(token, -1.0) for token in ("a", "\\xf0\\x9f", "\\x98\\x80", "b"))
    assert spans(scores_of([TextDelta(0, "a😀b"), Logprobs(0, tokens)])) == [
        ("a", 0, 1),
        ("\\xf0\\x9f", 1, 1),
        ("\\x98\\x80", 1, 1),
        ("b", 2, 3),
    ]


def test_text_without_scores_is_passed_over() -> None:
    assert spans(scores_of([TextDelta(0, "aaaa")], scored("a"))) == [("a", 4, 5)]


def test_scores_that_come_after_their_text_still_find_it() -> None:
    late = Logprobs(0, (TokenLogprob("b", -1.0),))
    assert spans(scores_of(scored("a"), [TextDelta(0, "b")], [late])) == [("a", 0, 1), ("b", 1, 2)]


def test_scores_without_any_text_are_left_out() -> None:
    assert scores_of([Logprobs(0, (TokenLogprob("a", -1.0),))]).by_block == {}


def test_choices_and_refusals_are_kept_apart() -> None:
    refused: list[StreamEvent] = [RefusalDelta(1, "No"), Logprobs(1, (TokenLogprob("No", -2.0),))]
    scores = scores_of(scored("a"), refused)
    assert set(scores.by_block) == {TEXT, BlockKey("refusal", 1, 0)}


def test_the_token_under_a_character() -> None:
    scores = scores_of(scored("The"), [TextDelta(0, "…")], scored(" end"))
    found = [scores.token_at(TEXT, offset) for offset in (0, 2, 3, 4, 7, 8)]
    assert [token and token.token for token in found] == ["The", "The", None, " end", " end", None]
    assert scores.token_at(BlockKey("text", 9, 0), 0) is None


def test_the_tokens_of_a_line() -> None:
    scores = scores_of(scored("ab"), scored("cd"), scored("ef"))
    assert [[token.token for token in scores.between(TEXT, *line)] for line in ((0, 2), (1, 3), (6, 9), (2, 6))] == [
        ["ab"],
        ["ab", "cd"],
        [],
        ["cd", "ef"],
    ]


@pytest.mark.parametrize(
    ("logprob", "chance"),
    [(0.0, 1.0), (math.log(0.25), 0.25), (-9999.0, 0.0), (800.0, 1.0), (math.nan, 0.0), (-math.inf, 0.0)],
)
def test_probabilities(logprob: float, chance: float) -> None:
    assert probability(logprob) == pytest.approx(chance)
    assert ScoredToken(1, 0, 1, "a", logprob, ()).probability == pytest.approx(chance)


@given(st.lists(st.lists(st.text("ab ", min_size=1, max_size=3), min_size=1, max_size=3), max_size=10))
def test_tokens_that_are_the_text_cover_it(groups: list[list[str]]) -> None:
    scores = scores_of(
        *(
            [TextDelta(0, "".join(tokens)), Logprobs(0, tuple(TokenLogprob(token, -1.0) for token in tokens))]
            for tokens in groups
        )
    )
    reached = 0
    for token in scores.by_block.get(TEXT, ()):
        assert token.start == reached
        reached = token.end
    assert reached == sum(len(token) for tokens in groups for token in tokens)
