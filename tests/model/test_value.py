"""The values a stream is made of."""

from __future__ import annotations

import dataclasses

import pytest

from recview.model.events import Finish, TextDelta
from recview.model.recording import RawChunk


def test_equality_is_of_one_kind_only() -> None:
    assert TextDelta(0, "a") == TextDelta(0, "a", 0)
    assert TextDelta(0, "a") != Finish(0, "a")
    assert len({TextDelta(0, "a"), TextDelta(0, "a")}) == 1


def test_there_is_no_room_for_more() -> None:
    with pytest.raises(AttributeError):
        TextDelta(0, "a").note = "x"  # type: ignore[attr-defined]


def test_a_copy_with_another_field() -> None:
    assert dataclasses.replace(RawChunk(0, 1), index=3) == RawChunk(3, 1)  # type: ignore[type-var]
