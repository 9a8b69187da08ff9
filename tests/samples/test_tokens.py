"""Texts are cut without loss, and always alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recview.samples.builders.tokens import count_tokens, fragments, pieces, salt


@given(st.text(), st.integers(0, 5))
def test_the_pieces_of_a_text_make_the_text(text: str, glue: int) -> None:
    assert "".join(pieces(text, glue=glue)) == text


@given(st.text())
def test_the_fragments_of_arguments_make_the_arguments(text: str) -> None:
    assert "".join(fragments(text)) == text


def test_words_carry_the_space_before_them() -> None:
    assert pieces("The sea, at night.") == ["The", " sea", ",", " at", " night", "."]


def test_long_words_and_scripts_without_spaces_are_cut() -> None:
    assert pieces("lighthouses") == ["light", "houses"]
    assert pieces("桜餅です") == ["桜餅", "です"]


def test_glue_moves_the_borders() -> None:
    assert pieces("a b c d e", glue=2) == ["a b", " c d", " e"]
    assert pieces("a b c d e", glue=3) == ["a", " b c", " d", " e"]


def test_a_text_has_as_many_tokens_as_pieces() -> None:
    assert count_tokens("Two words.") == 3
    assert count_tokens("") == 0


def test_salt_follows_from_its_parts_alone() -> None:
    assert salt("a", 1) == salt("a", 1) != salt("a", 2)
    assert len(salt("a", length=24)) == 24
