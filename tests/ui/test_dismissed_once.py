"""Keys, and changes on disk, that come while a screen is opened or closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_document, write_recording
from interface import browse, interface, settled

from recview.store.change import Change
from recview.ui.comparison import Source
from recview.ui.feed import Feed
from recview.ui.screens.browse import BrowseScreen
from recview.ui.screens.compare import CompareScreen
from recview.ui.screens.copy_prompt import CopyPrompt
from recview.ui.screens.help import HelpScreen
from recview.ui.screens.lockstep import LockStepScreen


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in "ab":
        write_recording(tmp_path / "recordings" / f"{name}.json", make_document(test_id=f"t.py::test_{name}"))
    return tmp_path


@pytest.mark.parametrize("screen_class", [CompareScreen, LockStepScreen])
async def test_what_changes_while_a_screen_opens_is_left_to_it(
    tree: Path, screen_class: type[CompareScreen] | type[LockStepScreen]
) -> None:
    paths = [str(tree / "recordings" / f"{name}.json") for name in "ab"]
    async with interface(tree, size=(140, 40)) as pilot:
        row = browse(pilot).library.catalog.rows[paths[0]]
        changed = Feed.Changed([Change("changed", paths[0], row, row)])
        screen = screen_class(Source(paths[0]), Source(paths[1]))
        opened = pilot.app.push_screen(screen)
        assert not screen.stands
        browse(pilot).on_feed_changed(changed)
        await opened
        await settled(pilot)
        assert screen.stands
        browse(pilot).on_feed_changed(changed)
        screen.dismiss()
        assert not screen.stands
        browse(pilot).on_feed_changed(changed)
        assert screen.check_action("back", ()) is False
        await settled(pilot)
        assert isinstance(pilot.app.screen, BrowseScreen)


@pytest.mark.parametrize("key", ["y", "question_mark"])
async def test_a_screen_ends_once_however_often_it_is_told_to(tree: Path, key: str) -> None:
    async with interface(tree, size=(140, 40)) as pilot:
        await settled(pilot)
        await pilot.press(key)
        screen = pilot.app.screen
        assert isinstance(screen, CopyPrompt | HelpScreen)
        for _ in range(3):
            screen.dismiss(None)
        await settled(pilot)
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_the_palette_can_be_asked_for_again_while_it_closes(tree: Path) -> None:
    async with interface(tree, size=(140, 40)) as pilot:
        await settled(pilot)
        for _ in range(2):
            await pilot.app.run_action("command_palette")
        await settled(pilot)
        palette = pilot.app.screen
        palette.dismiss(None)
        palette.dismiss(None)
        await pilot.app.run_action("command_palette")
        await settled(pilot)
        assert len(pilot.app.screen_stack) <= 3
