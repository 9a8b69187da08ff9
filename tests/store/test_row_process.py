from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from factories import write_recording

from recview.store.roots import open_roots
from recview.store.row_process import RowProcess
from recview.store.row_reader import StartProcess, read_full_rows
from recview.store.rows import full_row
from recview.store.scan import FoundFile, list_files


@pytest.fixture
def files(tmp_path: Path) -> list[FoundFile]:
    for number in range(160):
        write_recording(tmp_path / "recordings" / f"{number:03}.json")
    (tmp_path / "recordings" / "140.json").write_text("{")
    (tmp_path / "recordings" / "160.json").write_text("no recording")
    listed = list_files(open_roots([str(tmp_path)])).files
    (tmp_path / "recordings" / "100.json").unlink()  # since it was listed
    return listed


pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # of the test runner's threads

ways = pytest.mark.parametrize("way", ["fork", "spawn"])


def start(way: str, files: Sequence[FoundFile]) -> RowProcess:
    process = RowProcess.fork(files) if way == "fork" else RowProcess.spawn(files)
    assert process is not None
    return process


@ways
def test_the_process_answers_in_order(files: list[FoundFile], way: str) -> None:
    process = start(way, files)
    try:
        assert process.answer(wait=False) is None
        assert process.ask(0, 2) and process.ask(99, 102)
        assert list(process.outstanding) == [(0, 2), (99, 102)]
        assert process.answer(wait=True) == (0, [(found, full_row(found)) for found in files[:2]])
        first, rows = process.answer(wait=True) or (None, [])
        assert (first, [row is None for _, row in rows]) == (99, [False, True, False])
    finally:
        process.close()


def lose(process: RowProcess) -> RowProcess:
    """Kills it behind the reader's back."""
    process._child.kill()
    process._child.wait()
    process._child.kill = process._child.wait = lambda: None  # type: ignore[method-assign]  # it can die only once
    return process


@ways
def test_a_lost_process_says_so(files: list[FoundFile], way: str) -> None:
    process = lose(start(way, files))
    try:
        assert not process.ask(0, 2)
        with pytest.raises(EOFError):
            process.answer(wait=True)
    finally:
        process.close()


@pytest.mark.parametrize("helpers", [0, 1, 3])
def test_all_files_are_read_in_order(files: list[FoundFile], helpers: int) -> None:
    read = [pair for rows in read_full_rows(files, lambda: False, helpers) for pair in rows]
    assert read == [(found, full_row(found)) for found in files]


class DiesWhenAsked(RowProcess):
    """Takes its first request along."""

    def ask(self, start: int, stop: int) -> bool:
        asked = super().ask(start, stop)
        lose(self)
        return asked


@pytest.mark.parametrize("start_process", [DiesWhenAsked.fork, DiesWhenAsked.spawn])
def test_what_a_lost_process_leaves_is_read_here(files: list[FoundFile], start_process: StartProcess) -> None:
    slices = read_full_rows(files, lambda: False, helpers=2, start_process=start_process)
    assert [pair for rows in slices for pair in rows] == [(found, full_row(found)) for found in files]


def test_without_any_helper_everything_is_read_here(files: list[FoundFile]) -> None:
    read = read_full_rows(files, lambda: False, helpers=2, start_process=lambda _: None)
    assert sum(len(rows) for rows in read) == len(files)


def test_reading_stops_when_told_to(files: list[FoundFile]) -> None:
    assert list(read_full_rows(files, lambda: True, helpers=0)) == []


@ways
def test_leaving_halfway_ends_the_helpers(files: list[FoundFile], way: str) -> None:
    started: list[RowProcess] = []

    def start_it(asked: Sequence[FoundFile]) -> RowProcess:
        started.append(start(way, asked))
        return started[-1]

    read = read_full_rows(files, lambda: False, helpers=2, start_process=start_it)
    next(read)
    read.close()
    assert len(started) == 2
    assert not any(process._drain.is_alive() for process in started)  # which ends with the process


def test_several_are_forked_before_the_first_is_asked(files: list[FoundFile]) -> None:
    processes = [RowProcess.fork(files) for _ in range(3)]
    try:
        for number, process in enumerate(processes):
            assert process is not None
            assert process.ask(number, number + 1)
        for number, process in enumerate(processes):
            assert process is not None
            assert process.answer(wait=True) == (number, [(files[number], full_row(files[number]))])
    finally:
        for process in processes:
            assert process is not None
            process.close()
            process.close()  # which is no harm
