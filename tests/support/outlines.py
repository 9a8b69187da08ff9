"""Outlines of all shapes, and what one would read off all their lines by hand."""

from __future__ import annotations

from collections.abc import Sequence

from factories import make_row
from hypothesis import strategies as st

from recview.analysis.arrangement import OutlineLine, arrange_by_name, arrange_by_rank
from recview.analysis.folding import OutlineLines
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


def groups_around(lines: Sequence[OutlineLine], at: int) -> list[str]:
    keys, depth = [], lines[at].depth
    for line in reversed(lines[:at]):
        if line.depth < depth:
            keys.append(line.key)
            depth = line.depth
    return keys
