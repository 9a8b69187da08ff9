"""Themes: the bundled ones are whole, and a broken one is refused with the place of the fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_themes import write_theme
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from recview.ui.theme_files import (
    TEXTUAL_THEMES,
    ThemeError,
    bundled_theme_files,
    bundled_theme_names,
    read_theme_file,
    theme_file,
    theme_names,
    themes_folder,
)
from recview.ui.theming import bundled_themes, theme, theme_of
from recview.ui.tones import GROUNDS

THEMES = bundled_themes()


def test_there_is_a_dark_a_light_and_a_high_contrast_one() -> None:
    assert {theme.dark for theme in THEMES} == {True, False}
    assert "contrast" in {theme.name for theme in THEMES}
    assert THEMES[0].name == "midnight"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    """WCAG 2.1 contrast: 4.5:1 for text, 2:1 for what is meant to recede; 7:1 where contrast is the point."""
    least = 7.0 if theme.name == "contrast" else 4.5
    background = Color.parse(theme.background or "")
    receding = {"faint", "json-null", "json-punct", "frame", "track", "track-played", "bar-input", "bar-output"}
    for role, value in theme.variables.items():
        if role in GROUNDS or role in receding or role in ("delta-new", "delta-text"):
            continue
        assert contrast(Color.parse(value), background) >= least, f"{role} on the background"
    for ground in GROUNDS:
        foreground = Color.parse(theme.foreground or "")
        assert contrast(foreground, Color.parse(theme.variables[ground])) >= least, f"text on {ground}"
    assert contrast(Color.parse(theme.variables["delta-text"]), Color.parse(theme.variables["delta-new"])) >= least


def contrast(one: Color, other: Color) -> float:
    """The WCAG contrast ratio of two colours, 1…21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4 for channel in color.normalized
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('name = "midnight"', 'name = "Mid night"'), "lower-case"),
        (('dim = "#858da6"', 'dim = "#85; color: red"'), "no colour"),
        (('dim = "#858da6"', "dim = 12"), "no colour"),
        (('dim = "#858da6"', ""), "dim"),
        (("[roles]", "[roles]\nflavour = '#fff'"), "flavour"),
        (("[roles]", "[rules]"), "roles"),
        (("dark = true", "dark = "), "midnight"),
    ],
)
def test_a_broken_theme_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (themes_folder() / "midnight.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "midnight.toml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ThemeError, match=said):
        theme_of(read_theme_file(path))


def test_every_file_of_the_folder_is_a_bundled_theme() -> None:
    assert {file.path for file in bundled_theme_files()} == set(themes_folder().glob("*.toml"))
    assert all(file.path.stem == file.name for file in bundled_theme_files()), "a theme is found by its file's name"


def test_textuals_own_themes_are_known_without_loading_it() -> None:
    assert set(TEXTUAL_THEMES) <= BUILTIN_THEMES.keys()


def test_what_is_no_regular_file_is_not_read_as_a_theme(tmp_path: Path) -> None:
    endless = tmp_path / "endless.toml"
    endless.symlink_to("/dev/zero")
    with pytest.raises(ThemeError, match="not a regular file"):
        read_theme_file(endless)


def test_a_theme_of_ones_own_comes_after_those_that_ship() -> None:
    path = write_theme("dusk")
    write_theme("midnight", dark="light")
    assert theme_names() == (*bundled_theme_names(), "dusk")
    assert theme_file("dusk").path == path
    assert theme("dusk").name == "dusk"
    assert theme_file("midnight").path.parent == themes_folder()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dusk": "dawn"}, "`name` is dawn"),
        ({"cursor": "cursors"}, "cursors is not a name recview knows"),
        ({"#7aa2f7": "red; x"}, "is no colour"),
        ({"[roles]": "[role"}, "dusk.toml: "),
    ],
)
def test_a_theme_of_ones_own_that_cannot_be_used_is_named(changed: dict[str, str], said: str) -> None:
    write_theme("dusk", **changed)
    with pytest.raises(ThemeError) as raised:
        theme("dusk")
    assert "dusk.toml" in raised.value.message
    assert said in raised.value.message
