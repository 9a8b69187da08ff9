"""Textual themes from theme files. Knows no widget.

Textual validates nothing when a theme is registered, and a bad colour ends the app when it is applied; so every
colour is checked here first.
"""

from __future__ import annotations

from functools import cache

from textual.color import Color, ColorParseError
from textual.theme import Theme

from recview.ui.theme_files import ThemeError, ThemeFile, bundled_theme_file, bundled_theme_names, theme_file


@cache
def bundled_theme(name: str) -> Theme:
    """One of the themes that ship with recview."""
    return theme_of(bundled_theme_file(name))


def theme(name: str) -> Theme:
    """One of `theme_names`. Raises ThemeError where the user's cannot be used."""
    return bundled_theme(name) if name in bundled_theme_names() else theme_of(theme_file(name))


def bundled_themes() -> tuple[Theme, ...]:
    """All of them, the default first."""
    return tuple(bundled_theme(name) for name in bundled_theme_names())


def theme_of(file: ThemeFile) -> Theme:
    """The Textual theme of a file. Raises ThemeError where a colour is none."""
    for section, table in (("base", file.base), ("roles", file.roles)):
        for key, value in table.items():
            try:
                Color.parse(value)
            except ColorParseError:
                raise ThemeError(f"{file.path}: [{section}] {key} = {value!r} is no colour") from None
    base = file.base
    return Theme(
        name=file.name,
        dark=file.dark,
        primary=base["primary"],
        secondary=base["secondary"],
        accent=base["accent"],
        foreground=base["foreground"],
        background=base["background"],
        surface=base["surface"],
        panel=base["panel"],
        warning=base["warning"],
        error=base["error"],
        success=base["success"],
        variables=file.roles,
    )
