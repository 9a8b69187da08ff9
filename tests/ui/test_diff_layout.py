"""Where the rows of a diff stand: folds, wrapped texts, and the way from rows and changes to lines."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.jsondiff import Layout, diff
from recview.model.json_value import JSON
from recview.ui.renderables.diff_layout import LONG_TEXT, DiffLayout

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


def test_of_a_long_text_what_changed_is_shown_and_the_rest_on_demand() -> None:
    words = [f"word{number}" for number in range(400)]
    edited = [*words[:200], "another", *words[201:]]
    both = diff({"text": " ".join(words)}, {"text": " ".join(edited)})
    placed = DiffLayout(both, "split", 80, noise_hidden=True)
    (row,) = {line.row for line in placed.lines if line.part}
    shown = [line for line in placed.lines if line.row == row]
    left_out = [at for at, line in enumerate(placed.lines) if line.left_out]
    assert len(left_out) == 2
    assert len(shown) < 10
    spans = [placed.span(line, "right") for line in shown if not line.left_out]
    assert any("another" in both.root.new["text"][start:end] for start, end in filter(None, spans))  # type: ignore
    assert placed.foldable(left_out[0], ()) == row
    opened = DiffLayout(both, "split", 80, noise_hidden=True, unfolded={row})
    assert sum(line.row == row for line in opened.lines) == sum(line.left_out or 1 for line in shown)
    assert opened.foldable(opened.line_of_row(row) + 9, {row}) == row
    assert opened.foldable(0, {row}) is None


def test_every_text_in_sight_is_whole_where_that_is_asked_for() -> None:
    same = " ".join(f"word{number}" for number in range(400))
    both = diff({"same": same, "text": same}, {"same": same, "text": f"{same} more"})
    cut, whole = (DiffLayout(both, "split", 80, noise_hidden=True, texts_whole=each) for each in (False, True))
    assert [line.part for line in cut.lines if line.row == 1] == [0]
    assert any(line.left_out for line in cut.lines)
    assert not any(line.left_out for line in whole.lines)
    for pointer in ("/same", "/text"):
        spans = [
            whole.span(line, "right")
            for line in whole.lines
            if (right := whole.rows[line.row].right) is not None and right.pointer == pointer
        ]
        assert len(spans) > LONG_TEXT
        assert all(0 <= start - end <= 1 for (_, end), (start, _) in itertools.pairwise(filter(None, spans)))


@pytest.mark.parametrize("layout", ["split", "unified"])
@given(old=documents, new=documents, width=st.integers(30, 80), noise_hidden=st.booleans())
def test_every_row_is_shown_once_or_folded(
    layout: Layout, old: dict[str, JSON], new: dict[str, JSON], width: int, noise_hidden: bool
) -> None:
    placed = DiffLayout(diff(old, new), layout, width, noise_hidden=noise_hidden)
    whole = DiffLayout(diff(old, new), layout, width, noise_hidden=noise_hidden, folding=False)
    covered: list[int] = []
    for at, line in enumerate(placed.lines):
        assert placed.lines[placed.line_of_row(line.row)].part == 0
        assert (placed.row_at(at) is None) is (line.fold is not None)
        if line.fold is not None:
            covered += range(line.fold.start, line.fold.stop)
            assert placed.line_of_row(line.fold.stop - 1) == at
        elif not line.part:
            covered.append(line.row)
    assert covered == list(range(len(placed.rows)))
    assert placed.row_at(len(placed.lines)) is None
    for index, row in enumerate(whole.rows):
        lines = [line for line in whole.lines if line.row == index]
        for name, side in (("left", row.left), ("right", row.right)):
            spans = [whole.span(line, name) for line in lines]
            if side is not None and spans and spans[0] is not None:
                shown = "".join(side.text[start:end] for start, end in filter(None, spans))
                assert shown.replace(" ", "") == side.text.replace(" ", "")  # a line may break at one


def test_a_line_of_a_row_is_found_by_its_part_or_the_last_before_it_and_of_what_is_folded_the_fold() -> None:
    placed = laid_out(folding=False)
    row = next(line.row for line in placed.lines if line.part)
    first, height = placed.line_of_row(row), sum(line.row == row for line in placed.lines)
    assert [placed.line_of_part(row, part) for part in range(height)] == list(range(first, first + height))
    assert placed.line_of_part(row, height + 5) == first + height - 1
    folded = laid_out()
    (at,) = (at for at, line in enumerate(folded.lines) if line.fold is not None)
    fold = folded.lines[at].fold
    assert fold is not None
    assert folded.line_of_part(fold.stop - 1, 2) == at
