from __future__ import annotations

import os
from pathlib import Path

import pytest
from permissions import closed

from recview.store.roots import open_roots
from recview.store.scan import Folder, list_files, list_folder


def make(tree: Path, *names: str) -> None:
    for name in names:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")


def listed(*roots: Path | str) -> list[str]:
    return [found.path for found in list_files(open_roots([str(root) for root in roots])).files]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_json_files_are_listed_in_order_of_path_under_the_name_of_their_root(tree: Path) -> None:
    make(tree, "t/b/2.json", "t/a/1.json", "t/0.json", "t/notes.txt")
    assert listed("t") == ["t/0.json", "t/a/1.json", "t/b/2.json"]
    assert listed("./t/") == ["./t/0.json", "./t/a/1.json", "./t/b/2.json"]
    assert listed(tree / "t" / "a") == [str(tree / "t/a/1.json")]


def test_size_and_time_of_change_are_told(tree: Path) -> None:
    make(tree, "t/a.json")
    os.utime(tree / "t/a.json", ns=(5, 7))
    (found,) = list_files(open_roots(["t"])).files
    assert (found.size, found.mtime_ns, found.root) == (2, 7, "t")


def test_where_folders_cannot_be_listed_by_descriptor_the_files_are_the_same(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tree, "t/a/1.json", "t/a/b/2.json", "t/notes.txt", "t/environment/pyvenv.cfg", "t/environment/3.json")
    (tree / "t/link.json").symlink_to("a/1.json")
    by_descriptor = list_files(open_roots(["t"]))
    monkeypatch.setattr(os, "supports_fd", set())
    assert list_files(open_roots(["t"])) == by_descriptor
    assert [found.path for found in by_descriptor.files] == ["t/a/1.json", "t/a/b/2.json"]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("recordings", True), ("a/responses", True), ("recordings/deeper", False), ("a", False), (".", False)],
)
def test_in_a_folder_of_recordings_every_file_is_expected_to_be_one(tree: Path, folder: str, expected: bool) -> None:
    make(tree, f"t/{folder}/x.json")
    assert [found.expected for found in list_files(open_roots(["t"])).files] == [expected]


def test_the_working_directory_has_a_name_too(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tree, "recordings/x.json")
    monkeypatch.chdir(tree / "recordings")
    assert [(found.path, found.expected) for found in list_files(open_roots(["."])).files] == [("./x.json", True)]


def test_hidden_dependency_and_environment_folders_are_not_entered(tree: Path) -> None:
    make(tree, "t/.git/1.json", "t/node_modules/2.json", "t/__pycache__/3.json", "t/env/lib/4.json", "t/5.json")
    (tree / "t/env/pyvenv.cfg").touch()
    make(tree, "t/conda/6.json", "t/conda/conda-meta/7.json")
    assert listed("t") == ["t/5.json"]


def test_a_folder_named_by_the_caller_is_entered_whatever_it_is(tree: Path) -> None:
    make(tree, ".hidden/1.json", "node_modules/2.json", "env/3.json")
    (tree / "env/pyvenv.cfg").touch()
    assert listed(".hidden", "node_modules", "env") == [".hidden/1.json", "env/3.json", "node_modules/2.json"]


def test_a_file_named_by_the_caller_is_one_whatever_its_name(tree: Path) -> None:
    make(tree, "strange.txt")
    (found,) = list_files(open_roots(["strange.txt"])).files
    assert (found.path, found.root, found.expected) == ("strange.txt", "strange.txt", True)


@pytest.mark.parametrize("roots", [["t", "t/a"], ["t/a", "t"], ["t", "t"], ["t", "./t"], ["t/a/1.json", "t"]])
def test_a_file_is_never_listed_twice(tree: Path, roots: list[str]) -> None:
    make(tree, "t/a/1.json", "t/2.json")
    found = list_files(open_roots(roots)).files
    assert sorted(os.path.realpath(one.path) for one in found) == [str(tree / "t/2.json"), str(tree / "t/a/1.json")]


def test_links_out_of_the_tree_and_in_circles_are_not_followed(tree: Path) -> None:
    make(tree, "t/a/1.json", "outside/2.json")
    (tree / "t/out").symlink_to("../outside")
    (tree / "t/out.json").symlink_to("../outside/2.json")
    (tree / "t/a/up").symlink_to("..")
    (tree / "t/loop").symlink_to("loop")
    (tree / "t/dangling.json").symlink_to("nothing")
    assert listed("t") == ["t/a/1.json"]


