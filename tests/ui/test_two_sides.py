from __future__ import annotations

from pathlib import Path

import pytest
from factories import write_recording

from recview.ui.comparison import Source
from recview.ui.fate import NO_NOTE, Fate
from recview.ui.opened import Opened
from recview.ui.two_sides import TwoSides


class Disk:
    """Two recordings that were read, and what becomes of their files."""

    def __init__(self, folder: Path) -> None:
        self.left, self.right = (Source(str(write_recording(folder / f"{name}.json"))) for name in ("left", "right"))
        self.fates: dict[str, Fate] = {}
        self.sides = TwoSides(self.left, self.right, lambda path: self.fates.get(path, Fate(path)))
        read = [source.open() for source in (self.left, self.right)]
        self.read = [one for one in read if isinstance(one, Opened)]
        self.sides.take(*self.read)

    def becomes(self, source: Source, **facts: object) -> None:
        self.fates[source.path] = Fate(source.path, **facts)  # type: ignore[arg-type]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


def test_both_are_read_from_disk_while_they_stand_there(disk: Disk) -> None:
    assert disk.sides.readable == (disk.left, disk.right)
    assert disk.sides.note == NO_NOTE
    assert disk.sides.are_among([disk.right.path]) and not disk.sides.are_among(["elsewhere"])
    assert disk.sides.go_on() is None


@pytest.mark.parametrize("lost", [{"is_gone": True}, {"is_being_written": True}])
def test_of_one_that_is_lost_stays_what_was_read(disk: Disk, lost: dict[str, bool]) -> None:
    disk.becomes(disk.right, **lost)
    kept = Source(disk.right.path, recording=disk.read[1].recording)
    assert disk.sides.readable == (disk.left, kept)
    assert disk.sides.sources == (disk.left, disk.right)
    assert disk.sides.swap() == (kept, disk.left)
    assert disk.sides.readable == (kept, disk.left)


def test_it_goes_on_with_what_took_the_place_of_a_side(disk: Disk) -> None:
    disk.becomes(disk.right, is_gone=True, successor="new")
    assert disk.sides.go_on() == (disk.left, Source("new")) == disk.sides.sources
    assert disk.sides.go_on() is None


def test_one_beside_its_successor_has_nothing_to_go_on_with(disk: Disk) -> None:
    disk.becomes(disk.left, successor=disk.right.path)
    assert disk.sides.go_on() is None
    assert disk.sides.note == NO_NOTE


def test_what_a_file_held_before_is_followed_by_nothing(disk: Disk) -> None:
    sides = TwoSides(Source(disk.left.path, content=b"{}"), disk.left, disk.sides.fate_of)
    disk.becomes(disk.left, is_gone=True, successor="new")
    assert sides.go_on() == (Source(disk.left.path, content=b"{}"), Source("new"))
