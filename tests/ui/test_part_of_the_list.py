"""While a filter is worked out, what is in sight is shown first: it says so, and keys wait for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from factories import make_document, write_recording
from interface import browse, interface, settled, shown, until
from textual.widgets import Input

from recview.ui import visible_list
from recview.ui.list_pane import ListPane
from recview.ui.visible_list import ListMaker, Sight, VisibleList, Wish

COUNT = 320


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for number in range(COUNT):
        kept = "kept" if number % 2 else "dropped"
        write_recording(
            tmp_path / "recordings" / f"{number:03}{kept}.json", make_document(test_id=f"t.py::test_{number // 40}")
        )
    return tmp_path


@pytest.fixture
def rest(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The rest of a list is not worked out before this is set."""
    may_come, make = Event(), ListMaker.make

    def make_slowly(
        self: ListMaker, wish: Wish, is_stale: Callable[[], bool] = lambda: False, sight: Sight | None = None
    ) -> VisibleList | None:
        def show(part: VisibleList) -> None:
            assert sight is not None
            sight.show(part)
            while not (is_stale() or may_come.wait(0.01)):
                pass

        return make(self, wish, is_stale, Sight(sight.lines, show) if sight else None)

    monkeypatch.setattr(ListMaker, "make", make_slowly)
    monkeypatch.setattr(visible_list, "FEW_ROWS", 0)
    monkeypatch.setattr(visible_list, "REACH", 39)
    yield may_come
    may_come.set()


async def test_it_says_that_it_is_a_part_and_does_not_move_when_the_rest_comes(tree: Path, rest: Event) -> None:
    async with interface(tree, size=(120, 20)) as pilot:
        pane = browse(pilot).list_pane
        await pilot.press("f", *"kept")
        await until(pilot, lambda: not pane.recordings.lines.are_all)
        await until(pilot, lambda: f"+ of {COUNT}" in shown(pilot))
        assert pane.is_filtering
        lines = _in_sight(pane)
        assert not all(line.counted for line in pane.recordings.lines)
        rest.set()
        await settled(pilot)
        assert pane.recordings.lines.are_all
        assert pane.facts == f"{COUNT // 2} of {COUNT}"
        assert _in_sight(pane) == lines


async def test_what_needs_every_line_waits_for_them(tree: Path, rest: Event) -> None:
    async with interface(tree, size=(120, 20)) as pilot:
        pane = browse(pilot).list_pane
        await pilot.press("f", *"kept", "enter")
        await until(pilot, lambda: not pane.recordings.lines.are_all)
        cursor = pane.recordings.cursor
        await pilot.press("G")
        await pilot.pause()
        assert pane.recordings.cursor == cursor
        rest.set()
        await settled(pilot)
        assert pane.recordings.cursor == len(pane.recordings.lines) - 1
        assert pane.recordings.key_under_cursor.endswith(f"{COUNT - 1}kept.json")


async def test_closing_every_group_closes_those_that_are_yet_to_come(tree: Path, rest: Event) -> None:
    async with interface(tree, size=(120, 20)) as pilot:
        pane = browse(pilot).list_pane
        await pilot.press("f", *"kept", "enter")
        await until(pilot, lambda: not pane.recordings.lines.are_all)
        await pilot.press("H")
        rest.set()
        await settled(pilot)
        assert [line.row for line in pane.recordings.lines] == [None] * len(pane.recordings.lines)
        assert sum(line.count for line in pane.recordings.lines) == COUNT // 2


async def test_another_filter_takes_the_place_of_a_part(tree: Path, rest: Event) -> None:
    async with interface(tree, size=(120, 20)) as pilot:
        pane = browse(pilot).list_pane
        await pilot.press("f", *"kept")
        await until(pilot, lambda: not pane.recordings.lines.are_all)
        pilot.app.screen.query_one(Input).value = "dropped"
        rest.set()
        await settled(pilot)
        assert pane.facts == f"{COUNT // 2} of {COUNT}"
        assert all(line.row is None or "dropped" in line.key for line in pane.recordings.lines)


def _in_sight(pane: ListPane) -> list[str]:
    view = pane.recordings
    top = view.scroll_offset.y
    return [line.key for line in view.lines[top : top + view.size.height]]
