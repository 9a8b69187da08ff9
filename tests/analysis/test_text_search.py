from __future__ import annotations

import json
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.text_forms import is_written_in_one_way, text_forms
from recview.analysis.text_search import EXCERPT_CHARACTERS, TextSearch


def test_a_hit_tells_where_and_how_often_and_shows_what_is_around() -> None:
    text = "x" * 100 + "Saturn" + "y" * 100 + "saturn"
    hit = TextSearch("saturn").find(text)
    assert hit is not None
    assert (hit.offset, hit.length, hit.count, hit.is_cut) == (100, 6, 2, True)
    assert hit.excerpt == "x" * EXCERPT_CHARACTERS + "Saturn" + "y" * EXCERPT_CHARACTERS
    assert hit.excerpt[hit.excerpt_offset :].startswith("Saturn")


def test_capitals_make_case_count() -> None:
    assert TextSearch("saturn").find("SATURN") is not None
    assert TextSearch("Saturn").find("SATURN") is None


def test_text_is_literal() -> None:
    assert TextSearch("a.c").find("abc") is None
    assert TextSearch("(x|y)").find("say (x|y)") is not None


def test_a_hit_at_the_end_is_not_said_to_go_on() -> None:
    hit = TextSearch("end").find("the end")
    assert hit is not None and not hit.is_cut and hit.excerpt == "the end"


def test_strings_of_a_document_are_searched_in_its_order() -> None:
    document = {"sought": 1, "b": ["no", {"c/d": "it is sought"}], "a": "sought"}
    assert [path for path, _ in TextSearch("sought").find_in_document(document)] == ["/b/1/c~1d", "/a"]


@given(st.text(max_size=6), st.text(min_size=1, max_size=6).filter(str.isascii), st.text(max_size=6), st.booleans())
def test_the_cheap_look_never_misses(before: str, sought: str, after: str, ascii_only: bool) -> None:
    search = TextSearch(sought)
    data = json.dumps({"a": before + sought + after}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert search.may_be_in(data)
    assert not TextSearch("never there").may_be_in(b'{"a": "something else"}')


@pytest.mark.parametrize("sought", ["caf\u00e9", "cafe\u0301"])
@pytest.mark.parametrize("there", ["caf\u00e9", "cafe\u0301", "CAFE\u0301", "Caf\u00c9"])
def test_accents_are_found_composed_and_decomposed(sought: str, there: str) -> None:
    text = f"Un {there}, deux {there}s"
    search = TextSearch(sought)
    hit = search.find(text)
    assert hit is not None
    assert (hit.offset, hit.length, hit.count) == (3, len(there), 2)
    assert text[hit.offset : hit.offset + hit.length] == there
    for ascii_only in (True, False):
        assert search.may_be_in(json.dumps([text], ensure_ascii=ascii_only).encode())
    assert not search.may_be_in(b'["tea"]')


@pytest.mark.parametrize("sought", ["\u00c9t\u00e9", "E\u0301te\u0301"])
def test_capitals_with_accents_make_case_count(sought: str) -> None:
    assert TextSearch(sought).find("E\u0301t\u00e9") is not None
    assert TextSearch(sought).find("e\u0301t\u00e9") is None


ACCENTED = st.text(st.sampled_from("aeK. \u00e9\u0301\u0323\u1ec7\ud55c\u212a"), min_size=1, max_size=6)


@given(ACCENTED, st.booleans())
def test_the_cheap_look_misses_no_form(sought: str, ascii_only: bool) -> None:
    search = TextSearch(sought)
    for there in text_forms(sought):
        assert search.may_be_in(json.dumps({"a": there}, ensure_ascii=ascii_only).encode())
        assert search.find(there) is not None or is_written_in_one_way(sought)


def test_no_other_letters_than_those_have_a_case_in_ascii() -> None:
    everything = "".join(map(chr, range(128, sys.maxunicode + 1)))
    odd = set(re.findall("[a-z]", everything, re.IGNORECASE))
    assert odd == set("\u0130\u0131\u017f\u212a")
    even = "".join(letter for letter in everything if letter not in odd)
    assert len(even.lower()) == len(even)
    assert not re.search("[a-zA-Z]", even.lower())


LETTERS = st.text(st.sampled_from("iIsSkKaA.é\u0130\u0131\u017f\u212aÅßΣς"), max_size=8)


@given(LETTERS, LETTERS.filter(bool))
def test_the_quick_way_finds_what_the_pattern_does(text: str, sought: str) -> None:
    folds = sought == sought.lower()
    matches = list(re.finditer(re.escape(sought), text, re.IGNORECASE if folds else 0))
    hit = TextSearch(sought).find(text)
    found = (hit.offset, hit.offset + hit.length, hit.count) if hit else None
    assert found == ((*matches[0].span(), len(matches)) if matches else None)
