"""Folds of an outline, against what one would do by hand with all its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from outlines import groups_around, inside, lines_of, outlines, rows_in

from recview.analysis.arrangement import OutlineLine
from recview.analysis.folding import OutlineLines, no_lines
from recview.analysis.grouping import Outline


@given(outlines(), st.data())
def test_folds_hide_what_is_in_closed_groups(
    case: tuple[Outline, list[int], list[int] | None], data: st.DataObject
) -> None:
    unfolded = lines_of(*case)
    heads = [at for at, line in enumerate(unfolded) if line.row is None]
    closed = data.draw(st.sets(st.sampled_from(heads))) if heads else set()
    folded = OutlineLines(unfolded.arrangement, {unfolded[head].key for head in closed} | {"of another tree"})
    hidden = {at for head in closed for at in inside(unfolded, head)}
    assert [*folded] == [line for at, line in enumerate(unfolded) if at not in hidden]
    for at, line in enumerate(unfolded):
        position = folded.position(line.key)
        assert (position is None) == (at in hidden)
        nearest = folded.nearest(line.key)
        assert nearest is not None
        assert folded[nearest] == (line if position is not None else _closed_around(unfolded, at, closed))


def _closed_around(lines: OutlineLines, at: int, closed: set[int]) -> OutlineLine:
    """The outermost closed group that a line is in."""
    return lines[min(head for head in closed if at in inside(lines, head))]


@given(outlines(), st.data())
def test_rows_are_counted_and_groups_are_found(
    case: tuple[Outline, list[int], list[int] | None], data: st.DataObject
) -> None:
    unfolded = lines_of(*case)
    keys = unfolded.arrangement.group_keys()
    lines = OutlineLines(unfolded.arrangement, data.draw(st.sets(st.sampled_from(keys))) if keys else frozenset())
    every = rows_in(unfolded)
    for at, line in enumerate(lines):
        groups = groups_around(lines, at)
        around = lines.around(at)
        assert (lines[around].key if around is not None else None) == (groups[0] if groups else None)
        above = lines.rows_above(at)
        if line.row is not None:
            assert every[above] is line.row
            assert lines.position_of_row(above) == at
    for number, row in enumerate(every):
        assert lines.position_of_row(number) == lines.position(row.path)


def test_nothing_has_no_lines() -> None:
    lines = no_lines()
    assert len(lines) == 0
    assert lines.deepest == 0
    assert lines.position("x") is None
    assert lines.nearest("x") is None
