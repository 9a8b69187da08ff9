"""Where the rows of a diff stand: folds, wrapped texts, and the way from rows and changes to lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff import Layout, diff
from recview.model.json_value import JSON
from recview.ui.renderables.diff_layout import DiffLayout

OLD: JSON = {"keep": list(range(30)), "id": "call_aaaaaaaaaaaaaaaaaaaaaaaa", "text": "one two " * 20, "end": 1}
NEW: JSON = {"keep": list(range(30)), "id": "call_bbbbbbbbbbbbbbbbbbbbbbbb", "text": "one 2 " * 20, "end": 1}

documents = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.integers(0, 9), max_size=9) | st.text("ab c", max_size=90),
    max_size=6,
)


def laid_out(layout: Layout = "split", width: int = 60, **how: object) -> DiffLayout:
    return DiffLayout(diff(OLD, NEW), layout, width, **{"noise_hidden": True, **how})  # type: ignore[arg-type]


def test_what_did_not_change_is_folded_and_opens() -> None:
    placed = laid_out()
    (fold,) = (line.fold for line in placed.lines if line.fold is not None)
    opened = laid_out(unfolded={fold.start})
    assert len(opened.lines) == len(placed.lines) - 1 + fold.hidden
    assert not any(line.fold for line in laid_out(folding=False).lines)
    assert not any(line.fold for line in laid_out(height=1_000).lines)


def test_a_text_that_changed_is_shown_whole_and_noise_in_a_line() -> None:
    placed = laid_out(folding=False)
    noise, text = (change.new_path for change in placed.diff.changes)
    heights = {
        row.right.pointer: sum(line.row == index for line in placed.lines)
        for index, row in enumerate(placed.rows)
        if row.right is not None
    }
    assert (noise, text) == ("/id", "/text")
    assert heights[noise] == 1
    assert heights[text] > 3
    assert placed.changed_lines == [placed.line_of_change(1)]
    assert len(laid_out(folding=False, noise_hidden=False).changed_lines) == 2


@pytest.mark.parametrize("layout", ["split", "unified"])
@given(old=documents, new=documents, width=st.integers(30, 80), noise_hidden=st.booleans())
def test_every_row_is_shown_once_or_folded(
    layout: Layout, old: dict[str, JSON], new: dict[str, JSON], width: int, noise_hidden: bool
) -> None:
    placed = DiffLayout(diff(old, new), layout, width, noise_hidden=noise_hidden)
    covered: list[int] = []
    for at, line in enumerate(placed.lines):
        assert placed.line_of_row(line.row) == at - line.part
        assert (placed.row_at(at) is None) is (line.fold is not None)
        if line.fold is not None:
            covered += range(line.fold.start, line.fold.stop)
            assert placed.line_of_row(line.fold.stop - 1) == at
        elif not line.part:
            covered.append(line.row)
    assert covered == list(range(len(placed.rows)))
    assert placed.row_at(len(placed.lines)) is None
    for index, row in enumerate(placed.rows):
        lines = [line for line in placed.lines if line.row == index and line.fold is None]
        for name, side in (("left", row.left), ("right", row.right)):
            spans = [placed.span(line, name) for line in lines]
            if side is not None and spans and spans[0] is not None:
                shown = "".join(side.text[start:end] for start, end in filter(None, spans))
                assert shown.replace(" ", "") == side.text.replace(" ", "")  # a line may break at one
