"""Recorded text on its way to a person: harmless, and still readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.wire.terminal import UNSAFE, clean, clean_line

TEXT = st.text(st.characters(codec=None, categories=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("ä 日本 😀 👩\u0301", "ä 日本 😀 👩\u0301"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x07\x08\r\x00\x7f", "␇␈␍␀␡"),
        ("\x9b31m\x85", "⟨U+009B⟩31m⟨U+0085⟩"),
        ("a\u202eb\u2066c\u200bd\ufeff", "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩"),
        ("👩\u200d💻 می\u200cشود", "👩‿💻 می¦شود"),
        ("\ud800", "⟨U+D800⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    assert clean(text) == clean_line(text) == shown


def test_lines_and_tabs_stay_in_a_text_and_not_on_a_line() -> None:
    assert clean("a\tb\nc") == "a\tb\nc"
    assert clean_line("a\tb\nc") == "a␉b␊c"


@given(TEXT)
def test_nothing_unsafe_is_left(text: str) -> None:
    assert UNSAFE.search(clean_line(text)) is None
    assert UNSAFE.search(clean(text).replace("\n", "").replace("\t", "")) is None
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@given(st.characters(codec=None, categories=("Cc", "Cf", "Cs", "Zl", "Zp")))
def test_no_control_or_format_character_is_forgotten(character: str) -> None:
    """Those that only join or mark letters of some scripts are drawn with them and stay."""
    drawn = {
        "\u0600",
        "\u0601",
        "\u0602",
        "\u0603",
        "\u0604",
        "\u0605",
        "\u06dd",
        "\u070f",
        "\u0890",
        "\u0891",
        "\u08e2",
    }
    if character in drawn or 0x110BD <= ord(character) < 0xE0000:
        assert unicodedata.category(character) == "Cf"
    else:
        assert clean_line(character) != character


@given(TEXT)
def test_harmless_text_is_left_alone(text: str) -> None:
    if UNSAFE.search(text) is None:
        assert clean(text) == clean_line(text) == text
