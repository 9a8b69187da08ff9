"""The interface on some roots: what happens before Textual is loaded, and what beside it. Knows no command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from threading import Event
from typing import Literal

from recview.errors import RecviewError
from recview.store.collector import collector_paused
from recview.store.roots import Root
from recview.store.settings import load_settings
from recview.store.tree_reading import TreeReading

READ_AHEAD_S = 0.1
"""A few screens of rows are read by then where the disk is quick; a slow one keeps the interface no longer."""


def open_interface(
    roots: Sequence[Root],
    *,
    theme: str | None = None,
    no_cache: bool = False,
    title: str = "",
    follow: Literal["off", "show", "play"] = "off",
    story: Callable[[Callable[[str], None], Event], None] | None = None,
) -> int:
    """Runs the interface and answers with its exit code. Raises RecviewError without a terminal.

    `story` is run in a thread once everything is read, and ends when its event is set; what it tells stands in a line.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RecviewError(
            "the interface needs a terminal",
            "In scripts use `recview ls` or `recview show` (--json makes them documents), or `recview play`.",
        )
    settings = load_settings({"theme": theme, "cache": False if no_cache else None})
    with collector_paused():
        reading = TreeReading(roots, cached=settings.flag("cache"))
        reading.read_ahead(READ_AHEAD_S)
        from recview.ui.app import browser, run  # only here, and where a review is opened, is Textual loaded

        reading.await_ahead(READ_AHEAD_S)
        gc.freeze()  # modules and rows are here to stay: to look through them for garbage takes longer than a frame
    return run(browser(roots, settings, title=title, follow=follow, story=story, reading=reading))
