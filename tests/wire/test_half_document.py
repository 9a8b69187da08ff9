"""Half a document is closed where its last whole value ends, wherever it breaks off."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.wire.half_document import loads_so_far

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", None),
        (b'{"a": 1, "b": [1, 2, 3', {"a": 1, "b": [1, 2]}),
        (b'{"a": "x,]}", "b": "he', {"a": "x,]}"}),
        (b'{"a": "\\"", "b": {"c": 1}, ', {"a": '"', "b": {"c": 1}}),
        (b'{"a": [[1, 2], [3, ', {"a": [[1, 2]]}),
        (b'{"a": 1}', {"a": 1}),
        (b"]", None),
        (b"no JSON, at all", None),
        (b'{"a" 1, ', None),
        (b"[" * 100_000, [[]]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_stands_there_whole_is_told(data: bytes, told: Any) -> None:
    assert loads_so_far(data, depth=2) == told


@given(st.dictionaries(st.text(max_size=4), values, min_size=1, max_size=4), st.data())
def test_wherever_it_breaks_off_what_is_told_is_the_beginning_of_the_whole(whole: Any, data: st.DataObject) -> None:
    text = json.dumps(whole, indent=data.draw(st.sampled_from([None, 1]))).encode()
    end = data.draw(st.integers(0, len(text)))
    depth = data.draw(st.integers(1, 4))
    told = loads_so_far(text[:end], depth)
    assert told is None or _begins(told, whole, depth)


def _begins(part: Any, whole: Any, depth: int) -> bool:
    """Whether a part is the whole, or its beginning with only the last value cut, no deeper than `depth`."""
    if part == whole:
        return True
    if depth < 1 or type(part) is not type(whole) or len(part) > len(whole):
        return False
    if isinstance(part, dict):
        if list(part) != list(whole)[: len(part)]:
            return False
        pairs = [(part[key], whole[key]) for key in part]
    else:
        pairs = list(zip(part, whole, strict=False))
    return all(one == other for one, other in pairs[:-1]) and (not pairs or _begins(*pairs[-1], depth - 1))


@given(values, st.data())
def test_the_whole_is_told_whole(whole: Any, data: st.DataObject) -> None:
    document = {"a": whole}
    assert loads_so_far(json.dumps(document).encode(), data.draw(st.integers(1, 4))) == document
