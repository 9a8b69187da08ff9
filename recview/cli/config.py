"""`recview config`: every setting, its value, and where that comes from."""

from __future__ import annotations

import click

from recview.cli.output import color_option, print_document, print_line, styled, use_color
from recview.model.json_value import JSON
from recview.store.settings import Resolved, load_settings
from recview.wire.documents import dumps
from recview.wire.terminal import clean_line


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
@color_option
def command(as_json: bool, color: str) -> int:
    """Show every setting, its value and where it comes from."""
    resolved = load_settings().resolved.values()
    if as_json:
        settings: dict[str, JSON] = {
            item.setting.name: {"value": _json_of(item), "source": item.source} for item in resolved
        }
        print_document({"schema": "recview.config/1", "settings": settings})
        return 0
    colored = use_color(color)
    for item in resolved:
        print_line(styled(f"{item.setting.name} = {clean_line(dumps(_json_of(item)))}", colored, bold=True))
        print_line(styled(f"    {item.setting.help}", colored, dim=True))
        print_line(f"    from {clean_line(item.source)}; {item.setting.variable} overrides it")
    return 0


def _json_of(item: Resolved) -> JSON:
    if isinstance(item.value, tuple):
        return list(item.value)
    if isinstance(item.value, dict):
        return dict(item.value)
    return item.value
