from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.app import App, ComposeResult

from recview.ui.theming import bundled_theme
from recview.ui.widgets.line_view import LineView

NOTE = "Nothing matches of the 1,204 that are read. esc clears the filter."


class Lines(LineView):
    def __init__(self) -> None:
        super().__init__()
        self.lines = ["one", "two"]
        self.empty_note = NOTE

    @property
    def line_count(self) -> int:
        return len(self.lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        return [Segment(self.lines[line])]


class Narrow(App[None]):
    CSS = "Lines { width: 24; height: auto; overflow: hidden; scrollbar-size: 0 0; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_theme("midnight").variables

    def compose(self) -> ComposeResult:
        yield Lines()


async def test_where_there_are_no_lines_a_sentence_is_said_whole() -> None:
    async with Narrow().run_test() as pilot:
        view = pilot.app.query_one(Lines)
        view.lines_changed()
        await pilot.pause()
        assert drawn(view) == ["one", "two"]
        view.lines = []
        view.lines_changed()
        await pilot.pause()
        assert len(drawn(view)) == 3
        assert " ".join(drawn(view)) == NOTE
        assert not any(
            segment.style and segment.style.bgcolor != view.rich_style.bgcolor for segment in view.render_line(0)
        )
        view.lines = ["one"]
        view.lines_changed()
        await pilot.pause()
        assert drawn(view) == ["one"]


def drawn(view: Lines) -> list[str]:
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


async def test_a_sentence_with_wide_characters_is_not_cut_either() -> None:
    async with Narrow().run_test() as pilot:
        view = pilot.app.query_one(Lines)
        view.lines, view.empty_note = [], "録音" * 20
        view.lines_changed()
        await pilot.pause()
        assert "".join(drawn(view)) == view.empty_note
