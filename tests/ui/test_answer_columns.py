"""The choices of an answer, in columns and one by one."""

from __future__ import annotations

from factories import make_chunks
from textual.app import App, ComposeResult

from recview.analysis.transcript import Transcript
from recview.model.events import TextDelta
from recview.ui.theming import bundled_themes
from recview.ui.widgets.answer_columns import AnswerColumns


class ChoicesApp(App[None]):
    """The answer of three choices, in a box."""

    def __init__(self, width: int) -> None:
        self._defaults = bundled_themes()[0].variables
        super().__init__()
        self._width = width

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return self._defaults

    def compose(self) -> ComposeResult:
        columns = AnswerColumns()
        columns.styles.width, columns.styles.height = self._width, 10
        yield columns


async def test_choices_stand_side_by_side_where_there_is_room_and_one_by_itself_where_asked() -> None:
    said = Transcript.of(make_chunks(TextDelta(0, "one"), TextDelta(1, "two"), TextDelta(2, "three")))
    app = ChoicesApp(120)
    async with app.run_test(size=(120, 12)) as pilot:
        columns = app.query_one(AnswerColumns)
        columns.show(said, 2)
        await pilot.pause()
        assert texts_of(columns) == [["one"], ["two"], [""]]
        columns.seek(3)
        assert texts_of(columns) == [["one"], ["two"], ["three"]]
        assert columns.point_at(said.blocks[1], 0)
        assert columns.block_under_cursor is said.blocks[1]
        shown = []
        for _ in range(4):
            assert columns.next_choice()
            await pilot.pause()
            shown.append(texts_of(columns))
        assert shown == [[["one"]], [["two"]], [["three"]], [["one"], ["two"], ["three"]]]
        columns.styles.width = 60
        await pilot.pause()
        await pilot.pause()
        assert texts_of(columns) == [["one", "two", "three"]]
        columns.show(Transcript.of(make_chunks(TextDelta(0, "alone"))), 1)
        assert not columns.next_choice()


def texts_of(columns: AnswerColumns) -> list[list[str]]:
    """What each column says, without its headings."""
    lines = [[view.render_line(y).text.strip() for y in range(view.line_count)] for view in columns.views]
    return [[line for line in column[1:] if line and not line.startswith("choice")] or [""] for column in lines]
