"""Changes in words: readable paths, values cut where they are long, nothing that acts on a terminal."""

from __future__ import annotations

import pytest

from recview.model.json_value import JSON
from recview.ui.edit_text import edit_text, path_text, value_text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("", "the whole body"),
        ("/a", "a"),
        ("/messages/1/content", "messages[1].content"),
        ("/messages/*/content", "messages[*].content"),
        ("/0/a", "[0].a"),
        ("/a~1b/~0", "a/b.~"),
        ("test_id", "test_id"),
        ("/\x1b", "␛"),
    ],
)
def test_paths(path: str, text: str) -> None:
    assert path_text(path) == text


@pytest.mark.parametrize(
    ("op", "old", "new", "text"),
    [
        ("replace", 0.7, 0.7000001, "`t`: 0.7 → 0.7000001"),
        ("replace", 1, True, "`t`: 1 → true"),
        ("add", None, {"a": 1}, '`t`: absent → {"a":1}'),
        ("remove", "x", None, '`t`: "x" → absent'),
        ("move", 1, 1, "`t` moved here"),
    ],
)
def test_edits(op: str, old: JSON, new: JSON, text: str) -> None:
    assert edit_text(op, "/t", old, new) == text


def test_long_strings_are_shown_where_they_part() -> None:
    common = "a very long beginning that both share " * 5
    told = edit_text("replace", "/t", f"{common}one end", f"{common}another end")
    assert "one end" in told
    assert "another end" in told
    assert len(told) < 200


def test_long_values_are_cut_and_harmless() -> None:
    assert len(value_text("x" * 500)) == 60
    assert "\x1b" not in value_text("\x1b[31m")
    assert "\n" not in value_text("a\nb")
