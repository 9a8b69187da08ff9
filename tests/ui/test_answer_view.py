from __future__ import annotations

import pytest
from factories import make_chunks
from rich.style import Style
from textual.app import App, ComposeResult

from recview.analysis.lit_words import LitWords
from recview.analysis.logprobs import token_scores
from recview.analysis.transcript import Transcript
from recview.model.events import Logprobs, ReasoningDelta, RoleSet, StreamEvent, TextDelta, TokenLogprob, ToolCallDelta
from recview.ui.drawing import drawn_cells
from recview.ui.renderables.answer_layout import (
    BLANK,
    HEADING,
    AnswerLayout,
    Arrangement,
    Place,
    lay_out_texts,
    next_choice,
)
from recview.ui.renderables.answer_lines import grade_style, heading_segments, text_segments
from recview.ui.renderables.token_line import percent, token_segments
from recview.ui.theming import bundled_themes
from recview.ui.widgets import answer_text
from recview.ui.widgets.answer_view import AnswerView


def transcript_of(*groups: StreamEvent | list[StreamEvent]) -> Transcript:
    return Transcript.of(make_chunks(*groups))


def layout_of(
    transcript: Transcript, width: int = 20, arrangement: Arrangement | None = None, indented: bool | None = None
) -> AnswerLayout:
    texts = lay_out_texts(transcript.blocks, width, drawn_cells, indented)
    return AnswerLayout(transcript, texts, arrangement or Arrangement())


def kinds_of(layout: AnswerLayout) -> list[tuple[int, int]]:
    return [tuple(layout.line(index)) for index in range(layout.line_count)]


def plain(segments: object) -> str:
    return "".join(segment.text for segment in segments)  # type: ignore[attr-defined]


# ---- layout


def test_a_lone_answer_has_no_heading() -> None:
    assert kinds_of(layout_of(transcript_of(TextDelta(0, "Hi")))) == [(0, 0)]


def test_several_blocks_have_headings_and_a_blank_between_them() -> None:
    layout = layout_of(transcript_of(ReasoningDelta(0, "hm"), TextDelta(0, "Hi")))
    assert kinds_of(layout) == [(0, HEADING), (0, 0), (1, BLANK), (1, HEADING), (1, 0)]


def test_folded_reasoning_is_its_heading_and_the_cursor_finds_it_there() -> None:
    transcript = transcript_of(ReasoningDelta(0, "hm"), TextDelta(0, "Hi"))
    layout = layout_of(transcript, arrangement=Arrangement(reasoning_folded=True))
    assert kinds_of(layout) == [(0, HEADING), (1, BLANK), (1, HEADING), (1, 0)]
    assert layout.locate(transcript.blocks[0].key, 1) == (0, 0)


def test_one_choice_by_itself_shows_no_other() -> None:
    transcript = transcript_of(TextDelta(0, "one"), TextDelta(1, "two"))
    layout = layout_of(transcript, arrangement=Arrangement(choice=1))
    assert kinds_of(layout) == [(1, HEADING), (1, 0)]
    assert layout.locate(transcript.blocks[0].key, 0) is None


def test_what_is_said_ends_where_the_position_ends() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "one\n"), TextDelta(0, "two\n"), TextDelta(0, "three")))
    assert [layout.said_lines(position) for position in (0, 1, 2, 3)] == [0, 1, 2, 3]


def test_a_place_beyond_what_is_said_is_its_last_character() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "one "), TextDelta(0, "two")))
    assert layout.place_at(0, 6, 1) == Place(0, 3)
    assert layout.place_at(0, 6, 2) == Place(0, 6)
    assert layout.place_at(1, 0, 2) is None


def test_wide_characters_and_stand_ins_are_found_under_each_of_their_cells() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "桜\u202eb")))
    stand_in = len("⟨U+202E⟩")
    offsets = [layout.place_at(0, cell, 1) for cell in range(2 + stand_in + 1)]
    assert [place.offset for place in offsets if place] == [0, 0, *[1] * stand_in, 2]


