from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from factories import make_document, write_recording

from recview.store.index import index_rows
from recview.store.roots import open_roots
from recview.store.row_keeper import RowKeeper
from recview.store.settling import GONE_S
from recview.store.tree_follower import WATCHED_RESCAN_S, TreeFollower
from recview.store.versions import VersionStore


class Follower:
    """A follower of some roots under a folder, and its clock."""

    def __init__(self, folder: Path, *roots: str) -> None:
        self.folder = folder
        self.now_s = 0.0
        self.look_takes_s = 0.0
        opened = open_roots([str(folder / root) for root in roots])
        batches = list(index_rows(opened, helpers=0))
        rows = [row for batch in batches for row in batch.rows]
        passed_over = [found for batch in batches for found in batch.passed_over]
        self.follower = TreeFollower(opened, RowKeeper(rows, passed_over, VersionStore()), self._clock)

    def _clock(self) -> float:
        self.now_s += self.look_takes_s
        return self.now_s

    def notice(self, *names: str) -> list[str]:
        """Hints at names, and what a step makes of them."""
        self.follower.notice(os.path.realpath(self.folder / name) for name in names)
        return self.step()

    def step(self, after_s: float = 0.0) -> list[str]:
        """The changes: kind and name."""
        self.now_s += after_s
        changes = self.follower.step()
        return sorted(f"{change.kind} {Path(change.path).relative_to(self.folder)}" for change in changes)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in "ab":
        write(tmp_path, f"t/recordings/{name}.json")
    return tmp_path


@pytest.fixture
def follower(tree: Path) -> Follower:
    """After its first look, which brings no news."""
    follower = Follower(tree, "t")
    assert follower.step() == []
    return follower


def write(folder: Path, name: str, test_id: str | None = None) -> None:
    write_recording(folder / name, make_document(test_id=test_id))


def test_only_what_was_hinted_at_is_looked_at(tree: Path, follower: Follower) -> None:
    write(tree, "t/recordings/a.json", "changed")
    write(tree, "t/recordings/b.json", "changed")
    write(tree, "t/recordings/new.json")
    assert follower.notice("t/recordings/a.json") == ["changed t/recordings/a.json"]
    assert follower.notice("t/recordings/b.json", "t/recordings/new.json") == [
        "added t/recordings/new.json",
        "changed t/recordings/b.json",
    ]


def test_a_burst_of_hints_is_followed_by_a_look_at_everything(tree: Path, follower: Follower) -> None:
    write(tree, "t/recordings/a.json", "changed")
    write(tree, "t/recordings/b.json", "changed")
    assert follower.notice("t/recordings/a.json") == ["changed t/recordings/a.json"]
    assert follower.step(0.1) == []
    assert follower.step(1.0) == ["changed t/recordings/b.json"]


def test_without_any_hint_everything_is_looked_at_from_time_to_time(tree: Path, follower: Follower) -> None:
    write(tree, "t/recordings/a.json", "changed")
    assert follower.step(WATCHED_RESCAN_S / 2) == []
    assert follower.step(WATCHED_RESCAN_S / 2) == ["changed t/recordings/a.json"]
    write(tree, "t/recordings/b.json", "changed")
    follower.follower.rescan_every_s = 0.5
    assert follower.step(0.5) == ["changed t/recordings/b.json"]


def test_a_new_folder_is_looked_at_with_all_that_is_in_it(tree: Path, follower: Follower) -> None:
    for number in range(3):
        write(tree, f"t/new/{number}/recordings/x.json")
    assert follower.notice("t/new") == [f"added t/new/{number}/recordings/x.json" for number in range(3)]
    write(tree, "t/new/1/recordings/y.json")
    assert follower.notice("t/new/1/recordings/y.json") == ["added t/new/1/recordings/y.json"]


def test_a_folder_that_moves_takes_its_recordings_along(tree: Path, follower: Follower) -> None:
    (tree / "t/recordings").rename(tree / "t/responses")
    assert follower.notice("t/recordings", "t/responses") == ["added t/responses/a.json", "added t/responses/b.json"]
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]


def test_a_root_that_goes_and_comes_back(tree: Path, follower: Follower) -> None:
    (tree / "t").rename(tree / "away")
    follower.follower.rescan_soon()
    assert follower.step() == []
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]
    (tree / "away").rename(tree / "t")
    follower.follower.rescan_soon()
    assert follower.step() == ["added t/recordings/a.json", "added t/recordings/b.json"]


def test_what_is_no_business_of_ours_is_not_looked_at(tree: Path, follower: Follower) -> None:
    for name in ("t/.git/x.json", "t/node_modules/p/x.json", "elsewhere/x.json", "t/recordings/notes.txt"):
        write(tree, name)
    hints = ["t/.git", "t/.git/x.json", "t/node_modules", "t/node_modules/p/x.json", "elsewhere/x.json"]
    assert follower.notice(*hints, "t/recordings/notes.txt", "t", "t/recordings") == []
    assert follower.step(WATCHED_RESCAN_S) == []


def test_a_folder_that_becomes_an_environment_is_out_of_sight(tree: Path, follower: Follower) -> None:
    (tree / "t/recordings/pyvenv.cfg").touch()
    assert follower.step(WATCHED_RESCAN_S) == []
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]


def test_a_link_is_followed_as_a_listing_would(tree: Path, follower: Follower) -> None:
    write(tree, "t/.store/x.json")
    (tree / "t/recordings/link.json").symlink_to("../.store/x.json")
    (tree / "t/recordings/again.json").symlink_to("a.json")
    assert follower.notice("t/recordings") == []
    assert follower.step(1.0) == ["added t/recordings/link.json"]
    write(tree, "t/.store/x.json", "changed")
    assert follower.step(WATCHED_RESCAN_S) == ["changed t/recordings/link.json"]


def test_files_named_by_the_caller_need_no_hint(tree: Path) -> None:
    write(tree, "odd.txt")
    follower = Follower(tree, "odd.txt", "t/recordings/a.json")
    assert follower.step() == []
    write(tree, "odd.txt", "changed")
    assert follower.step(0.1) == ["changed odd.txt"]
    (tree / "odd.txt").unlink()
    assert follower.step(WATCHED_RESCAN_S) == []
    assert follower.step(GONE_S) == ["removed odd.txt"]
    write(tree, "odd.txt")
    assert follower.step(0.1) == ["added odd.txt"]


def test_overlapping_roots_tell_each_change_once(tree: Path) -> None:
    follower = Follower(tree, "t/recordings/a.json", "t/recordings", "t")
    assert follower.step() == []
    for name in ("a", "b", "new"):
        write(tree, f"t/recordings/{name}.json", "changed")
    changes = follower.notice(*(f"t/recordings/{name}.json" for name in ("a", "b", "new")))
    assert changes == ["added t/recordings/new.json", "changed t/recordings/a.json", "changed t/recordings/b.json"]
    assert follower.step(WATCHED_RESCAN_S) == []


def test_thousands_of_changes_are_told_in_steps(tmp_path: Path) -> None:
    for number in range(30):
        write(tmp_path, f"t/recordings/{number}.json")
    follower = Follower(tmp_path, "t")
    follower.look_takes_s = 0.04
    shutil.rmtree(tmp_path / "t/recordings")
    for number in range(30):
        write(tmp_path, f"t/recordings/{number}.json", "changed")
    steps = [follower.step()]
    while follower.follower.is_busy:
        steps.append(follower.step())
    assert sum(map(len, steps)) == 30
    assert max(map(len, steps)) <= 3
