from __future__ import annotations

import pytest
from factories import make_row, make_usage

from recview.analysis.ordering import SORT_KEYS, SortKey, ranks, sort_rows
from recview.analysis.row_table import RowTable

A = make_row(path="a", test_id="z", model="m1", chunk_count=3, usage=make_usage(total_tokens=5), size=1, mtime_ns=9)
B = make_row(path="b", test_id=None, model=None, chunk_count=None, usage=None, size=3, mtime_ns=7)
C = make_row(path="c", test_id="x", model="m0", chunk_count=30, usage=make_usage(total_tokens=6), size=2, mtime_ns=8)


@pytest.mark.parametrize(
    ("sort_key", "order"),
    [
        ("path", "abc"),
        ("test", "cab"),
        ("model", "cab"),
        ("chunks", "cab"),
        ("tokens", "cab"),
        ("size", "bca"),
        ("changed", "acb"),
    ],
)
def test_words_rise_numbers_fall_and_what_is_unknown_comes_last(sort_key: SortKey, order: str) -> None:
    assert "".join(row.path for row in sort_rows([B, C, A], sort_key)) == order


@pytest.mark.parametrize("sort_key", SORT_KEYS)
def test_equal_rows_are_in_order_of_path(sort_key: SortKey) -> None:
    rows = [make_row(path=name) for name in "dbca"]
    assert [row.path for row in sort_rows(rows, sort_key)] == list("abcd")


@pytest.mark.parametrize("sort_key", SORT_KEYS)
def test_ranks_are_those_of_the_order(sort_key: SortKey) -> None:
    of_row = dict(zip("abc", ranks(RowTable([A, B, C]), sort_key), strict=True))
    ordered = [of_row[row.path] for row in sort_rows([C, B, A], sort_key)]
    assert ordered == sorted(ordered)
