"""Keys that can do nothing say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording
from interface import browse, interface, settled, shown, until

from recview.ui.screens.browse import BrowseScreen


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, answer in (("a", "one"), ("b", "two")):
        document = make_document(make_chat_stream([answer, " more"]), test_id="t.py::test")
        write_recording(tmp_path / "recordings" / f"{name}.json", document)
    return tmp_path


@pytest.mark.parametrize(
    ("screen", "key", "said"),
    [
        ("d", "i", "nothing here is noise"),
        ("D", "comma", "the first chunk"),
        ("D", "C", "both have one choice only"),
        ("", "C", "this recording has one choice only"),
    ],
)
async def test_a_key_that_can_do_nothing_says_so(tree: Path, screen: str, key: str, said: str) -> None:
    async with interface(tree, size=(140, 40)) as pilot:
        browse(pilot).go_to(str(tree / "recordings" / "a.json"))
        await settled(pilot)
        if screen:
            await pilot.press("m", "j", "m", screen)
            await until(pilot, lambda: not isinstance(pilot.app.screen, BrowseScreen))
            await settled(pilot)
        await pilot.press(key)
        assert said in shown(pilot)


async def test_where_one_pane_has_room_there_is_nothing_to_zoom(tree: Path) -> None:
    async with interface(tree, size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z")
        assert "there is room for one pane only" in shown(pilot)
        assert not browse(pilot).zoomed


async def test_what_was_said_of_a_key_goes_with_the_next(tree: Path) -> None:
    async with interface(tree, size=(140, 40)) as pilot:
        browse(pilot).go_to(str(tree / "recordings" / "a.json"))
        await settled(pilot)
        await pilot.press("comma")
        assert "the first chunk" in shown(pilot)
        await pilot.press("full_stop")
        assert "the first chunk" not in shown(pilot)
