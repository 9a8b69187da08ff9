"""`recview themes`: the themes that can be chosen."""

from __future__ import annotations

import click

from recview.cli.output import complain, print_line
from recview.store.settings import load_settings
from recview.ui.theme_files import bundled_theme_files, is_theme, no_such_theme


@click.command()
def command() -> int:
    """List the themes; the one in use is marked.

    Exit: 0 done, 2 the one that is set is none.
    """
    in_use = load_settings().text("theme")
    for file in bundled_theme_files():
        sign = "*" if file.name == in_use else " "
        print_line(f"{sign} {file.name:<12} {'dark' if file.dark else 'light'}")
    if is_theme(in_use):
        return 0
    trouble = no_such_theme(in_use)
    complain(trouble.message, trouble.hint)
    return 2
