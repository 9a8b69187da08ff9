from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from corpus import CORPUS, needs_corpus
from factories import make_document, write_recording

from recview.model.row import Row
from recview.store.cache import IndexCache
from recview.store.index import IndexBatch, index_rows
from recview.store.roots import Root, open_roots
from recview.store.rows import full_row
from recview.store.scan import list_files

LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Twelve recordings, an unreadable one, one that its header misrepresents, and two other JSON files."""
    tree = tmp_path / "tree"
    for number in range(12):
        test_id = f"t.py::test_{number}"
        write_recording(tree / "a" / "recordings" / f"{number:02}.json", make_document(test_id=test_id))
    (tree / "a" / "recordings" / "cut.json").write_text('{"request": {')
    (tree / "package.json").write_text('{"name": "x"}')
    (tree / "tsconfig.json").write_text("{}")
    lying = write_recording(tree / "elsewhere" / "lying.json")
    lying.write_bytes(lying.read_bytes().replace(b'"response": {', b'"response": 1, "not_response": {'))
    for path in tree.rglob("*.json"):
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    return tree


@pytest.fixture
def roots(tree: Path) -> list[Root]:
    return open_roots([str(tree)])


@pytest.fixture
def cache(tmp_path: Path) -> IndexCache:
    return IndexCache(tmp_path / "cache")


def gathered(batches: Sequence[IndexBatch]) -> dict[str, Row]:
    """What somebody knows who took in every batch."""
    rows: dict[str, Row] = {}
    for batch in batches:
        rows.update((row.path, row) for row in batch.rows)
        for path in batch.dropped:
            del rows[path]
    return rows


def expected(roots: list[Root]) -> dict[str, Row]:
    rows = (full_row(found) for found in list_files(roots).files)
    return {row.path: row for row in rows if row is not None}


@pytest.mark.parametrize("helpers", [0, 1, 3])
@pytest.mark.parametrize("headers_first", [False, True])
def test_every_recording_comes_as_a_full_row(roots: list[Root], headers_first: bool, helpers: int) -> None:
    batches = list(index_rows(roots, headers_first=headers_first, helpers=helpers))
    assert gathered(batches) == expected(roots)
    assert len(gathered(batches)) == 13
    assert (batches[0].rows, batches[0].total) == ([], 16)
    assert batches[-1].done == batches[-1].total == 16
    assert sum(len(batch.passed_over) for batch in batches) == 3


def test_rows_come_in_order_of_path(roots: list[Root], cache: IndexCache, tree: Path) -> None:
    for _ in range(2):
        paths = [row.path for batch in index_rows(roots, cache=cache) for row in batch.rows]
        assert paths == sorted(paths)
        write_recording(tree / "a" / "recordings" / "05.json", make_document(test_id="changed"))


def test_headers_come_first_and_what_they_promised_in_vain_is_dropped(roots: list[Root], tree: Path) -> None:
    batches = list(index_rows(roots, headers_first=True))
    states = [row.state for batch in batches for row in batch.rows]
    assert states[:13] == ["header"] * 13
    assert "header" not in states[13:]
    assert [path for batch in batches for path in batch.dropped] == [str(tree / "elsewhere" / "lying.json")]


@pytest.mark.parametrize("cached", [False, True])
def test_the_first_rows_come_before_the_tree_is_listed(
    roots: list[Root], cache: IndexCache, tree: Path, cached: bool
) -> None:
    if cached:
        list(index_rows(roots, cache=cache))
    batches = index_rows(roots, headers_first=True, cache=cache, ahead=5)
    first = next(batches)
    assert {row.state for row in first.rows} == {"full" if cached else "header"}
    assert 0 < len(first.rows) <= 5
    assert (first.is_listed, first.done, first.total) == (False, 0, 0)
    gone = first.rows[0].path
    Path(gone).unlink()
    rest = list(batches)
    assert all(batch.is_listed for batch in rest)
    assert gone in [path for batch in rest for path in batch.dropped]
    assert gathered([first, *rest]) == expected(roots)


@pytest.mark.parametrize("ahead", [16, 17])
def test_of_a_small_tree_nothing_comes_before_it_is_listed(roots: list[Root], ahead: int) -> None:
    batches = list(index_rows(roots, headers_first=True, ahead=ahead))
    assert [batch.is_listed for batch in batches].count(False) == (ahead <= batches[-1].total)


@pytest.mark.parametrize("headers_first", [False, True])
def test_what_is_cached_is_not_read_again(
    roots: list[Root], cache: IndexCache, tree: Path, headers_first: bool
) -> None:
    cold = gathered(list(index_rows(roots, cache=cache)))
    path = tree / "a" / "recordings" / "03.json"
    path.write_bytes(path.read_bytes().replace(b"Hel", b"Bel"))
    os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))  # as nobody but a test would: the change cannot be seen
    batches = list(index_rows(roots, cache=cache, headers_first=headers_first))
    assert gathered(batches) == cold
    assert [row.state for batch in batches for row in batch.rows].count("header") == 0


def test_what_changed_came_or_went_since_it_was_cached(roots: list[Root], cache: IndexCache, tree: Path) -> None:
    list(index_rows(roots, cache=cache))
    recordings = tree / "a" / "recordings"
    write_recording(recordings / "03.json", make_document(test_id="changed"))
    write_recording(recordings / "99.json")
    write_recording(tree / "package.json", make_document(test_id="was none"))
    (recordings / "04.json").unlink()
    for _ in range(2):
        assert gathered(list(index_rows(roots, cache=cache))) == expected(roots)


def test_what_has_gone_is_forgotten_by_the_cache(roots: list[Root], cache: IndexCache, tree: Path) -> None:
    list(index_rows(roots, cache=cache))
    (tree / "a" / "recordings" / "04.json").unlink()
    list(index_rows(roots, cache=cache))
    assert len(cache.load(roots[0])) == 15


def test_nothing_is_written_into_the_tree(roots: list[Root], cache: IndexCache, tree: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [tree, *tree.rglob("*")]}
    list(index_rows(roots, cache=cache))
    assert {path: path.stat().st_mtime_ns for path in [tree, *tree.rglob("*")]} == before


@pytest.mark.parametrize("headers_first", [False, True])
def test_stopping_ends_it_and_keeps_nothing(
    roots: list[Root], cache: IndexCache, tmp_path: Path, headers_first: bool
) -> None:
    batches = index_rows(roots, cache=cache, headers_first=headers_first, should_stop=lambda: started)
    started = False
    next(batches)
    started = True
    assert all(batch.done < batch.total for batch in batches)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("headers_first", [False, True])
@pytest.mark.parametrize("is_half_known", [False, True])
@pytest.mark.parametrize("looks", range(6))
def test_what_a_stopped_reading_left_out_is_named_and_can_be_read_on(
    roots: list[Root], looks: int, is_half_known: bool, headers_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recview.store.row_reader._SLICE_FILES", 4)
    known = dict([*expected(roots).items()][::2]) if is_half_known else {}
    countdown = iter(range(looks + 1))

    def should_stop() -> bool:
        return next(countdown, None) is None

    stopped = [*index_rows(roots, headers_first=headers_first, should_stop=should_stop, at_hand=known, helpers=0)]
    rows = gathered(stopped)
    last = stopped[-1]
    assert last.done < last.total or not last.unread
    passed_over = {found.path for batch in stopped for found in batch.passed_over}
    unread = {found.path for found in last.unread}
    listed = {found.path for found in list_files(roots).files}
    dropped = {path for batch in stopped for path in batch.dropped}
    if last.total == len(listed):  # the listing itself was not stopped
        assert rows.keys() | passed_over | unread | dropped == listed
        assert not rows.keys() & unread
        assert all(rows[path] is row for path, row in known.items() if path in rows)
    on = index_rows(roots, headers_first=True, at_hand=rows, helpers=0)
    assert {**rows, **gathered([*on])} == {**rows, **expected(roots)}


def test_rows_at_hand_are_read_again_only_where_their_files_have_changed(roots: list[Root], tree: Path) -> None:
    at_hand = gathered([*index_rows(roots)])
    write_recording(tree / "a" / "recordings" / "03.json", make_document(test_id="changed"))
    (tree / "a" / "recordings" / "04.json").unlink()
    again = gathered([*index_rows(roots, at_hand=at_hand)])
    assert again == expected(roots)
    anew = {path for path, row in again.items() if row is not at_hand[path] and row.state == "full"}
    assert anew == {str(tree / "a" / "recordings" / "03.json")}


def test_a_file_is_a_root_too(tree: Path, cache: IndexCache) -> None:
    path = str(tree / "a" / "recordings" / "01.json")
    rows = gathered(list(index_rows(open_roots([path]), cache=cache)))
    assert list(rows) == [path]


def test_several_roots(tree: Path, cache: IndexCache) -> None:
    roots = open_roots([str(tree / "a"), str(tree)])
    for _ in range(2):
        rows = gathered(list(index_rows(roots, cache=cache)))
        assert len(rows) == 13
        assert {row.root for row in rows.values()} == {str(tree / "a")}


@needs_corpus
def test_the_real_recordings_are_read_alike_in_one_process_and_in_two() -> None:
    roots = open_roots([str(CORPUS / "rerecord" / "usage-3771" / "after")])
    one = gathered(list(index_rows(roots, helpers=0)))
    two = gathered(list(index_rows(roots, helpers=1)))
    assert one == two
    assert len(one) > 100
    assert {row.state for row in one.values()} == {"full"}
