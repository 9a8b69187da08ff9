"""The commands that say what recview has: themes, keys, config, completion."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories import make_document, write_recording
from own_themes import write_theme

from recview.cli.command_line import recview
from recview.cli.command_table import COMMANDS
from recview.store.settings import SETTINGS, user_config_file
from recview.ui.actions import ACTIONS
from recview.ui.theme_files import bundled_theme_files


def output_of(*arguments: str) -> str:
    result = CliRunner().invoke(recview, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_themes_lists_every_theme_and_marks_the_one_in_use() -> None:
    lines = output_of("themes").splitlines()
    assert len(lines) == len(bundled_theme_files())
    assert [line for line in lines if line.startswith("*")] == ["* midnight     dark"]


def test_themes_lists_ones_own_and_names_what_cannot_be_used() -> None:
    path, broken = write_theme("dusk"), write_theme("aurora", cursor="cursors")
    result = CliRunner(env={"RECVIEW_THEME": "dusk"}).invoke(recview, ["themes"], standalone_mode=False)
    assert f"* dusk         dark  {path}" in result.stdout.splitlines()
    assert result.return_value == 2
    assert result.stderr.startswith(f"recview: {broken}: [roles] cursors is not a name recview knows\n")
    for name, code in (("dusk", 0), ("aurora", 2)):
        runner = CliRunner(env={"RECVIEW_THEME": name})
        assert runner.invoke(recview, ["config"], standalone_mode=False).return_value == code


def test_keys_lists_every_act() -> None:
    document = json.loads(output_of("keys", "--json"))
    assert document["schema"] == "recview.keys/1"
    assert {key["action"] for key in document["keys"]} == {act.id for act in ACTIONS}
    text = output_of("keys")
    assert all(act.id in text for act in ACTIONS)


def test_keys_lists_those_in_force() -> None:
    remapped = CliRunner(env={"RECVIEW_KEYS": '{"browse.toggle-play" = "p, ?", "app.quit" = "f10"}'})
    result = remapped.invoke(recview, ["keys", "--json"])
    keys = {key["action"]: key["keys"] for key in json.loads(result.output)["keys"]}
    assert keys["browse.toggle-play"] == ["p", "question_mark"]
    assert keys["browse.toggle-probabilities"] == []
    assert keys["compare.next-part"] == ["greater_than_sign", "p"]
    assert keys["app.quit"] == ["f10"]
    lines = remapped.invoke(recview, ["keys"]).output.splitlines()
    assert [line.split()[:2] for line in lines if line.endswith("browse.toggle-play")] == [["p", "?"]]
    assert [line.split()[0] for line in lines if line.endswith("browse.toggle-probabilities")] == ["none"]


def test_keys_tells_of_actions_that_are_none() -> None:
    runner = CliRunner(env={"RECVIEW_KEYS": "browse.fly=x,app.quit=f10"})
    result = runner.invoke(recview, ["keys"], standalone_mode=False)
    assert result.return_value == 2
    assert result.stderr.startswith("recview: $RECVIEW_KEYS: keys: there is no action browse.fly\n")
    assert "app.quit" in result.stdout


def test_keys_tells_of_acts_whose_keys_are_taken() -> None:
    runner = CliRunner(env={"RECVIEW_KEYS": "browse.filter=M"})
    for command in ("keys", "config"):
        result = runner.invoke(recview, [command], standalone_mode=False)
        assert result.return_value == 0
        assert (
            result.stderr == "recview: browse.clear-marks (clear all marks) has no key left: M is browse.filter now\n"
        )


WRONG = {
    "RECVIEW_THEME": "nope",
    "RECVIEW_COLOR": "purple",
    "RECVIEW_RATE": "fast",
    "RECVIEW_IGNORE": "stream",
    "RECVIEW_KEYS": "browse.togle-mark=x,app.quit=pgdn",
}


def test_config_tells_all_that_is_wrong() -> None:
    result = CliRunner(env=WRONG).invoke(recview, ["config"], standalone_mode=False)
    assert result.return_value == 2
    assert result.stderr.splitlines() == [
        "recview: $RECVIEW_COLOR: color = 'purple' is not among its values",
        "  It may be auto, always, never.",
        "recview: $RECVIEW_RATE: rate = 'fast' is no whole number above 0",
        "recview: $RECVIEW_THEME: no theme is called nope",
        "  There are: midnight, contrast, paper.",
        "recview: $RECVIEW_KEYS: keys: there is no action browse.togle-mark",
        "  Did you mean browse.toggle-mark?",
        "recview: $RECVIEW_KEYS: keys: app.quit = pgdn: no keyboard has this key",
        "  Did you mean pagedown?",
        "recview: $RECVIEW_IGNORE: not a path to ignore: 'stream' does not begin with '/'",
        "  Write a JSON Pointer, with * for one key or position and ** for any number: /messages/*/content",
    ]
    assert 'theme = "nope"\n' in result.stdout
    assert "overrides" not in result.stdout.partition("from $RECVIEW_THEME")[2].partition("\n")[0]
    document = json.loads(CliRunner(env=WRONG).invoke(recview, ["config", "--json"], standalone_mode=False).stdout)
    assert len(document["troubles"]) == 6


def test_config_prints_a_configuration_file_and_names_those_it_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.recview]\nrate = 40\nflavour = 1\n")
    keys = {"browse.toggle-play": "p", "app.quit": '"'}
    runner = CliRunner(env={"RECVIEW_KEYS": json.dumps(keys).replace(":", "="), "RECVIEW_IGNORE": "/a,/b\\c"})
    result = runner.invoke(recview, ["config"], standalone_mode=False)
    assert tomllib.loads(result.stdout) == {
        **{setting.name: setting.default for setting in SETTINGS},
        "rate": 40,
        "keys": keys,
        "ignore": ["/a", "/b\\c"],
    }
    assert f"# {tmp_path / 'pyproject.toml'}: present, sets rate, flavour\n" in result.stdout
    assert f"# {user_config_file()}: absent\n" in result.stdout
    assert "recview has no setting flavour" in result.stderr


def test_a_theme_that_is_none_is_told_by_themes_too() -> None:
    result = CliRunner(env={"RECVIEW_THEME": "nope"}).invoke(recview, ["themes"], standalone_mode=False)
    assert (result.return_value, result.stderr.splitlines()[0]) == (2, "recview: no theme is called nope")
    assert CliRunner(env={"RECVIEW_THEME": "nord"}).invoke(recview, ["config"], standalone_mode=False).return_value == 0


def test_config_shows_every_setting_and_where_it_comes_from() -> None:
    document = json.loads(output_of("config", "--json"))
    assert set(document["settings"]) == {setting.name for setting in SETTINGS}
    assert "RECVIEW_THEME" in output_of("config")


def test_completion_knows_each_shell() -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_RECVIEW_COMPLETE" in output_of("completion", shell)


def test_help_lists_every_command() -> None:
    text = output_of("--help")
    assert all(f"\n  {name} " in text for name in COMMANDS if name != "open")


def test_a_remapped_key_that_is_none_is_refused(tmp_path: Path) -> None:
    code = "import sys; from recview.ui.app import browser; from recview.store.settings import load_settings; " + (
        "browser([], load_settings(environ={'RECVIEW_KEYS': 'browse.fly=x'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert "there is no action browse.fly" in done.stderr


def test_what_the_settings_ignore_is_no_difference(tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "Hi"}]
    plain = write_recording(tmp_path / "aa.json", make_document(request_body={"messages": messages}))
    asking = write_recording(
        tmp_path / "bb.json",
        make_document(request_body={"messages": messages, "stream_options": {"include_usage": True}}),
    )
    arguments = ["diff", "--part", "request", str(plain), str(asking)]
    differing = CliRunner().invoke(recview, arguments, standalone_mode=False)
    ignoring = CliRunner(env={"RECVIEW_IGNORE": "/stream_options"}).invoke(recview, arguments, standalone_mode=False)
    assert (differing.return_value, ignoring.return_value) == (1, 0)


def test_the_settings_colour_where_no_flag_does(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "aa.json")
    always = CliRunner(env={"RECVIEW_COLOR": "always"})
    assert "\x1b[" in always.invoke(recview, ["show", str(path)], color=True).output
    assert "\x1b[" not in always.invoke(recview, ["show", "--color", "never", str(path)], color=True).output
    refusing = CliRunner(env={"RECVIEW_COLOR": "always", "NO_COLOR": "1"})
    assert "\x1b[" not in refusing.invoke(recview, ["show", str(path)], color=True).output
