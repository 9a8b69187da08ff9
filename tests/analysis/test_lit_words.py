from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.lit_words import LitWords


def test_words_are_found_whatever_their_case_and_the_longest_is_lit() -> None:
    words = LitWords(["sat", "Saturn"])
    text = "SATURN sat on a Satyr"
    assert words.between(text, 0, len(text)) == [(0, 6), (7, 10), (16, 19)]
    assert words.first("on a saTurn") == (5, 11)


def test_a_word_that_is_only_partly_in_the_stretch_is_found() -> None:
    assert LitWords(["saturn"]).between("xxsaturnxx", 4, 5) == [(2, 8)]
    assert LitWords(["saturn"]).between("xxsaturnxx", 8, 10) == []


def test_accents_are_lit_composed_and_decomposed() -> None:
    for word in ("caf\u00e9", "cafe\u0301"):
        words = LitWords([word])
        assert words.between("A caf\u00e9, a CAFE\u0301.", 0, 20) == [(2, 6), (10, 15)]
        assert words.first("A cafe\u0301.") == (2, 7)


def test_signs_are_literal_and_no_words_are_nowhere() -> None:
    assert LitWords(["a.c"]).first("abc") is None
    assert not LitWords(["", ""])
    assert LitWords().between("text", 0, 4) == []
    assert LitWords().first("text") is None


@given(st.text("ab ", max_size=30), st.text("ab", min_size=1, max_size=3), st.integers(0, 30), st.integers(0, 10))
def test_every_hit_that_begins_in_a_stretch_is_lit(text: str, word: str, start: int, length: int) -> None:
    end = start + length
    lit = {at for first, last in LitWords([word]).between(text, start, end) for at in range(first, last)}
    hits = [at for at in range(len(text)) if text.startswith(word, at) and start <= at < end]
    assert all(at in lit for at in hits), "of overlapping ones at least their beginnings"
