from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recview.store.versions import VersionStore


def test_the_content_before_a_change_is_kept() -> None:
    versions = VersionStore()
    assert (versions.current("a"), versions.previous("a"), versions.holds("a")) == (None, None, False)
    versions.put("a", b"one")
    assert (versions.current("a"), versions.previous("a"), versions.holds("a")) == (b"one", None, True)
    versions.put("a", b"two")
    assert (versions.current("a"), versions.previous("a")) == (b"two", b"one")


def test_the_same_content_again_is_no_change() -> None:
    versions = VersionStore()
    versions.put("a", b"one")
    versions.put("a", b"two")
    assert versions.is_current("a", b"two")
    assert not versions.is_current("a", b"one")
    versions.put("a", b"two")
    assert versions.previous("a") == b"one"


def test_a_file_that_was_broken_is_compared_with_what_it_held_before_even_if_it_is_the_same() -> None:
    versions = VersionStore()
    versions.put("a", b"zero")
    versions.put("a", b"one")
    versions.put("a", b"one", was_broken=True)
    assert (versions.current("a"), versions.previous("a")) == (b"one", b"one")
    versions.put("new", b"one", was_broken=True)
    assert (versions.current("new"), versions.previous("new")) == (b"one", None)


def test_what_a_removed_file_held_is_kept() -> None:
    versions = VersionStore()
    versions.put("a", b"one")
    versions.remove("a")
    assert (versions.current("a"), versions.previous("a"), versions.holds("a")) == (None, b"one", False)
    assert not versions.is_current("a", b"one")


def test_a_file_that_comes_back_is_compared_with_what_it_held_before_it_went() -> None:
    versions = VersionStore()
    versions.put("a", b"zero")
    versions.put("a", b"one")
    versions.remove("a")
    versions.put("a", b"two")
    assert (versions.current("a"), versions.previous("a")) == (b"two", b"one")
    versions.put("a", b"three")
    assert (versions.current("a"), versions.previous("a")) == (b"three", b"two")


def test_what_was_used_least_recently_is_forgotten_first() -> None:
    contents = {name: bytes(range(ord(name), ord(name) + 100)) for name in "abc"}  # does not shrink
    versions = VersionStore(max_bytes=250)
    versions.put("a", contents["a"])
    versions.put("b", contents["b"])
    assert not versions.is_full
    assert versions.current("a") == contents["a"]
    versions.put("c", contents["c"])
    assert (versions.current("a"), versions.current("b")) == (contents["a"], None)
    assert versions.is_current("b", contents["b"])  # forgotten is not unknown


def test_of_a_version_that_was_forgotten_the_one_before_is_not_the_one_before() -> None:
    versions = VersionStore(max_bytes=250)
    versions.put("a", b"one")
    versions.put("a", b"two")
    for name in "bcd":
        versions.put(name, bytes(range(ord(name), ord(name) + 100)))
        versions.previous("a")  # used, so that the current content is forgotten first
    assert (versions.current("a"), versions.previous("a")) == (None, b"one")
    versions.put("a", b"three")
    assert versions.previous("a") is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.binary(max_size=60), st.booleans()), max_size=30))
def test_it_never_holds_more_than_it_may(steps: list[tuple[str, bytes, bool]]) -> None:
    versions = VersionStore(max_bytes=100)
    for name, content, gone in steps:
        if gone:
            versions.remove(name)
        else:
            versions.put(name, content)
            assert versions.is_current(name, content)
        assert versions.size_bytes <= 100
        assert versions.current(name) in (None, content)
