"""Filters, orders and folds of an outline, against what one would do by hand with all its lines."""

from __future__ import annotations

from collections.abc import Sequence

from factories import make_row
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.arrangement import OutlineLine, OutlineLines, arrange_by_name, arrange_by_rank, no_lines
from recview.analysis.grouping import Outline
from recview.model.row import Row

PLACES = st.tuples(
    st.sampled_from(["recordings", "a/recordings", "a/b/recordings", "a/c/responses", "d"]),
    st.sampled_from([None, "f.py", "f.py::t", "f.py::u", "g.py::t"]),
)


@st.composite
def outlines(draw: st.DrawFn) -> tuple[Outline, list[int], list[int] | None]:
    """An outline, some positions in it, and ranks, or none for the order by name."""
    places = draw(st.lists(PLACES, max_size=14))
    outline = Outline(
        make_row(path=f"tree/{folder}/{number}.json", root="tree", test_id=test_id)
        for number, (folder, test_id) in enumerate(places)
    )
    every = range(len(places))
    positions = sorted(draw(st.sets(st.sampled_from(every)))) if places else []
    ranks = draw(st.none() | st.lists(st.integers(0, 3), min_size=len(places), max_size=len(places)))
    return outline, positions, ranks


def lines_of(outline: Outline, positions: Sequence[int], ranks: list[int] | None) -> OutlineLines:
    if ranks is None:
        return OutlineLines(arrange_by_name(outline, positions))
    return OutlineLines(arrange_by_rank(outline, positions, ranks))


def rows_in(lines: Sequence[OutlineLine]) -> list[Row]:
    return [line.row for line in lines if line.row is not None]


def inside(lines: Sequence[OutlineLine], head: int) -> range:
    """The lines in the group whose head stands on a line."""
    behind = (at for at in range(head + 1, len(lines)) if lines[at].depth <= lines[head].depth)
    return range(head + 1, next(behind, len(lines)))


@given(outlines())
def test_what_is_shown_is_what_was_asked_for_under_its_own_groups(
    case: tuple[Outline, list[int], list[int] | None],
) -> None:
    outline, positions, _ = case
    lines = [*lines_of(*case)]
    assert {id(row) for row in rows_in(lines)} == {id(outline.rows[position]) for position in positions}
    whole = [*OutlineLines(arrange_by_name(outline))]
    group_of = {line.row.path: _groups_around(whole, at) for at, line in enumerate(whole) if line.row is not None}
    for at, line in enumerate(lines):
        if line.row is not None:
            assert _groups_around(lines, at) == group_of[line.row.path]
        else:
            assert line.count == len(rows_in([lines[below] for below in inside(lines, at)])) > 0


def _groups_around(lines: Sequence[OutlineLine], at: int) -> list[str]:
    keys, depth = [], lines[at].depth
    for line in reversed(lines[:at]):
        if line.depth < depth:
            keys.append(line.key)
            depth = line.depth
    return keys


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
        groups = _groups_around(lines, at)
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
