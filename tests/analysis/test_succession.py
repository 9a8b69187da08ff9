from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from factories import make_row
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.succession import MOST_ALIKE, MOST_TOLD_APART, Replaced, Succession, TellApart
from recview.model.row import Row

OLD = make_row(path="recordings/old.json")
NEW = make_row(path="recordings/new.json")


def test_the_only_older_recording_of_a_call_is_superseded_once() -> None:
    succession = Succession([OLD, make_row(path="recordings/other.json", test_id="another")])
    assert succession.add(NEW) == [Replaced(OLD.path, NEW.path)]
    assert succession.add(make_row(path="recordings/newer.json")) == []


def test_of_two_older_ones_none_is_named() -> None:
    assert Succession([OLD, make_row(path="recordings/older.json")]).add(NEW) == []


def test_another_folder_model_endpoint_or_test_is_another_call() -> None:
    for other in (
        make_row(path="elsewhere/old.json"),
        make_row(path=OLD.path, model="another"),
        make_row(path=OLD.path, endpoint="/another"),
        make_row(path=OLD.path, test_id=None),
    ):
        assert Succession([other]).add(NEW) == []
    assert Succession([OLD]).add(make_row(path=NEW.path, test_id=None)) == []


def test_what_went_is_not_superseded_at_once() -> None:
    succession = Succession([OLD])
    succession.remove(OLD)
    assert succession.add(NEW) == []


def nobody_can(*_: object) -> list[tuple[str, str]]:
    return []


def same_letter(gone: Collection[str], older: Collection[str], come: Collection[str]) -> list[tuple[str, str]]:
    """What begins with the same letter is the same call; of two that do, nobody knows."""
    old = [*gone, *older]
    found = [(a, b) for a in old for b in come if letter(a) == letter(b)]
    return [(a, b) for a, b in found if [x for x, _ in found].count(a) == [y for _, y in found].count(b) == 1]


def letter(path: str) -> str:
    return path.rpartition("/")[2][0]


def pairs(succession: Succession, tell_apart: TellApart = nobody_can) -> list[tuple[str, str]]:
    return [(one.path, one.by) for one in succession.replaced(tell_apart)]


def call(name: str, **facts: str) -> Row:
    return make_row(path=f"recordings/{name}.json", **facts)


def broken(path: str) -> Row:
    """What cannot be read tells of no call."""
    return make_row(path=path, state="unreadable", test_id=None, endpoint=None, model=None)


@pytest.mark.parametrize("comes_first", [False, True])
def test_what_came_supersedes_what_went_in_whatever_order(comes_first: bool) -> None:
    other = make_row(path="recordings/other.json")
    succession = Succession([OLD, other])  # of two that stand there none is superseded by what comes
    if comes_first:
        assert succession.add(NEW) == []
        assert pairs(succession) == []
    succession.remove(OLD)
    if not comes_first:
        assert pairs(succession) == []
        assert succession.add(NEW) == []
    assert pairs(succession) == [(OLD.path, NEW.path)]
    assert pairs(succession) == []


def test_where_two_went_or_two_came_none_is_paired() -> None:
    older, newer = make_row(path="recordings/older.json"), make_row(path="recordings/newer.json")
    succession = Succession([OLD, older])
    for row in (OLD, older):
        succession.remove(row)
    for row in (NEW, newer):
        assert succession.add(row) == []
        assert pairs(succession) == []
    succession.remove(NEW)  # those that came are as good as any that stand there
    succession.add(OLD)
    assert pairs(succession) == [(NEW.path, OLD.path)]


def test_what_went_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recview.analysis.succession.MOST_GONE", 20)
    folders = [f"{number:02}" for number in range(21)]
    succession = Succession([make_row(path=f"{folder}/old.json") for folder in folders])
    for folder in folders:
        succession.remove(make_row(path=f"{folder}/old.json"))
    for folder in folders:
        succession.add(make_row(path=f"{folder}/new.json"))
    assert pairs(succession) == [(f"{folder}/old.json", f"{folder}/new.json") for folder in folders[3:]]


def test_very_many_of_one_call_may_go() -> None:
    names = [f"{number}" for number in range(3 * MOST_ALIKE)]
    succession = Succession([call(name) for name in names])
    for name in names:
        succession.remove(call(name))
    for name in names[1:]:
        assert succession.add(call(name)) == []  # it is back
    succession.add(call("new"))
    assert succession.replaced(nobody_can) == [Replaced(call("0").path, call("new").path, None)]


