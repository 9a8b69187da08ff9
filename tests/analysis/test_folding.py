"""Folds of an outline, against what one would do by hand with all its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from outlines import groups_around, inside, lines_of, outlines, rows_in

from recview.analysis.arrangement import OutlineLine
from recview.analysis.folding import OutlineLines, no_lines
from recview.analysis.folds import Folds
from recview.analysis.grouping import Outline


@given(outlines(), st.data())
def test_folds_hide_what_is_in_closed_groups(
    case: tuple[Outline, list[int], list[int] | None], data: st.DataObject
) -> None:
    unfolded = lines_of(*case)
    heads = [at for at, line in enumerate(unfolded) if line.row is None]
    closed = data.draw(st.sets(st.sampled_from(heads))) if heads else set()
    closed_keys = {unfolded[head].key for head in closed}
    folds = Folds(frozenset(closed_keys | {"of another tree"}))
    if data.draw(st.booleans()):
        folds = Folds(frozenset({unfolded[head].key for head in heads} - closed_keys), all_but=True)
    folded = OutlineLines(unfolded.arrangement, folds)
    hidden = {at for head in closed for at in inside(unfolded, head)}
    assert [*folded] == [line for at, line in enumerate(unfolded) if at not in hidden]
    for at, line in enumerate(unfolded):
        position = folded.position(line.key)
        assert (position is None) == (at in hidden)
        nearest = folded.nearest(line.key)
        assert nearest is not None
        assert folded[nearest] == (line if position is not None else _closed_around(unfolded, at, closed))


def some_folds(lines: OutlineLines, data: st.DataObject) -> Folds:
    """Of some groups that there are; few of them, or all but few."""
    keys = [line.key for line in lines if line.row is None]
    return Folds(data.draw(st.frozensets(st.sampled_from(keys))) if keys else frozenset(), data.draw(st.booleans()))


def _closed_around(lines: OutlineLines, at: int, closed: set[int]) -> OutlineLine:
    """The outermost closed group that a line is in."""
    return lines[min(head for head in closed if at in inside(lines, head))]


@given(outlines(), st.data())
def test_rows_are_counted_and_groups_are_found(
    case: tuple[Outline, list[int], list[int] | None], data: st.DataObject
) -> None:
    unfolded = lines_of(*case)
    lines = OutlineLines(unfolded.arrangement, some_folds(unfolded, data))
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


@given(outlines(), st.data())
def test_the_next_of_some_rows_is_the_nearest_beyond_a_line_round_the_end(
    case: tuple[Outline, list[int], list[int] | None], data: st.DataObject
) -> None:
    unfolded = lines_of(*case)
    every = rows_in(unfolded)
    if not every:
        return
    lines = OutlineLines(unfolded.arrangement, some_folds(unfolded, data))
    rows = sorted(data.draw(st.sets(st.integers(0, len(every) - 1), min_size=1)))
    at = data.draw(st.integers(0, len(lines) - 1))
    here = unfolded.position(lines[at].key)
    places = [unfolded.position(every[row].path) for row in rows]
    assert here is not None
    after = [row for row, place in zip(rows, places, strict=True) if place is not None and place > here]
    before = [row for row, place in zip(rows, places, strict=True) if place is not None and place < here]
    assert lines.next_row(rows, at, 1) == (after or rows)[0]
    assert lines.next_row(rows, at, -1) == (before or rows)[-1]


def test_nothing_has_no_lines() -> None:
    lines = no_lines()
    assert len(lines) == 0
    assert lines.deepest == 0
    assert lines.position("x") is None
    assert lines.nearest("x") is None
