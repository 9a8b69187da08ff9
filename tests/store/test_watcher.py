from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread

import pytest
from factories import make_chat_completion, make_document, recording_bytes, write_recording

from recview.model.row import Row
from recview.store.catalog import Catalog
from recview.store.change import Change
from recview.store.index import index_rows
from recview.store.roots import open_roots
from recview.store.versions import VersionStore
from recview.store.watcher import Hints, HintSource, watch

PATIENCE_S = 20.0
"""How long to wait for what must come; nothing waits that long unless it fails."""


class Watched:
    """A tree that is watched in a thread, and what was told of it."""

    def __init__(self, *roots: Path) -> None:
        self.roots = open_roots([str(root) for root in roots])
        self.catalog = Catalog()
        self.changes: list[Change] = []
        self.notices: list[str] = []
        self.versions = VersionStore()
        self.stop = Event()
        self.news = Condition()
        for batch in index_rows(self.roots, helpers=0):
            self.catalog.apply_batch(batch)

    def watch(self, hints: HintSource | None, force_polling: bool) -> None:
        def told(changes: list[Change]) -> None:
            with self.news:
                self.changes += changes
                self.catalog.apply_changes(changes)
                self.news.notify_all()

        def notified(notice: str) -> None:
            with self.news:
                self.notices.append(notice)
                self.news.notify_all()

        watch(
            self.roots,
            told,
            self.stop,
            rows=list(self.catalog.rows.values()),
            passed_over=list(self.catalog.passed_over.values()),
            versions=self.versions,
            on_notice=notified,
            hints=hints,
            force_polling=force_polling,
        )

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Asks at every news, and now and then, for not everything that may hold is told."""
        ends_at_s = time.monotonic() + PATIENCE_S
        with self.news:
            while not holds():
                assert time.monotonic() < ends_at_s, self.state()
                self.news.wait(0.05)

    def kinds(self, path: Path) -> list[str]:
        return [change.kind for change in self.changes if change.path == str(path)]

    def state(self) -> str:
        return f"told: {[(change.kind, change.path) for change in self.changes[-20:]]}, notices: {self.notices}"

    def on_disk(self) -> dict[str, Row]:
        return {row.path: row for batch in index_rows(self.roots, helpers=0) for row in batch.rows}

    def wait_until_equal_to_the_disk(self) -> None:
        self.wait_until(lambda: dict(self.catalog.rows) == self.on_disk())


@contextmanager
def watched(*roots: Path, hints: HintSource | None = None, force_polling: bool = False) -> Iterator[Watched]:
    """Watches until the block is left; whatever the thread raised is raised there."""
    one = Watched(*roots)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            one.watch(hints, force_polling)
        except BaseException as failure:
            failures.append(failure)

    thread = Thread(target=run)
    thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert not failures, failures


def content(text: str) -> bytes:
    return recording_bytes(make_document(make_chat_completion(text), test_id=f"t.py::test_{text}"))


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


def test_what_changed_between_indexing_and_watching(tree: Path) -> None:
    one = Watched(tree)
    (tree / "recordings" / "a.json").write_bytes(content("newer"))
    write_recording(tree / "recordings" / "b.json")
    thread = Thread(target=one.watch, args=(None, False))
    thread.start()
    one.wait_until_equal_to_the_disk()
    one.stop.set()
    thread.join(PATIENCE_S)


def no_more_watches(folders: Sequence[str], stop: Event) -> Hints:
    raise OSError(28, "No space left on device")
    yield []


def test_at_the_limit_of_watches_it_polls_and_says_so(tree: Path) -> None:
    with watched(tree, hints=no_more_watches) as one:
        one.wait_until(lambda: bool(one.notices))
        assert "No space left on device" in one.notices[0]
        (tree / "recordings" / "a.json").write_bytes(content("new"))
        one.wait_until_equal_to_the_disk()
        assert len(one.notices) == 1


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


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_storm_the_rows_are_those_on_disk(tmp_path: Path, seed: int) -> None:
    """Some hundred recordings rewritten, replaced, added, moved and deleted in every way at random."""
    storm = _Storm(tmp_path / "tree", random.Random(seed))
    for _ in range(40):
        storm.add()
    with watched(tmp_path / "tree") as one:
        one.wait_until(lambda: one.versions.holds(str(storm.files()[0])))
        for _ in range(300):
            storm.blow()
        storm.finish()
        one.wait_until_equal_to_the_disk()
        assert len(one.catalog.rows) > 20


class _Storm:
    """Does to a tree what recorders, editors, git and people do."""

    def __init__(self, tree: Path, chance: random.Random) -> None:
        self.tree = tree
        self.chance = chance
        self.count = 0

    def files(self) -> list[Path]:
        return sorted(self.tree.rglob("*.json"))

    def blow(self) -> None:
        deeds = [self.add, self.add, self.rewrite, self.replace, self.cut, self.delete, self.move, self.move_folder]
        self.chance.choice(deeds)()

    def add(self) -> None:
        self.count += 1
        folder = self.chance.choice(["recordings", "a/recordings", f"b{self.count % 5}/c/recordings"])
        path = self.tree / folder / f"{self.count}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(str(self.count)))

    def rewrite(self) -> None:
        self.count += 1
        with self.any_file().open("wb") as file:
            data = content(str(self.count))
            for start in range(0, len(data), 200):
                file.write(data[start : start + 200])
                file.flush()

    def replace(self) -> None:
        self.count += 1
        (self.tree / "temporary").write_bytes(content(str(self.count)))
        (self.tree / "temporary").rename(self.any_file())

    def cut(self) -> None:
        path = self.any_file()
        os.truncate(path, path.stat().st_size // 2)

    def delete(self) -> None:
        self.any_file().unlink()

    def move(self) -> None:
        self.count += 1
        path = self.any_file()
        path.rename(path.with_name(f"moved{self.count}.json"))

    def move_folder(self) -> None:
        self.count += 1
        folder = self.any_file().parent
        folder.rename(folder.with_name(f"{self.chance.choice(['recordings', 'responses', '.hidden'])}{self.count}"))
        (self.tree / "recordings").mkdir(parents=True, exist_ok=True)

    def any_file(self) -> Path:
        files = self.files()
        while not files:
            self.add()
            files = self.files()
        return self.chance.choice(files)

    def finish(self) -> None:
        for _ in range(25):
            self.add()
