"""JSON values and the ways into them."""

from __future__ import annotations

from recview.model.json_value import JSON, value_at


def test_what_stands_at_a_pointer() -> None:
    document: JSON = {"a/b": [{"~": 1}, None], "": False}
    assert value_at(document, "") == document
    assert value_at(document, "/a~1b/0/~0") == 1
    assert value_at(document, "/") is False
    for path in ("/a~1b/2", "/a~1b/-1", "/a~1b/x", "/a~1b/0/~0/deeper", "/nothing"):
        assert value_at(document, path) is None
