"""The application around the screens: what it exits with, and the themes it changes to."""

from __future__ import annotations

from pathlib import Path

import pytest
from interface import interface, shown
from textual.screen import Screen

from recview.errors import RecviewError
from recview.samples import recordings_path
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp


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
