from __future__ import annotations

from factories import make_chat_chunk
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.json_leaves import changed_leaves, texts
from recview.model.json_value import JSON

values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from([0.0, 1.0, "", "a/b~"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b/c", "~", ""]), inner, max_size=3)
    ),
    max_leaves=12,
)


def test_only_what_differs_from_the_chunk_before_is_changed() -> None:
    before, after = make_chat_chunk(content="a"), make_chat_chunk(content="b", finish_reason="stop")
    assert changed_leaves(before, after) == {
        "/__data__/choices/0/delta/content",
        "/__data__/choices/0/finish_reason",
    }


def test_types_count() -> None:
    assert changed_leaves([1, 1, 1, {}], [1.0, True, 1, []]) == {"/0", "/1", "/3"}


def test_a_scalar_is_its_own_leaf_and_what_is_empty_is_one() -> None:
    assert changed_leaves("before", 3) == {""}
    assert changed_leaves("before", {"l": [], "o": {"a/b": [0, None]}}) == {"/l", "/o/a~1b/0", "/o/a~1b/1"}


def test_a_null_that_was_not_there_is_new() -> None:
    assert changed_leaves({}, {"a": None}) == {"/a"}


def test_any_depth_is_walked() -> None:
    deep: JSON = "x"
    for _ in range(5000):
        deep = [deep]
    assert len(changed_leaves(None, deep)) == 1


@given(values)
def test_a_chunk_that_says_the_same_again_changes_nothing(value: JSON) -> None:
    assert changed_leaves(value, value) == set()


def test_texts_come_in_document_order_but_for_what_stands_under_some_keys() -> None:
    document: JSON = {"role": "user", "content": ["a", {"type": {"x": "b"}, "text": "c"}, 1, None], "end": "d"}
    assert list(texts(document)) == ["user", "a", "b", "c", "d"]
    assert list(texts(document, but_under={"role", "type"})) == ["a", "c", "d"]
    assert list(texts("alone", but_under={"role"})) == ["alone"]
