"""`recview keys`: every key as it is in force, and the name by which the configuration remaps it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from recview.cli.output import ColorChoice, color_option, complain, print_document, print_line, styled, use_color
from recview.cli.streams import Reader
from recview.store.settings import load_settings
from recview.ui.actions import SCOPES, acts_in_force, shown_keys
from recview.ui.remapping import acts_without_keys, remapping_troubles


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
@color_option
def command(as_json: bool, color: ColorChoice) -> int:
    """List every key, what it does, and the name that remaps it.

    Exit: 0 done, 2 the configuration remaps what is no action, or to what is no key.
    """
    settings = load_settings()
    remapped = settings.table("keys")
    troubles = remapping_troubles(remapped, settings.resolved["keys"].source)
    for trouble in troubles:
        complain(trouble.message, trouble.hint)
    with Reader():
        _print_keys(remapped, as_json, color)
    for told in acts_without_keys(remapped) if not as_json else ():
        complain(told)
    return 2 if troubles else 0


def _print_keys(remapped: Mapping[str, str], as_json: bool, color: ColorChoice) -> None:
    if as_json:
        keys = [
            {"action": act.id, "scope": act.scope, "keys": list(act.keys), "help": act.help}
            for scope in SCOPES
            for act in acts_in_force(remapped, scope)
        ]
        print_document({"schema": "recview.keys/1", "keys": keys})  # type: ignore[dict-item]
        return
    colored = use_color(color)
    for scope, heading in SCOPES.items():
        print_line(styled(heading, colored, bold=True))
        for act in acts_in_force(remapped, scope):
            print_line(f"  {shown_keys(act.keys) or 'none':<16} {act.help:<62} {styled(act.id, colored, dim=True)}")