def test_what_went_and_came_back_is_no_news() -> None:
    succession = Succession([OLD])
    succession.remove(OLD)
    assert succession.add(OLD) == []
    assert pairs(succession) == []
    assert succession.add(NEW) == [Replaced(OLD.path, NEW.path)]


def test_what_was_superseded_already_is_not_so_again_once_it_goes() -> None:
    succession = Succession([OLD])
    assert succession.add(NEW) == [Replaced(OLD.path, NEW.path)]
    succession.remove(OLD)
    succession.add(make_row(path="recordings/newer.json"))
    assert pairs(succession) == []


def test_a_successor_that_goes_may_have_one_itself() -> None:
    succession = Succession([OLD])
    assert succession.add(NEW) == [Replaced(OLD.path, NEW.path)]
    succession.remove(OLD)
    succession.remove(NEW)
    assert succession.add(OLD) == []  # back to the branch before
    assert pairs(succession) == [(NEW.path, OLD.path)]


def test_calls_of_no_test_and_other_calls_are_not_paired() -> None:
    for old, new in (
        (make_row(path=OLD.path, test_id=None), make_row(path=NEW.path, test_id=None)),
        (OLD, make_row(path=NEW.path, model="another")),
        (OLD, make_row(path="elsewhere/new.json")),
    ):
        succession = Succession([old])
        succession.remove(old)
        succession.add(new)
        assert pairs(succession) == []


def test_what_becomes_a_recording_of_another_call_is_none_of_the_older_ones() -> None:
    succession = Succession([OLD])
    succession.change(OLD, make_row(path=OLD.path, model="another"))
    assert succession.add(NEW) == []
    assert pairs(succession) == []


@pytest.mark.parametrize("goes", [False, True])
def test_several_calls_of_a_test_are_told_apart_as_they_come(goes: bool) -> None:
    succession = Succession([call("a"), call("b")])
    for name in "ab":
        if goes:
            succession.remove(call(name))
        assert succession.add(call(f"{name}2")) == []  # not even the last one is taken for its successor unasked
        (found,) = succession.replaced(same_letter)
        assert found == Replaced(
            call(name).path, call(f"{name}2").path, replace(call(name), output="") if goes else None
        )
    assert succession.add(call("c")) == []
    assert pairs(succession, same_letter) == []


def test_what_has_no_old_self_waits_for_one_to_go() -> None:
    succession = Succession([call("a"), call("b")])
    succession.add(call("x"))
    succession.add(call("a2"))
    assert pairs(succession, same_letter) == [(call("a").path, call("a2").path)]
    succession.remove(call("b"))
    assert pairs(succession, same_letter) == [(call("b").path, call("x").path)]


def test_of_very_many_of_one_call_nothing_is_said() -> None:
    names = [chr(97 + index) for index in range(MOST_ALIKE + 1)]
    succession = Succession([call(name) for name in names])
    succession.add(call("a2"))
    assert pairs(succession, same_letter) == []


def test_many_calls_are_told_apart_a_few_at_a_time() -> None:
    tests = [f"t.py::test_{index}" for index in range(MOST_TOLD_APART + 1)]
    old = [call(f"{name}{index}", test_id=test) for index, test in enumerate(tests) for name in "ab"]
    succession = Succession(old)
    for index, test in enumerate(tests):
        succession.add(call(f"a{index}-new", test_id=test))
    assert [len(pairs(succession, same_letter)) for _ in range(3)] == [MOST_TOLD_APART, 1, 0]


@given(st.permutations([(name, new) for name in "abc" for new in (False, True)]), st.data())
def test_in_whatever_order_each_has_its_successor_once(steps: list[tuple[str, bool]], data: st.DataObject) -> None:
    succession = Succession([call(name) for name in "abc"])
    found: list[tuple[str, str]] = []
    for name, is_new in steps:
        if is_new:
            at_once = succession.add(call(f"{name}2"))
            found += [(one.path, one.by) for one in at_once]
        else:
            succession.remove(call(name))
        if data.draw(st.booleans()):
            found += pairs(succession, same_letter)
    found += pairs(succession, same_letter)
    assert len({old for old, _ in found}) == len({new for _, new in found}) == len(found) == 3
    assert found and all(letter(old) == letter(new) for old, new in found)


