"""Headings of sections: what is said at their right is never in the way of the sign that they can be opened."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from recview.ui.sections import Section
from recview.ui.theming import bundled_themes
from recview.ui.widgets.section_view import SectionView

TOOLS = "3 tools: get_forecast, find_park, book_table"


class SectionsApp(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_themes()[0].variables

    def compose(self) -> ComposeResult:
        yield SectionView()


@pytest.mark.parametrize(
    ("width", "heading"),
    [
        (80, f"▏ {TOOLS}                 900 characters ▸"),
        (50, f"▏ {TOOLS}   ▸"),
        (40, "▏ 3 tools: get_forecast, find_park,…  ▸"),
    ],
)
async def test_a_closed_section_says_so_however_little_room_there_is(width: int, heading: str) -> None:
    app = SectionsApp()
    async with app.run_test(size=(width, 10)) as pilot:
        view = app.query_one(SectionView)
        source = object()
        view.show([Section(TOOLS, "dim", "x" * 900, folded=True, source=source)])
        await pilot.pause()
        line = "".join(segment.text for segment in view.line_segments(0, width))
        assert len(line) == width
        assert line.split() == heading.split()
        view.point_out(source)
        view.act(view.folded.fold)
        assert "".join(segment.text for segment in view.line_segments(0, width)).endswith("▸ ◂")
