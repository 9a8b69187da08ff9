from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from factories import make_row

from recview.model.row import Row
from recview.store import cache as cache_module
from recview.store.cache import CACHE_VARIABLE, CachedTree, IndexCache, cache_folder
from recview.store.roots import Root, open_roots
from recview.store.scan import FoundFile
from recview.wire.documents import loads_fast

LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Root:
    (tmp_path / "tree").mkdir()
    return open_roots([str(tmp_path / "tree")])[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Not there yet."""
    return tmp_path / "cache" / "recview"


def found(root: Root, name: str, size: int = 10, mtime_ns: int = LONG_AGO_NS) -> FoundFile:
    return FoundFile(f"{root.path}/{name}", root.path, size, mtime_ns, True)


def save(cache: IndexCache, root: Root, *files: FoundFile, preview: str = "kept") -> None:
    rows = (
        make_row(path=file.path, root=file.root, size=file.size, mtime_ns=file.mtime_ns, preview=preview)
        for file in files
    )
    cache.save(root, zip(files, rows, strict=True), time.time_ns())


def is_known(tree: CachedTree, file: FoundFile) -> bool:
    return tree.find([file]) != [None]


def row_in(tree: CachedTree, file: FoundFile) -> Row | None:
    (cached,) = tree.find([file])
    assert cached is not None
    return tree.rows([file], [cached])[0]


def test_rows_are_known_until_size_or_time_change(root: Root, folder: Path) -> None:
    file = found(root, "recordings/a.json")
    save(IndexCache(folder), root, file)
    tree = IndexCache(folder).load(root)
    row = row_in(tree, file)
    assert row is not None and (row.path, row.preview, row.size) == (file.path, "kept", 10)
    assert not is_known(tree, file._replace(size=11))
    assert not is_known(tree, file._replace(mtime_ns=LONG_AGO_NS + 1))
    assert not is_known(tree, found(root, "recordings/b.json"))


def test_who_asks_for_the_first_files_reads_the_first_line_only(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_LINE_FILES", 2)
    files = [found(root, f"{name}.json") for name in "abcdefg"]
    save(IndexCache(folder), root, *files)
    tree = IndexCache(folder).load(root)
    lines: list[bytes] = []
    monkeypatch.setattr(cache_module, "loads_fast", lambda line: lines.append(line) or loads_fast(line))
    known = [is_known(tree, file) for file in (files[1], files[0], found(root, "aa.json"))]
    assert (known, len(lines)) == ([True, True, False], 1)
    assert is_known(tree, files[4]) and len(lines) == 3
    assert len(tree) == 7 and len(lines) == 4
    assert all(is_known(tree, file) for file in files)


def test_a_tree_as_it_was_and_one_that_is_not_are_found_alike(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_LINE_FILES", 2)
    files = [found(root, f"{name}.json") for name in "abcde"]
    rows = [make_row(path=f"{root.path}/{name}", preview=name) for name in "abcd"]
    IndexCache(folder).save(root, zip(files, [*rows, None], strict=True), time.time_ns())
    previews = ["a", "b", "c", "d", None]
    for asked in (files, files[1:4], [*files[:2], found(root, "bb.json"), *files[2:]], files[2:4], files):
        tree = IndexCache(folder).load(root)
        known = tree.find(asked)
        assert [cached is not None for cached in known] == [file in files for file in asked]
        rows_of = tree.rows([file for file in asked if file in files], [cached for cached in known if cached])
        expected = [preview for file, preview in zip(files, previews, strict=True) if file in asked]
        assert [row and row.preview for row in rows_of] == expected
    changed = [files[0]._replace(size=11), *files[1:4], files[4]._replace(mtime_ns=LONG_AGO_NS + 1)]
    assert [cached is None for cached in tree.find(changed)] == [True, False, False, False, True]


def test_what_somebody_left_half_written_is_cleared_away(root: Root, folder: Path) -> None:
    cache = IndexCache(folder)
    save(cache, root, found(root, "a.json"))
    left, begun = folder / "index-left.tmp", folder / "index-begun.tmp"
    for path in (left, begun):
        path.write_text("half")
    os.utime(left, (0, 0))
    save(cache, root, found(root, "a.json"))
    assert (left.exists(), begun.exists()) == (False, True)


def test_a_pipe_in_place_of_a_cache_file_is_not_waited_for(root: Root, folder: Path) -> None:
    cache = IndexCache(folder)
    save(cache, root, found(root, "a.json"))
    (path,) = folder.iterdir()
    path.unlink()
    os.mkfifo(path)
    assert len(cache.load(root)) == 0


def test_what_was_passed_over_is_known_too(root: Root, folder: Path) -> None:
    file = found(root, "package.json")
    IndexCache(folder).save(root, [(file, None)], time.time_ns())
    tree = IndexCache(folder).load(root)
    assert is_known(tree, file)
    assert row_in(tree, file) is None
    assert len(tree) == 1


def test_a_tree_is_known_by_whatever_name_it_is_opened(
    root: Root, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(IndexCache(folder), root, found(root, "a.json"))
    monkeypatch.chdir(Path(root.path).parent)
    (other_name,) = open_roots(["./tree/"])
    file = FoundFile("./tree/a.json", "./tree/", 10, LONG_AGO_NS, True)
    row = row_in(IndexCache(folder).load(other_name), file)
    assert row is not None and (row.path, row.root) == ("./tree/a.json", "./tree/")


def test_a_file_that_changed_just_now_is_not_kept(root: Root, folder: Path) -> None:
    now_ns = time.time_ns()
    fresh, old = found(root, "fresh.json", mtime_ns=now_ns - 1000), found(root, "old.json", mtime_ns=now_ns - 10**9)
    save(IndexCache(folder), root, fresh, old)
    tree = IndexCache(folder).load(root)
    assert (is_known(tree, fresh), is_known(tree, old)) == (False, True)


def test_a_damaged_cache_is_none(root: Root, folder: Path) -> None:
    file = found(root, "a.json")
    save(IndexCache(folder), root, file)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", b"{}", whole[:-1], whole[1:], whole.replace(b"kept", b"kepr"), whole[:40], b"\xff" + whole):
        path.write_bytes(damaged)
        assert len(IndexCache(folder).load(root)) == 0
    path.write_bytes(whole)
    assert len(IndexCache(folder).load(root)) == 1


def test_a_tree_of_many_files_with_odd_names_comes_back_whole(root: Root, folder: Path) -> None:
    files = [found(root, f"recordings/{number}\n\udce9.json") for number in range(10_000)]
    save(IndexCache(folder), root, *files)
    tree = IndexCache(folder).load(root)
    assert len(tree) == 10_000
    assert all(is_known(tree, file) for file in files)


def test_one_tree_is_not_taken_for_another(root: Root, folder: Path, tmp_path: Path) -> None:
    save(IndexCache(folder), root, found(root, "a.json"))
    (tmp_path / "other").mkdir()
    (other,) = open_roots([str(tmp_path / "other")])
    assert len(IndexCache(folder).load(other)) == 0
    save(IndexCache(folder), other, found(other, "b.json"))
    ours, theirs = sorted(folder.iterdir(), key=lambda path: path.read_bytes().count(b"other"))
    ours.write_bytes(theirs.read_bytes())
    theirs.write_bytes(b"")
    assert len(IndexCache(folder).load(root)) == len(IndexCache(folder).load(other)) == 0


def test_nobody_else_may_read_it_and_nothing_else_is_left(root: Root, folder: Path) -> None:
    save(IndexCache(folder), root, found(root, "a.json"))
    save(IndexCache(folder), root, found(root, "a.json"))
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_trees_used_least_recently_go_first(folder: Path, tmp_path: Path) -> None:
    roots = []
    for number in range(4):
        (tmp_path / str(number)).mkdir()
        roots += open_roots([str(tmp_path / str(number))])
        save(IndexCache(folder), roots[-1], found(roots[-1], "a.json"), preview="x" * 1000)
        for path in folder.iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    IndexCache(folder).load(roots[0])  # used again
    size = max(path.stat().st_size for path in folder.iterdir())
    save(IndexCache(folder, max_bytes=3 * size), roots[3], found(roots[3], "a.json"), preview="x" * 1000)
    assert [len(IndexCache(folder).load(root)) for root in roots] == [1, 0, 1, 1]


def test_a_folder_that_cannot_be_made_is_no_harm(root: Root, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = IndexCache(tmp_path / "file" / "recview")
    save(cache, root, found(root, "a.json"))
    assert len(cache.load(root)) == 0


def test_the_environment_names_the_folder(tmp_path: Path) -> None:
    assert cache_folder({CACHE_VARIABLE: str(tmp_path)}) == tmp_path
    assert cache_folder({}).name == "recview"
