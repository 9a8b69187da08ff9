from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from factories import make_document, write_recording

from recview.store.index import index_rows
from recview.store.known import Known
from recview.store.roots import open_roots
from recview.store.row_keeper import RowKeeper
from recview.store.settling import GONE_S
from recview.store.tree_follower import HINTED_RESCAN_S, SURE_S, TreeFollower
from recview.store.versions import VersionStore


class Follower:
    """A follower of some roots under a folder, and its clock."""

    def __init__(self, folder: Path, *roots: str) -> None:
        self.folder = folder
        self.now_s = 0.0
        self.look_takes_s = 0.0
        self.worked_s = 0.0
        self.look_works_s = 0.0
        opened = open_roots([str(folder / root) for root in roots])
        batches = list(index_rows(opened, helpers=0))
        rows = [row for batch in batches for row in batch.rows]
        passed_over = [found for batch in batches for found in batch.passed_over]
        self.follower = TreeFollower(
            opened, RowKeeper(Known(rows, passed_over), VersionStore()), self._clock, self._busy_clock
        )

    def _clock(self) -> float:
        self.now_s += self.look_takes_s
        return self.now_s

    def _busy_clock(self) -> float:
        self.worked_s += self.look_works_s
        return self.worked_s

    def notice(self, *names: str) -> list[str]:
        """Hints at names, and what a step makes of them."""
        self.follower.notice(str(self.folder.resolve() / name) for name in names)
        return self.step()

    def step(self, after_s: float = 0.0) -> list[str]:
        """The changes: kind and name."""
        self.now_s += after_s
        changes = self.follower.step()
        return sorted(f"{change.kind} {Path(change.path).relative_to(self.folder)}" for change in changes)

    def without_rescan(self, after_s: float) -> list[str]:
        """A step that looks at no more than what it has to look at again."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("recview.store.tree_follower.POLLED_RESCAN_S", float("inf"))
            return self.step(after_s)


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
    assert follower.step(HINTED_RESCAN_S / 2) == []
    assert follower.step(HINTED_RESCAN_S / 2) == ["changed t/recordings/a.json"]
    write(tree, "t/recordings/b.json", "changed")
    follower.follower.is_hinted = False
    assert follower.step(0.5) == ["changed t/recordings/b.json"]


@pytest.mark.parametrize(("is_hinted", "rest_s"), [(True, 200.0), (False, 40.0)])
def test_the_longer_a_look_at_everything_works_the_longer_it_rests(
    tree: Path, follower: Follower, is_hinted: bool, rest_s: float
) -> None:
    follower.follower.is_hinted = is_hinted
    follower.look_works_s = 2.0
    follower.follower.rescan_soon()
    follower.step()
    write(tree, "t/recordings/a.json", "changed")
    assert follower.step(rest_s - 1.0) == []
    assert follower.step(1.0) == ["changed t/recordings/a.json"]


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
    assert follower.step(HINTED_RESCAN_S) == []


def test_a_folder_that_becomes_an_environment_is_out_of_sight(tree: Path, follower: Follower) -> None:
    (tree / "t/recordings/pyvenv.cfg").touch()
    assert follower.step(HINTED_RESCAN_S) == []
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]


def test_a_link_is_followed_as_a_listing_would(tree: Path, follower: Follower) -> None:
    write(tree, "t/.store/x.json")
    (tree / "t/recordings/link.json").symlink_to("../.store/x.json")
    (tree / "t/recordings/again.json").symlink_to("a.json")
    assert follower.notice("t/recordings") == []
    assert follower.step(1.0) == ["added t/recordings/link.json"]
    write(tree, "t/.store/x.json", "changed")
    assert follower.step(HINTED_RESCAN_S) == ["changed t/recordings/link.json"]


def test_files_named_by_the_caller_are_followed_wherever_they_lie(tree: Path) -> None:
    write(tree, "odd.txt")
    write(tree, "far/x.json")
    (tree / "link.json").symlink_to("far/x.json")
    follower = Follower(tree, "odd.txt", "link.json", "t/recordings/a.json")
    assert follower.step() == []
    watched = {os.path.relpath(folder, tree) for folder in follower.follower.folders_to_watch()}
    assert watched == {".", "far", "t/recordings"}
    write(tree, "odd.txt", "changed")
    write(tree, "far/x.json", "changed")
    assert follower.notice("odd.txt", "far/x.json") == ["changed link.json", "changed odd.txt"]
    (tree / "odd.txt").unlink()
    assert follower.notice("odd.txt") == []
    assert follower.step(GONE_S) == ["removed odd.txt"]
    write(tree, "odd.txt")
    assert follower.notice("odd.txt") == ["added odd.txt"]


def test_a_link_that_is_a_root_may_lead_elsewhere_later(tree: Path) -> None:
    write(tree, "u/recordings/a.json", "other")
    (tree / "now").symlink_to("t")
    follower = Follower(tree, "now")
    assert follower.step() == []
    (tree / "next").symlink_to("u")
    (tree / "next").rename(tree / "now")
    follower.follower.rescan_soon()
    assert follower.step() == ["changed now/recordings/a.json"]
    assert follower.step(GONE_S) == ["removed now/recordings/b.json"]
    assert str(tree / "u/recordings") in follower.follower.folders_to_watch()


def test_a_file_may_take_the_place_of_a_root_and_the_other_way_round(tree: Path) -> None:
    follower = Follower(tree, "t")
    shutil.rmtree(tree / "t")
    write(tree, "t")
    assert follower.step() == ["added t"]
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]
    (tree / "t").unlink()
    write(tree, "t/recordings/c.json")
    assert follower.step(HINTED_RESCAN_S) == ["added t/recordings/c.json"]
    assert follower.step(GONE_S) == ["removed t"]


def test_a_folder_may_take_the_place_of_a_file_and_the_other_way_round(tree: Path, follower: Follower) -> None:
    (tree / "t/recordings/a.json").unlink()
    write(tree, "t/recordings/a.json/recordings/c.json")
    assert follower.notice("t/recordings/a.json") == ["added t/recordings/a.json/recordings/c.json"]
    assert follower.step(GONE_S) == ["removed t/recordings/a.json"]
    shutil.rmtree(tree / "t/recordings/a.json")
    write(tree, "t/recordings/a.json")
    assert follower.notice("t/recordings/a.json") == ["added t/recordings/a.json"]
    assert follower.step(GONE_S) == ["removed t/recordings/a.json/recordings/c.json"]


def test_no_link_out_of_the_tree_is_followed_even_for_a_moment(tree: Path, follower: Follower) -> None:
    write(tree, "secret/recordings/x.json")
    (tree / "t/out").symlink_to("../secret")
    (tree / "t/recordings/x.json").symlink_to("../../secret/recordings/x.json")
    shutil.rmtree(tree / "t/recordings")
    (tree / "t/recordings").symlink_to("../secret/recordings")
    hints = ["t/out", "t/out/recordings", "t/recordings", "t/recordings/x.json"]
    follower.follower.notice(str(tree.resolve() / name) for name in hints)
    assert follower.step() == []
    assert follower.step(GONE_S) == ["removed t/recordings/a.json", "removed t/recordings/b.json"]
    assert follower.step(1.0) == []


def test_a_link_in_the_tree_that_turns_out_of_it_is_not_read(tree: Path) -> None:
    write(tree, "secret.json", "secret")
    write(tree, "t/.store/x.json")
    (tree / "t/recordings/x.json").symlink_to("../.store/x.json")
    follower = Follower(tree, "t")
    assert follower.step() == []
    write(tree, "t/.store/x.json", "changed")
    assert follower.notice("t/.store/x.json") == ["changed t/recordings/x.json"]
    (tree / "next").symlink_to("../../secret.json")
    (tree / "next").rename(tree / "t/recordings/x.json")
    assert follower.notice("t/recordings/x.json") == []
    assert follower.step(GONE_S) == ["removed t/recordings/x.json"]


@pytest.mark.parametrize("names", [("t", "t/recordings"), ("t/recordings", "t")])
def test_a_root_in_a_root_is_listed_under_the_same_one_when_it_comes_back(tree: Path, names: tuple[str, str]) -> None:
    follower = Follower(tree, *names)
    assert follower.step() == []
    shutil.rmtree(tree / "t/recordings")
    assert follower.notice("t/recordings") == []
    assert len(follower.step(GONE_S)) == 2
    write(tree, "t/recordings/c.json")
    follower.follower.notice([os.path.realpath(tree / "t/recordings")])
    (change,) = follower.follower.step()
    assert change.row is not None
    assert (change.kind, change.row.root) == ("added", str(tree / names[0]))
    assert follower.step(HINTED_RESCAN_S) == []


def test_it_says_when_other_folders_are_to_be_watched(tree: Path, follower: Follower) -> None:
    assert len(follower.follower.folders_to_watch()) == 2
    assert not follower.follower.is_watch_stale
    write(tree, "t/recordings/c.json")
    follower.notice("t/recordings/c.json")
    follower.step(1.0)
    assert not follower.follower.is_watch_stale
    write(tree, "t/new/recordings/c.json")
    follower.notice("t/new")
    assert not follower.follower.is_watch_stale  # more may come
    follower.now_s += 0.5
    assert follower.follower.is_watch_stale
    assert len(follower.follower.folders_to_watch()) == 4
    assert not follower.follower.is_watch_stale


def test_a_burst_without_end_does_not_put_off_for_ever_that_other_folders_are_watched(
    tree: Path, follower: Follower
) -> None:
    follower.follower.folders_to_watch()
    write(tree, "t/new/recordings/c.json")
    follower.notice("t/new")
    for _ in range(5):
        follower.now_s += 0.3
        follower.notice("t/recordings/a.json")
    assert follower.follower.is_watch_stale


def test_a_folder_made_anew_is_to_be_watched_anew(tree: Path, follower: Follower) -> None:
    follower.follower.folders_to_watch()
    shutil.copytree(tree / "t/recordings", tree / "copy")
    shutil.rmtree(tree / "t/recordings")
    (tree / "copy").rename(tree / "t/recordings")
    follower.notice("t/recordings")
    follower.now_s += 1.0
    assert follower.follower.is_watch_stale


def test_hints_that_do_not_come_are_found_out(tree: Path, follower: Follower) -> None:
    write(tree, "t/recordings/a.json", "changed")
    assert follower.step(HINTED_RESCAN_S) == ["changed t/recordings/a.json"]
    assert not follower.follower.hints_fail  # they may be on their way
    assert follower.step(HINTED_RESCAN_S) == []
    assert follower.follower.hints_fail


@pytest.mark.parametrize("hint", ["t/recordings/a.json", "t/recordings"])
def test_hints_that_come_late_are_hints(tree: Path, follower: Follower, hint: str) -> None:
    write(tree, "t/recordings/a.json", "changed")
    assert follower.step(HINTED_RESCAN_S) == ["changed t/recordings/a.json"]
    assert follower.notice(hint) == []
    for _ in range(3):
        assert follower.step(HINTED_RESCAN_S) == []
    assert not follower.follower.hints_fail


def test_without_hints_what_changed_is_read_again_once_its_time_can_tell(tree: Path, follower: Follower) -> None:
    follower.follower.is_hinted = False
    path = tree / "t/recordings/a.json"
    write(tree, "t/recordings/a.json", "changed")
    assert follower.step(1.0) == ["changed t/recordings/a.json"]
    path.write_bytes(path.read_bytes().replace(b"changed", b"renamed"))
    assert follower.without_rescan(SURE_S) == ["changed t/recordings/a.json"]
    assert follower.without_rescan(SURE_S) == []


def test_overlapping_roots_tell_each_change_once(tree: Path) -> None:
    follower = Follower(tree, "t/recordings/a.json", "t/recordings", "t")
    assert follower.step() == []
    for name in ("a", "b", "new"):
        write(tree, f"t/recordings/{name}.json", "changed")
    changes = follower.notice(*(f"t/recordings/{name}.json" for name in ("a", "b", "new")))
    assert changes == ["added t/recordings/new.json", "changed t/recordings/a.json", "changed t/recordings/b.json"]
    assert follower.step(HINTED_RESCAN_S) == []


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