def test_arguments_are_a_tree_where_they_need_more_than_a_line() -> None:
    call = transcript_of(ToolCallDelta(0, 0, name="f", arguments='{"city": "Oslo", "day": "tomorrow"}'))
    assert layout_of(call, width=60).line_count == 2
    assert layout_of(call, width=30).line_count == 5
    assert layout_of(call, width=60, indented=True).line_count == 5
    assert layout_of(call, width=30, indented=False).line_count == 3


# ---- lines


def test_text_is_harmless_and_cut_where_a_style_begins_or_ends() -> None:
    lit = Style(bold=True)
    segments = text_segments("ab\x1bcd", 0, 5, Style(), [(1, 3, lit)])
    assert [(segment.text, segment.style == lit) for segment in segments] == [("a", False), ("b␛", True), ("cd", False)]


def test_a_tool_call_tells_its_name_and_id_when_they_are_known() -> None:
    transcript = transcript_of(
        ToolCallDelta(0, 0, name="get_weather", arguments='{"city"'),
        ToolCallDelta(0, 0, id="call_1", arguments=': "Oslo"}'),
    )
    block = transcript.blocks[0]
    headings = [
        plain(heading_segments(block, position, lambda _: Style(), choices=1, folded=False, words=LitWords()))
        for position in (1, 2)
    ]
    assert headings == ["▏ ⚙ get_weather  …", "▏ ⚙ get_weather  call_1"]


def test_arguments_that_never_become_json_are_called_so_at_their_end() -> None:
    block = transcript_of(ToolCallDelta(0, 0, id="call_1", name="f", arguments='{"a')).blocks[0]
    heading = plain(heading_segments(block, 1, lambda _: Style(), choices=1, folded=False, words=LitWords()))
    assert heading == "▏ ⚙ f  ✗ arguments are no JSON  call_1"


def test_the_least_sure_tokens_are_told_without_colour_too() -> None:
    styles = [grade_style(probability, lambda role: Style()) for probability in (0.95, 0.6, 0.3, 0.1)]
    assert [bool(style.underline) for style in styles] == [False, False, False, True]


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100 %"), (0.58, "58 %"), (0.0312, "3.1 %"), (0.0002, "< 0.1 %"), (0.0, "0 %")]
)
def test_a_probability_is_told_shortly(share: float, said: str) -> None:
    assert percent(share) == said


def test_the_token_line_tells_the_alternatives_that_fit() -> None:
    scored = Logprobs(0, (TokenLogprob(" well", -0.5, ((" well", -0.5), (" not", -1.5), ("\n", -2.5))),))
    chunks = make_chunks([TextDelta(0, " well"), scored])
    (token,) = next(iter(token_scores(Transcript.of(chunks), chunks).by_block.values()))
    wide = plain(token_segments(token, 60, lambda _: Style()))
    assert wide.startswith('" well" 61 %   or " not" 22 % · "\\n" 8.2 %')
    assert plain(token_segments(token, 40, lambda _: Style())) == '" well" 61 %   or " not" 22 %'


# ---- the widget


