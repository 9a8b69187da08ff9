"""`recview completion SHELL`: the script that teaches a shell to complete recview's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from recview.cli.output import print_line
from recview.errors import RecviewError


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for a shell."""
    from recview.cli.command_line import recview  # it imports the commands by name; this one needs it in turn

    completion = get_completion_class(shell)
    if completion is None:
        raise RecviewError(f"no completion for {shell}")
    print_line(completion(recview, {}, "recview", "_RECVIEW_COMPLETE").source())
    return 0
