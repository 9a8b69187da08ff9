"""The parts of the README that tables in the code give: commands, dialects, keys, settings, themes.

python tests/support/readme_sections.py     writes them into README.md
"""

from __future__ import annotations

import importlib
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def sections() -> dict[str, str]:
    """Each section's text by its name, as it must stand between its two comments."""
    return {
        "commands": _commands(),
        "dialects": _dialects(),
        "keys": _keys(),
        "settings": _settings(),
        "themes": _themes(),
    }


def filled(readme: str) -> str:
    """The README with every section made anew."""
    for name, text in sections().items():
        start, found, rest = readme.partition(f"<!-- {name} -->")
        _, ended, end = rest.partition(f"<!-- /{name} -->")
        assert found and ended, f"README.md has no section {name}"
        readme = start + found + text + ended + end
    return readme


def _commands() -> str:
    from recview.cli.command_table import COMMANDS

    rows = ["| command | does |", "|---|---|"]
    for name, module in COMMANDS.items():
        command = importlib.import_module(module).command
        called = "recview [PATH…]" if name == "open" else f"recview {name}"
        told = " ".join(command.help.partition("\n\n")[0].split())
        rows.append(f"| `{called}` | {told.rstrip('.')} |")
    return "\n" + "\n".join(rows) + "\n"


def _dialects() -> str:
    from recview.dialects import DIALECTS

    return "\n" + ", ".join(f"`{dialect.name}`" for dialect in DIALECTS) + ".\n"


def _keys() -> str:
    from recview.ui.actions import SCOPES, key_rows

    parts = []
    for scope, heading in SCOPES.items():
        rows = [f"| {heading} | |", "|---|---|"]
        rows += [f"| `{keys}` | {text} |" for keys, text in key_rows(scope, {})]
        parts.append("\n".join(rows))
    return "\n" + "\n\n".join(parts) + "\n"


def _settings() -> str:
    from recview.store.settings import SETTINGS

    rows = ["| setting | variable | meaning |", "|---|---|---|"]
    rows += [f"| `{setting.name}` | `{setting.variable}` | {setting.help} |" for setting in SETTINGS]
    return "\n" + "\n".join(rows) + "\n"


def _themes() -> str:
    from recview.ui.theme_files import bundled_theme_files

    return ", ".join(f"`{file.name}`" for file in bundled_theme_files())


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
