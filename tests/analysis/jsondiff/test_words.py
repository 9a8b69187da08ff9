"""Words inside strings: what is lit, and what two strings nobody could compare give."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff import diff_words
from recview.analysis.jsondiff.words import Range

_texts = st.text(alphabet="ab cé好\n.", max_size=40)


def _marked(old: str, new: str) -> tuple[str, str]:
    words = diff_words(old, new)
    return _told(old, words.deleted), _told(new, words.inserted)


def _told(text: str, changed: Sequence[Range]) -> str:
    for start, end in reversed(changed):
        text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
    return text


def _kept(text: str, changed: Sequence[Range]) -> str:
    for start, end in reversed(changed):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("hello big world", "hello small world", ("hello <big> world", "hello <small> world")),
        ("the cat sat", "the cat sat down", ("the cat sat", "the cat sat< down>")),
        ("one two three four", "five six seven four", ("<one two three> four", "<five six seven> four")),
        ("today it rains", "today it snows", ("today it <rains>", "today it <snows>")),
        ("今天天气很好", "今天天气不好", ("今天天气<很>好", "今天天气<不>好")),
        ("a\nline one\nend", "a\nline two\nend", ("a\nline <one>\nend", "a\nline <two>\nend")),
        ("nothing shared here", "wholly different", ("<nothing shared here>", "<wholly different>")),
        ("", "new", ("", "<new>")),
        ("same", "same", ("same", "same")),
    ],
)
def test_what_is_lit(old: str, new: str, expected: tuple[str, str]) -> None:
    assert _marked(old, new) == expected


@given(_texts, _texts)
def test_what_is_not_lit_is_the_same_on_both_sides(old: str, new: str) -> None:
    words = diff_words(old, new)
    assert _kept(old, words.deleted) == _kept(new, words.inserted)
    for text, changed in ((old, words.deleted), (new, words.inserted)):
        edges = [edge for each in changed for edge in each]
        assert edges == sorted(set(edges))
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


def test_words_nobody_could_align_are_replaced_and_said_to_be() -> None:
    chance = random.Random(5)
    old, new = (" ".join(chance.choice("ab") for _ in range(3_000)) for _ in range(2))
    assert diff_words(old, new).too_large


def test_a_long_text_with_a_few_edits_is_not_too_large() -> None:
    chance = random.Random(6)
    words = [f"word{chance.randrange(2_000)}" for _ in range(50_000)]
    new = [*words[:10], "first", *words[10:40_000], "second", *words[40_001:]]
    result = diff_words(" ".join(words), " ".join(new))
    assert not result.too_large
    assert len(result.inserted) == 2
