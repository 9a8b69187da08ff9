"""`recview themes`: the themes that can be chosen."""

from __future__ import annotations

import click

from recview.cli.output import print_line
from recview.store.settings import load_settings
from recview.ui.theme_files import bundled_theme_files


@click.command()
def command() -> int:
    """List the themes; the one in use is marked."""
    in_use = load_settings().text("theme")
    for file in bundled_theme_files():
        sign = "*" if file.name == in_use else " "
        print_line(f"{sign} {file.name:<12} {'dark' if file.dark else 'light'}")
    return 0
