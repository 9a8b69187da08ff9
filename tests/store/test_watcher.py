from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
from factories import write_recording
from storm import content
from watching import PATIENCE_S, Watched, watched

from recview.store.change import Change
from recview.store.roots import open_roots
from recview.store.watcher import Hints, watch, watchfiles_hints

INSTEAD = "so looking every 0.4 s instead"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of one recording."""
    path = tmp_path / "tree" / "recordings" / "a.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content("old"))
    return tmp_path / "tree"


@pytest.mark.parametrize("force_polling", [False, True])
def test_a_file_rewritten_in_place(tree: Path, force_polling: bool) -> None:
    path = tree / "recordings" / "a.json"
    with watched(tree, force_polling=force_polling) as one:
        one.wait_until(lambda: one.versions.holds(str(path)))
        with path.open("wb") as file:
            file.write(content("new")[:50])
            file.flush()
            one.wait_until(lambda: "writing" in one.kinds(path))
            file.write(content("new")[50:])
        one.wait_until(lambda: "changed" in one.kinds(path))
        assert one.catalog.rows[str(path)].output == "new"
        assert one.versions.previous(str(path)) == content("old")


def test_a_file_replaced_at_once(tree: Path) -> None:
    path = tree / "recordings" / "a.json"
    with watched(tree) as one:
        one.wait_until(lambda: one.versions.holds(str(path)))
        (tree / "next").write_bytes(content("new"))
        (tree / "next").rename(path)
        one.wait_until(lambda: "changed" in one.kinds(path))


def test_new_nested_folders_whose_files_come_at_once(tree: Path) -> None:
    with watched(tree) as one:
        one.wait_until(lambda: one.versions.holds(str(tree / "recordings" / "a.json")))
        for number in range(60):
            write_recording(tree / "new" / f"{number % 7}" / "deeper" / "recordings" / f"{number}.json")
        one.wait_until(lambda: len(one.catalog.rows) == 61)


def test_a_root_that_goes_and_comes_back(tree: Path) -> None:
    path = tree / "recordings" / "a.json"
    with watched(tree) as one:
        shutil.rmtree(tree)
        one.wait_until(lambda: "removed" in one.kinds(path))
        write_recording(path)
        one.wait_until(lambda: "added" in one.kinds(path))
        path.write_bytes(content("again"))
        one.wait_until(lambda: one.kinds(path)[-1] == "changed")


def test_several_roots_and_a_file(tree: Path, tmp_path: Path) -> None:
    other = write_recording(tmp_path / "other" / "recordings" / "b.json")
    lone = write_recording(tmp_path / "lone.txt")
    with watched(tree, tmp_path / "other", lone) as one:
        for path in (tree / "recordings" / "a.json", other, lone):
            path.write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()
        assert {row.output for row in one.catalog.rows.values()} == {"new"}


def then_watched(one: Watched, force_polling: bool) -> None:
    """What it knows is as old as itself; in the end it must know what is on disk."""
    thread = Thread(target=one.watch, args=(None, force_polling))
    thread.start()
    try:
        one.wait_until_equal_to_the_disk()
    finally:
        one.stop.set()
        thread.join(PATIENCE_S)


def test_what_changed_between_indexing_and_watching(tree: Path) -> None:
    one = Watched(tree)
    (tree / "recordings" / "a.json").write_bytes(content("newer"))
    write_recording(tree / "recordings" / "b.json")
    then_watched(one, force_polling=False)


@pytest.mark.parametrize("force_polling", [False, True])
def test_what_was_rewritten_between_indexing_and_watching_and_seems_as_it_was(tree: Path, force_polling: bool) -> None:
    path = tree / "recordings" / "a.json"
    one = Watched(tree)
    before = path.stat()
    path.write_bytes(content("new"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    then_watched(one, force_polling)


def no_more_watches(folders: Sequence[str], stop: Event) -> Hints:
    raise OSError(28, "No space left on device")
    yield []


def test_at_the_limit_of_watches_it_polls_and_says_so(tree: Path) -> None:
    with watched(tree, hints=no_more_watches) as one:
        one.wait_until(lambda: bool(one.notices))
        assert one.notices == [f"cannot watch ([Errno 28] No space left on device), {INSTEAD}"]
        (tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()


def test_hints_that_break_off_are_no_end(tree: Path) -> None:
    def broken(folders: Sequence[str], stop: Event) -> Hints:
        yield []
        raise RuntimeError("the watching thread has died")

    with watched(tree, hints=broken) as one:
        one.wait_until(lambda: bool(one.notices))
        (tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()


def test_what_the_listener_raises_is_not_taken_for_a_failure_of_watching(tree: Path) -> None:
    def gone(changes: list[Change]) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        watch(open_roots([str(tree)]), gone, Event())


class Arming:
    """The real hints, and which folders they were asked for each time."""

    def __init__(self) -> None:
        self.folders: list[list[str]] = []
        self.heard = False
        """Whether any hint came: then they are on their way for sure."""

    def __call__(self, folders: Sequence[str], stop: Event) -> Hints:
        self.folders.append(list(folders))
        with closing(watchfiles_hints(folders, stop)) as hints:
            for paths in hints:
                self.heard = self.heard or bool(paths)
                yield paths


def test_only_the_folders_that_are_entered_are_watched(tree: Path) -> None:
    for name in (".git/objects/aa", "node_modules/p/q", "env/lib"):
        (tree / name).mkdir(parents=True)
    (tree / "env" / "pyvenv.cfg").touch()
    (tree / "everything").symlink_to("/")
    arming = Arming()
    with watched(tree, hints=arming) as one:
        one.wait_until(lambda: bool(arming.folders))
        real = str(tree.resolve())
        assert arming.folders == [[real, f"{real}/recordings"]]


def test_a_root_that_is_made_anew_within_a_moment_is_watched_anew(tree: Path) -> None:
    """It may well be the same by its number."""
    path = tree / "recordings" / "a.json"
    arming = Arming()
    with watched(tree, hints=arming) as one:
        one.wait_until(lambda: one.versions.holds(str(path)))
        one.wait_until(lambda: bool(path.write_bytes(content("stirred"))) and arming.heard)
        shutil.rmtree(tree)
        path.parent.mkdir(parents=True)
        path.write_bytes(content("again"))
        one.wait_until(lambda: len(arming.folders) > 1)
        one.wait_until_equal_to_the_disk()


def test_a_working_folder_that_goes_and_comes_back(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    with watched(".") as one:
        one.wait_until(lambda: one.versions.holds("./recordings/a.json"))
        shutil.rmtree(tree)
        one.wait_until(lambda: one.kinds("./recordings/a.json") == ["removed"])
        write_recording(tree / "recordings" / "a.json")
        one.wait_until(lambda: one.kinds("./recordings/a.json")[1:] == ["added"])
        (tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()


def test_a_working_folder_that_is_gone_before_it_is_watched(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    one = Watched(".")
    shutil.rmtree(tree)
    thread = Thread(target=one.watch, args=(None, False))
    thread.start()
    try:
        one.wait_until(lambda: one.kinds("./recordings/a.json") == ["removed"])
    finally:
        one.stop.set()
        thread.join()


def test_names_that_are_no_text(tree: Path) -> None:
    """The watching library gives up on those; they are followed all the same."""
    path, number = Path(os.fsdecode(os.fsencode(tree / "recordings") + b"/\xff.json")), count()
    with watched(tree) as one:
        one.wait_until(lambda: bool(path.write_bytes(content(f"odd {next(number)}")) and one.notices))
        path.write_bytes(content("odder"))
        one.wait_until_equal_to_the_disk()
    odd_tree = Path(os.fsdecode(os.fsencode(tree) + b"\xfe"))
    tree.rename(odd_tree)
    with watched(odd_tree) as one:
        one.wait_until(lambda: bool(one.notices))
        (odd_tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()


@pytest.mark.parametrize("becomes_file", [False, True])
def test_a_folder_that_goes_as_it_is_about_to_be_watched(tree: Path, becomes_file: bool) -> None:
    arming, gone = Arming(), tree / "gone"
    (gone / "deeper").mkdir(parents=True)

    def too_late(folders: Sequence[str], stop: Event) -> Hints:
        if gone.is_dir():
            shutil.rmtree(gone)
            gone.touch() if becomes_file else None
        yield from arming(folders, stop)

    with watched(tree, hints=too_late) as one:
        one.wait_until(lambda: len(arming.folders) == 2)
        assert str(gone.resolve()) in arming.folders[0]
        assert str(gone.resolve()) not in arming.folders[1]
        (tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()
        assert not one.notices


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
@pytest.mark.parametrize("force_polling", [False, True])
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o100])
def test_leave_to_enter_a_folder_may_be_taken_and_given_back(tree: Path, force_polling: bool, mode: int) -> None:
    folder, path = tree / "recordings", tree / "recordings" / "a.json"
    with watched(tree, force_polling=force_polling) as one:
        one.wait_until(lambda: one.versions.holds(str(path)))
        try:
            folder.chmod(mode)
            one.wait_until(lambda: one.kinds(path) == ["removed"])
        finally:
            folder.chmod(0o700)
        one.wait_until(lambda: one.kinds(path) == ["removed", "added"])
        path.write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()
        assert not one.notices


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to this user")
@pytest.mark.parametrize("force_polling", [False, True])
def test_leave_to_read_a_file_may_be_taken_and_given_back(tree: Path, force_polling: bool) -> None:
    path = tree / "recordings" / "a.json"
    with watched(tree, force_polling=force_polling) as one:
        one.wait_until(lambda: one.versions.holds(str(path)))
        path.chmod(0)
        one.wait_until(lambda: one.kinds(path) == ["writing", "unreadable"])
        assert one.catalog.rows[str(path)].problem == "permission denied"
        path.chmod(0o600)
        one.wait_until_equal_to_the_disk()


def test_files_as_roots_are_told_of_at_once(tmp_path: Path) -> None:
    lone = write_recording(tmp_path / "lone.txt")
    arming = Arming()
    with watched(lone, hints=arming) as one:
        one.wait_until(lambda: bool(arming.folders) and one.versions.holds(str(lone)))
        assert arming.folders == [[str(tmp_path.resolve())]]
        lone.unlink()
        one.wait_until(lambda: one.kinds(lone) == ["removed"])
        lone.write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()


def test_hints_that_do_not_come_are_no_end(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a folder that other machines write to."""
    monkeypatch.setattr("recview.store.tree_follower.HINTED_RESCAN_S", 0.2)

    def silent(folders: Sequence[str], stop: Event) -> Hints:
        while not stop.wait(0.01):
            yield []

    path, number = tree / "recordings" / "a.json", count()
    with watched(tree, hints=silent) as one:
        one.wait_until(lambda: bool(path.write_bytes(content(str(next(number)))) and one.notices))
        assert one.notices == [f"the system does not tell of all that changes here, {INSTEAD}"]
        path.write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()
