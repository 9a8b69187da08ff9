"""Reading a tree before anybody takes the rows: nothing is lost, nothing comes twice, and it holds still when told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from factories import make_chat_stream, make_document, make_row, recording_bytes

from recview.store import index
from recview.store.index import IndexBatch
from recview.store.roots import open_roots
from recview.store.tree_reading import TreeReading

NAMES = tuple("abcdef")


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


def test_what_was_read_ahead_is_ready_and_the_rest_follows(tree: Path) -> None:
    reading = reading_of(tree)
    reading.read_ahead(60)
    ready = list(reading.ready())
    rest = list(reading.rest())
    assert ready
    assert full_names(*ready, *rest) == [*NAMES]
    assert reading.complete


def test_without_reading_ahead_everything_is_the_rest(tree: Path) -> None:
    reading = reading_of(tree)
    assert list(reading.ready()) == []
    assert full_names(*reading.rest()) == [*NAMES]


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


def test_a_reading_that_is_stopped_names_what_it_left_out(tree: Path) -> None:
    reading = reading_of(tree)
    reading.stop()
    batches = list(reading.rest())
    assert not reading.complete
    assert sorted(Path(found.path).stem for found in batches[-1].unread) == [*NAMES]


def test_what_goes_wrong_is_raised_where_the_rows_are_taken(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(index, "index_rows", fails)
    reading = reading_of(tree)
    reading.read_ahead(60)
    with pytest.raises(RuntimeError, match="on purpose"):
        list(reading.rest())


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
