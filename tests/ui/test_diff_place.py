"""Where a row of a diff is in the diff of later versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff import Diff, Layout, diff, rows
from recview.model.json_value import JSON
from recview.ui.diff_place import DiffPlace, DiffSpot, find_place

VALUES: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="ab\n", max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="ab/~", max_size=2), inner),
    max_leaves=10,
)


def place(before: Diff, row: int, layout: Layout = "split") -> DiffPlace:
    return DiffPlace(before, layout, True, DiffSpot.of(rows(before, layout)[row]))


def document(*names: str, **fields: JSON) -> JSON:
    return {"messages": [{"content": name} for name in names], **fields}


def text_of(compared: Diff, row: int) -> str:
    shown = rows(compared)[row]
    side = shown.right or shown.left
    return side.text.rstrip(",") if side is not None else ""


def fold_ends(compared: Diff) -> tuple[int, int]:
    fold = rows(compared).folds()[0]
    return fold.start, fold.stop - 1


@pytest.mark.parametrize("text", ['"content": "b"', '"last": 1', '"content": "'])
@pytest.mark.parametrize("later", [("x", "a", "b", "c"), ("b", "c"), ("a", "b", "c", "d\ne")])
def test_a_row_is_found_among_others(text: str, later: tuple[str, ...]) -> None:
    before = diff(document("a", "b"), document("a", "b", "c\nd", last=1))
    after = diff(document("a", "b"), document(*later, "c\nd", last=1))
    row = next(at for at in range(len(rows(before))) if text_of(before, at) == text)
    assert text_of(after, find_place(place(before, row), after).cursor) == text_of(before, row)


def test_of_what_is_gone_the_nearest_around_it_is_found() -> None:
    before = diff(document("a"), document("a", top={"p": 1}))
    after = diff(document("a"), document("a", top={"q": 2}))
    row = next(at for at in range(len(rows(before))) if text_of(before, at) == '"p": 1')
    assert text_of(after, find_place(place(before, row), after).cursor) == '"top": {'


def test_a_stretch_that_was_opened_is_open() -> None:
    names = [str(number) for number in range(20)]
    before = diff(document(*names, last=1), document(*names, last=2))
    after = diff(document(*names, last=1), document("x", *names, last=2))
    first, last = (DiffSpot.of(rows(before)[row]) for row in fold_ends(before))
    found = find_place(DiffPlace(before, "split", True, first, opened=((first, last),)), after)
    assert {each.start for each in rows(after).folds()} <= set(found.opened)


@given(VALUES, VALUES, st.sampled_from(["split", "unified"]))
def test_in_the_same_diff_every_row_is_where_it_was(old: JSON, new: JSON, layout: Layout) -> None:
    before, after = diff(old, new), diff(old, new)
    for row in range(len(rows(before, layout))):
        assert find_place(place(before, row, layout), after).cursor == row


@given(VALUES, VALUES, VALUES)
def test_whatever_comes_there_is_a_place_in_it(old: JSON, new: JSON, newer: JSON) -> None:
    before, after = diff(old, new), diff(old, newer)
    for row in range(len(rows(before))):
        assert 0 <= find_place(place(before, row), after).cursor < len(rows(after))
