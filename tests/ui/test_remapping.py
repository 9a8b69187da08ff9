"""What is said of remapped keys that cannot work as they are meant."""

from __future__ import annotations

import pytest
from textual.keys import Keys

from recview.ui.actions import ACTIONS
from recview.ui.remapping import acts_without_keys, remapping_troubles

ODD = {"<any>", "<scroll-up>", "<scroll-down>", "<ignore>", "ctrl-at", "return"}
"""What Textual's table of keys has and no keyboard, or under a name that is never sent."""


def told(key: str) -> list[tuple[str, str]]:
    return [(trouble.message, trouble.hint) for trouble in remapping_troubles({"browse.filter": key}, "a file")]


def test_every_key_in_force_is_one() -> None:
    assert [act for act in ACTIONS if told(",".join(act.keys))] == []


def test_every_key_that_textual_knows_is_one() -> None:
    names = [key.value for key in Keys if key.value not in ODD and not key.value[:-1].endswith("shift+")]
    assert [name for name in names if told(name)] == []


@pytest.mark.parametrize(
    "key", ["M", "?", "ctrl+p", "shift+tab", "ctrl++", "+", "full_stop", "ö", "alt+left", "p, f2", "⏎"]
)
def test_keys_as_people_write_them(key: str) -> None:
    assert told(key) == []


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("Esc", "escape"),
        ("pgup", "pageup"),
        ("F1", "f1"),
        ("^p", "ctrl+p"),
        ("Ctrl+P", "ctrl+p"),
        ("shift+m", "M"),
        ("return", "enter"),
        ("escpae", "escape"),
    ],
)
def test_a_key_that_is_none_is_told_with_what_was_meant(key: str, meant: str) -> None:
    assert told(key) == [(f"a file: keys: browse.filter = {key}: no keyboard has this key", f"Did you mean {meant}?")]


def test_a_key_like_no_other_is_told_with_examples() -> None:
    assert [hint for _, hint in told("wibble")] == ["Keys are written p, P, ?, ctrl+p, f5, space, pageup."]


def test_an_act_that_keeps_a_key_is_not_told_of() -> None:
    assert list(acts_without_keys({"browse.filter": "plus"})) == []
    assert len(list(acts_without_keys({"browse.filter": "plus,equals_sign"}))) == 1
    assert list(acts_without_keys({})) == []
