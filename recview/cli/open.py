"""`recview [PATH…]`: opens the interface."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from threading import Event
from typing import Literal

import click

from recview.cli.command_table import COMMANDS
from recview.errors import RecviewError
from recview.store.collector import collector_paused
from recview.store.roots import Root, open_roots
from recview.store.settings import load_settings
from recview.store.tree_reading import TreeReading

READ_AHEAD_S = 0.1
"""A tree of a few thousand that are in the cache is read by then; a large one keeps the interface no longer."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH…]")
@click.option("--theme", default=None, help="The theme to start with; see `recview themes`.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the index cache.")
def command(paths: tuple[str, ...], theme: str | None, no_cache: bool) -> int:
    """Open the interface on trees or files of recordings."""
    try:
        roots = open_roots(paths)
    except RecviewError as error:
        mistaken = bool(paths) and not os.path.lexists(paths[0])
        raise RecviewError(error.message, error.hint or (_meant(paths[0]) if mistaken else "")) from None
    return open_interface(roots, theme=theme, no_cache=no_cache)


def _meant(word: str) -> str:
    """The command that `word`, which is no path, may be meant for."""
    from difflib import get_close_matches  # only where something went wrong

    found = get_close_matches(word, [name for name in COMMANDS if name != "open"], 1)
    return f"Did you mean `recview {found[0]}`?" if found else ""


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
            "In scripts use `recview ls`, `recview show` or `recview play`; --json makes them documents.",
        )
    settings = load_settings({"theme": theme, "cache": False if no_cache else None})
    with collector_paused():
        reading = TreeReading(roots, cached=settings.flag("cache"))
        reading.read_ahead(READ_AHEAD_S)
        from recview.ui.app import browser, run  # the one deferred import: no other command loads Textual

        reading.await_ahead(READ_AHEAD_S)
        gc.freeze()  # modules and rows are here to stay: to look through them for garbage takes longer than a frame
    return run(browser(roots, settings, title=title, follow=follow, story=story, reading=reading))
