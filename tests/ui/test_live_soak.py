"""The main screen over trees to which everything happens at once: what it shows in the end, and keeps, and leaves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, recording_bytes
from interface import browse, filter_to, interface, settled, until
from storm import Storm
from textual.pilot import Pilot
from watching import nothing_left_behind

from recview.model.row import Row
from recview.store.index import index_rows
from recview.store.roots import open_roots
from recview.ui.screens.browse import BrowseScreen
from recview.ui.screens.compare import CompareScreen

ROOTS = ("before", "kept", "later")
"""Trees above and below the one that nothing happens to."""


@pytest.fixture
def kept(tmp_path: Path) -> list[Path]:
    """Recordings that stay as they are, with something to play."""
    paths = [tmp_path / "kept" / f"group {number // 4}" / "recordings" / f"{number}.json" for number in range(12)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        words = [f"{path.stem} and {number} " for number in range(20)]
        path.write_bytes(
            recording_bytes(make_document(make_chat_stream(words), test_id=f"kept/test_k.py::{path.stem}"))
        )
    return paths


def on_disk(folder: Path) -> dict[str, Row]:
    roots = open_roots([str(folder / name) for name in ROOTS])
    return {row.path: row for batch in index_rows(roots, helpers=0) for row in batch.rows}


def listed(screen: BrowseScreen) -> dict[str, Row]:
    return {line.row.path: line.row for line in screen.list_pane.recordings.lines if line.row is not None}


async def go_to(pilot: Pilot[None], path: Path) -> None:
    browse(pilot).list_pane.recordings.go_to(str(path))
    await settled(pilot)


def test_all_is_kept_and_the_rows_are_those_on_disk(tmp_path: Path, kept: list[Path]) -> None:
    """Driven by a loop of its own, so that nothing may be left of that either."""
    storm = Storm([tmp_path / "before", tmp_path / "later"], seed=3)
    storm.settle(150)

    async def session() -> None:
        async with interface(*(tmp_path / name for name in ROOTS), live=True) as pilot:
            await _session(pilot, storm, tmp_path, kept)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert not [worker for worker in pilot.app.workers if not worker.is_finished]

    with nothing_left_behind():
        asyncio.run(session())


async def _session(pilot: Pilot[None], storm: Storm, folder: Path, kept: list[Path]) -> None:
    screen, view = browse(pilot), browse(pilot).list_pane.recordings
    await go_to(pilot, kept[-1])
    await pilot.press("h", "enter")  # folds its test
    folds = screen.library.folds
    await go_to(pilot, kept[1])
    await pilot.press("m")
    await go_to(pilot, kept[5])
    await pilot.press("7")
    position, opened = screen.detail.position, screen.detail.opened
    line_on_screen = view.cursor - view.scroll_offset.y
    assert position > 1 and opened is not None and folds.keys

    for _ in range(6):
        storm.blow(50)
        await pilot.pause()
    storm.finish()
    expected = on_disk(folder)
    await until(pilot, lambda: screen.library.catalog.rows == expected)
    del expected[str(kept[-1])]
    await until(pilot, lambda: listed(screen) == expected)
    assert (view.key_under_cursor, view.cursor - view.scroll_offset.y) == (str(kept[5]), line_on_screen)
    assert screen.library.folds == folds
    assert list(screen.library.marked) == [str(kept[1])]
    assert (screen.detail.opened, screen.detail.position) == (opened, position)

    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
    await settled(pilot)
    diff = pilot.app.screen
    storm.blow(100)
    storm.finish()
    expected = on_disk(folder)
    await until(pilot, lambda: screen.library.catalog.rows == expected)
    assert pilot.app.screen is diff
    await pilot.press("q")
    await settled(pilot)
    assert (view.key_under_cursor, screen.detail.position) == (str(kept[5]), position)


async def test_reading_everything_again_leaves_one_watcher(tmp_path: Path, kept: list[Path]) -> None:
    async with interface(tmp_path / "kept", live=True) as pilot:
        for _ in range(3):
            await pilot.press("r")
            await until(pilot, lambda: browse(pilot).library.complete)
        await until(pilot, lambda: len([one for one in pilot.app.workers if one.group == "watch"]) == 1)
        kept[0].unlink()
        await until(pilot, lambda: str(kept[0]) not in browse(pilot).library.catalog.rows)


async def test_what_was_superseded_before_everything_is_read_again_may_be_restored_after(tmp_path: Path) -> None:
    old, new = (tmp_path / "kept" / "recordings" / f"{name}.json" for name in ("old", "new"))
    old.parent.mkdir(parents=True)
    old.write_bytes(recording_bytes(make_document(make_chat_stream(["one"]))))
    async with interface(tmp_path / "kept", live=True) as pilot:
        library = browse(pilot).library
        new.write_bytes(recording_bytes(make_document(make_chat_stream(["two"]))))
        await until(pilot, lambda: library.superseded == {str(old): str(new)})
        await pilot.press("r")
        await until(pilot, lambda: library.complete)
        new.unlink()
        await until(pilot, lambda: not library.superseded)
        assert library.changes.counts() == {"removed": 1}


async def test_reading_everything_again_finds_what_is_gone_where_nothing_watches(
    tmp_path: Path, kept: list[Path]
) -> None:
    async with interface(tmp_path / "kept") as pilot:
        kept[0].unlink()
        await pilot.press("r")
        await until(pilot, lambda: browse(pilot).library.complete)
        await until(pilot, lambda: listed(browse(pilot)).keys() == {str(path) for path in kept[1:]})


async def test_nothing_is_remembered_of_rows_that_are_gone(tmp_path: Path, kept: list[Path]) -> None:
    async with interface(tmp_path / "kept", live=True) as pilot:
        screen = browse(pilot)
        await filter_to(pilot, "and")
        for turn in range(4):
            names = [path.with_name(f"{turn} {path.name}") for path in kept]
            for path, name in zip(kept, names, strict=True):
                path.rename(name)
            kept = names
            await until(pilot, lambda paths=names: listed(screen).keys() == set(map(str, paths)))
        assert screen.library.fresh.keys() <= screen.library.catalog.rows.keys()
