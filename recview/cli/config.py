"""`recview config`: every setting as a configuration file would have it, where it comes from, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import click

from recview.analysis.jsondiff import parse_pattern
from recview.cli.output import color_option, complain, print_document, print_line, styled, use_color
from recview.errors import RecviewError
from recview.model.json_value import JSON
from recview.store.settings import Resolved, Settings, SettingsFile, Value, load_settings
from recview.ui.remapping import acts_without_keys, remapping_troubles
from recview.ui.theme_files import ThemeError, is_theme, no_such_theme, theme_file, theme_names
from recview.wire.documents import dumps
from recview.wire.terminal import clean_line


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
@color_option
def command(as_json: bool, color: str) -> int:
    """Show every setting, its value and where it comes from.

    What is printed is a configuration file; the files that are looked at stand in its first lines.

    Exit: 0 done, 2 a value cannot be used.
    """
    troubles: list[RecviewError] = []
    settings = load_settings(on_trouble=troubles.append)
    troubles += _unusable(settings)
    if as_json:
        print_document(_document(settings, troubles))
    else:
        for line in _lines(settings, use_color(color, settings)):
            print_line(line)
    for trouble in troubles:
        complain(trouble.message, trouble.hint)
    for told in acts_without_keys(settings.table("keys")) if not as_json else ():
        complain(told)
    return 2 if troubles else 0


def _unusable(settings: Settings) -> Iterator[RecviewError]:
    """What has the right type and is wrong all the same: names of themes, actions and keys, pointers."""
    theme, keys, ignored = (settings.resolved[name] for name in ("theme", "keys", "ignore"))
    name = settings.text("theme")
    if not is_theme(name):
        trouble = no_such_theme(name)
        yield RecviewError(f"{theme.source}: {trouble.message}", trouble.hint)
    elif name in theme_names():
        try:
            theme_file(name)
        except ThemeError as error:
            yield error
    yield from remapping_troubles(settings.table("keys"), keys.source)
    for pattern in settings.words("ignore"):
        try:
            parse_pattern(pattern)
        except RecviewError as error:
            yield RecviewError(f"{ignored.source}: {error.message}", error.hint)


def _document(settings: Settings, troubles: list[RecviewError]) -> JSON:
    return {
        "schema": "recview.config/1",
        "settings": {
            name: {"value": _json_of(item.value), "source": item.source} for name, item in settings.resolved.items()
        },
        "files": [{"path": str(file.path), "exists": file.exists, "sets": list(file.names)} for file in settings.files],
        "troubles": [trouble.message for trouble in troubles],
    }


def _lines(settings: Settings, color: bool) -> Iterator[str]:
    for file in settings.files:
        yield styled(f"# {clean_line(str(file.path))}: {_state(file)}", color, dim=True)
    for item in settings.resolved.values():
        yield ""
        yield styled(f"# {item.setting.help}", color, dim=True)
        yield styled(f"# {_origin(item)}", color, dim=True)
        yield styled(f"{item.setting.name} = {_toml(item.value)}", color, bold=True)


def _state(file: SettingsFile) -> str:
    if not file.exists:
        return "absent"
    return f"present, sets {clean_line(', '.join(file.names)) or 'nothing'}"


def _origin(item: Resolved) -> str:
    variable = item.setting.variable
    if item.source == f"${variable}":
        return f"from {item.source}"
    source = "the default" if item.source == "default" else f"from {clean_line(item.source)}"
    return f"{source}; {variable} overrides it"


def _toml(value: Value) -> str:
    """A value as TOML writes it; strings are written there as in JSON."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(dumps, value))}]"
    if isinstance(value, dict):
        pairs = [f"{dumps(name)} = {dumps(text)}" for name, text in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    return dumps(value)


def _json_of(value: Value) -> JSON:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
