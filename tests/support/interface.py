"""Drives the interface in tests: opens it on paths, waits until it has come to rest, reads what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.timer import Timer
from textual.widgets import Input

from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import browser
from recview.ui.feed import Story
from recview.ui.screens.browse import BrowseScreen

ENDLESS = ("watch", "story")
"""Groups of workers that run as long as the interface does."""
LOOKS = 3
"""How often in a row the interface is found at rest before it is believed: a message may be on its way."""
SOON_S = 0.1
PATIENCE = 1_000
"""How many times `until` looks before it gives up; a look costs some hundredths of a second."""


@asynccontextmanager
async def interface(
    *paths: Path | str,
    size: tuple[int, int] = (120, 36),
    live: bool = False,
    theme: str = "midnight",
    story: Story | None = None,
    keys: str = "",
) -> AsyncIterator[Pilot[None]]:
    """The interface on some paths, all rows read. `keys` as `RECVIEW_KEYS` has them."""
    environ = {"RECVIEW_KEYS": keys} if keys else {}
    settings = load_settings({"theme": theme, "live": live}, environ=environ, cwd=Path("/"), user_file=Path("/none"))
    app = browser(open_roots([str(path) for path in paths]), settings, story=story)
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
    """Waits until nothing goes on: what the cursor stands on is open, however busy the machine is."""
    looks_at_rest = 0
    for _ in range(PATIENCE):
        await pilot.pause(0.01)
        looks_at_rest = looks_at_rest + 1 if _is_at_rest(pilot.app) else 0
        if looks_at_rest == LOOKS:
            await pilot.pause()
            return
    raise AssertionError("the interface does not come to rest")


def _is_at_rest(app: App[None]) -> bool:
    """Whether no worker runs, no timer is about to go off, and the panels are there."""
    if any(worker.group not in ENDLESS and not worker.is_finished for worker in app.workers):
        return False
    for screen in app.screen_stack:
        if isinstance(screen, BrowseScreen) and screen.library.complete and not screen.detail.furnished:
            return False
        if any(_is_about_to_go_off(timer) for node in screen.walk_children(with_self=True) for timer in node._timers):
            return False
    return True


def _is_about_to_go_off(timer: Timer) -> bool:
    """Whether a timer is one of those that wait for the cursor to rest: they go off once, and soon."""
    return timer._repeat == 0 and timer._interval <= SOON_S and timer._task is not None and not timer._task.done()


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
