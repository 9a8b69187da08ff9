"""Which sections are closed, and where the cursor goes when one is."""

from __future__ import annotations

import pytest

from recview.ui.folded_sections import FoldedSections
from recview.ui.sections import BLANK, FOLD_FROM, HEADING, Section

TEXTS = ("one\ntwo", "three", "")


def section(text: str, source: object = None, *, folded: bool = False) -> Section:
    return Section(text[:5] or "empty", "dim", text, source=source, folded=folded)


def folded(*sections: Section, width: int = 42) -> FoldedSections:
    made = FoldedSections()
    made.show(sections or [section(text, text) for text in TEXTS], width)
    return made


def shape(view: FoldedSections) -> list[tuple[int, int]]:
    return [(line.section, line.line) for line in view.lines]


OPEN = [(0, HEADING), (0, 0), (0, 1), (0, BLANK), (1, HEADING), (1, 0), (1, BLANK), (2, HEADING)]


def test_each_has_its_heading_its_text_and_a_blank_below() -> None:
    assert shape(folded()) == OPEN


def test_what_is_long_or_meant_to_be_is_closed_at_first() -> None:
    view = folded(section("x " * FOLD_FROM), section("y", folded=True), section("z"))
    assert [view.is_closed(at) for at in range(3)] == [True, True, False]


def test_a_section_closes_from_any_line_and_the_cursor_is_on_its_heading() -> None:
    view = folded()
    assert view.unfold(2) is None
    assert view.fold(2) == 0
    assert shape(view) == [(0, HEADING), *OPEN[3:]]
    assert view.fold(0) is None
    assert view.unfold(1) == 0, "the blank below belongs to it"
    assert shape(view) == OPEN
    assert view.toggle(5) == 4


def test_all_close_and_open_and_the_cursor_stays_in_its_section() -> None:
    view = folded()
    assert view.fold_all(5) == 2
    assert shape(view) == [line for line in OPEN if line[1] < 0]
    assert view.unfold_all(2) == 4
    assert shape(view) == OPEN


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_for_another_width_the_cursor_stays_on_what_it_was(at: int) -> None:
    view = folded(section("word " * 12), section("word " * 12))
    before = view.lines[at]
    now = view.fit(14, at)
    assert view.lines[now] == before
    assert view.height(0) > 3
    assert FoldedSections().fit(14, 0) == 0


def test_what_is_pointed_out_is_open_and_there_is_one_at_most() -> None:
    view = folded()
    view.fold_all(0)
    assert view.point_out("three") == 2
    assert (view.pointed_out, view.height(1)) == (1, 1)
    assert view.point_out("nothing that is shown") is None
    assert view.pointed_out is None


def test_in_the_next_version_folds_mark_and_place_stay() -> None:
    view = folded()
    view.point_out("three")
    view.fold(0)
    place = view.place(shape(view).index((1, 0)), 5)
    now = view.show_again([section("new"), *(section(text, text) for text in TEXTS)], place, 42)
    assert (now.here.section, now.row, view.pointed_out) == (2, 5, 2)
    assert [view.is_closed(at) for at in range(4)] == [False, True, False, False]
    assert view.lines[view.line_of(now)] == now.here


def test_a_section_that_has_become_shorter_gives_its_last_line() -> None:
    view = folded(section("text\nb\nc"), section("d"))
    now = view.show_again([section("text\nb"), section("d")], view.place(3, 0), 42)
    assert view.lines[view.line_of(now)] == view.lines[2]
