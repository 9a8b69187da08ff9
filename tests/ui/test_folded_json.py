"""What is open of a JSON value, and where the cursor goes with it."""

from __future__ import annotations

import pytest

from recview.model.json_value import JSON
from recview.ui.folded_json import DEEP, LONG_ARRAY, FoldedJson, JsonPlace

LONG = "word " * 30


def folded(value: JSON, width: int = 41) -> FoldedJson:
    made = FoldedJson()
    made.show(value, width)
    return made


def shape(view: FoldedJson) -> list[str]:
    """Kind and path of each line."""
    return [f"{line.kind} /{'/'.join(map(str, line.path))}" for line in view.lines]


def line(view: FoldedJson, *path: str | int) -> int:
    """The first line of a path."""
    return next(at for at, each in enumerate(view.lines) if each.path == path)


def test_long_arrays_numbers_deep_objects_and_texts_are_closed_at_first() -> None:
    deep: JSON = {"end": 1}
    for depth in range(DEEP, 0, -1):
        deep = {str(depth): deep}
    view = folded({"long": ["x"] * (LONG_ARRAY + 1), "short": ["x"], "ids": [1, 2], "text": LONG, "deep": deep})
    closed = {line.path[0]: line.depth for line in view.lines if line.kind == "folded"}
    assert closed == {"long": 1, "ids": 1, "deep": DEEP + 1}
    assert "leaf /text" in shape(view)
    assert "open /short" in shape(view)


def test_a_line_is_closed_and_opened_from_its_bracket_and_the_cursor_stands_on_the_first_line_of_it() -> None:
    view = folded({"a": {"b": [{"c": 1}]}, "d": 2})
    closing = shape(view).index("close /a/b")
    assert view.toggle(closing) == line(view, "a", "b")
    assert shape(view) == ["open /", "open /a", "folded /a/b", "close /a", "leaf /d", "close /"]
    assert view.unfold(2) == 2
    assert view.unfold(2) is None
    assert view.fold(2) == 2
    assert view.fold(2) == 1, "what is closed leads to what is around it"
    assert view.fold(line(view, "d")) == 0
    assert view.toggle(line(view, "d")) is None
    assert view.unfold(line(view, "d")) is None


def test_an_open_text_is_wrapped_to_the_width_and_closed_from_any_of_its_lines() -> None:
    view = folded({"text": LONG, "short": "word"})
    assert view.toggle(line(view, "short")) is None
    assert view.toggle(1) == 1
    texts = [each.value for each in view.lines if each.kind == "text"]
    assert len(texts) > 1
    assert max(len(str(text)) for text in texts) <= view.width - 1
    assert view.toggle(3) == 1
    assert shape(view) == ["open /", "leaf /text", "leaf /short", "close /"]


def test_all_is_opened_but_texts_and_closed_below_the_first_level() -> None:
    view = folded({"ids": [1, 2], "text": LONG, "inner": {"one": {}}})
    view.fold(line(view, "inner"))
    assert view.unfold_all(2) == 2
    assert shape(view)[:3] == ["open /", "open /ids", "leaf /ids/0"]
    assert "leaf /text" in shape(view)
    assert "open /inner" in shape(view)
    assert view.fold_all(5) == 0
    assert shape(view) == ["open /", "folded /ids", "leaf /text", "folded /inner", "close /"]


def test_texts_are_shown_whole_or_each_on_a_line_whatever_was_opened_before() -> None:
    view = folded({"first": LONG, "second": LONG})
    view.toggle(line(view, "second"))
    assert view.toggle_texts(line(view, "second")) == line(view, "second")
    assert [kind for kind in shape(view) if kind.startswith("open /")] == ["open /", "open /first", "open /second"]
    view.toggle_texts(0)
    assert shape(view) == ["open /", "leaf /first", "leaf /second", "close /"]


def test_another_value_is_as_at_first_unless_folds_are_kept() -> None:
    view = folded({"a": {"b": 1}})
    view.fold(1)
    view.show({"a": {"b": 2}}, 41, keep_folds=True)
    assert shape(view) == ["open /", "folded /a", "close /"]
    view.show({"a": {"b": 2}}, 41)
    assert shape(view) == ["open /", "open /a", "leaf /a/b", "close /a", "close /"]


@pytest.mark.parametrize("at", range(9))
def test_a_place_is_found_on_the_line_it_is_of(at: int) -> None:
    view = folded({"a": {"b": LONG}})
    view.toggle(2)
    place = view.place(at, 7)
    assert (view.line_of(place), place.row) == (at, 7)


def test_of_what_is_gone_it_is_what_is_around_it() -> None:
    view = folded({"a": {"b": 1}})
    assert view.line_of(JsonPlace(("a", "gone", 3), 1)) == 1
    assert view.line_of(JsonPlace(("gone",))) == 0
    assert FoldedJson().place(0, 3) == JsonPlace()


def test_in_the_next_version_folds_and_place_stay_with_what_they_belong_to() -> None:
    view = folded({"items": [{"id": "one"}, {"id": "two"}], "rest": {"x": 1}})
    view.fold(line(view, "rest"))
    place = view.place(line(view, "items", 1, "id"), 4)
    found = view.show_again({"items": [{"id": "new"}, {"id": "one"}, {"id": "two"}], "rest": {"x": 1}}, place, 41)
    assert found == JsonPlace(("items", 2, "id"), 0, 4)
    assert "folded /rest" in shape(view)
    assert view.lines[view.line_of(found)].value == "two"


def test_a_list_that_has_grown_does_not_shut_the_cursor_in() -> None:
    items: list[JSON] = [{"id": str(number)} for number in range(LONG_ARRAY)]
    view = folded({"items": items})
    place = view.place(line(view, "items", 3, "id"), 0)
    found = view.show_again({"items": [*items, {"id": "more"}]}, place, 41)
    assert view.lines[view.line_of(found)].path == ("items", 3, "id")


def test_a_note_stands_instead_until_the_next_version() -> None:
    view = folded({"a": {"b": 1}})
    view.fold(1)
    place = view.place(1, 0)
    view.show_note("gone", 41)
    assert [each.value for each in view.lines] == ["gone"]
    assert view.show_again({"a": {"b": 1}}, place, 41) == place
    assert shape(view) == ["open /", "folded /a", "close /"]
