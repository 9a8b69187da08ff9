from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recview.ui.renderables.indented_json import IndentedJson, is_json_text

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=6), children, max_size=3),
    max_leaves=12,
)
containers = st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=6), values, max_size=3)


def lines_of(text: str, width: int = 60) -> list[str]:
    tree = IndentedJson(text, width)
    return [" " * tree.indent(index) + text[slice(*tree.line(index))] for index in range(tree.line_count)]


def test_members_stand_under_each_other() -> None:
    assert lines_of('{"city": "Oslo", "days": [1, 2], "none": {}, "empty": [ ]}') == [
        "{",
        '  "city": "Oslo",',
        '  "days": [',
        "    1,",
        "    2",
        "  ],",
        '  "none": {},',
        '  "empty": [ ]',
        "}",
    ]


@given(containers, st.booleans())
def test_a_value_that_fits_is_laid_out_as_json_itself_indents_it(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert lines_of(text, 10_000) == json.dumps(value, ensure_ascii=ascii_only, indent=2).split("\n")


@given(st.text(alphabet='{}[],:" \\\nab1é', max_size=60), st.integers(1, 30))
@example("  ", 1)
def test_any_text_is_all_there_in_order_and_no_line_is_too_wide(text: str, width: int) -> None:
    tree = IndentedJson(text, width)
    end = 0
    for index in range(tree.line_count):
        start, next_end = tree.line(index)
        assert text[end:start].strip() == ""
        assert start <= next_end
        assert tree.indent(index) + next_end - start <= width or next_end - start <= 1
        end = next_end
    assert text[end:].strip() == ""


@given(st.text(alphabet='{}[],:" \\ab1', max_size=60), st.integers(4, 30))
def test_a_character_is_found_under_the_cell_it_is_drawn_on(text: str, width: int) -> None:
    tree = IndentedJson(text, width)
    for index in range(tree.line_count):
        for offset in range(*tree.line(index)):
            line, column = tree.locate(offset)
            assert line == index
            assert tree.offset_at(line, column) == offset


def test_a_string_that_is_wrapped_stays_a_string() -> None:
    text = '{"text": "one, two: three [four] five"}'
    tree = IndentedJson(text, 20)
    roles = {role for index in range(2, tree.line_count - 1) for *_, role in tree.pieces(index)}
    assert tree.line_count > 4
    assert roles == {"json-string"}


def test_pieces_tell_keys_from_strings() -> None:
    tree = IndentedJson('{"a": "b"}', 20)
    assert [('{"a": "b"}'[start:end], role) for start, end, role in tree.pieces(1)] == [
        ('"a"', "json-key"),
        (":", "json-punct"),
        (" ", "json-punct"),
        ('"b"', "json-string"),
    ]


@pytest.mark.parametrize(("text", "expected"), [(' {"a": 1}', True), ("[", True), ("print(1)", False), ("", False)])
def test_only_objects_and_arrays_are_indented(text: str, expected: bool) -> None:
    assert is_json_text(text) is expected
