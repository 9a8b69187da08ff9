"""What keys and mouse do in a list under foldable heads, whoever's list it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from recview.ui.theming import bundled_theme
from recview.ui.widgets.outline_view import OutlineView

LINES = ("▾ one", "  a", "▸ two", "▾ three", "  …", "  b")
"""Heads, entries, and a line that only says more of the head above it."""


class Outline(OutlineView):
    """Tells what is asked of it."""

    BINDINGS = [("l", "unfold"), ("h", "fold"), ("enter", "toggle_fold"), ("H", "fold_all"), ("L", "unfold_all")]  # noqa: RUF012

    lines: tuple[str, ...] = LINES

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @property
    def line_count(self) -> int:
        return len(self.lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        return [Segment(self.lines[line])]

    def says_more(self, line: int) -> bool:
        return 0 <= line < len(self.lines) and self.lines[line] == "  …"

    def is_head(self, line: int) -> bool:
        return self.lines[line][0] in "▸▾"

    def is_closed(self, line: int) -> bool:
        return self.lines[line][0] == "▸"

    def head_around(self, line: int) -> int | None:
        heads = [at for at in range(line) if self.is_head(at)]
        return heads[-1] if heads and not self.is_head(line) else None

    def sign_cells(self, line: int) -> int:
        return 2

    def toggle(self, line: int) -> None:
        self.asked.append(f"toggle {line}")

    def toggle_all(self, *, closed: bool) -> None:
        self.asked.append("close all" if closed else "open all")

    def enter(self, line: int) -> None:
        self.asked.append(f"enter {line}")


class Alone(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_theme("midnight").variables

    def compose(self) -> ComposeResult:
        yield Outline()


def outline(pilot: Pilot[None]) -> Outline:
    return pilot.app.query_one(Outline)


@pytest.mark.parametrize(
    ("cursor", "key", "asked", "then"),
    [
        (0, "enter", ["toggle 0"], 0),
        (1, "enter", ["enter 1"], 1),
        (0, "l", [], 1),
        (2, "l", ["toggle 2"], 2),
        (1, "l", ["enter 1"], 1),
        (0, "h", ["toggle 0"], 0),
        (2, "h", [], 2),
        (5, "h", [], 3),
        (1, "H", ["close all"], 1),
        (1, "L", ["open all"], 1),
    ],
)
async def test_keys(cursor: int, key: str, asked: list[str], then: int) -> None:
    async with Alone().run_test() as pilot:
        view = outline(pilot)
        view.focus()
        view.lines_changed()
        view.cursor = cursor
        await pilot.press(key)
        assert (view.asked, view.cursor) == (asked, then)


async def test_where_there_is_nothing_keys_and_clicks_do_nothing() -> None:
    async with Alone().run_test() as pilot:
        view = outline(pilot)
        view.lines = ()
        view.focus()
        view.lines_changed()
        await pilot.press("enter", "l", "h")
        await pilot.click(Outline, offset=(0, 0), times=2)
        assert view.asked == []


async def test_a_click_on_the_sign_or_on_where_the_cursor_is_opens_a_group() -> None:
    async with Alone().run_test() as pilot:
        view = outline(pilot)
        view.lines_changed()
        await pilot.click(Outline, offset=(4, 2))
        assert (view.asked, view.cursor) == ([], 2)
        await pilot.click(Outline, offset=(4, 2))
        await pilot.click(Outline, offset=(1, 0))
        assert view.asked == ["toggle 2", "toggle 0"]


async def test_a_double_click_enters_and_below_the_last_line_it_does_nothing() -> None:
    async with Alone().run_test() as pilot:
        view = outline(pilot)
        view.lines_changed()
        await pilot.click(Outline, offset=(4, 1))
        assert view.asked == []
        await pilot.click(Outline, offset=(4, 1), times=2)
        assert view.asked == ["enter 1"]
        await pilot.click(Outline, offset=(4, len(LINES) + 1), times=2)
        assert view.asked == ["enter 1"]
