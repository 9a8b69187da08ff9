"""Reading a tree before anybody takes the rows: nothing is lost, nothing comes twice, and it holds still when told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from factories import make_chat_stream, make_document, make_row, recording_bytes

from recview.store import index, tree_reading
from recview.store.index import IndexBatch
from recview.store.index_process import IndexProcess
from recview.store.roots import open_roots
from recview.store.scan import FoundFile
from recview.store.tree_reading import TreeReading

NAMES = tuple("abcdef")

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # of the test runner's threads


@pytest.fixture
def in_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IndexProcess, "start", lambda batches: None)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IndexProcess, "start", IndexProcess)


@pytest.fixture(params=["in_thread", "in_process"])
def either_way(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(request.param)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.json").write_bytes(recording_bytes(make_document(make_chat_stream([name]))))
    return tmp_path


def reading_of(tree: Path) -> TreeReading:
    return TreeReading(open_roots([str(tree)]), cached=False)


def full_names(*batches: IndexBatch) -> list[str]:
    return sorted(Path(row.path).stem for batch in batches for row in batch.rows if row.state == "full")


@pytest.mark.usefixtures("either_way")
def test_what_was_read_ahead_is_ready_and_the_rest_follows(tree: Path) -> None:
    reading = reading_of(tree)
    reading.read_ahead(60)
    reading.await_ahead(60)
    ready = list(reading.ready())
    rest = list(reading.rest())
    assert ready
    assert full_names(*ready, *rest) == [*NAMES]
    assert reading.complete


def test_without_reading_ahead_everything_is_the_rest(tree: Path) -> None:
    reading = reading_of(tree)
    assert list(reading.ready()) == []
    assert full_names(*reading.rest()) == [*NAMES]


@pytest.mark.usefixtures("in_thread")
def test_it_holds_still_once_it_has_rows_until_it_is_asked(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gone_on = Event(), Event()

    def two_batches(*_: object, **__: object) -> Iterator[IndexBatch]:
        begun.wait()
        yield IndexBatch(rows=[make_row(path="first")], done=1, total=2)
        gone_on.set()
        yield IndexBatch(rows=[make_row(path="second")], done=2, total=2)

    monkeypatch.setattr(index, "index_rows", two_batches)
    reading = reading_of(tree)
    reading.read_ahead(0)
    begun.set()
    batches: list[IndexBatch] = []
    while not batches:
        batches += reading.ready()
    assert not gone_on.is_set()
    batches += reading.rest()
    assert [row.path for batch in batches for row in batch.rows] == ["first", "second"]


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("ahead", [False, True])
def test_of_a_large_tree_the_first_rows_are_ahead(tree: Path, monkeypatch: pytest.MonkeyPatch, ahead: bool) -> None:
    monkeypatch.setattr(tree_reading, "_FIRST_FILES", 4)
    reading = reading_of(tree)
    if ahead:
        reading.read_ahead(60)
        reading.await_ahead(60)
        (first,) = reading.ready()
        assert [Path(row.path).stem for row in first.rows] == ["a", "b", "c", "d"]
        assert not (first.is_listed or reading.complete)
    assert full_names(*reading.rest()) == [*NAMES]
    assert reading.complete


@pytest.mark.usefixtures("in_process")
def test_what_another_process_was_to_read_is_read_here_where_it_is_lost(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> Iterator[IndexBatch]:
        yield IndexBatch(total=len(NAMES))
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from index_rows(open_roots([str(tree)]))

    here, index_rows = os.getpid(), index.index_rows
    monkeypatch.setattr(index, "index_rows", dies)
    reading = reading_of(tree)
    reading.read_ahead(60)
    assert full_names(*reading.rest()) == [*NAMES]
    assert reading.complete


@pytest.mark.usefixtures("in_process")
def test_stopping_and_leaving_reach_the_other_process(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, should_stop: Callable[[], bool], **__: object) -> Iterator[IndexBatch]:
        while not should_stop():
            yield IndexBatch(rows=[make_row()], total=1)
        yield IndexBatch(total=1, unread=[FoundFile("left out", "", 1, 2, True)])

    monkeypatch.setattr(index, "index_rows", endless)
    for end in (TreeReading.stop, TreeReading.leave):
        reading = reading_of(tree)
        reading.read_ahead(60)
        end(reading)
        assert [found.path for found in list(reading.rest())[-1].unread] == ["left out"]
        assert not reading.complete


def test_a_reading_that_is_stopped_names_what_it_left_out(tree: Path) -> None:
    reading = reading_of(tree)
    reading.stop()
    batches = list(reading.rest())
    assert not reading.complete
    assert sorted(Path(found.path).stem for found in batches[-1].unread) == [*NAMES]


@pytest.mark.usefixtures("either_way")
def test_what_goes_wrong_is_raised_where_the_rows_are_taken(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(index, "index_rows", fails)
    reading = reading_of(tree)
    reading.read_ahead(60)
    with pytest.raises(RuntimeError, match="on purpose"):
        list(reading.rest())


@pytest.mark.usefixtures("in_thread")
def test_leaving_ends_it_wherever_it_stands(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Event()

    def endless(*_: object, should_stop: Callable[[], bool], **__: object) -> Iterator[IndexBatch]:
        begun.wait()
        while not should_stop():
            yield IndexBatch(rows=[make_row()], total=1)

    monkeypatch.setattr(index, "index_rows", endless)
    reading = reading_of(tree)
    reading.read_ahead(0)
    begun.set()
    reading.leave()
    assert len(list(reading.rest())) <= 1
