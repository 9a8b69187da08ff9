"""Drives the interface in tests: opens it on paths, waits until it has come to rest, reads what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import browser
from recview.ui.screens.browse import OPEN_AFTER_S, BrowseScreen

PATIENCE = 400
"""How many times `until` looks before it gives up; a look costs some hundredths of a second."""


@asynccontextmanager
async def interface(
    *paths: Path | str, size: tuple[int, int] = (120, 36), live: bool = False, theme: str = "midnight"
) -> AsyncIterator[Pilot[None]]:
    """The interface on some paths, all rows read."""
    settings = load_settings({"theme": theme, "live": live}, environ={}, cwd=Path("/"), user_file=Path("/none"))
    app = browser(open_roots([str(path) for path in paths]), settings)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BrowseScreen) and app.screen.library.complete)
        await settled(pilot)
        yield pilot


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Waits for a condition; fails the test where it never comes."""
    for _ in range(PATIENCE):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain for what the test expects")


async def settled(pilot: Pilot[None]) -> None:
    """Waits until what the cursor stands on is open."""
    await pilot.pause(2 * OPEN_AFTER_S)
    for _ in range(PATIENCE):
        busy = [worker for worker in pilot.app.workers if worker.group != "watch" and worker.is_running]
        if not busy:
            break
        await pilot.pause(0.02)
    await pilot.pause()


async def filter_to(pilot: Pilot[None], text: str) -> None:
    """Filters the list, and stands on the first recording it leaves."""
    await pilot.press("f")
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("g", "n")
    await settled(pilot)


def browse(pilot: Pilot[None]) -> BrowseScreen:
    """The main screen."""
    screen = next(screen for screen in pilot.app.screen_stack if isinstance(screen, BrowseScreen))
    assert isinstance(screen, BrowseScreen)
    return screen


def shown(pilot: Pilot[None]) -> str:
    """The whole screen as text."""
    app = pilot.app
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
