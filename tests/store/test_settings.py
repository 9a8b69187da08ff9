"""Settings: which layer wins, what is refused, and that nothing is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from recview.errors import RecviewError
from recview.store.settings import SETTINGS, Settings, load_settings


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder in a project that sets a theme."""
    (tmp_path / "pyproject.toml").write_text('[tool.recview]\ntheme = "paper"\nrate = 40\n')
    folder = tmp_path / "src" / "deep"
    folder.mkdir(parents=True)
    return folder


def resolve(cwd: Path, **layers: object) -> Settings:
    return load_settings(
        layers.get("flags"),  # type: ignore[arg-type]
        layers.get("environ", {}),  # type: ignore[arg-type]
        cwd,
        layers.get("user", cwd / "none.toml"),  # type: ignore[arg-type]
    )


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = resolve(tmp_path)
    assert {name: item.value for name, item in settings.resolved.items()} == {s.name: s.default for s in SETTINGS}
    assert {item.source for item in settings.resolved.values()} == {"default"}


def test_a_project_file_that_does_not_mention_recview_is_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other\n")
    assert resolve(tmp_path).text("theme") == "midnight"


def test_each_layer_wins_over_those_below(project: Path, tmp_path: Path) -> None:
    user = tmp_path / "config.toml"
    user.write_text('theme = "contrast"\ncolor = "never"\n')
    assert resolve(project, user=user).text("theme") == "paper"
    assert resolve(project, user=user).text("color") == "never"
    environ = {"RECVIEW_THEME": "midnight"}
    assert resolve(project, user=user, environ=environ).text("theme") == "midnight"
    flags = {"theme": "contrast", "cache": None}
    settings = resolve(project, user=user, environ=environ, flags=flags)
    assert settings.text("theme") == "contrast"
    assert settings.resolved["theme"].source == "command line"
    assert settings.flag("cache") is True


def test_the_environment_speaks_every_type(tmp_path: Path) -> None:
    environ = {
        "RECVIEW_CACHE": "no",
        "RECVIEW_RATE": "7",
        "RECVIEW_IGNORE": "/messages/*/content, /stream",
        "RECVIEW_KEYS": "browse.toggle-play=x,app.quit=ctrl+q",
    }
    settings = resolve(tmp_path, environ=environ)
    assert settings.flag("cache") is False
    assert settings.number("rate") == 7
    assert settings.words("ignore") == ("/messages/*/content", "/stream")
    assert settings.table("keys") == {"browse.toggle-play": "x", "app.quit": "ctrl+q"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flavour = 1", "no setting flavour"),
        ("cache = 'yes'", "neither on nor off"),
        ("rate = 0", "no whole number above 0"),
        ("rate = true", "no whole number above 0"),
        ("color = 'purple'", "not among its values"),
        ("ignore = 'a'", "no list of strings"),
        ("keys = {a = 1}", "no table of strings"),
        ("theme = ", "Invalid value"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    user = tmp_path / "config.toml"
    user.write_text(text)
    with pytest.raises(RecviewError, match=said) as error:
        resolve(tmp_path, user=user)
    assert "config.toml" in error.value.message


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    for text in ("fast", "²", "٣", "9" * 5000):
        with pytest.raises(RecviewError, match="RECVIEW_RATE"):
            resolve(tmp_path, environ={"RECVIEW_RATE": text})


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"browse.toggle-play" = "p"}', {"browse.toggle-play": "p"}),
        (' {"browse.toggle-play" = "p,f2", "app.quit" = "="}', {"browse.toggle-play": "p,f2", "app.quit": "="}),
        ("app.quit==", {"app.quit": "="}),
        ("{}", {}),
    ],
)
def test_a_variable_may_write_a_table_as_a_file_does(tmp_path: Path, text: str, keys: dict[str, str]) -> None:
    assert resolve(tmp_path, environ={"RECVIEW_KEYS": text}).table("keys") == keys


@pytest.mark.parametrize("text", ["nope", "a=b,c", "=p", "a=", ",", "{", '{"a": "b"}', '{"a" = 1}'])
def test_a_variable_that_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RecviewError, match=r"RECVIEW_KEYS: keys .*is no table"):
        resolve(tmp_path, environ={"RECVIEW_KEYS": text})
