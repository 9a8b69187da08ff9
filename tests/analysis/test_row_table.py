from __future__ import annotations

from factories import make_row

from recview.analysis.row_table import SLICE_ROWS, RowTable


def test_texts_are_case_folded_and_hold_all_that_words_are_sought_in() -> None:
    row = make_row(path="p/A.json", test_id="t.py::test_Saturn", model="GPT", preview="Größe")
    (text,) = RowTable([row]).texts([0])
    assert all(part in text for part in ("p/a.json", "t.py::test_saturn", "gpt", "grösse"))


def test_only_what_is_asked_for_is_folded() -> None:
    table = RowTable([make_row(path=str(number)) for number in range(3)])
    assert [bool(text) for text in table.texts([1])] == [False, True, False]


def test_texts_of_the_same_rows_are_taken_over_wherever_they_stand_now() -> None:
    rows = [make_row(path=str(number)) for number in range(4)]
    before = RowTable(rows)
    before.fold(lambda: False)
    changed = make_row(path="2", preview="changed")
    for after in ([rows[0], rows[1], changed, rows[3]], [changed, rows[3], rows[0]]):
        texts = before.texts_of(after)
        assert [bool(text) for text in texts] == [row is not changed for row in after]
        assert "changed" in RowTable(after, before).texts(range(len(after)))[after.index(changed)]


def test_folding_stops_when_it_is_no_longer_wanted() -> None:
    table = RowTable([make_row(path="a")] * (2 * SLICE_ROWS))
    looks = iter([False, True])
    table.fold(lambda: next(looks))
    assert [bool(text) for text in table.texts([])].count(True) == SLICE_ROWS