def test_once_its_successor_goes_a_recording_may_have_another() -> None:
    succession = Succession([OLD])
    for name in ("new", "new", "newer"):
        assert succession.add(call(name)) == [Replaced(OLD.path, call(name).path)]
        assert succession.remove(call(name)) == [Replaced(OLD.path, "")]
        assert pairs(succession) == []
    succession.add(NEW)
    succession.remove(OLD)
    succession.remove(NEW)
    succession.add(call("newer"))
    assert pairs(succession) == [(NEW.path, call("newer").path)]


def test_what_came_meanwhile_may_be_the_other() -> None:
    succession = Succession([OLD])
    succession.add(NEW)
    succession.add(call("old2"))
    assert pairs(succession, same_letter) == []
    succession.remove(NEW)
    assert pairs(succession, same_letter) == [(OLD.path, call("old2").path)]


def test_what_went_itself_is_not_superseded_less_when_its_successor_goes() -> None:
    succession = Succession([OLD])
    succession.add(NEW)
    assert succession.remove(OLD) == []
    assert succession.remove(NEW) == []


def test_a_successor_or_what_it_superseded_may_become_another_call() -> None:
    for path in (NEW.path, OLD.path):
        succession = Succession([OLD])
        succession.add(NEW)
        assert succession.change(make_row(path=path), make_row(path=path, output="another")) == []
        assert succession.change(make_row(path=path), make_row(path=path, model="another")) == [Replaced(OLD.path, "")]
        assert succession.remove(make_row(path=path, model="another")) == []


def test_what_came_by_pieces_supersedes_once_it_is_whole() -> None:
    succession = Succession([OLD])
    assert succession.add(broken(NEW.path)) == []
    assert succession.change(broken(NEW.path), broken(NEW.path)) == []
    assert succession.change(broken(NEW.path), NEW) == [Replaced(OLD.path, NEW.path)]
    assert succession.add(broken("recordings/newer.json")) == succession.remove(broken("recordings/newer.json")) == []


def test_what_breaks_off_stays_what_it_was() -> None:
    for path in (OLD.path, NEW.path):
        succession = Succession([OLD])
        succession.add(NEW)
        assert succession.change(make_row(path=path), broken(path)) == []
        assert succession.change(broken(path), make_row(path=path)) == []
        assert succession.remove(NEW) == [Replaced(OLD.path, "")]
    succession = Succession([OLD, call("older")])
    succession.change(OLD, broken(OLD.path))
    assert succession.change(broken(OLD.path), OLD) == []  # it is not what came for the other
    succession.change(OLD, broken(OLD.path))
    succession.remove(broken(OLD.path))
    succession.add(NEW)
    assert pairs(succession) == [(OLD.path, NEW.path)]


def test_what_was_superseded_before_still_is() -> None:
    succession = Succession([OLD, NEW], {OLD.path: NEW.path, "gone.json": NEW.path, NEW.path: "gone.json"})
    assert succession.remove(NEW) == [Replaced(OLD.path, "")]
    assert succession.add(call("newest")) == [Replaced(OLD.path, call("newest").path)]


def test_where_another_call_stands_now_nothing_is_superseded() -> None:
    succession = Succession([OLD, call("other"), call("third")])
    succession.remove(OLD)
    assert succession.add(make_row(path=OLD.path, test_id="another")) == []
    assert succession.add(NEW) == []
    assert pairs(succession) == []


def test_what_came_back_in_pieces_is_not_waited_for_any_more() -> None:
    for becomes, found in ((OLD, [(OLD.path, NEW.path)]), (make_row(path=OLD.path, test_id="another"), [])):
        succession = Succession([OLD, call("other"), call("third")])
        succession.remove(OLD)
        assert succession.add(broken(OLD.path)) == []
        succession.add(NEW)
        assert pairs(succession) == []  # it stands there again, and nobody knows as what
        assert succession.change(broken(OLD.path), becomes) == []
        succession.remove(becomes)
        assert pairs(succession) == found


def test_the_only_older_one_stands_where_the_new_one_asks_something_else() -> None:
    asked: list[tuple[str, str]] = []

    def may_replace(old: str, new: str) -> bool:
        asked.append((old, new))
        return False

    succession = Succession([OLD], may_replace=may_replace)
    assert succession.add(NEW) == []
    assert asked == [(OLD.path, NEW.path)]
    assert succession.replaced(lambda _gone, _older, _come: []) == []
