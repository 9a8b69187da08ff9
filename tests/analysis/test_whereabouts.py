"""Where what stood in a value stands in its next version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.whereabouts import Path, Whereabouts, found_again
from recview.model.json_value import JSON

MESSAGES: JSON = {"messages": [{"content": name} for name in "abcd"], "model": "m"}
VALUES: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def messages(names: str) -> JSON:
    return {"messages": [{"content": name} for name in names], "model": "m"}


@pytest.mark.parametrize(
    ("names", "index", "expected"),
    [
        ("abcd", 2, 2),
        ("xabcd", 2, 3),
        ("xyabcd", 3, 5),
        ("bcd", 2, 1),
        ("abxcd", 1, 1),
        ("abxcd", 2, 3),
        ("xabcdy", 2, 3),
        ("abXd", 2, 2),
        ("yabcX", 3, 4),
    ],
)
def test_an_item_is_found_where_it_has_gone(names: str, index: int, expected: int) -> None:
    whereabouts = Whereabouts(MESSAGES, messages(names))
    assert whereabouts.path(("messages", index, "content")) == ("messages", expected, "content")


def test_of_what_is_gone_the_nearest_around_it_is_found() -> None:
    whereabouts = Whereabouts(MESSAGES, messages("bcd"))
    assert whereabouts.path(("messages", 0, "content")) is None
    assert whereabouts.nearest(("messages", 0, "content")) == ("messages",)
    assert Whereabouts(MESSAGES, {"model": "m"}).nearest(("messages", 0)) == ()
    assert Whereabouts(MESSAGES, messages("aXcd")).nearest(("messages", 1)) == ("messages", 1)


def test_true_is_not_one() -> None:
    assert Whereabouts([True, 2], [1, True, 2]).path((0,)) == (1,)


def paths(value: JSON, at: Path = ()) -> list[Path]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for token, child in inside for path in paths(child, (*at, token)))]


def at_path(value: JSON, path: Path) -> JSON:
    for token in path:
        value = value[token]  # type: ignore[index]
    return value


@given(VALUES)
def test_in_the_same_value_everything_is_where_it_was(value: JSON) -> None:
    whereabouts = Whereabouts(value, value)
    assert [whereabouts.path(path) for path in paths(value)] == paths(value)


@given(VALUES, VALUES)
def test_whatever_is_found_is_there(old: JSON, new: JSON) -> None:
    whereabouts = Whereabouts(old, new)
    for path in paths(old):
        at_path(new, whereabouts.nearest(path))


@given(st.lists(st.integers(), unique=True, min_size=1), st.lists(st.text(max_size=1), max_size=40), st.data())
def test_one_stretch_put_in_anywhere_loses_nothing(old: list[int], put_in: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(old)))
    new = [*old[:at], *put_in, *old[at:]]
    for index, item in enumerate(old):
        found = found_again(old, new, index, lambda one, other: one == other, lambda _one, _other: True)
        assert found is not None
        assert new[found] == item
