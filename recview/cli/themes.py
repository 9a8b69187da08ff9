"""`recview themes`: the themes that can be chosen."""

from __future__ import annotations

import click

from recview.cli.output import complain, print_line
from recview.store.settings import load_settings
from recview.ui.theme_files import ThemeError, is_theme, no_such_theme, theme_file, theme_names, user_themes_folder
from recview.wire.terminal import clean_line


@click.command()
def command() -> int:
    """List the themes; the one in use is marked.

    Your own lie in the folder `themes` of your configuration folder, a TOML file each.

    Exit: 0 done, 2 one of yours cannot be used, or the one that is set is none.
    """
    in_use = load_settings().text("theme")
    troubles: list[ThemeError] = [] if is_theme(in_use) else [no_such_theme(in_use)]
    for name in theme_names():
        try:
            file = theme_file(name)
        except ThemeError as error:
            troubles.append(error)
            continue
        sign = "*" if file.name == in_use else " "
        line = f"{sign} {file.name:<12} {'dark' if file.dark else 'light'}"
        print_line(f"{line:<20} {clean_line(str(file.path))}" if file.path.parent == user_themes_folder() else line)
    for trouble in troubles:
        complain(trouble.message, trouble.hint)
    return 2 if troubles else 0
