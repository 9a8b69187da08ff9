from __future__ import annotations

import marshal
from dataclasses import fields

import pytest
from factories import make_row, make_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.model.row import Row
from recview.model.usage import Usage
from recview.store.row_codec import StringTable, Unpacker, pack
from recview.store.scan import FoundFile
from recview.wire.documents import dumps, loads_fast

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
    table = StringTable()
    packed = [pack(row, table), pack(row, table)]
    for carried in (marshal.loads(marshal.dumps(packed)), loads_fast(dumps(packed).encode())):
        unpacker = Unpacker(table.strings)
        assert [unpacker.unpack(one, place(row)) for one in carried] == [row, row]


@given(st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "c"]))))
def test_a_string_table_keeps_each_string_once(strings: list[str | None]) -> None:
    table = StringTable()
    positions = [table.add(string) for string in strings]
    assert [table.strings[position] for position in positions] == strings
    assert len(table.strings) == len(set(strings))


def test_strings_that_recur_are_shared() -> None:
    table = StringTable()
    packed = [pack(make_row(path=str(number), usage=make_usage()), table) for number in range(3)]
    unpacker = Unpacker(table.strings)
    rows = [unpacker.unpack(one, place(make_row())) for one in packed]
    assert rows[0].test_id is rows[2].test_id
    assert rows[0].features is rows[2].features
