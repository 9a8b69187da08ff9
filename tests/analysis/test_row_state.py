"""What a row tells of how its call went."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_row

from recview.analysis.row_state import NO_ANSWERS, breaks_off, has_problem
from recview.dialects import DIALECTS
from recview.dialects.base import DataDialect
from recview.model.row import Row
from recview.samples import recordings_path
from recview.store.rows import full_row
from recview.store.scan import FoundFile

CUT = make_row(finish_reasons=())


@pytest.mark.parametrize(
    ("row", "cut", "problem"),
    [
        (CUT, True, True),
        (make_row(), False, False),
        (make_row(finish_reasons=(), streaming=False), False, False),
        (make_row(finish_reasons=(), chunk_count=0), False, False),
        (make_row(finish_reasons=(), error=True), False, True),
        (make_row(finish_reasons=(), features=frozenset({"error"})), False, True),
        (make_row(finish_reasons=(), dialect="ollama.pull"), False, False),
        (make_row(finish_reasons=(), dialect="unknown"), False, False),
        (make_row(state="unreadable"), False, True),
        (make_row(state="header", finish_reasons=(), chunk_count=None), False, False),
    ],
)
def test_what_breaks_off_and_what_has_a_problem(row: Row, cut: bool, problem: bool) -> None:
    assert (breaks_off(row), has_problem(row)) == (cut, problem)


def test_every_dialect_in_which_no_model_answers_is_known() -> None:
    assert NO_ANSWERS.keys() == {dialect.name for dialect in DIALECTS if isinstance(dialect, DataDialect)}


def test_of_the_samples_only_the_stream_without_an_end_breaks_off() -> None:
    found = [row for path in recordings_path().rglob("*.json") if (row := _row(path)) is not None]
    assert [row.test_id for row in found if breaks_off(row)] == [
        "tests/integration/oddities/test_odd_streams.py::test_cut_without_finish[txt=openai/gpt-4o]"
    ]


def _row(path: Path) -> Row | None:
    return full_row(FoundFile(str(path), str(path.parent), path.stat().st_size, 0, expected=True))
