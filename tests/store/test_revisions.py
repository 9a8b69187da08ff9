"""Sides of a review: folders, revisions, ranges, the index, the working tree, bare repositories, odd names."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from permissions import closed
from rerecords import chat, write_tree

from recview.errors import RecviewError
from recview.model.recording import Unreadable
from recview.store.revisions import Difference, Side, compare_sides, open_sides

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in `tmp_path`, which is a repository, away from the user's own configuration."""
    for variable in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(variable)
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(variable, os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.com")

    def run(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(tmp_path), *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    run("init", "-q", "-b", "main")
    return run


def _write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / "recordings" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def _commit(git: Git, message: str = "change") -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


def _names(difference: Difference) -> dict[str, list[str]]:
    parts = {"identical": difference.identical, "modified": difference.modified}
    parts |= {"added": difference.added, "removed": difference.removed}
    return {part: [Path(path).stem for path in paths] for part, paths in parts.items() if paths}


def _contents(side: Side) -> dict[str, bytes]:
    return {Path(path).stem: data for path, data in side.read(list(side.entries)) if isinstance(data, bytes)}


def test_two_revisions(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, same="1", changed="1", gone="1")
    _commit(git)
    _write(tmp_path, changed="2", new="1")
    (tmp_path / "recordings/gone.json").unlink()
    _commit(git)
    expected = {"identical": ["same"], "modified": ["changed"], "added": ["new"], "removed": ["gone"]}
    old, new = open_sides("HEAD~1..HEAD", directory=str(tmp_path))
    assert _names(compare_sides(old, new)) == expected
    assert _names(compare_sides(*open_sides("HEAD~1", "main", str(tmp_path)))) == expected
    assert _contents(old) == {"same": b"1", "changed": b"1", "gone": b"1"}
    assert _contents(new) == {"same": b"1", "changed": b"2", "new": b"1"}


def test_three_dots_start_where_the_branches_parted(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, base="1")
    _commit(git)
    git("checkout", "-q", "-b", "side")
    _write(tmp_path, on_side="1")
    _commit(git)
    git("checkout", "-q", "main")
    _write(tmp_path, on_main="1")
    _commit(git)
    assert _names(compare_sides(*open_sides("main...side", directory=str(tmp_path))))["added"] == ["on_side"]
    two_dots = _names(compare_sides(*open_sides("main..side", directory=str(tmp_path))))
    assert two_dots["removed"] == ["on_main"]


def test_a_revision_alone_is_compared_with_the_working_tree(git: Git, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("ignored.json\n")
    _write(tmp_path, same="1", changed="1", gone="1", staged="1")
    _commit(git)
    _write(tmp_path, changed="2", untracked="1", ignored="1", staged="22")
    git("add", "recordings/staged.json")
    (tmp_path / "recordings/gone.json").unlink()
    old, new = open_sides("HEAD", directory=str(tmp_path))
    assert _names(compare_sides(old, new)) == {
        "identical": ["same"],
        "modified": ["changed", "staged"],
        "added": ["untracked"],
        "removed": ["gone"],
    }
    assert _contents(new) == {"same": b"1", "changed": b"2", "staged": b"22", "untracked": b"1"}


def test_the_index_is_a_side_too(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, a="1")
    _commit(git)
    _write(tmp_path, a="2", b="1")
    git("add", "recordings/a.json")
    assert _names(compare_sides(*open_sides("HEAD", ":", str(tmp_path)))) == {"modified": ["a"]}
    assert _names(compare_sides(*open_sides(":", directory=str(tmp_path)))) == {"identical": ["a"], "added": ["b"]}


def test_links_are_no_files_of_a_working_tree_as_they_are_none_of_a_revision(
    git: Git, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    _write(outside, secret="elsewhere")
    _write(tmp_path, same="1", replaced="1")
    (tmp_path / "recordings/link.json").symlink_to("same.json")
    _commit(git)
    secret = outside / "recordings/secret.json"
    (tmp_path / "recordings/replaced.json").unlink()
    (tmp_path / "recordings/replaced.json").symlink_to(secret)
    (tmp_path / "recordings/untracked.json").symlink_to(secret)
    (tmp_path / "recordings/link.json").unlink()
    _write(tmp_path, link="2")
    expected = {"identical": ["same"], "added": ["link"], "removed": ["replaced"]}
    old, new = open_sides("HEAD", directory=str(tmp_path))
    assert _names(compare_sides(old, new)) == expected
    assert _contents(new) == {"same": b"1", "link": b"2"}
    _commit(git)
    assert _names(compare_sides(*open_sides("HEAD~1..HEAD", directory=str(tmp_path)))) == expected


def test_an_unmerged_file_of_the_index_is_said_to_be_unmerged(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, both="1", gone="1", same="1")
    _commit(git)
    git("checkout", "-q", "-b", "side")
    _write(tmp_path, both="2", gone="2")
    _commit(git)
    git("checkout", "-q", "main")
    _write(tmp_path, both="3", gone="3")
    _commit(git)
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "-q", "side")
    (tmp_path / "recordings/gone.json").unlink()
    old, new = open_sides(":", directory=str(tmp_path))
    told = {Path(path).stem: data for path, data in old.read(list(old.entries))}
    assert told["same"] == b"1"
    assert all(isinstance(told[name], Unreadable) for name in ("both", "gone"))
    assert isinstance(told["both"], Unreadable) and told["both"].reason.startswith("unmerged")
    assert _names(compare_sides(old, new)) == {"identical": ["same"], "modified": ["both"], "removed": ["gone"]}


def test_bare_repositories_have_revisions_only(
    git: Git, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _write(tmp_path, a="1")
    _commit(git)
    _write(tmp_path, a="2")
    _commit(git)
    bare = tmp_path_factory.mktemp("bare") / "it.git"
    git("clone", "-q", "--bare", str(tmp_path), str(bare))
    assert _names(compare_sides(*open_sides("HEAD~1..HEAD", directory=str(bare)))) == {"modified": ["a"]}
    with pytest.raises(RecviewError, match="no working tree"):
        open_sides("HEAD", directory=str(bare))


def test_odd_names_and_kinds_of_files(git: Git, tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "a b" / "recordings"
    folder.mkdir(parents=True)
    odd = ["new\nline.json", 'quo"te.json', "tab\there.json", "ünïcode.json", "-dash.json"]
    for name in odd:
        (folder / name).write_text("1")
    os.fsencode(folder)
    (folder / os.fsdecode(b"latin\xe9.json")).write_text("1")
    (folder / "link.json").symlink_to("-dash.json")
    (tmp_path / "package.txt").write_text("no JSON")
    _commit(git)
    for name in odd:
        (folder / name).write_text("2")
    _commit(git)
    old, new = open_sides("HEAD~1..HEAD", directory=str(tmp_path))
    difference = compare_sides(old, new)
    assert {Path(path).name for path in difference.modified} == set(odd)
    assert [os.fsencode(Path(path).name) for path in difference.identical] == [b"latin\xe9.json"]
    assert all(data == b"2" for _, data in new.read(difference.modified))


def test_paths_narrow_both_sides_from_where_one_stands(git: Git, tmp_path: Path) -> None:
    for folder in ("one/recordings", "two/recordings", "two/deep/recordings", ".hidden", "node_modules"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.json").write_text("1")
    _commit(git)

    def sides(directory: str, *paths: str) -> set[str]:
        old, _ = open_sides("HEAD", directory=str(tmp_path / directory), paths=paths)
        return set(old.entries)

    everything = {"one/recordings/a.json", "two/recordings/a.json", "two/deep/recordings/a.json"}
    assert sides(".") == everything
    assert sides("two") == everything
    assert sides("two", ".") == {"two/recordings/a.json", "two/deep/recordings/a.json"}
    assert sides("two", "../one") == {"one/recordings/a.json"}
    assert sides(".", "two/recordings/a.json", "one") == {"one/recordings/a.json", "two/recordings/a.json"}
    assert sides(".", "two/*/recordings/*") == {"two/deep/recordings/a.json"}


def test_absolute_paths_are_those_of_the_repository(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, a="1")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.json").write_text("1")
    _commit(git)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    for path, found in (
        (tmp_path, {"recordings/a.json", "other/b.json"}),
        (tmp_path / "recordings", {"recordings/a.json"}),
        (link / "other" / "b.json", {"other/b.json"}),
        (tmp_path / "*" / "b.json", {"other/b.json"}),
    ):
        old, _ = open_sides("HEAD", directory=str(tmp_path / "other"), paths=[str(path)])
        assert set(old.entries) == found
    for outside in (str(tmp_path.parent), ".."):
        with pytest.raises(RecviewError, match="lies outside"):
            open_sides("HEAD", directory=str(tmp_path), paths=[outside])


def test_a_path_that_is_on_neither_side_is_refused(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, a="1")
    (tmp_path / "notes.txt").write_text("no recording, and there")
    _commit(git)
    _write(tmp_path, b="1")
    for paths in (["recordings/b.json"], ["recordings", "."], ["notes.txt"], ["*/a.json", "recordings/a.json"]):
        open_sides("HEAD", directory=str(tmp_path), paths=paths)
    for path in ("nowhere", "recordings/c.json", "*/c.json"):
        with pytest.raises(RecviewError) as raised:
            open_sides("HEAD", directory=str(tmp_path), paths=["recordings", path])
        assert raised.value.message == f"{path} matches nothing on either side"


def test_paths_narrow_two_folders_from_their_roots(tmp_path: Path) -> None:
    one, two = chat("One", folder="a/recordings"), chat("Two", folder="b/recordings")
    write_tree(tmp_path / "old", [one, two])
    write_tree(tmp_path / "new", [one])
    (tmp_path / "new" / "empty").mkdir()

    def paths(*paths: str) -> list[set[str]]:
        return [set(side.entries) for side in open_sides("old", "new", str(tmp_path), paths)]

    assert paths("a") == paths(str(tmp_path / "old" / "a")) == paths(str(tmp_path / "new" / "a")) == [{one.path}] * 2
    assert paths("b") == [{two.path}, set()]
    assert paths("empty") == [set(), set()]
    with pytest.raises(RecviewError, match=r"^old/a matches nothing on either side"):
        paths("old/a")


def test_folders_are_compared_by_content(tmp_path: Path) -> None:
    same, changed = chat("Same"), chat("Changed")
    write_tree(tmp_path / "old", [same, changed, chat("Gone")])
    write_tree(tmp_path / "new", [same, chat("Added")])
    content = (tmp_path / "old" / changed.path).read_text()
    (tmp_path / "new" / changed.path).write_text(content.replace("Changed", "changeD"))
    old, new = open_sides("old", "new", str(tmp_path))
    difference = compare_sides(old, new)
    assert difference.identical == (same.path,)
    assert difference.modified == (changed.path,)
    assert [len(difference.added), len(difference.removed)] == [1, 1]
    assert Path(new.name(same.path)) == tmp_path / "new" / same.path


def test_what_lies_in_a_folder_that_cannot_be_entered_is_neither_added_nor_removed(tmp_path: Path) -> None:
    open_, shut = chat("Open", folder="a/recordings"), chat("Shut", folder="b/recordings")
    write_tree(tmp_path / "old", [open_, shut])
    write_tree(tmp_path / "new", [open_, shut, chat("New", folder="a/recordings")])
    shut_folder = tmp_path / "new" / "b"
    for one, other in (("old", "new"), ("new", "old")):
        with closed(shut_folder):
            old, new = open_sides(one, other, str(tmp_path))
            narrowed = open_sides(one, other, str(tmp_path), ["a"])
            deeper = open_sides(one, other, str(tmp_path), ["b/recordings"])
            by_pattern = open_sides(one, other, str(tmp_path), ["b/*/*.json"])
        assert set(_names(compare_sides(old, new))) == {"identical", "added" if other == "new" else "removed"}
        assert [one.path for one in (*old.closed.values(), *new.closed.values())] == [str(shut_folder)]
        told = [[*before.closed, *after.closed] for before, after in (narrowed, deeper, by_pattern)]
        assert told == [[], ["b"], ["b"]]


def test_many_blobs_do_not_block(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, **{f"f{at}": f"{at} " * 2000 for at in range(300)})
    _commit(git)
    old, _ = open_sides("HEAD", ":", str(tmp_path))
    paths = [path for path in old.entries for _ in range(20)]
    assert sum(isinstance(data, bytes) for _, data in old.read(paths)) == 6000
    reading = old.read(paths)
    next(reading)
    reading.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nowhere", None, "no such revision: nowhere"),
        ("main..nowhere", None, "no such revision: nowhere"),
        ("main...nowhere", None, "no such revision: nowhere"),
        ("main", "recordings", "recordings is a folder, and main is none"),
        ("recordings", None, "recordings is one folder, and a review needs two sides"),
        ("-x", "main", "no such revision: -x"),
    ],
)
def test_what_does_not_exist_is_said(git: Git, tmp_path: Path, old: str, new: str | None, says: str) -> None:
    _write(tmp_path, a="1")
    _commit(git)
    with pytest.raises(RecviewError) as raised:
        open_sides(old, new, str(tmp_path))
    assert says in raised.value.message
    assert raised.value.hint


def test_a_revision_may_be_called_like_a_folder(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, a="1")
    _commit(git)
    git("branch", "recordings")
    assert _names(compare_sides(*open_sides("recordings", directory=str(tmp_path)))) == {"identical": ["a"]}


def test_no_repository_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RecviewError, match="not a git repository"):
        open_sides("HEAD", directory=str(tmp_path))
    with pytest.raises(RecviewError, match="is no folder"):
        open_sides("HEAD", directory=str(tmp_path / "none"))


def test_without_git_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecviewError, match="git is not installed"):
        open_sides("HEAD", directory=str(tmp_path))


def test_nothing_is_written_into_a_repository(git: Git, tmp_path: Path) -> None:
    _write(tmp_path, a="1")
    _commit(git)
    _write(tmp_path, a="2")

    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in tmp_path.rglob("*")}

    before = state()
    compare_sides(*open_sides("HEAD", directory=str(tmp_path)))
    assert state() == before
