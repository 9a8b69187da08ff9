from __future__ import annotations

from recview.store.folder_map import FolderMap, Place, top_most
from recview.store.roots import Root
from recview.store.scan import Folder, Listing

TREE = Root("t", "/real/t", is_file=False)
INNER = Root("i", "/real/t/a/inner", is_file=False)
LONE = Root("lone.txt", "/elsewhere/lone.txt", is_file=True)


def make_map(*roots: Root) -> FolderMap:
    """Of `t` with its folder `a/recordings`, and a link to a file that is not in a folder of its own."""
    folders = [Folder("t", "/real/t", TREE), Folder("t/a", "/real/t/a", TREE)]
    folders.append(Folder("t/a/recordings", "/real/t/a/recordings", TREE))
    known = FolderMap()
    known.take(roots or (TREE, LONE), Listing(folders=folders, aliases={"/real/t/.s/x.json": "t/a/link.json"}))
    return known


def test_a_hint_is_about_the_name_that_a_row_bears() -> None:
    known = make_map()
    assert known.file_path("/real/t/a/1.json") == "t/a/1.json"
    assert known.file_path("/real/t/.s/x.json") == "t/a/link.json"
    assert known.file_path("/elsewhere/lone.txt") == "lone.txt"
    for other in ("/real/t/a/1.txt", "/real/t/new/1.json", "/elsewhere/2.json"):
        assert known.file_path(other) is None


def test_a_row_lies_where_its_name_says_unless_it_is_an_alias() -> None:
    known = make_map()
    assert known.place("t/a/recordings/1.json") == Place("/real/t/a/recordings/1.json", "t", False, True)
    assert known.place("t/a/link.json") == Place("/real/t/.s/x.json", "t", True, False)
    assert known.place("lone.txt") == Place("/elsewhere/lone.txt", "lone.txt", True, True)
    assert known.place("t/new/1.json") is None


def test_a_file_that_is_a_root_is_known_by_that_name_alone() -> None:
    known = make_map(TREE, Root("named.json", "/real/t/a/named.json", is_file=True))
    assert known.place("t/a/named.json") is None
    assert known.file_path("/real/t/a/named.json") == "named.json"


def test_a_folder_that_is_new_belongs_to_what_is_above_it_or_to_an_earlier_root() -> None:
    assert make_map(TREE, INNER).folder("/real/t/a/inner") == Folder("t/a/inner", "/real/t/a/inner", TREE)
    known = make_map(INNER, TREE)
    assert known.folder("/real/t/a/inner") == Folder("i", "/real/t/a/inner", INNER)
    assert "/real/t/a/inner" in known.elsewhere(Folder("t/a", "/real/t/a", TREE))
    assert known.folder("/real/t") == Folder("t", "/real/t", TREE)
    assert known.folder("/real/u") is None


def test_a_folder_is_forgotten_with_all_that_is_below_it() -> None:
    known = make_map()
    assert {folder.path for folder in known.remove_below({"/real/t/a"})} == {"t/a", "t/a/recordings"}
    assert not known.has_entered("/real/t/a/recordings")
    known.add([Folder("t/a", "/real/t/a", TREE)])
    assert known.has_entered("/real/t/a")


def test_what_to_watch_are_the_folders_and_those_of_aliases() -> None:
    folders = {"/real/t", "/real/t/a", "/real/t/a/recordings", "/real/t/.s", "/elsewhere"}
    assert folders < make_map(TREE, Root("/link/lone.txt", "/elsewhere/lone.txt", is_file=True)).to_watch()


def test_the_root_of_the_file_system() -> None:
    known = FolderMap()
    everything = Root("/", "/", is_file=False)
    known.take([everything], Listing(folders=[Folder("", "", everything)]))
    assert known.to_watch() == {"/"}
    assert known.file_path("/1.json") == "/1.json"
    assert known.place("/1.json") == Place("/1.json", "/", False, False)


def test_the_top_most() -> None:
    assert sorted(top_most(["/a/b", "/a", "/ab", "/c/d/e"])) == ["/a", "/ab", "/c/d/e"]
