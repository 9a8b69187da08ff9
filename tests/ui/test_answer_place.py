"""Where the cursor is in an answer, whatever its layout; and which characters are beside each other on the screen."""

from __future__ import annotations

import pytest
from factories import make_chunks
from rich.style import Style

from recview.analysis.lit_words import LitWords
from recview.analysis.transcript import Transcript
from recview.model.events import ReasoningDelta, StreamEvent, TextDelta, ToolCallDelta
from recview.ui.answer_place import AnswerPlace
from recview.ui.drawing import drawn_cells
from recview.ui.renderables.answer_layout import AnswerLayout, Arrangement, Place, lay_out_texts
from recview.ui.renderables.answer_lines import Tints, said_segments

TEXT = "one two three four five six"


def transcript_of(*events: StreamEvent) -> Transcript:
    return Transcript.of(make_chunks(*events))


def layout_of(
    transcript: Transcript, width: int = 10, *, folded: bool = False, choice: int | None = None
) -> AnswerLayout:
    texts = lay_out_texts(transcript.blocks, width, drawn_cells, None)
    return AnswerLayout(transcript, texts, Arrangement(folded, choice))


def under(layout: AnswerLayout, line: int, column: int = 0, *, newest: bool = False) -> AnswerPlace:
    blocks = layout.blocks[-1:] if newest else ()
    return AnswerPlace.under(layout, line, column, row=3, top=1, newest=blocks, position=9)


@pytest.mark.parametrize("width", [5, 8, 40])
def test_a_character_is_found_again_at_any_width(width: int) -> None:
    transcript = transcript_of(TextDelta(0, TEXT))
    line, column = layout_of(transcript).locate(transcript.blocks[0].key, TEXT.index("four")) or (0, 0)
    place = under(layout_of(transcript), line, column)
    assert (place.offset, place.row, place.top) == (TEXT.index("four"), 3, 1)
    narrow = layout_of(transcript, width)
    assert place.find(narrow) == narrow.locate(transcript.blocks[0].key, TEXT.index("four"))


def test_on_a_heading_it_stays_on_the_heading() -> None:
    layout = layout_of(transcript_of(ReasoningDelta(0, "hm"), TextDelta(0, "Hi")))
    assert [under(layout, line).find(layout) for line in (0, 1, 3)] == [(0, 0), (1, 0), (3, 0)]


def test_of_what_is_folded_it_is_the_heading_and_of_what_is_not_shown_nothing() -> None:
    transcript = transcript_of(ReasoningDelta(0, "hm"), TextDelta(0, "one"), TextDelta(1, "two"))
    place = under(layout_of(transcript), 1, 1)
    assert place.find(layout_of(transcript, folded=True)) == (0, 0)
    assert under(layout_of(transcript), 4).find(layout_of(transcript, choice=1)) is None


def test_on_the_newest_it_is_of_no_block_and_goes_along() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "Hi")))
    assert under(layout, 0, 1, newest=True).key is None
    assert under(layout, 0, 1, newest=True).find(layout) is None
    assert under(layout, 0, 0, newest=True).key is not None


def test_a_character_has_the_cells_it_is_drawn_in() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "桜\u202eb\n")), 20)
    stand_in = len("⟨U+202E⟩")
    assert layout.cells_of(Place(0, 0)) == (0, 0, 2)
    assert layout.cells_of(Place(0, 1)) == (0, 2, 2 + stand_in)
    assert layout.cells_of(Place(0, 2)) == (0, 2 + stand_in, 3 + stand_in)


def test_one_goes_to_the_next_character_that_has_cells_within_what_is_said() -> None:
    layout = layout_of(transcript_of(TextDelta(0, "ab\n\ncd"), TextDelta(0, "e")))
    assert layout.beside(Place(0, 0), 1, 1) == Place(0, 1)
    assert layout.beside(Place(0, 1), 1, 1) == Place(0, 4)
    assert layout.beside(Place(0, 4), -1, 1) == Place(0, 1)
    assert layout.beside(Place(0, 5), 1, 1) is None
    assert layout.beside(Place(0, 5), 1, 2) == Place(0, 6)
    assert layout.beside(Place(0, 0), -1, 2) is None


def test_a_tree_of_arguments_is_told() -> None:
    call = transcript_of(ToolCallDelta(0, 0, name="f", arguments='{"city": "Oslo", "day": "tomorrow"}'))
    assert layout_of(call, 30).shows_tree
    assert not layout_of(call, 60).shows_tree


def test_over_a_text_lie_what_is_new_then_marks_then_words() -> None:
    transcript = transcript_of(TextDelta(0, "one "), TextDelta(0, "two three"))
    block, layout = transcript.blocks[0], layout_of(transcript, 40)
    tints = Tints(marks={block.key: [(0, 3), (4, 7), (20, 30)]}, mark_role="diff-move", words=LitWords(["two"]))
    segments = said_segments(block, layout.texts[0], 0, 2, lambda role: Style(meta={role: True}), tints, "delta")
    assert [(each.text, sorted(each.style.meta if each.style else ())) for each in segments[1:]] == [
        ("one", ["diff-move"]),
        (" ", []),
        ("two", ["delta", "diff-move", "match"]),
        (" three", ["delta"]),
    ]
    plain = said_segments(block, layout.texts[0], 0, 1, lambda role: Style(meta={role: True}), Tints(), "")
    assert [(each.text, each.style.meta if each.style else {}) for each in plain[1:]] == [("one ", {})]
