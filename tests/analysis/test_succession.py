from __future__ import annotations

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


def test_what_is_removed_is_not_superseded() -> None:
    succession = Succession([OLD])
    succession.remove(OLD)
    assert succession.add(NEW) is None
