"""Theme files: where they lie, and what a TOML file must hold to be one. Loads no Textual, so commands may ask."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from recview.errors import RecviewError
from recview.model.value import value
from recview.store.settings import user_config_file
from recview.ui.tones import ROLES

DEFAULT_THEME = "midnight"

BASE_COLORS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "warning", "error", "success",
)  # fmt: skip
TEXTUAL_THEMES = (
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light",
    "tokyo-night",
)  # fmt: skip
"""What Textual brings along; they may be chosen too, and lack the colours of recview's own roles."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class ThemeError(RecviewError):
    """A theme file that cannot be used; the message names the file and the entry."""


@value
class ThemeFile:
    """A theme as its file has it: every name known, every role there; the colours are not yet checked."""

    path: Path
    name: str
    dark: bool
    base: dict[str, str]
    roles: dict[str, str]


def themes_folder() -> Path:
    """Where the bundled themes lie: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "themes"
    return inside if inside.is_dir() else inside.parents[1] / "themes"


@cache
def bundled_theme_names() -> tuple[str, ...]:
    """Every theme that ships with recview, the default first. A theme's file bears its name."""
    names = [path.stem for path in themes_folder().glob("*.toml")]
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_THEME, name)))


def user_themes_folder() -> Path:
    """Where the user's own themes lie, if there are any. A project has none: what it names may only be chosen."""
    return user_config_file().parent / "themes"


def theme_names() -> tuple[str, ...]:
    """Every theme of recview's kind, those that ship with it first; the user's as their files are called."""
    bundled = bundled_theme_names()
    own = sorted(path.stem for path in user_themes_folder().glob("*.toml"))
    return (*bundled, *(name for name in own if name not in bundled))


def theme_file(name: str) -> ThemeFile:
    """One of them. Raises ThemeError where the user's cannot be used."""
    if name in bundled_theme_names():
        return bundled_theme_file(name)
    path = user_themes_folder() / f"{name}.toml"
    file = read_theme_file(path)
    if file.name != name:
        raise ThemeError(f"{path}: `name` is {file.name}", "A theme's file is called as the theme is.")
    return file


def is_theme(name: str) -> bool:
    """Whether the interface knows it."""
    return name in theme_names() or name in TEXTUAL_THEMES


def no_such_theme(name: str) -> ThemeError:
    """What to say where a theme is asked for that is none."""
    return ThemeError(f"no theme is called {name}", f"There are: {', '.join(theme_names())}.")


def bundled_theme_file(name: str) -> ThemeFile:
    """One of them."""
    return read_theme_file(themes_folder() / f"{name}.toml")


def bundled_theme_files() -> tuple[ThemeFile, ...]:
    """All of them."""
    return tuple(bundled_theme_file(name) for name in bundled_theme_names())


def read_theme_file(path: Path) -> ThemeFile:
    """The theme in a TOML file. Raises ThemeError where the file or an entry of it cannot be used."""
    if not path.is_file() and path.exists():
        raise ThemeError(f"{path}: not a regular file")  # a pipe would wait, a device might never end
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"{path}: {error}", "a theme is a TOML file; see themes/midnight.toml") from None
    name = document.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ThemeError(f"{path}: `name` must be lower-case letters, digits and hyphens")
    base = _strings(path, document.get("base"), "base", BASE_COLORS)
    roles = _strings(path, document.get("roles"), "roles", ROLES)
    return ThemeFile(path, name, document.get("dark") is not False, base, roles)


def _strings(path: Path, table: object, section: str, known: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(table, dict):
        raise ThemeError(f"{path}: no [{section}] table")
    for key, colour in table.items():
        if key not in known:
            raise ThemeError(f"{path}: [{section}] {key} is not a name recview knows")
        if not isinstance(colour, str):
            raise ThemeError(f"{path}: [{section}] {key} = {colour!r} is no colour")
    missing = [key for key in known if key not in table]
    if missing:
        raise ThemeError(f"{path}: [{section}] has no colour for {', '.join(missing)}")
    return dict(table)
