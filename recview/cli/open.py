"""`recview [PATH…]`: opens the interface."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from threading import Event
from typing import Literal

import click

from recview.errors import RecviewError
from recview.store.roots import Root, open_roots
from recview.store.settings import load_settings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--theme", default=None, help="The theme to start with; see `recview themes`.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the index cache.")
def command(paths: tuple[str, ...], theme: str | None, no_cache: bool) -> int:
    """Open the interface on trees or files of recordings."""
    return open_interface(open_roots(paths), theme=theme, no_cache=no_cache)


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
    from recview.ui.app import browser, run  # the one deferred import: no other command loads Textual

    return run(browser(roots, settings, title=title, follow=follow, story=story))
