"""What several commands take: paths of any kind, the name of a theme, lists. Each says how a shell completes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

PATH = click.Path(readable=False)
"""A path of any kind, there or not: what is wrong with it the command says itself."""

FOLDER = click.Path(file_okay=False, readable=False)
"""As PATH, but no file."""

Completer = Callable[[click.Context, click.Parameter, str], list[str]]


def _complete_themes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from recview.ui.theme_files import theme_names  # for the shell's questions only

    return [name for name in theme_names() if name.startswith(incomplete)]


theme_option = click.option(
    "--theme",
    default=None,
    metavar="NAME",
    shell_complete=_complete_themes,
    help="The theme to start with; see `recview themes`.",
)


def complete_list(words: Sequence[str]) -> Completer:
    """Completes the last word of a list with commas: one of `words` that does not stand in it yet."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        before, comma, begun = incomplete.rpartition(",")
        written = before.split(",")
        return [before + comma + word for word in words if word.startswith(begun) and word not in written]

    return complete
