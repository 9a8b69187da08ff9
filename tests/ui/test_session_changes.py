"""What became of each recording on disk: one entry a recording, the newest first, within a bound."""

from __future__ import annotations

from typing import get_args

from factories import make_row
from hypothesis import given
from hypothesis import strategies as st

from recview.store.change import Change, ChangeKind
from recview.ui.session_changes import SessionChange, SessionChanges

ROW = make_row(path="r/a.json", test_id="tests/test_a.py::test_a")


def told(kind: ChangeKind, path: str = "r/a.json", *, by: str = "", fresh: bool = False) -> Change:
    """A change as the watcher tells it; `fresh`: of a file that was not there before."""
    row = None if kind == "removed" else make_row(path=path, test_id=ROW.test_id)
    return Change(kind, path, row, None if fresh else make_row(path=path, test_id=ROW.test_id), by)


def after(*changes: Change) -> list[SessionChange]:
    session = SessionChanges()
    for at_s, change in enumerate(changes):
        session.apply([change], float(at_s))
    return list(session.newest_first())


def test_a_recording_has_one_entry_that_tells_its_newest_change() -> None:
    (entry,) = after(told("added", fresh=True), told("changed"), told("changed"))
    assert (entry.kind, entry.times, entry.at_s, entry.test_id) == ("changed", 3, 2.0, ROW.test_id)


def test_the_newest_stand_first() -> None:
    entries = after(told("changed", "r/a.json"), told("changed", "r/b.json"), told("changed", "r/a.json"))
    assert [entry.path for entry in entries] == ["r/a.json", "r/b.json"]


def test_a_successor_is_told_with_what_it_supersedes() -> None:
    (entry,) = after(told("added", "r/new.json", fresh=True), told("superseded", "r/old.json", by="r/new.json"))
    assert (entry.kind, entry.path, entry.by, entry.gone) == ("superseded", "r/old.json", "r/new.json", False)


def test_a_superseded_file_that_is_written_anew_stays_superseded() -> None:
    changes = (told("superseded", by="r/new.json"), told("changed"))
    for steps in (changes, changes[::-1]):
        (entry,) = after(told("added", "r/new.json", fresh=True), *steps)
        assert (entry.kind, entry.by, entry.times, entry.at_s) == ("superseded", "r/new.json", 2, 2.0)


def test_a_superseded_file_that_goes_stays_superseded() -> None:
    (entry,) = after(told("superseded", by="r/new.json"), told("removed"))
    assert (entry.kind, entry.by, entry.gone, entry.at_s) == ("superseded", "r/new.json", True, 1.0)


def test_a_file_that_goes_and_comes_back_has_changed() -> None:
    (entry,) = after(told("removed"), told("added", fresh=True))
    assert (entry.kind, entry.times) == ("changed", 2)


def test_what_is_under_way_or_came_to_nothing_is_no_change() -> None:
    assert after(told("writing"), told("same"), Change("removed", "r/a.json", None, None)) == []


def test_each_change_has_another_serial_number() -> None:
    session = SessionChanges()
    serials = []
    for _ in range(3):
        session.apply([told("changed")], 0.0)
        (entry,) = session.newest_first()
        serials.append(entry.serial)
    assert serials == sorted(set(serials))
    assert session.generation == serials[-1]


def test_it_counts_each_kind() -> None:
    session = SessionChanges()
    session.apply([told("changed", "r/a.json"), told("changed", "r/b.json"), told("removed", "r/c.json")], 0.0)
    assert session.counts() == {"changed": 2, "removed": 1}


def test_no_more_is_remembered_than_the_bound_and_it_is_said() -> None:
    session = SessionChanges(most=3)
    session.apply([told("changed", f"r/{number}.json") for number in range(10)], 0.0)
    assert [entry.path for entry in session.newest_first()] == ["r/9.json", "r/8.json", "r/7.json"]
    assert session.forgotten == 7


def test_one_superseded_after_it_went_is_told_once_with_its_successor() -> None:
    old, new = make_row(path="r/old.json"), make_row(path="r/new.json", chunk_count=3)
    went, came = Change("removed", old.path, None, old), Change("added", new.path, new, None)
    superseded = Change("superseded", old.path, None, old, by=new.path)
    for changes in ([went, came, superseded], [came, went, superseded]):
        (entry,) = after(*changes)
        assert (entry.kind, entry.path, entry.by, entry.gone) == ("superseded", old.path, new.path, True)
        assert (entry.times, entry.at_s) == (1, 2.0)
        assert entry.facts.startswith("3 chunks")


KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("abcd")), max_size=40))
def test_whatever_happens_an_entry_is_of_its_path_and_the_newest_is_first(steps: list[tuple[ChangeKind, str]]) -> None:
    entries = after(*(told(kind, path, by="z" if kind == "superseded" else "") for kind, path in steps))
    assert [entry.serial for entry in entries] == sorted((entry.serial for entry in entries), reverse=True)
    assert all(bool(entry.by) == (entry.kind == "superseded") for entry in entries)


def test_once_its_successor_is_gone_a_recording_is_superseded_no_more() -> None:
    came, superseded, went, restored = (
        told("added", "r/new.json", fresh=True),
        told("superseded", by="r/new.json"),
        told("removed", "r/new.json"),
        told("restored"),
    )
    (gone,) = after(came, superseded, went, restored)
    assert (gone.kind, gone.path) == ("removed", "r/new.json")
    (again,) = after(came, superseded, went, restored, came, superseded)
    assert (again.kind, again.by) == ("superseded", "r/new.json")
    for steps in ((came, told("changed"), superseded), (came, superseded, told("changed"))):
        itself, gone = after(*steps, went, restored)
        assert (gone.kind, itself.kind, itself.path, itself.times) == ("removed", "changed", "r/a.json", 1)


def test_what_is_gone_itself_stays_superseded_though_its_successor_goes() -> None:
    entries = after(told("superseded", by="r/new.json"), told("removed"), told("removed", "r/new.json"))
    assert [(entry.kind, entry.gone) for entry in entries] == [("removed", False), ("superseded", True)]
