"""What is told while everything happens to thousands of recordings at once, and what stands at the end."""

from __future__ import annotations

import gc
import os
import pathlib
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from storm import Storm, content
from watching import Watched, watched

from recview.store.versions import VersionStore

ROUNDS = int(os.environ.get("RECVIEW_SOAK_ROUNDS", "1"))
"""How many storms of each kind: more of them find what is rare."""


class Quiet:
    """A recording that no storm reaches: what befalls it must be told exactly."""

    def __init__(self, one: Watched, path: Path) -> None:
        self._one = one
        self._path = path
        self._told: list[str] = []

    def becomes(self, text: str, *told: str) -> None:
        """Another file takes its place at once."""
        beside = self._path.with_suffix(".tmp")
        beside.write_bytes(content(text))
        beside.replace(self._path)
        self._await(*told)

    def is_written_in_pieces(self, text: str, *told: str) -> None:
        data = content(text)
        with self._path.open("wb", buffering=0) as file:
            file.write(data[:200])
            self._await("writing")
            file.write(data[200:])
        self._await(*told)

    def breaks_off(self) -> None:
        os.truncate(self._path, 100)
        self._await("writing", "unreadable")

    def goes(self) -> None:
        self._path.unlink()
        self._await("removed")

    def _await(self, *told: str) -> None:
        self._told += told
        self._one.wait_until(lambda: self._one.kinds(self._path)[: len(self._told)] == self._told)

    def was_told_exactly(self) -> None:
        assert self._one.kinds(self._path) == self._told


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("force_polling", [False, True], ids=["hints", "polling"])
def test_after_any_storm_the_rows_are_those_on_disk(tmp_path: Path, force_polling: bool, seed: int) -> None:
    """Several roots: one in another, one that is a link, one that is a file, all of them going and coming back."""
    trees = [tmp_path / "one", tmp_path / "one" / "inner", tmp_path / "three", tmp_path / "four"]
    storm = Storm(trees, seed)
    storm.settle(500)
    (tmp_path / "link").symlink_to("three")
    (tmp_path / "lone.txt").write_bytes(content("lone"))
    (tmp_path / "quiet").mkdir()
    roots = [*trees[:2], tmp_path / "link", trees[3], tmp_path / "lone.txt", tmp_path / "quiet"]
    versions = VersionStore(max_bytes=200_000)
    with watched(*roots, force_polling=force_polling, versions=versions) as one:
        quiet = [Quiet(one, tmp_path / "quiet" / f"{nth}.json") for nth in range(4)]
        for nth, recording in enumerate(quiet):
            storm.blow(120)
            recording.becomes("1", "added")
            storm.blow(120)
            recording.becomes("2", "changed")
            recording.becomes("2", "same")
            storm.blow(120)
            recording.is_written_in_pieces("3", "changed")
            if nth % 2:
                recording.breaks_off()
                recording.becomes("4", "changed")
            else:
                recording.goes()
                recording.is_written_in_pieces("5", "added")
            (tmp_path / "lone.txt").write_bytes(content(str(nth)))
        storm.finish()
        one.wait_until_equal_to_the_disk()
        for recording in quiet:
            recording.was_told_exactly()
        assert one.catalog.rows[str(tmp_path / "lone.txt")].output == "3"
        assert len(one.catalog.rows) > 1000
        assert not one.notices
    assert versions.size_bytes <= 200_000
    assert set(storm.deeds_done) == storm.deeds(), "a deed was never done"


KINDS = ("added", "changed", "removed", "unreadable")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches of fifteen hundred recordings: most differ, some are the same, elsewhere, or in one branch alone."""
    folder = tmp_path_factory.mktemp("repository")
    _git(folder, "init", "-q", "-b", "before")
    for branch, first in (("before", 0), ("after", 300)):
        if branch == "after":
            _git(folder, "checkout", "-q", "-b", "after")
            _git(folder, "rm", "-rq", ".")
        for number in range(first, first + 1500):
            text = f"{number}" if number % 10 == 0 else f"{number} {branch}"
            place = branch if number % 7 == 0 else f"{number % 40}"
            path = folder / "tests" / place / "recordings" / f"{number}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(text))
        _git(folder, "add", ".")
        _git(folder, "commit", "-q", "-m", branch)
    return folder


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("force_polling", [False, True], ids=["hints", "polling"])
def test_a_change_of_branches(repository: Path, force_polling: bool) -> None:
    with watched(repository, force_polling=force_polling) as one:
        for branch in ("before", "after", "before"):
            before = dict(one.catalog.rows)
            one.changes.clear()
            _git(repository, "checkout", "-q", branch)
            one.wait_until_equal_to_the_disk()
            after = one.catalog.rows
            paths = {kind: {change.path for change in one.changes if change.kind == kind} for kind in KINDS}
            assert paths["removed"] == before.keys() - after.keys()
            assert paths["added"] == after.keys() - before.keys()
            both = before.keys() & after.keys()
            assert paths["changed"] == {path for path in both if before[path].output != after[path].output}
            assert not paths["unreadable"]


def test_thousands_of_recordings_in_new_folders_at_once(tmp_path: Path) -> None:
    with watched(tmp_path) as one:
        for number in range(3000):
            path = tmp_path / f"{number % 50}" / "deeper" / f"{number % 7}" / "recordings" / f"{number}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(f"{number}"))
        one.wait_until_equal_to_the_disk()
        assert len(one.catalog.rows) == 3000
        for path in tmp_path.iterdir():
            path.rename(tmp_path / f"moved-{path.name}")
        one.wait_until_equal_to_the_disk()
        assert len(one.catalog.rows) == 3000


def test_memory_stays_level_however_much_changes(tmp_path: Path) -> None:
    """Recordings come under other names each time, of other tests, and go."""
    versions = VersionStore(max_bytes=50_000)
    with watched(tmp_path, versions=versions) as one:
        one.keeps_changes = False

        def turn(rounds: range) -> int:
            for nth in rounds:
                for number in range(60):
                    path = tmp_path / f"folder {nth}" / "recordings" / f"{nth} {number}.json"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content(f"{nth * 60 + number:06}" + "x" * 5000))
                    if nth:
                        (tmp_path / f"folder {nth - 1}" / "recordings" / f"{nth - 1} {number}.json").unlink()
                one.wait_until_equal_to_the_disk()
            gc.collect()
            # Python's table of interned names doubles at once, and may just then: it is that of all tests.
            seen = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, pathlib.__file__)])
            return sum(statistic.size for statistic in seen.statistics("filename"))

        tracemalloc.start()
        try:
            level = turn(range(3))
            assert turn(range(3, 10)) - level < 200_000  # a tenth of what was written meanwhile, at most
        finally:
            tracemalloc.stop()
    assert versions.size_bytes <= 50_000
