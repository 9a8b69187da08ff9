from __future__ import annotations

from pathlib import Path

import pytest

from recview.errors import RecviewError
from recview.store.roots import ROOT_VARIABLES, default_roots, open_roots


def test_without_a_path_the_environment_says_where_to_look(tmp_path: Path) -> None:
    first, second = ROOT_VARIABLES
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    assert default_roots({first: a, second: b}) == [a]
    assert default_roots({second: b}) == [b]
    assert default_roots({first: "", second: ""}, "here") == ["here"]


def test_a_folder_that_the_environment_names_in_vain(tmp_path: Path) -> None:
    with pytest.raises(RecviewError, match=ROOT_VARIABLES[0]):
        default_roots({ROOT_VARIABLES[0]: str(tmp_path / "missing")})


def test_roots_keep_the_name_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "one.txt").touch()
    (tmp_path / "link").symlink_to("tree")
    monkeypatch.chdir(tmp_path)
    roots = open_roots(["tree", "./link", "one.txt"])
    assert [(root.path, root.is_file) for root in roots] == [("tree", False), ("./link", False), ("one.txt", True)]
    assert roots[0].real == roots[1].real == str((tmp_path / "tree").resolve())
    assert [root.path for root in open_roots([], {}, "tree")] == ["tree"]


@pytest.mark.parametrize(("name", "said"), [("missing", "does not exist"), ("dangling", "neither a folder nor")])
def test_what_cannot_be_opened_is_said(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "dangling").symlink_to("nothing")
    with pytest.raises(RecviewError, match=said):
        open_roots([str(tmp_path / name)])
