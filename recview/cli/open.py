"""`recview [PATH…]`: opens the interface."""

from __future__ import annotations

import os

import click

from recview.cli.arguments import PATH, theme_option
from recview.cli.command_table import meant_command
from recview.cli.interface import open_interface
from recview.errors import RecviewError
from recview.store.roots import open_roots


@click.command()
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH…]")
@theme_option
@click.option("--no-cache", is_flag=True, help="Neither read nor write the index cache.")
def command(paths: tuple[str, ...], theme: str | None, no_cache: bool) -> int:
    """Open the interface on trees or files of recordings."""
    try:
        roots = open_roots(paths)
    except RecviewError as error:
        mistaken = bool(paths) and not os.path.lexists(paths[0])
        raise RecviewError(error.message, error.hint or (meant_command(paths[0]) if mistaken else "")) from None
    return open_interface(roots, theme=theme, no_cache=no_cache)
