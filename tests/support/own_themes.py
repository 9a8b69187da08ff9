"""Themes of the user who runs the test: there is none but what is written here."""

from __future__ import annotations

from pathlib import Path

from recview.ui.theme_files import themes_folder, user_themes_folder


def write_theme(file: str, **changed: str) -> Path:
    """A theme in the user's folder: midnight under the file's name, with some words of it replaced by others."""
    text = (themes_folder() / "midnight.toml").read_text(encoding="utf-8").replace('"midnight"', f'"{file}"')
    for word, other in changed.items():
        assert word in text
        text = text.replace(word, other)
    path = user_themes_folder() / f"{file}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
