from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.text_forms import is_written_in_one_way, letters, spelling_pattern, text_forms

ACCENTED = st.text(st.sampled_from("ae.|(éÅệ한글\u0301\u0323\u212a\u212bA"), max_size=8)


def test_what_has_one_form_only_is_left_alone() -> None:
    for text in ("", "cafe", "ß→", "x\u0301"):
        assert text_forms(text) == (text,)
        assert is_written_in_one_way(text)


def test_a_letter_with_accents_has_its_forms() -> None:
    assert text_forms("caf\u00e9") == ("caf\u00e9", "cafe\u0301")
    assert text_forms("cafe\u0301") == ("cafe\u0301", "caf\u00e9")
    assert not is_written_in_one_way("\ud55c"), "a syllable of Hangul is made of letters"


def test_letters_keep_what_belongs_to_them() -> None:
    assert letters("e\u0301x\u0301e") == ["\u00e9", "x\u0301", "e"]


@pytest.mark.parametrize("text", ["\u00e9te\u0301", "e\u0301t\u00e9"])
def test_a_text_in_both_forms_at_once_is_found(text: str) -> None:
    assert re.fullmatch(spelling_pattern("\u00e9t\u00e9"), text)


@given(ACCENTED)
def test_a_pattern_takes_every_form(text: str) -> None:
    pattern = re.compile(spelling_pattern(text))
    assert all(pattern.fullmatch(form) for form in (*text_forms(text), normalize("NFC", text), normalize("NFD", text)))
