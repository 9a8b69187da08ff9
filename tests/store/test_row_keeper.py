from __future__ import annotations

import os
from pathlib import Path

import pytest
from factories import make_chat_completion, make_document, recording_bytes, write_recording

from recview.store.row_keeper import RowKeeper
from recview.store.scan import FoundFile
from recview.store.settling import GONE_S, STILL_S
from recview.store.versions import VersionStore

OLD = recording_bytes(make_document(make_chat_completion("before")))
NEW = recording_bytes(make_document(make_chat_completion("after")))


class Desk:
    """A keeper, a file, and a clock that stands until it is moved."""

    def __init__(self, path: Path, expected: bool = True) -> None:
        self.path = path
        self.versions = VersionStore()
        self.keeper = RowKeeper([], [], self.versions)
        self.expected = expected
        self.now_s = 0.0

    def look(self, after_s: float = 0.0) -> list[str]:
        """Looks at the file as it is now; the kinds of the changes."""
        self.now_s += after_s
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            changes = self.keeper.missing(str(self.path), self.now_s)
        else:
            found = FoundFile(str(self.path), "", facts.st_size, facts.st_mtime_ns, self.expected)
            changes = self.keeper.look(found, self.now_s)
        self.changes = changes
        return [change.kind for change in changes]

    def write(self, content: bytes) -> list[str]:
        self.path.write_bytes(content)
        return self.look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "a.json")


def test_added_changed_same_removed(desk: Desk) -> None:
    assert desk.write(OLD) == ["added"]
    (added,) = desk.changes
    assert added.row is not None and added.row.output == "before" and added.previous is None
    assert desk.write(NEW) == ["changed"]
    (changed,) = desk.changes
    assert changed.row is not None and changed.row.output == "after" and changed.previous == added.row
    assert desk.versions.previous(str(desk.path)) == OLD
    os.utime(desk.path)
    assert desk.look() == ["same"]
    desk.path.unlink()
    assert desk.look() == []
    assert desk.look(GONE_S) == ["removed"]
    assert (desk.changes[0].row, desk.changes[0].previous is not None) == (None, True)
    assert desk.versions.previous(str(desk.path)) == NEW


def test_half_a_file_keeps_what_it_held_until_it_is_whole(desk: Desk) -> None:
    desk.write(OLD)
    assert desk.write(b"") == ["writing"]
    (writing,) = desk.changes
    assert writing.row is not None and writing.row == writing.previous and writing.row.output == "before"
    assert desk.write(NEW[:100]) == []
    assert desk.write(NEW) == ["changed"]


def test_half_a_file_that_stands_still_is_unreadable(desk: Desk) -> None:
    desk.write(OLD)
    desk.write(NEW[:100])
    assert desk.look(STILL_S) == ["unreadable"]
    (unreadable,) = desk.changes
    assert unreadable.row is not None and unreadable.row.state == "unreadable"
    assert unreadable.previous is not None and unreadable.previous.output == "before"
    assert desk.write(OLD) == ["changed"]  # as it was before it broke, but not as it was shown


def test_a_new_file_may_come_by_halves_too(desk: Desk) -> None:
    assert desk.write(NEW[:100]) == ["writing"]
    assert desk.changes[0].row is None
    assert desk.write(NEW) == ["added"]


def test_a_new_half_file_that_goes_again_is_removed(desk: Desk) -> None:
    desk.write(NEW[:100])
    desk.path.unlink()
    desk.look()
    assert desk.look(GONE_S) == ["removed"]
    assert desk.keeper.paths() == set()


def test_a_file_removed_and_written_anew_has_changed(desk: Desk) -> None:
    desk.write(OLD)
    desk.path.unlink()
    desk.look()
    assert desk.write(NEW) == ["changed"]
    assert desk.look(GONE_S) == ["same"]


def test_outside_folders_of_recordings_other_json_is_passed_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a.json", expected=False)
    assert desk.write(b'{"a": 1}') == []
    assert desk.keeper.paths() == {str(desk.path)}
    assert desk.write(OLD) == ["added"]
    assert desk.write(b"") == ["writing"]
    assert desk.write(b'{"a": 1}') == []
    assert desk.look(STILL_S) == ["removed"]
    assert desk.look() == []


def test_a_pipe_in_a_files_place(desk: Desk) -> None:
    desk.write(OLD)
    desk.path.unlink()
    os.mkfifo(desk.path)
    assert desk.look() == ["writing"]
    assert desk.look(STILL_S) == ["unreadable"]


def test_it_knows_what_is_up_to_date(desk: Desk) -> None:
    def up_to_date() -> bool:
        facts = desk.path.stat()
        return desk.keeper.is_up_to_date(FoundFile(str(desk.path), "", facts.st_size, facts.st_mtime_ns, True))

    desk.write(OLD)
    assert up_to_date()
    desk.path.write_bytes(NEW)
    assert not up_to_date()
    desk.look()
    assert up_to_date()
    desk.write(b"")
    assert not up_to_date()
    assert desk.keeper.due(desk.now_s + STILL_S) == [str(desk.path)]


def test_a_new_recording_of_a_call_supersedes_the_older(tmp_path: Path) -> None:
    old, new = Desk(tmp_path / "old.json"), Desk(tmp_path / "new.json")
    old.write(OLD)
    (added,) = old.changes
    assert added.row is not None
    new.keeper = RowKeeper([added.row], [], VersionStore())
    assert new.write(NEW) == ["added", "superseded"]
    superseded = new.changes[1]
    assert (superseded.path, superseded.by, superseded.row) == (str(old.path), str(new.path), added.row)


def test_contents_are_kept_before_anything_changes(tmp_path: Path) -> None:
    rows = []
    for name in ("a", "b"):
        first = Desk(write_recording(tmp_path / f"{name}.json"))
        first.look()
        rows += [change.row for change in first.changes if change.row is not None]
    versions = VersionStore()
    keeper = RowKeeper(rows, [], versions)
    while keeper.offer_content():
        pass
    assert [versions.current(row.path) for row in rows] == [recording_bytes()] * 2


def test_what_changed_meanwhile_is_not_taken_for_the_old_content(tmp_path: Path) -> None:
    desk = Desk(write_recording(tmp_path / "a.json"))
    desk.look()
    row = desk.changes[0].row
    assert row is not None
    desk.path.write_bytes(NEW)
    versions = VersionStore()
    assert RowKeeper([row], [], versions).offer_content()
    assert not versions.holds(str(desk.path))


def test_contents_are_kept_no_further_than_there_is_room(tmp_path: Path) -> None:
    desk = Desk(write_recording(tmp_path / "a.json"))
    desk.look()
    row = desk.changes[0].row
    assert row is not None
    assert not RowKeeper([row], [], VersionStore(max_bytes=-1)).offer_content()
