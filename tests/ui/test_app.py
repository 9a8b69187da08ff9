"""The application around the screens: what it exits with, and the themes it changes to."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from interface import browse, interface, settled, shown, until
from own_themes import write_theme
from textual.pilot import Pilot
from textual.screen import Screen

from recview.errors import RecviewError
from recview.samples import recordings_path
from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import Command, RecviewApp, browser
from recview.ui.commands import likeness
from recview.ui.screens.help import HelpScreen
from recview.ui.theme_files import bundled_theme_names
from recview.ui.widgets.key_bar import KeyBar


class Broken(Screen[None]):
    """Crashes as soon as it is there."""

    def on_mount(self) -> None:
        raise RuntimeError("broken on purpose")


def test_a_crash_never_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    app = RecviewApp(Broken, load_settings(environ={}))
    app.run(headless=True)
    assert app.return_code not in (0, None)
    assert "broken on purpose" in capsys.readouterr().err


def test_an_unknown_theme_is_refused_by_name(tmp_path: Path) -> None:
    settings = load_settings({"theme": "neon"}, environ={}, cwd=tmp_path, user_file=tmp_path / "none")
    with pytest.raises(RecviewError, match="no theme is called neon"):
        RecviewApp(Broken, settings)


async def test_themes_are_changed_live() -> None:
    async with interface(recordings_path()) as pilot:
        before, text = pilot.app.theme, shown(pilot)
        await pilot.press("T")
        await pilot.pause()
        assert pilot.app.theme != before
        assert shown(pilot) == text, "a theme changes colours alone"


async def test_a_theme_of_ones_own_is_used_and_a_broken_one_passed_over_with_a_word(tmp_path: Path) -> None:
    write_theme("aurora", **{"#7aa2f7": "no colour"})
    write_theme("dusk")
    last = bundled_theme_names()[-1]
    app = RecviewApp(lambda: Screen(), load_settings({"theme": "dusk"}, environ={}, cwd=tmp_path))
    async with app.run_test() as pilot:
        assert app.theme == "dusk"
        for _ in bundled_theme_names():
            await pilot.press("T")
        assert app.theme == last
        await pilot.press("T")
        assert app.theme == "dusk"
        (notice,) = app._notifications
        assert "aurora.toml" in notice.message


async def test_a_picture_keeps_its_blanks_in_every_viewer() -> None:
    """Unless it is told not to, a viewer may take blanks away at the ends of a text, and with them whole columns."""
    async with interface(recordings_path()) as pilot:
        picture = ElementTree.fromstring(pilot.app.export_screenshot())
    assert picture.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


async def test_a_key_can_be_remapped(tmp_path: Path) -> None:
    environ = {"RECVIEW_KEYS": "app.next-theme=f2", "RECVIEW_LIVE": "no"}
    settings = load_settings(environ=environ, cwd=tmp_path, user_file=tmp_path / "none")
    app = RecviewApp(lambda: Screen(), settings)
    async with app.run_test() as pilot:
        before = app.theme
        await pilot.press("T")
        assert app.theme == before
        await pilot.press("f2")
        assert app.theme != before


async def test_what_opens_the_help_closes_it_whatever_key_that_is() -> None:
    for keys, key in (("", "f1"), ("", "question_mark"), ("app.show-help=f9", "f9")):
        async with interface(recordings_path(), keys=keys) as pilot:
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(pilot.app.screen, HelpScreen)
            await pilot.press(key)
            await settled(pilot)
            assert not isinstance(pilot.app.screen, HelpScreen)


async def test_footer_and_help_show_the_keys_as_they_are_remapped() -> None:
    async with interface(recordings_path(), size=(200, 50), keys="browse.toggle-mark=f6,browse.compare=m") as pilot:
        assert "f6 mark" in shown(pilot)
        assert "m diff" in shown(pilot), "the key that is free now"
        await click_in_footer(pilot, "f6 mark")
        assert browse(pilot).library.marked
        await pilot.press("question_mark")
        await pilot.pause()
        assert re.search(r"\bf6 +mark the recording", shown(pilot))


async def test_a_click_in_the_footer_does_what_the_key_does_in_prompts_too() -> None:
    async with interface(recordings_path(), size=(200, 50)) as pilot:
        await click_in_footer(pilot, "m mark")
        assert browse(pilot).library.marked
        await pilot.press("y")
        await pilot.pause()
        await click_in_footer(pilot, "p path")
        assert pilot.app.clipboard.endswith(".json")
        await click_in_footer(pilot, "? help")
        assert isinstance(pilot.app.screen, HelpScreen)


async def click_in_footer(pilot: Pilot[None], hint: str) -> None:
    """Clicks the key of a hint, which has to be there."""
    column = shown(pilot).splitlines()[-1].index(hint)
    await pilot.click(KeyBar, offset=(column, 0))
    await settled(pilot)


async def test_a_key_that_copies_nothing_ends_the_asking(tmp_path: Path) -> None:
    async with interface(recordings_path()) as pilot:
        await pilot.press("y", "x")
        await pilot.pause()
        assert pilot.app.screen is browse(pilot)
        await pilot.press("m", "y", "p")
        await settled(pilot)
        assert browse(pilot).library.marked
        assert f"{len(pilot.app.clipboard)} characters sent" in shown(pilot)


async def test_the_palette_does_what_belongs_to_the_pane_that_has_the_focus() -> None:
    async with interface(recordings_path()) as pilot:
        recordings = browse(pilot).list_pane.recordings
        before = len(recordings.lines)
        await pilot.press("ctrl+p", *"close every", "enter")
        await settled(pilot)
        assert len(recordings.lines) < before


async def test_what_tells_of_keys_tells_of_those_in_force(tmp_path: Path) -> None:
    environ = {"RECVIEW_KEYS": "app.show-help=f2,browse.filter=f3,list.next-sort=f4", "RECVIEW_LIVE": "no"}
    settings = load_settings(environ=environ, cwd=tmp_path, user_file=tmp_path / "none")
    async with browser(open_roots([str(recordings_path())]), settings).run_test(size=(200, 50)) as pilot:
        await pilot.pause()
        assert "f3 filter" in shown(pilot)
        assert "f2 help" in shown(pilot)
        await pilot.press("f2")
        assert re.search(r"f4 +sort by the next order", shown(pilot))
        assert not re.search(r"o +sort by the next order", shown(pilot))
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: "Filter the list" in shown(pilot))
        assert re.search(r"f3 +Filter the list", shown(pilot))


@pytest.mark.parametrize(("word", "first"), [("diff", "d +Compare two marked"), ("sort", "o +Sort by")])
async def test_the_palette_knows_the_words_of_the_footer(word: str, first: str) -> None:
    async with interface(recordings_path()) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Filter the list" in shown(pilot))
        await pilot.press(*word)
        await until(pilot, lambda: "Filter the list" not in shown(pilot))
        _, typed, below = shown(pilot).partition(f"│  {word} ")
        assert typed
        assert re.search(first, below.splitlines()[1])


@pytest.mark.parametrize(
    ("query", "score"), [("diff", 6), ("di", 5), ("Comp", 4), ("mark", 3), ("wo", 2), ("orts", 0), ("cmp", 0)]
)
def test_what_was_typed_is_looked_for_as_it_stands(query: str, score: float) -> None:
    assert likeness(query, Command("Compare two marked", "diff", "d", lambda: None)) == score


async def test_the_palette_has_a_line_for_each_command_and_does_what_is_chosen(tmp_path: Path) -> None:
    async with interface(recordings_path()) as pilot:
        before = pilot.app.theme
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Filter the list" in shown(pilot))
        await pilot.press("n", "e", "x", "t", "space", "t")
        await until(pilot, lambda: "Filter the list" not in shown(pilot))
        assert re.search(r"T +Next theme", shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.theme != before)