def test_links_that_bring_something_new_are_followed_once(tree: Path) -> None:
    make(tree, "t/.store/1.json", "t/.store/sub/2.json", "t/a/3.json")
    (tree / "t/shown").symlink_to(".store/sub")
    (tree / "t/shown_too").symlink_to(".store/sub")
    (tree / "t/one.json").symlink_to(".store/1.json")
    (tree / "t/again.json").symlink_to("a/3.json")
    listing = list_files(open_roots(["t"]))
    assert [found.path for found in listing.files] == ["t/a/3.json", "t/one.json", "t/shown/2.json"]
    assert listing.aliases == {str(tree / "t/.store/1.json"): "t/one.json"}


def test_a_root_that_is_a_link_is_followed(tree: Path) -> None:
    make(tree, "real/1.json")
    (tree / "link").symlink_to("real")
    assert listed("link") == ["link/1.json"]


def test_only_regular_files_are_listed(tree: Path) -> None:
    make(tree, "t/1.json")
    os.mkfifo(tree / "t/pipe.json")
    (tree / "t/folder.json").mkdir()
    make(tree, "t/folder.json/2.json")
    assert listed("t") == ["t/1.json", "t/folder.json/2.json"]


def test_the_folders_entered_are_told(tree: Path) -> None:
    make(tree, "t/a/b/1.json", "t/.git/2.json")
    listing = list_files(open_roots(["t/"]))
    real = str((tree / "t").resolve())
    assert {(folder.path, folder.real) for folder in listing.folders} == {
        ("t", real),
        ("t/a", f"{real}/a"),
        ("t/a/b", f"{real}/a/b"),
    }
    assert {folder.root.path for folder in listing.folders} == {"t/"}


@pytest.mark.parametrize("leaving", [0, 0o444])
def test_a_folder_that_cannot_be_entered_or_shows_no_more_than_names_is_told(tree: Path, leaving: int) -> None:
    make(tree, "t/a/1.json", "t/b/2.json")
    with closed(tree / "t" / "a", leaving):
        listing = list_files(open_roots(["t"]))
    ((folder, reason),) = listing.troubles
    assert folder == "t/a"
    assert "denied" in reason
    assert [found.path for found in listing.files] == ["t/b/2.json"]


def test_a_root_that_has_gone_is_told(tree: Path) -> None:
    (tree / "t").mkdir()
    roots = open_roots(["t"])
    (tree / "t").rmdir()
    assert [folder for folder, _ in list_files(roots).troubles] == ["t"]


def test_listing_stops_when_told_to(tree: Path) -> None:
    make(tree, "t/1.json")
    assert list_files(open_roots(["t"]), should_stop=lambda: True).files == []


@pytest.mark.parametrize("most", range(1, 8))
def test_of_many_files_the_first_by_name_can_be_listed(tree: Path, most: int) -> None:
    make(tree, "t/a/1.json", "t/a/2.json", "t/b/recordings/1.json", "t/c/1.json", "t/d.json")
    (tree / "t" / "z.json").symlink_to("hidden.json")
    make(tree, "t/hidden.json")
    listing = list_files(open_roots(["t"]), most=most)
    files = ["t/d.json", "t/hidden.json", "t/a/1.json", "t/a/2.json", "t/b/recordings/1.json", "t/c/1.json"]
    assert [found.path for found in listing.files] == sorted(files[:most])


def test_one_folder_can_be_listed_alone(tree: Path) -> None:
    make(tree, "t/a/1.json", "t/a/b/2.json", "t/3.json")
    (tree / "t/link").symlink_to("a")
    (root,) = open_roots(["t"])

    def files(name: str, elsewhere: tuple[str, ...] = ()) -> list[str]:
        listing = list_folder(Folder(f"t/{name}", f"{root.real}/{name}", root), elsewhere)
        return sorted(found.path for found in listing.files)

    assert files("a") == ["t/a/1.json", "t/a/b/2.json"]
    assert files("a", (f"{root.real}/a/b",)) == ["t/a/1.json"]
    assert files("link") == files("gone") == []
