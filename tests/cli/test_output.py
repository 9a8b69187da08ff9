"""When commands colour what they print."""

from __future__ import annotations

import io
import sys

import pytest

from recview.cli.output import use_color


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "term", "is_colored"),
    [
        ("auto", "xterm", True),
        ("auto", None, True),
        ("auto", "dumb", False),
        (None, "dumb", False),
        ("always", "dumb", True),
        ("never", "xterm", False),
    ],
)
def test_a_dumb_terminal_gets_no_colours_unless_they_are_asked_for(
    choice: str | None, term: str | None, is_colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("TERM", raising=False)
    if term is not None:
        monkeypatch.setenv("TERM", term)
    assert use_color(choice) is is_colored
