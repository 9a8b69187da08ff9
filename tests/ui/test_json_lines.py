"""A JSON value as foldable lines."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from recview.model.json_value import JSON
from recview.ui.renderables.json_lines import JsonLine, folded_label, json_segments, lay_out

values: st.SearchStrategy[JSON] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def text_of(lines: list[JsonLine]) -> str:
    return "\n".join(
        "".join(piece.text for piece in json_segments(line, 10_000, lambda _role: Style())) for line in lines
    )


@given(values)
def test_opened_wholly_it_is_the_value(value: JSON) -> None:
    lines = lay_out(value, lambda _path, inner: not isinstance(inner, str))
    shown = text_of(lines)
    if "⟨U+" not in shown:  # what could speak to a terminal is shown by a stand-in
        assert json.loads(shown) == value


@given(values)
def test_closed_wholly_it_is_one_line(value: JSON) -> None:
    assert len(lay_out(value, lambda _path, _inner: False)) == 1


def test_an_opened_string_shows_its_lines() -> None:
    lines = lay_out({"a": "one\ntwo\nthree"}, lambda _path, _inner: True)
    assert [line.kind for line in lines] == ["open", "open", "text", "text", "text", "close"]


def test_nesting_deeper_than_python_recurses() -> None:
    value: JSON = 1
    for _ in range(5_000):
        value = [value]
    assert len(lay_out(value, lambda _path, _inner: True)) == 10_001


def test_what_a_closed_container_says_of_itself() -> None:
    assert folded_label({"id": 1, "model": 2}) == " 2 keys: id, model "
    assert folded_label([1, 2.5]) == "1, 2.5"
    assert folded_label(list(range(768))) == " 768 numbers "
    assert folded_label([{}, {}]) == " 2 items "
    assert folded_label(["a"]) == " 1 string "
