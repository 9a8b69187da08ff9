from __future__ import annotations

import os
from pathlib import Path

import pytest
from factories import recording_bytes, write_recording

from recview.model.row import Row
from recview.store.first_contents import take_in
from recview.store.index import index_rows
from recview.store.roots import open_roots
from recview.store.versions import VersionStore


class Noted(VersionStore):
    """Remembers in which order contents came."""

    def __init__(self) -> None:
        super().__init__()
        self.order = ""

    def put_first(self, path: str, content: bytes) -> None:
        self.order += Path(path).stem
        super().put_first(path, content)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Three recordings, the last one the newest."""
    for nth, name in enumerate("abc"):
        path = write_recording(tmp_path / "recordings" / f"{name}.json")
        os.utime(path, ns=(nth, nth))
    return tmp_path


def rows_of(tree: Path) -> list[Row]:
    found = {row.path: row for batch in index_rows(open_roots([str(tree)]), helpers=0) for row in batch.rows}
    return list(found.values())


def go_on() -> bool:
    return False


def test_contents_are_kept_before_anything_changes(tree: Path) -> None:
    versions, rows = VersionStore(), rows_of(tree)
    take_in(rows, versions, go_on)
    assert [versions.current(row.path) for row in rows] == [recording_bytes()] * 3


def test_what_is_wanted_first_comes_first_and_then_the_newest(tree: Path) -> None:
    versions = Noted()
    take_in(rows_of(tree), versions, go_on, first={str(tree / "recordings" / "a.json")})
    assert versions.order == "acb"


def test_what_changed_meanwhile_is_not_taken_for_the_old_content(tree: Path) -> None:
    versions, rows = Noted(), rows_of(tree)
    (tree / "recordings" / "a.json").write_bytes(b"{}")
    (tree / "recordings" / "b.json").unlink()
    take_in(rows, versions, go_on)
    assert versions.order == "c"


def test_what_was_seen_already_stays(tree: Path) -> None:
    versions, rows = Noted(), rows_of(tree)
    newer = str(tree / "recordings" / "b.json")
    versions.put(newer, b"newer")
    take_in(rows, versions, go_on)
    assert (versions.order, versions.current(newer), versions.previous(newer)) == ("ca", b"newer", None)


def test_nothing_is_read_where_there_is_no_room_or_nobody_wants_it_any_more(tree: Path) -> None:
    full, unwanted = Noted(), Noted()
    full.max_bytes = -1
    take_in(rows_of(tree), full, go_on)
    take_in(rows_of(tree), unwanted, lambda: True)
    assert (full.order, unwanted.order) == ("", "")


def test_what_comes_first_gives_way_to_what_is_newer() -> None:
    versions = VersionStore()
    versions.put_first("a", b"one")
    versions.put_first("a", b"other")
    versions.put("a", b"two")
    versions.put_first("a", b"three")
    assert (versions.current("a"), versions.previous("a")) == (b"two", b"one")
