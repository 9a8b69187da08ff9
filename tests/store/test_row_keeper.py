from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_chat_completion, make_document, recording_bytes

from recview.store.known import Known
from recview.store.row_keeper import RowKeeper
from recview.store.rows import full_row
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
        self.keeper = RowKeeper(Known(), self.versions)
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
            found = self.found(facts.st_ctime_ns)
            changes = self.keeper.look(found, self.now_s)
        self.changes = changes
        return [change.kind for change in changes]

    def up_to_date(self, ctime_ns: int | None = None) -> bool:
        """Whether the keeper knows the file as it is now."""
        return self.keeper.is_up_to_date(self.found(ctime_ns))

    def found(self, ctime_ns: int | None = None) -> FoundFile:
        facts = self.path.stat()
        ctime_ns = facts.st_ctime_ns if ctime_ns is None else ctime_ns
        return FoundFile(str(self.path), "", facts.st_size, facts.st_mtime_ns, self.expected, ctime_ns, facts.st_ino)

    def write(self, content: bytes) -> list[str]:
        self.path.write_bytes(content)
        return self.look()


def test_another_file_that_takes_the_name_is_read_though_its_stamps_are_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a.json")
    desk.write(OLD)
    found = desk.found()
    assert desk.keeper.is_up_to_date(found)
    assert not desk.keeper.is_up_to_date(found._replace(inode=found.inode + 1))


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


@pytest.mark.parametrize("after", [OLD, NEW])
def test_what_comes_back_is_compared_with_what_stood_there_before_it_broke(after: bytes, desk: Desk) -> None:
    desk.write(recording_bytes(make_document(make_chat_completion("long ago"))))
    desk.write(OLD)
    desk.write(b"")
    assert desk.look(STILL_S) == ["unreadable"]
    assert desk.versions.current(str(desk.path)) == OLD
    assert desk.write(after) == ["changed"]
    assert (desk.versions.previous(str(desk.path)), desk.versions.current(str(desk.path))) == (OLD, after)


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
    desk.path.unlink()
    desk.look()
    assert desk.write(NEW) == ["same"]


def test_a_look_at_what_is_as_it_was_is_no_news(desk: Desk) -> None:
    desk.write(OLD)
    assert desk.look(STILL_S) == []
    desk.write(NEW[:100])
    assert desk.look(STILL_S) == ["unreadable"]
    assert desk.look(STILL_S) == []
    assert desk.keeper.due(desk.now_s + STILL_S) == []


def test_the_same_size_and_time_are_no_proof_of_the_same_content(desk: Desk) -> None:
    desk.write(OLD)
    before = desk.path.stat()
    desk.path.write_bytes(OLD.replace(b"before", b"beyond"))
    os.utime(desk.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = desk.path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert desk.look() == ["changed"]
    assert desk.up_to_date(after.st_ctime_ns)
    assert not desk.up_to_date(after.st_ctime_ns + 1)


def test_a_row_tells_the_size_of_what_was_read_though_it_was_written_since_it_was_listed(desk: Desk) -> None:
    desk.path.write_bytes(b"")
    listed = desk.found()
    desk.path.write_bytes(OLD)
    (added,) = desk.keeper.look(listed, 0.0)
    assert added.row is not None and added.row.size == len(OLD)
    os.utime(desk.path, ns=(0, 0))
    assert not desk.up_to_date()
    assert desk.look() == ["same"]


def test_a_row_that_is_older_than_the_content_taken_in_at_first_has_changed(desk: Desk) -> None:
    desk.write(OLD)
    (added,) = desk.changes
    assert added.row is not None
    desk.keeper = RowKeeper(Known([added.row]), desk.versions)
    desk.versions.remove(added.path)
    desk.versions.put_first(added.path, NEW)
    assert desk.write(NEW) == ["changed"]


@pytest.mark.parametrize("began_later_s", [-1, 1])
def test_what_was_changed_since_it_was_first_read_is_looked_at_though_it_seems_as_it_was(
    desk: Desk, began_later_s: int
) -> None:
    desk.write(OLD)
    (added,) = desk.changes
    assert added.row is not None
    facts = desk.path.stat()
    desk.keeper = RowKeeper(Known([added.row], since_ns=facts.st_ctime_ns + began_later_s * 10**9), desk.versions)
    assert desk.up_to_date() == (began_later_s > 0)
    assert desk.look() == []
    assert desk.up_to_date()


def test_half_a_recording_that_becomes_other_json_came_to_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a.json", expected=False)
    assert desk.write(NEW[:-3]) == ["writing"]
    assert desk.write(b'{"request": 1}') == ["removed"]
    assert (desk.changes[0].row, desk.changes[0].previous) == (None, None)
    assert desk.keeper.due(desk.now_s + STILL_S) == []
    assert desk.up_to_date()


def test_what_the_system_would_not_let_us_read_is_read_again(desk: Desk) -> None:
    os.mkfifo(desk.path)  # as good as no permission, which the super-user always has
    assert desk.look() == ["writing"]
    assert desk.look(STILL_S) == ["unreadable"]
    assert not desk.up_to_date()
    assert desk.look(STILL_S) == []
    desk.path.unlink()
    desk.path.write_bytes(OLD)
    assert desk.look() == ["changed"]
    assert desk.up_to_date()


def test_outside_folders_of_recordings_what_we_may_not_read_is_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "a.json", expected=False)
    desk.write(OLD)
    desk.path.unlink()
    os.mkfifo(desk.path)
    assert desk.look() == ["writing"]
    assert desk.look(STILL_S) == ["removed"]
    desk.path.unlink()
    assert desk.write(OLD) == ["added"]


