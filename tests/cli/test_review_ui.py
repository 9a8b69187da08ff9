"""`recview review --ui` where there is no screen to open."""

from __future__ import annotations

import pytest
from click import UsageError

from recview.cli.review import command
from recview.errors import RecviewError


def test_without_a_terminal_says_what_to_use_instead() -> None:
    with pytest.raises(RecviewError) as raised:
        command.main(["old", "new", "--ui"], standalone_mode=False)
    assert "--json" in raised.value.hint


@pytest.mark.parametrize("option", [["--json"], ["--markdown"], ["--fail-on", "text"]])
def test_what_prints_excludes_the_screen(option: list[str]) -> None:
    with pytest.raises(UsageError):
        command.main(["old", "new", "--ui", *option], standalone_mode=False)
