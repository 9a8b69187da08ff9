from __future__ import annotations

import pytest
from factories import make_row

from recview.cli.columns import cell_width
from recview.cli.row_line import row_facts, row_line, sign
from recview.model.row import Row

ROW = make_row(
    path="r/d058ce92a08345.json",
    test_id="tests/chat/test_chat.py::test_planet_with_rings[txt=openai/gpt-4o-saturn]",
    chunk_count=1399,
)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_line_fits_its_terminal(width: int) -> None:
    line = row_line(ROW, color=False, width=width)
    assert cell_width(line) <= width
    assert line.startswith("● d058ce92a083  1,399      29t stop       gpt-4o")
    assert line.endswith("urn]")


def test_where_there_is_room_the_test_is_named_without_its_folders() -> None:
    assert row_line(ROW, color=False, width=200).endswith(
        " test_chat.py::test_planet_with_rings[txt=openai/gpt-4o-saturn]"
    )


def test_without_a_terminal_nothing_is_cut() -> None:
    assert row_line(ROW, color=False, width=None).endswith(f"{ROW.test_id}  {ROW.path}")


@pytest.mark.parametrize(
    ("row", "shown", "ended"),
    [
        (make_row(), "●", "stop"),
        (make_row(streaming=False, finish_reasons=()), "○", "–"),
        (make_row(finish_reasons=("stop", "length", "stop")), "●", "stop,length"),
        (make_row(error=True, error_status=400), "✗", "400"),
        (make_row(error=True), "✗", "error"),
        (make_row(finish_reasons=()), "◐", "breaks off"),
        (make_row(state="unreadable"), "✗", "unreadable"),
    ],
)
def test_signs_and_endings(row: Row, shown: str, ended: str) -> None:
    assert sign(row) == shown
    assert f" {ended} " in row_line(row, color=False, width=None)


def test_facts_in_a_few_words() -> None:
    assert row_facts(ROW) == "1,399 chunks · 29t · stop"
    assert row_facts(make_row(chunk_count=0, usage=None, finish_reasons=())) == ""