def test_what_the_index_passes_over_is_passed_over_here_too(tmp_path: Path) -> None:
    late = recording_bytes({"other": "x" * 10_000, **make_document()})
    desk = Desk(tmp_path / "a.json", expected=False)
    facts = desk.path.write_bytes(late) and desk.path.stat()
    row = full_row(FoundFile(str(desk.path), "", facts.st_size, facts.st_mtime_ns, False))
    assert desk.look() == (["added"] if row is not None else [])


def test_what_is_found_under_another_root_is_not_up_to_date(desk: Desk) -> None:
    desk.write(OLD)
    facts = desk.path.stat()
    found = FoundFile(str(desk.path), "other", facts.st_size, facts.st_mtime_ns, True, facts.st_ctime_ns)
    assert not desk.keeper.is_up_to_date(found)
    (change,) = desk.keeper.look(found, 0.0)
    assert change.row is not None
    assert (change.kind, change.row.root) == ("same", "other")
    assert desk.keeper.is_up_to_date(found)


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
    desk.write(OLD)
    assert desk.up_to_date()
    desk.path.write_bytes(NEW)
    assert not desk.up_to_date()
    desk.look()
    assert desk.up_to_date()
    desk.write(b"")
    assert not desk.up_to_date()
    assert desk.keeper.due(desk.now_s + STILL_S) == [str(desk.path)]


def test_a_new_recording_of_a_call_supersedes_the_older(tmp_path: Path) -> None:
    old, new = Desk(tmp_path / "old.json"), Desk(tmp_path / "new.json")
    old.write(OLD)
    (added,) = old.changes
    assert added.row is not None
    new.keeper = RowKeeper(Known([added.row]), VersionStore())
    assert new.write(NEW) == ["added", "superseded"]
    superseded = new.changes[1]
    assert (superseded.path, superseded.by, superseded.row) == (str(old.path), str(new.path), added.row)


def test_a_second_call_of_a_test_supersedes_nothing(tmp_path: Path) -> None:
    def asking(question: str) -> bytes:
        body = {"model": "gpt-4o", "messages": [{"role": "user", "content": question}]}
        return recording_bytes(make_document(make_chat_completion("Yes."), request_body=body))

    old, new = Desk(tmp_path / "old.json"), Desk(tmp_path / "new.json")
    old.write(asking("What is the capital of France?"))
    (added,) = old.changes
    assert added.row is not None
    for question, told in (
        ("List five prime numbers.", ["added"]),
        ("What is the capital of France, please?", ["added", "superseded"]),
    ):
        new.keeper = RowKeeper(Known([added.row]), VersionStore())
        assert new.write(asking(question)) == told
        assert new.keeper.replaced() == []


def test_one_that_came_supersedes_the_one_that_went(tmp_path: Path) -> None:
    old = Desk(tmp_path / "old.json")
    old.write(OLD)
    (added,) = old.changes
    assert added.row is not None
    keeper = RowKeeper(Known([added.row]), VersionStore())
    old.keeper = keeper
    old.path.unlink()
    assert keeper.missing(str(old.path), 0.0) == []
    assert keeper.replaced() == []  # it may come back
    (removed,) = keeper.missing(str(old.path), GONE_S)
    new = Desk(tmp_path / "new.json")
    new.keeper = keeper
    assert new.write(NEW) == ["added"]
    (superseded,) = keeper.replaced()
    assert (superseded.kind, superseded.path, superseded.by) == ("superseded", str(old.path), str(new.path))
    assert removed.previous is not None
    assert (superseded.row, superseded.previous) == (None, replace(removed.previous, output=""))
    assert keeper.replaced() == []


def test_once_its_successor_goes_a_recording_is_superseded_no_more(tmp_path: Path) -> None:
    old, new = Desk(tmp_path / "old.json"), Desk(tmp_path / "new.json")
    new.keeper = old.keeper
    assert old.write(OLD) + new.write(NEW) == ["added", "added"]
    rows = [change.row for change in (*old.changes, *new.changes) if change.row is not None]
    new.keeper = RowKeeper(Known(rows, superseded={str(old.path): str(new.path)}), VersionStore())
    new.path.unlink()
    new.look()
    assert new.look(GONE_S) == ["removed", "restored"]
    restored = new.changes[1]
    assert (restored.path, restored.row, restored.by) == (str(old.path), rows[0], "")


def test_a_new_recording_that_comes_haltingly_supersedes_the_older_once_it_is_whole(tmp_path: Path) -> None:
    old, new = Desk(tmp_path / "old.json"), Desk(tmp_path / "new.json")
    old.write(OLD)
    (added,) = old.changes
    assert added.row is not None
    new.keeper = RowKeeper(Known([added.row]), VersionStore())
    assert new.write(NEW[:100]) + new.look(STILL_S) == ["writing", "unreadable"]
    assert new.write(NEW) == ["changed", "superseded"]
