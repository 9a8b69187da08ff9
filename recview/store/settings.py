"""Settings: flag > RECVIEW_* > [tool.recview] in the nearest pyproject.toml > the user's config.toml > default.

A setting is data of a fixed type; none of them names anything to run, so a project's configuration can run nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from platformdirs import user_config_path

from recview.errors import RecviewError
from recview.model.value import value

Value = bool | str | int | tuple[str, ...] | dict[str, str]


@value
class Setting:
    """One thing that can be set."""

    name: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "RECVIEW_" + self.name.upper().replace("-", "_")


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "midnight", "the interface's theme; `recview themes` lists them"),
    Setting("color", "auto", "colour in the output of commands", ("auto", "always", "never")),
    Setting("cache", True, "whether an index of the recordings is kept in the user's cache folder"),
    Setting("live", True, "whether the interface watches the recordings for changes"),
    Setting("polling", False, "look for changes by polling: for network folders"),
    Setting("reduced-motion", False, "rows that change are marked, but nothing fades or moves by itself"),
    Setting("rate", 20, "chunks a second at speed 1×"),
    Setting("ignore", (), "JSON Pointers with wildcards that comparisons pass over, in environment by commas"),
    Setting(
        "keys",
        {},
        'keys by action: {"browse.toggle-play" = "p"}, in environment also browse.toggle-play=p,app.quit=f10; '
        "`recview keys` lists the actions",
    ),
)


@value
class Resolved:
    """A setting's value and where it comes from."""

    setting: Setting
    value: Value
    source: str


@value
class SettingsFile:
    """A file that was looked at, there or not, and the settings that it names."""

    path: Path
    exists: bool
    names: tuple[str, ...]


class Settings:
    """Every setting, resolved. Reading never fails on a missing file; a wrong value is a RecviewError."""

    def __init__(self, resolved: Mapping[str, Resolved], files: tuple[SettingsFile, ...] = ()) -> None:
        self.resolved = resolved
        self.files = files
        """The first wins."""

    def text(self, name: str) -> str:
        """A setting that is a word."""
        return str(self.resolved[name].value)

    def flag(self, name: str) -> bool:
        """A setting that is on or off."""
        return self.resolved[name].value is True

    def number(self, name: str) -> int:
        """A setting that is a whole number."""
        value = self.resolved[name].value
        return value if isinstance(value, int) else 0

    def words(self, name: str) -> tuple[str, ...]:
        """A setting that is a list of words."""
        value = self.resolved[name].value
        return value if isinstance(value, tuple) else ()

    def table(self, name: str) -> dict[str, str]:
        """A setting that is a table of words."""
        value = self.resolved[name].value
        return value if isinstance(value, dict) else {}


def user_config_file() -> Path:
    """The user's configuration file, there or not."""
    return user_config_path("recview") / "config.toml"


def _refuse(trouble: RecviewError) -> None:
    raise trouble


def load_settings(
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] = os.environ,
    cwd: Path | None = None,
    user_file: Path | None = None,
    on_trouble: Callable[[RecviewError], None] = _refuse,
) -> Settings:
    """Resolves every setting. `flags` are those given on the command line; None among them means not given.

    `on_trouble` is told of whatever is wrong; if it returns, that is passed over.
    """
    project_file, user_path = _project_file(cwd or Path.cwd()), user_file or user_config_file()
    project = _table(project_file, ("tool", "recview"), on_trouble)
    user = _table(user_path, (), on_trouble)
    layers: list[tuple[str, Callable[[Setting], object]]] = [
        ("command line", lambda setting: (flags or {}).get(setting.name)),
        ("", lambda setting: _from_environment(setting, environ)),
        (str(project_file), lambda setting: project.get(setting.name)),
        (str(user_path), lambda setting: user.get(setting.name)),
    ]
    resolved = {}
    for setting in SETTINGS:
        resolved[setting.name] = Resolved(setting, setting.default, "default")
        for source, look_up in layers:
            source = source or f"${setting.variable}"
            try:
                found = look_up(setting)
                if found is not None:
                    resolved[setting.name] = Resolved(setting, _checked(setting, found, source), source)
                    break
            except RecviewError as error:
                on_trouble(error)
    files = ((project_file, project), (user_path, user))
    return Settings(resolved, tuple(SettingsFile(path, path.is_file(), tuple(table)) for path, table in files))


