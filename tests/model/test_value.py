"""The values a stream is made of."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import pprint
from typing import ClassVar

import pytest

from recview.model.events import Finish, TextDelta
from recview.model.recording import RawChunk, Request
from recview.model.usage import UsageSum
from recview.model.value import record, value


@value
class Point:
    kind: ClassVar[str] = "point"
    x: int
    tags: list[str] = dataclasses.field(default_factory=list)
    y: float = 0.5

    @property
    def total(self) -> float:
        return self.x + self.y


def test_equality_is_of_one_kind_only() -> None:
    assert TextDelta(0, "a") == TextDelta(0, "a", 0)
    assert TextDelta(0, "a") != Finish(0, "a")
    assert TextDelta(0, "a") != TextDelta(0, "a", 1)
    assert len({TextDelta(0, "a"), TextDelta(0, "a")}) == 1


def test_a_value_with_one_field() -> None:
    @value
    class Name:
        text: str

    assert Name("a") == Name("a") != Name("b")
    assert hash(Name("a")) == hash(Name("a"))
    assert repr(Name("a")).endswith("Name(text='a')")
    not_itself = float("nan")
    assert Name(not_itself) == Name(not_itself)  # type: ignore[arg-type]


def test_what_cannot_be_hashed_makes_a_value_that_cannot() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))


def test_there_is_no_room_for_more() -> None:
    with pytest.raises(AttributeError):
        TextDelta(0, "a").note = "x"  # type: ignore[attr-defined]


def test_a_constructor_as_a_dataclass_has_it() -> None:
    assert (Point(1).tags, Point(1).y, Point(x=1, y=2).total, Point.kind) == ([], 0.5, 3, "point")
    assert Point(1).tags is not Point(1).tags
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_it_can_be_taken_apart() -> None:
    match TextDelta(3, "a"):
        case TextDelta(choice, text):
            assert (choice, text) == (3, "a")
    assert repr(TextDelta(3, "a")) == "TextDelta(choice=3, text='a', block=0)"


def test_what_the_standard_library_makes_of_it() -> None:
    assert [field.name for field in dataclasses.fields(Point)] == ["x", "tags", "y"]
    assert dataclasses.asdict(Point(1, ["a"])) == {"x": 1, "tags": ["a"], "y": 0.5}
    assert dataclasses.replace(RawChunk(0, 1), index=3) == RawChunk(3, 1)  # type: ignore[type-var]
    assert UsageSum.__module__ == "recview.model.usage"


@pytest.mark.parametrize("original", [TextDelta(0, "a"), Request("sdk", headers={"a": "b"})])
def test_copies(original: object) -> None:
    for made in (pickle.loads(pickle.dumps(original)), copy.copy(original), copy.deepcopy(original)):
        assert made == original
        assert made is not original


def test_a_record_may_be_changed_and_has_no_hash() -> None:
    @record
    class Counts:
        done: int = 0
        names: list[str] = dataclasses.field(default_factory=list)

    counts = Counts()
    counts.done += 1
    counts.names.append("a")
    assert counts == Counts(1, ["a"]) != Counts()
    with pytest.raises(TypeError, match="unhashable"):
        hash(counts)


def test_it_is_printed_where_something_does_not_fit_a_line() -> None:
    assert pprint.pformat([Finish(0, "stop")] * 2, width=30).count("Finish(choice=0") == 2
