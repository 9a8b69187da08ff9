from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from recview.analysis.wrapping import WrappedText


def lines_of(text: str, width: int) -> list[str]:
    wrapped = WrappedText(text, width, cell_len)
    return [wrapped.line_text(index) for index in range(wrapped.line_count)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("\n", 10, ["", ""]),
        ("a\n\nb\n", 10, ["a", "", "b", ""]),
        ("hello world", 11, ["hello world"]),
        ("hello world", 10, ["hello", "world"]),
        ("hello world", 5, ["hello", "world"]),
        ("hello ", 5, ["hello"]),
        ("a bc def", 4, ["a bc", "def"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("an unbreakable", 6, ["an", "unbrea", "kable"]),
        ("  x indented", 6, ["  x", "indent", "ed"]),
        ("你好世界", 5, ["你好", "世界"]),
        ("ab 你好", 5, ["ab 你", "好"]),
        ("über allen", 5, ["über", "allen"]),
        ("你", 1, ["你"]),
        ("ab", 0, ["a", "b"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("❤\ufe0f❤\ufe0f❤\ufe0f", 5, ["❤\ufe0f❤\ufe0f", "❤\ufe0f"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


def test_a_character_takes_as_many_cells_as_it_is_drawn_with() -> None:
    def drawn(text: str) -> str:
        return text.replace("\t", "    ").replace("\x1b", "␛")

    wrapped = WrappedText("\tab\x1bc", 6, lambda text: cell_len(drawn(text)))
    assert [drawn(wrapped.line_text(index)) for index in range(wrapped.line_count)] == ["    ab", "␛c"]
    assert wrapped.locate(1) == (0, 4)
    assert wrapped.offset_at(0, 3) == 0
    assert wrapped.offset_at(0, 4) == 1


def test_a_line_is_drawn_as_far_as_an_offset() -> None:
    wrapped = WrappedText("hello world", 5)
    assert [wrapped.line_text(0, until) for until in (0, 3, 5, 8)] == ["", "hel", "hello", "hello"]
    assert [wrapped.line_text(1, until) for until in (0, 6, 8)] == ["", "", "wo"]


def test_offsets_have_places() -> None:
    wrapped = WrappedText("ab cd\n你好", 2, cell_len)
    assert [wrapped.locate(offset) for offset in (0, 1, 2, 3, 4, 5, 6, 7, 8)] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (3, 0), (3, 2),
    ]  # fmt: skip


def test_places_have_offsets() -> None:
    wrapped = WrappedText("ab cd\n你好", 4, cell_len)
    assert [wrapped.offset_at(0, column) for column in (-1, 0, 1, 2, 9)] == [0, 0, 1, 2, 2]
    assert [wrapped.offset_at(2, column) for column in (0, 1, 2, 3, 4)] == [6, 6, 7, 7, 8]
    assert wrapped.offset_at(-1, 3) == 0
    assert wrapped.offset_at(99, 0) == 8


texts = st.text(st.sampled_from("ab  \n\t你é\u0301❤\ufe0f") | st.characters(), max_size=60)


@given(texts, st.integers(1, 12))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    wrapped = WrappedText(text, width, cell_len)
    reached = 0
    for index in range(wrapped.line_count):
        start, end = wrapped.line(index)
        assert text[reached:start] in ("", " ", "\n", " \n")
        assert cell_len(text[start:end]) <= width or sum(cell_len(character) > 0 for character in text[start:end]) == 1
        assert "\n" not in text[start:end]
        reached = end
    assert text[reached:] in ("", " ")


@given(texts, st.integers(1, 12))
def test_every_character_drawn_is_found_again_by_its_place(text: str, width: int) -> None:
    wrapped = WrappedText(text, width, len)
    for index in range(wrapped.line_count):
        start, end = wrapped.line(index)
        for offset in range(start, end):
            assert wrapped.offset_at(*wrapped.locate(offset)) == offset


@given(texts, st.integers(1, 12))
def test_ascii_wraps_the_same_whether_it_is_measured_or_counted(text: str, width: int) -> None:
    narrow = "".join(character if character.isascii() and character.isprintable() else "x" for character in text)
    counted = WrappedText(narrow, width, len)
    measured = WrappedText(narrow + "\té", width + 1000, len)
    assert measured.line_count == 1
    # The same paragraph in measured form: a zero-width mark at its end makes it so.
    marked = WrappedText(narrow + "\u0301", width, lambda piece: sum(character != "\u0301" for character in piece))
    if not narrow.endswith(" "):
        assert [counted.line(i) for i in range(counted.line_count - 1)] == [
            marked.line(i) for i in range(marked.line_count - 1)
        ]
