"""`recview keys`: every key and the name by which the configuration remaps it."""

from __future__ import annotations

import click

from recview.cli.output import color_option, print_document, print_line, styled, use_color
from recview.ui.actions import SCOPES, acts, shown_keys


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
@color_option
def command(as_json: bool, color: str) -> int:
    """List every key, what it does, and the name that remaps it."""
    if as_json:
        keys = [
            {"action": act.id, "scope": act.scope, "keys": list(act.keys), "help": act.help}
            for scope in SCOPES
            for act in acts(scope)
        ]
        print_document({"schema": "recview.keys/1", "keys": keys})  # type: ignore[dict-item]
        return 0
    colored = use_color(color)
    for scope, heading in SCOPES.items():
        print_line(styled(heading, colored, bold=True))
        for act in acts(scope):
            print_line(f"  {shown_keys(act.keys):<16} {act.help:<62} {styled(act.id, colored, dim=True)}")
    return 0
