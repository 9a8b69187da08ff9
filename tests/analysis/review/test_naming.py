"""What the changes of a group are called."""

from __future__ import annotations

import pytest

from recview.analysis.jsondiff import ChangeOp, diff
from recview.analysis.review import PathChange, named
from recview.model.json_value import JSON


@pytest.mark.parametrize(
    ("op", "values", "name"),
    [
        ("add", [{"include_usage": True}, {"include_usage": False}], "/options/include_usage"),
        ("remove", [{"a/b": {"c": 1}}], "/options/a~1b/c"),
        ("add", [{"one": 1}, {"other": 1}], "/options"),
        ("add", [{"one": 1, "two": 2}], "/options"),
    ],
)
def test_of_an_object_with_the_same_single_key_everywhere_it_is_that_key(
    op: ChangeOp, values: list[JSON], name: str
) -> None:
    sides: list[tuple[JSON, JSON]] = [({}, {"options": value}) for value in values]
    requests = [diff(*(side if op == "add" else side[::-1])) for side in sides]
    assert named([PathChange("/options", op)], requests) == (PathChange(name, op),)