def _project_file(folder: Path) -> Path:
    """The nearest pyproject.toml, this folder's or one's above it; this folder's where there is none."""
    candidates = [candidate / "pyproject.toml" for candidate in (folder, *folder.parents)]
    return next((path for path in candidates if path.is_file()), candidates[0])


def _table(path: Path, keys: tuple[str, ...], on_trouble: Callable[[RecviewError], None]) -> dict[str, object]:
    """The settings in a file, below some keys; empty where there are none, or the file cannot be used."""
    try:
        found: object = _read_toml(path, mentions="".join(keys[-1:]))
    except RecviewError as error:
        on_trouble(error)
        return {}
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    table = found if isinstance(found, dict) else {}
    known = sorted(setting.name for setting in SETTINGS)
    for name in table:
        if name not in known:
            on_trouble(RecviewError(f"{path}: recview has no setting {name}", f"It has: {', '.join(known)}."))
    return table


def _read_toml(path: Path, mentions: str = "") -> dict[str, object]:
    """The file's table, empty where there is none, or one that does not even mention a word: parsing takes its time."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise RecviewError(f"{path}: {error}") from None
    if mentions not in text:
        return {}
    import tomllib  # as a rule there is no such file, and the parser takes longer to load than all the rest here

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecviewError(f"{path}: {error}") from None


_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


_MOST_DIGITS = 18
"""Of a number in a variable: no setting is larger, and Python reads none that goes on and on."""


def _from_environment(setting: Setting, environ: Mapping[str, str]) -> object:
    text = environ.get(setting.variable)
    if text is None:
        return None
    if text == "":  # of a list or a table it says that there is nothing in it, whatever a file says
        return setting.default if isinstance(setting.default, (tuple, dict)) else None
    if isinstance(setting.default, bool):
        return True if text.lower() in _TRUE else False if text.lower() in _FALSE else text
    if isinstance(setting.default, int):
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else text
    if isinstance(setting.default, tuple):
        return [word.strip() for word in text.split(",") if word.strip()]
    if isinstance(setting.default, dict):
        return _table_of(text, setting)
    return text


def _table_of(text: str, setting: Setting) -> object:
    """What a variable says of a table: as a file writes it, or pairs by commas."""
    if text.lstrip().startswith("{"):
        import tomllib  # see `_read_toml`

        try:
            return tomllib.loads(f"table = {text}")["table"]
        except tomllib.TOMLDecodeError:
            pairs = []
    else:
        pairs = [[part.strip() for part in pair.partition("=")] for pair in text.split(",") if pair.strip()]
    if not pairs or not all(map(all, pairs)):
        hint = 'Write browse.toggle-play=p,app.quit=f10 or {"browse.toggle-play" = "p"}.'
        raise RecviewError(f"${setting.variable}: {setting.name} = {text!r} is no table", hint)
    return {name: key for name, _, key in pairs}


def _checked(setting: Setting, found: object, source: str) -> Value:
    """The value in its type, or an error that says what would do."""
    default = setting.default
    if isinstance(default, bool):
        if isinstance(found, bool):
            return found
        raise RecviewError(f"{source}: {setting.name} = {found!r} is neither on nor off", "Write true or false.")
    if isinstance(default, int):
        if isinstance(found, int) and not isinstance(found, bool) and found > 0:
            return found
        raise RecviewError(f"{source}: {setting.name} = {found!r} is no whole number above 0")
    if isinstance(default, tuple):
        if isinstance(found, (list, tuple)) and all(isinstance(word, str) for word in found):
            return tuple(found)
        raise RecviewError(f"{source}: {setting.name} = {found!r} is no list of strings")
    if isinstance(default, dict):
        if isinstance(found, dict) and all(isinstance(key, str) for key in found.values()):
            return found
        raise RecviewError(f"{source}: {setting.name} is no table of strings")
    if not isinstance(found, str) or (setting.choices and found not in setting.choices):
        raise RecviewError(
            f"{source}: {setting.name} = {found!r} is not among its values",
            f"It may be {', '.join(setting.choices)}." if setting.choices else "It is a string.",
        )
    return found
