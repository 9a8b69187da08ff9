"""JSON recorded line by line."""

from __future__ import annotations

import pytest

from recview.model.json_value import JSON
from recview.wire.json_lines import JsonLines, parse_json_lines


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (['{"a": 1}', "", '{"a": 2}', ""], [({"a": 1}, ('{"a": 1}',)), ({"a": 2}, ('{"a": 2}',))]),
        (["{", '  "a": 1', "}"], [({"a": 1}, ("{", '  "a": 1', "}"))]),
        (['{"a": 1}', '{"a":'], [({"a": 1}, ('{"a": 1}',)), ('{"a":', ('{"a":',))]),
        (["data: {}", ""], []),
        (['{"a": 1}', "data: {}"], []),
        (["", " "], []),
        (["hello"], []),
        ([], []),
    ],
)
def test_documents(lines: list[str], found: list[tuple[JSON, tuple[str, ...]]]) -> None:
    assert parse_json_lines(lines) == [JsonLines(data, on) for data, on in found]


def test_where_hardly_a_line_is_a_document_not_each_is_tried() -> None:
    found = parse_json_lines([*["["] * 1000, "{}"])
    assert found[-1] == JsonLines("{}", ("{}",))
    assert parse_json_lines([*["["] * 999, "{}"])[-1] == JsonLines({}, ("{}",))
