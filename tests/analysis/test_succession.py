from __future__ import annotations

import pytest
from factories import make_row

from recview.analysis.succession import Succession

OLD = make_row(path="recordings/old.json")
NEW = make_row(path="recordings/new.json")


def test_the_only_older_recording_of_a_call_is_superseded_once() -> None:
    succession = Succession([OLD, make_row(path="recordings/other.json", test_id="another")])
    assert succession.add(NEW) == OLD.path
    assert succession.add(make_row(path="recordings/newer.json")) is None


def test_of_two_older_ones_none_is_named() -> None:
    assert Succession([OLD, make_row(path="recordings/older.json")]).add(NEW) is None


def test_another_folder_model_endpoint_or_test_is_another_call() -> None:
    for other in (
        make_row(path="elsewhere/old.json"),
        make_row(path=OLD.path, model="another"),
        make_row(path=OLD.path, endpoint="/another"),
        make_row(path=OLD.path, test_id=None),
    ):
        assert Succession([other]).add(NEW) is None
    assert Succession([OLD]).add(make_row(path=NEW.path, test_id=None)) is None


def test_what_went_is_not_superseded_at_once() -> None:
    succession = Succession([OLD])
    succession.remove(OLD)
    assert succession.add(NEW) is None


def pairs(succession: Succession) -> list[tuple[str, str]]:
    return [(one.row.path, one.by) for one in succession.replaced()]


@pytest.mark.parametrize("comes_first", [False, True])
def test_what_came_supersedes_what_went_in_whatever_order(comes_first: bool) -> None:
    other = make_row(path="recordings/other.json")
    succession = Succession([OLD, other])  # of two that stand there none is superseded by what comes
    if comes_first:
        assert succession.add(NEW) is None
        assert pairs(succession) == []
    succession.remove(OLD)
    if not comes_first:
        assert pairs(succession) == []
        assert succession.add(NEW) is None
    assert pairs(succession) == [(OLD.path, NEW.path)]
    assert pairs(succession) == []


def test_where_two_went_or_two_came_none_is_paired() -> None:
    older, newer = make_row(path="recordings/older.json"), make_row(path="recordings/newer.json")
    succession = Succession([OLD, older])
    for row in (OLD, older):
        succession.remove(row)
    for row in (NEW, newer):
        assert succession.add(row) is None
        assert pairs(succession) == []
    succession.remove(NEW)  # those that came are as good as any that stand there
    succession.add(OLD)
    assert pairs(succession) == [(NEW.path, OLD.path)]


def test_what_went_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recview.analysis.succession.MOST_GONE_CALLS", 2)
    old = [make_row(path=f"{folder}/old.json") for folder in "abc"]
    succession = Succession(old)
    for row in old:
        succession.remove(row)
    for row in old:
        succession.add(make_row(path=row.path.replace("old", "new")))
    assert pairs(succession) == [("b/old.json", "b/new.json"), ("c/old.json", "c/new.json")]


def test_what_went_and_came_back_is_no_news() -> None:
    succession = Succession([OLD])
    succession.remove(OLD)
    assert succession.add(OLD) is None
    assert pairs(succession) == []
    assert succession.add(NEW) == OLD.path


def test_what_was_superseded_already_is_not_so_again_once_it_goes() -> None:
    succession = Succession([OLD])
    assert succession.add(NEW) == OLD.path
    succession.remove(OLD)
    succession.add(make_row(path="recordings/newer.json"))
    assert pairs(succession) == []


def test_a_successor_that_goes_may_have_one_itself() -> None:
    succession = Succession([OLD])
    assert succession.add(NEW) == OLD.path
    succession.remove(OLD)
    succession.remove(NEW)
    assert succession.add(OLD) is None  # back to the branch before
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
    assert succession.add(NEW) is None
    assert pairs(succession) == []
