from __future__ import annotations

from itertools import product

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip

from recview.ui.screens.keyed import KeyedScreen
from recview.ui.theming import bundled_theme
from recview.ui.widgets.backdrop import draw_backdrop
from recview.ui.widgets.pane import Pane

HEIGHT = 9


@pytest.mark.parametrize("alike", [range(1, HEIGHT - 1), range(HEIGHT), range(0), range(4, 5)])
def test_a_part_is_that_part_of_the_whole(alike: range) -> None:
    whole = [Strip.blank(4) if y in alike else Strip.blank(5 + y) for y in range(HEIGHT)]
    drawn: list[int] = []

    def draw(crop: Region) -> list[Strip]:
        drawn.extend(crop.line_range)
        return whole[crop.y : crop.bottom]

    for top, bottom in product(range(HEIGHT + 1), repeat=2):
        if top <= bottom:
            drawn.clear()
            assert draw_backdrop(draw, Region(0, top, 4, bottom - top), alike) == whole[top:bottom]
            assert len(drawn) <= HEIGHT - len(alike) + 1 or len(alike) < 2


class Frames(App[None]):
    """A pane within a screen of ours."""

    CSS = "Pane { border: round $primary; padding: 0 1; width: 30; height: 8; } #plain { border: none; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_theme("midnight").variables

    def get_default_screen(self) -> KeyedScreen:
        return TwoPanes()


class TwoPanes(KeyedScreen):
    def compose(self) -> ComposeResult:
        with Pane(id="framed") as pane:
            pane.title, pane.facts, pane.foot = "Title", "facts", "foot"
        yield Pane(id="plain")


async def test_a_pane_and_a_screen_look_as_textual_would_draw_them() -> None:
    async with Frames().run_test() as pilot:
        screen = pilot.app.screen
        panes = [screen.query_one("#framed", Pane), screen.query_one("#plain", Pane)]
        for widget, plain in [(screen, super(KeyedScreen, screen)), *[(pane, super(Pane, pane)) for pane in panes]]:
            for crop in (widget.outer_size.region, Region(2, 0, 9, 4), Region(0, 3, 20, 2), Region(1, 5, 7, 3)):
                assert widget.render_lines(crop) == plain.render_lines(crop)  # type: ignore[misc]
        assert "Title" in panes[0].render_lines(Region(0, 0, 30, 1))[0].text
        assert isinstance(panes[0], Vertical)
