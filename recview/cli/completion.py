"""`recview completion SHELL`: the script that teaches a shell to complete recview's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from recview.cli.output import print_line
from recview.errors import RecviewError

_MENDED: dict[str, tuple[tuple[str, str], ...]] = {
    # Where recview knows nothing to offer, bash does as it does without a script.
    "bash": (("complete -o nosort", "complete -o bashdefault -o default -o nosort"),),
    # A completion may have commas of its own: a list, a file's name.
    "fish": (('string split ","', 'string split --max 1 ","'),),
}
"""By shell, what is replaced in the script that click writes."""


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for a shell.

    \b
    bash, in ~/.bashrc:  eval "$(recview completion bash)"
    zsh, in ~/.zshrc, below compinit:  eval "$(recview completion zsh)"
    fish, once:  recview completion fish > ~/.config/fish/completions/recview.fish
    """
    from recview.cli.command_line import recview  # it imports the commands by name; this one needs it in turn

    completion = get_completion_class(shell)
    if completion is None:
        raise RecviewError(f"no completion for {shell}")
    script = completion(recview, {}, "recview", "_RECVIEW_COMPLETE").source()
    for as_click_writes_it, as_it_works in _MENDED.get(shell, ()):
        script = script.replace(as_click_writes_it, as_it_works)
    print_line(script)
    return 0