class AnswerApp(App[None]):
    CSS = "AnswerView { height: 10; width: 30; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []
        for theme in bundled_themes():
            self.register_theme(theme)
        self.theme = bundled_themes()[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_themes()[0].variables

    def compose(self) -> ComposeResult:
        yield AnswerView()

    def on_answer_view_character_chosen(self, message: AnswerView.CharacterChosen) -> None:
        self.chosen.append(message.position)


async def test_cursor_and_mouse_go_by_characters() -> None:
    transcript = transcript_of(TextDelta(0, "ab"), TextDelta(0, "桜餅"), TextDelta(0, "\x1b"), TextDelta(0, "z"))
    app = AnswerApp()
    async with app.run_test(size=(40, 12)) as pilot:
        view = app.query_one(AnswerView)
        view.focus()
        view.show(transcript, 4)
        await pilot.pause()
        assert view.column == 7  # a b 桜 餅 ␛ z, the wide ones two cells each
        await pilot.press("left", "left", "enter")
        assert (view.column, app.chosen) == (4, [2])
        await pilot.click(AnswerView, offset=(2 + 3, 0))
        assert app.chosen == [2, 2]
        await pilot.press("right", "right", "right", "right", "enter")
        assert app.chosen == [2, 2, 4]


async def test_what_says_nothing_yet_says_so_and_what_never_says_anything_does_not() -> None:
    call = ToolCallDelta(0, 0, id="call_1", name="f", arguments="{}")
    streams = [
        (transcript_of(RoleSet(0, "assistant"), TextDelta(0, "Hi")), ["nothing said yet", "Hi"]),
        (transcript_of(TextDelta(0, ""), TextDelta(0, "Hi")), ["nothing said yet", "Hi"]),
        (transcript_of(RoleSet(0, "assistant"), call), ["nothing said yet", "▏ ⚙ f  call_1"]),
        (transcript_of(TextDelta(0, ""), TextDelta(0, "")), [""]),
    ]
    app = AnswerApp()
    async with app.run_test() as pilot:
        view = app.query_one(AnswerView)
        for transcript, told in streams:
            view.show(transcript, 1)
            await pilot.pause()
            lines = []
            for position in range(1, len(told) + 1):
                view.seek(position if len(told) > 1 else transcript.length)
                lines.append(view.render_line(0).text.strip())
            assert lines == told


async def test_a_plain_answer_is_read_from_its_top_and_keeps_its_place() -> None:
    transcript = transcript_of(TextDelta(0, "\n".join(f"line {number}" for number in range(40))))
    block = transcript.blocks[0]
    app = AnswerApp()
    async with app.run_test(size=(40, 12)) as pilot:
        view = app.query_one(AnswerView)
        view.show(transcript, 1, plain=True)
        await pilot.pause()
        assert (view.cursor, view.scroll_offset.y) == (0, 0)
        for line in (39, 20):
            view.point_at(block, block.text.index(f"line {line}"))
            row = view.cursor_row
            view.show(transcript, 1, again=True, plain=True)
            await pilot.pause()
            assert (view.cursor, view.cursor_row) == (line, row)
        view.styles.width = 8  # most lines take two
        await pilot.pause()
        assert view.place == Place(0, block.text.index("line 20"))


async def test_a_hit_in_what_is_yet_to_be_laid_out_is_gone_to_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_text, "LONG_ANSWER", 10)
    transcript = transcript_of(TextDelta(0, "\n".join(f"line {number}" for number in range(40))))
    app = AnswerApp()
    async with app.run_test(size=(40, 12)) as pilot:
        view = app.query_one(AnswerView)
        view.show(transcript, 1, plain=True)
        view.point_at(transcript.blocks[0], transcript.blocks[0].text.index("line 20"))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert view.cursor == 20
        assert 0 <= view.cursor_row < 10


async def test_a_very_long_answer_is_laid_out_aside_and_then_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_text, "LONG_ANSWER", 10)
    app = AnswerApp()
    async with app.run_test(size=(40, 12)) as pilot:
        view = app.query_one(AnswerView)
        view.show(transcript_of(TextDelta(0, "a text of more than ten characters")), 1)
        assert view.lines_laid_out is None
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert view.lines_laid_out is not None
        assert view.line_count == 2


async def test_choices_are_shown_together_or_one_by_one() -> None:
    app = AnswerApp()
    async with app.run_test(size=(40, 12)) as pilot:
        view = app.query_one(AnswerView)
        transcript = transcript_of(TextDelta(0, "one"), TextDelta(1, "two"))
        view.show(transcript, 2)
        counts = [view.line_count]
        for _ in range(3):
            view.show_choice(next_choice(transcript.choices, view.arrangement.choice))
            await pilot.pause()
            counts.append(view.line_count)
        assert counts == [5, 2, 2, 5]
