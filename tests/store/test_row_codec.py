from __future__ import annotations

import marshal
from dataclasses import fields
from typing import Any

import pytest
from factories import make_row, make_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.model.row import Row
from recview.model.usage import Usage
from recview.store.row_codec import Packer, Unpacker
from recview.store.scan import FoundFile
from recview.wire.documents import dumps_bytes, loads_fast

EVERYTHING = make_row(
    error=True,
    error_status=429,
    finish_reasons=("stop", "length"),
    output="another output than the preview",
    problem="a problem",
    usage=Usage(1, 2, 3, 4, 5, {"prompt_tokens": 1, "nested": [None, 1.5]}),
    features=frozenset({"tools", "usage"}),
)


def place(row: Row) -> FoundFile:
    return FoundFile(row.path, row.root, row.size, row.mtime_ns, True)


def test_the_example_tells_every_field() -> None:
    plain = Row("p")
    same = [field.name for field in fields(Row) if getattr(plain, field.name) == getattr(EVERYTHING, field.name)]
    assert same == ["state"]


@pytest.mark.parametrize(
    "row",
    [
        EVERYTHING,
        make_row(),
        make_row(usage=None, output="", preview="", finish_reasons=()),
        Row("p", "r", "unreadable", problem="cut", size=3, mtime_ns=4),
        make_row(test_id="\ud800 lone", output="a\0b\u202e"),
    ],
)
def test_rows_come_back_as_they_were(row: Row) -> None:
    packer = Packer()
    packed: Any = [packer.pack(row), packer.pack(row)]
    whole = [packed, packer.tables()]
    for rows, tables in (marshal.loads(marshal.dumps(whole)), loads_fast(dumps_bytes(whole))):
        unpacker = Unpacker(tables)
        assert unpacker.unpack(rows, [place(row)] * 2) == [row, row]


ROWS = st.builds(
    make_row,
    test_id=st.sampled_from([None, "", "t.py::a", "t.py::b"]),
    model=st.sampled_from([None, "gpt-4o"]),
    streaming=st.sampled_from([None, False, True]),
    chunk_count=st.sampled_from([None, 0, 1]),
    finish_reasons=st.lists(st.sampled_from(["stop", "length"]), max_size=2).map(tuple),
    usage=st.none() | st.builds(Usage, st.none() | st.integers(0, 2**63 - 1), raw=st.just({"a": [1.5, None]})),
    error=st.booleans(),
    error_status=st.sampled_from([None, 0, 1, 429]),
    output=st.text(max_size=4),
    preview=st.text(max_size=4),
    features=st.frozensets(st.sampled_from(["tools", "usage"])),
)


@given(st.lists(ROWS, max_size=6))
def test_rows_of_any_kinds_are_not_mistaken_for_each_other(rows: list[Row]) -> None:
    packer = Packer()
    packed = [packer.pack(row) for row in rows]
    unpacker = Unpacker(packer.tables())
    assert unpacker.unpack(packed, map(place, rows)) == rows


def test_what_recurs_is_shared() -> None:
    packer = Packer()
    packed = [packer.pack(make_row(path=str(number), usage=make_usage())) for number in range(3)]
    kinds, tests = packer.tables()
    assert isinstance(kinds, list) and isinstance(tests, list)
    assert (len(kinds), len(tests)) == (1, 1)
    unpacker = Unpacker([kinds, tests])
    rows = unpacker.unpack(packed, [place(make_row())] * 3)
    assert rows[0] and rows[2]
    assert rows[0].test_id is rows[2].test_id
    assert rows[0].features is rows[2].features
