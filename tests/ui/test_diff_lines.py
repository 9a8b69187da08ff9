"""One side of a row of a diff: as wide as it is asked for, and what stands out on it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style

from recview.analysis.jsondiff import DiffRow, diff, rows
from recview.ui.renderables.diff_lines import Look, look_of, side_segments

OLD, NEW = {"keep": 1, "text": "one two three"}, {"keep": 1, "text": "one 2 three"}


def row_of(pointer: str) -> DiffRow:
    return next(row for row in rows(diff(OLD, NEW)) if row.right is not None and row.right.pointer == pointer)


def drawn(row: DiffRow, name: str, width: int, **how: object) -> list[tuple[str, set[str]]]:
    """Each piece with the tones it has."""
    side = row.left if name == "left" else row.right
    look = look_of(row, side, name, quiet=bool(how.pop("quiet", False)))
    segments = side_segments(
        side,
        width,
        lambda role: Style(meta={role: True}),
        look,
        **{"number_cells": 5, "span": None, **how},  # type: ignore[arg-type]
    )
    return [(each.text, set(each.style.meta) if each.style else set()) for each in segments]


@pytest.mark.parametrize("width", [12, 25, 80])
@pytest.mark.parametrize("name", ["left", "right"])
def test_it_takes_exactly_its_width(name: str, width: int) -> None:
    for pointer in ("/keep", "/text"):
        assert sum(cell_len(text) for text, _ in drawn(row_of(pointer), name, width)) == width


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert "…" in "".join(text for text, _ in drawn(row_of("/text"), "left", 20))
    assert side_segments(None, 0, lambda role: Style(), Look(), number_cells=5, span=None) == []


@pytest.mark.parametrize("width", range(12, 36))
def test_what_is_cut_never_looks_whole_wherever_a_piece_happens_to_end(width: int) -> None:
    text = "".join(text for text, _ in drawn(row_of("/text"), "left", width))
    assert text.rstrip().endswith(("…", '"one two three"'))


def test_what_changed_stands_on_its_ground_and_the_words_on_theirs() -> None:
    left, right = (drawn(row_of("/text"), name, 60) for name in ("left", "right"))
    assert [text for text, tones in left if "diff-remove-word" in tones] == ["two"]
    assert [text for text, tones in right if "diff-add-word" in tones] == ["2"]
    assert (left[1], right[1]) == (("- ", {"sign-remove", "diff-remove"}), ("+ ", {"sign-add", "diff-add"}))
    assert not any("diff-add" in tones for _, tones in drawn(row_of("/keep"), "right", 60))


def test_noise_is_dimmed_and_where_the_cursor_is_shows_beside_the_ground() -> None:
    quiet = drawn(row_of("/text"), "left", 60, quiet=True)
    assert quiet[1] == ("· ", {"faint"})
    assert all(tones <= {"faint"} for _, tones in quiet)
    pointed_at = drawn(row_of("/text"), "left", 60, pointed_at=True)
    assert pointed_at[:2] == [("   3 ", {"playhead"}), ("- ", {"sign-remove"})]


def test_a_further_line_of_a_row_has_no_number_and_no_sign_and_another_stretch() -> None:
    text = "".join(text for text, _ in drawn(row_of("/text"), "left", 40, continued=True, span=(9, 14)))
    assert text.split() == ["one", "t"]
