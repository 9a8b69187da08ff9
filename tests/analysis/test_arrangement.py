"""Filters and orders of an outline, against what one would do by hand with all its lines."""

from __future__ import annotations

from hypothesis import given
from outlines import groups_around, inside, lines_of, outlines, rows_in

from recview.analysis.arrangement import arrange_by_name
from recview.analysis.folding import OutlineLines
from recview.analysis.grouping import Outline


@given(outlines())
def test_what_is_shown_is_what_was_asked_for_under_its_own_groups(
    case: tuple[Outline, list[int], list[int] | None],
) -> None:
    outline, positions, _ = case
    lines = [*lines_of(*case)]
    assert {id(row) for row in rows_in(lines)} == {id(outline.rows[position]) for position in positions}
    whole = [*OutlineLines(arrange_by_name(outline))]
    group_of = {line.row.path: groups_around(whole, at) for at, line in enumerate(whole) if line.row is not None}
    for at, line in enumerate(lines):
        if line.row is not None:
            assert groups_around(lines, at) == group_of[line.row.path]
        else:
            assert line.count == len(rows_in([lines[below] for below in inside(lines, at)])) > 0


@given(outlines())
def test_everything_by_name_is_the_outline_itself(case: tuple[Outline, list[int], list[int] | None]) -> None:
    outline, positions, _ = case
    assert [*OutlineLines(arrange_by_name(outline))] == [*lines_of(outline, range(len(outline.rows)), None)]
    by_name = [*lines_of(outline, positions, None)]
    keys = {line.key for line in by_name}
    whole = [line.key for line in OutlineLines(arrange_by_name(outline)) if line.key in keys]
    assert [line.key for line in by_name] == whole, "a filter leaves the order as it is"


@given(outlines())
def test_ranks_order_the_rows_of_a_group_and_the_groups_by_the_best_in_each(
    case: tuple[Outline, list[int], list[int] | None],
) -> None:
    outline, _, ranks = case
    if ranks is None:
        return
    rank_of = {row.path: rank for row, rank in zip(outline.rows, ranks, strict=True)}
    lines = [*lines_of(*case)]
    for head in [-1, *(at for at, line in enumerate(lines) if line.row is None)]:
        depth = lines[head].depth + 1 if head >= 0 else 0
        below = inside(lines, head) if head >= 0 else range(len(lines))
        children = [at for at in below if lines[at].depth == depth]
        own = [rank_of[lines[at].key] for at in children if lines[at].row is not None]
        best = [
            min(rank_of[row.path] for row in rows_in([lines[each] for each in inside(lines, at)]))
            for at in children
            if lines[at].row is None
        ]
        assert own == sorted(own)
        assert best == sorted(best)
