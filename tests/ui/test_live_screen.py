"""The main screen while recordings change: it follows, gives way to the person, says what became of the open one."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, make_row, recording_bytes
from interface import browse, interface, settled, shown, until
from textual.pilot import Pilot

from recview.store.change import Change, ChangeKind
from recview.ui.feed import Feed
from recview.ui.screens.browse import BrowseScreen

NAMES = tuple("abcdefgh")
WORDS = ["One", " two", " three", " four"]


def content(name: str, words: list[str]) -> bytes:
    return recording_bytes(make_document(make_chat_stream(words), test_id=f"t.py::test_{name}"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.json").write_bytes(content(name, ["Hello"]))
    return tmp_path


def path_of(tree: Path, name: str) -> str:
    return str(tree / "recordings" / f"{name}.json")


async def tell(pilot: Pilot[None], kind: ChangeKind, path: str, by: str = "", *, new: bool = False) -> None:
    """As the watcher would."""
    row = make_row(path=path, root=browse(pilot).feed.roots[0].path, test_id=f"t.py::test_{Path(path).stem}")
    now = None if kind == "removed" or (new and kind == "writing") else row
    browse(pilot).post_message(Feed.Changed([Change(kind, path, now, None if new else row, by)]))
    await pilot.pause()


def opened_path(screen: BrowseScreen) -> str:
    return screen.detail.opened.path if screen.detail.opened is not None else ""


async def test_following_stops_where_the_person_moves_and_f_resumes(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        await pilot.press("F")
        await tell(pilot, "changed", path_of(tree, "d"))
        await until(pilot, lambda: opened_path(screen) == path_of(tree, "d"))
        await until(pilot, lambda: screen.list_pane.recordings.key_under_cursor == path_of(tree, "d"))
        assert "following ●" in shown(pilot)
        await pilot.press("j")
        await settled(pilot)
        assert "following paused, F resumes" in shown(pilot)
        chosen = opened_path(screen)
        await tell(pilot, "changed", path_of(tree, "a"))
        await settled(pilot)
        assert opened_path(screen) == chosen
        await pilot.press("F")
        await until(pilot, lambda: opened_path(screen) == path_of(tree, "a"))
        assert "following ●" in shown(pilot)


@pytest.mark.parametrize("key", ["space", "comma", "enter", "5"])
async def test_playing_and_stepping_by_hand_pause_following(tree: Path, key: str) -> None:
    async with interface(tree) as pilot:
        await pilot.press("F", "F")
        await tell(pilot, "changed", path_of(tree, "d"))
        await until(pilot, lambda: opened_path(browse(pilot)) == path_of(tree, "d"))
        await pilot.press(key)
        await until(pilot, lambda: "following paused" in shown(pilot))


async def test_a_list_that_changes_does_not_pause_following(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        await pilot.press("F")
        await tell(pilot, "removed", screen.list_pane.recordings.key_under_cursor)
        await settled(pilot)
        assert screen.following.active


async def test_what_is_being_written_is_shown_as_it_comes(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        path = Path(path_of(tree, "new"))
        whole = content("new", WORDS)
        await pilot.press("F", "F")
        path.write_bytes(whole[: whole.index(b" three")])
        await tell(pilot, "writing", str(path), new=True)
        await until(pilot, lambda: "being written: 3 chunks so far" in shown(pilot))
        assert "One" in shown(pilot)
        assert screen.detail.position == 3
        path.write_bytes(whole[: whole.index(b" four")])
        await until(pilot, lambda: "being written: 4 chunks so far" in shown(pilot))
        assert screen.detail.position == 4
        path.write_bytes(whole)
        await tell(pilot, "added", str(path), new=True)
        await until(pilot, lambda: screen.detail.opened is not None and screen.detail.opened.whole)
        await until(pilot, lambda: "being written" not in shown(pilot))
        assert screen.detail.position == screen.detail.playback.playback.length
        assert not screen.detail.playback.playback.playing


async def test_before_a_first_chunk_it_says_that_something_is_being_written(tree: Path) -> None:
    async with interface(tree) as pilot:
        path = Path(path_of(tree, "new"))
        path.write_bytes(b'{"test_id": ')
        await pilot.press("F")
        await tell(pilot, "writing", str(path), new=True)
        await until(pilot, lambda: "nothing to show yet" in shown(pilot))


async def test_without_following_the_version_before_stays_and_it_says_so(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        await until(pilot, lambda: screen.detail.opened is not None)
        opened = screen.detail.opened
        assert opened is not None
        screen.feed.versions.put(opened.path, Path(opened.path).read_bytes())
        Path(opened.path).write_bytes(b'{"test_id": ')
        await tell(pilot, "writing", opened.path)
        await until(pilot, lambda: "being written anew: the version before" in shown(pilot))
        assert screen.detail.opened is opened
        await pilot.press("j")
        await settled(pilot)
        await pilot.press("k")
        await until(pilot, lambda: opened_path(screen) == opened.path)
        assert screen.detail.opened.loaded.assembled.output_text() == "Hello"
        assert "1 being written" in shown(pilot)


async def test_one_that_vanishes_stays_open_and_its_successor_is_a_key_away(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        old, new = path_of(tree, "d"), path_of(tree, "successor")
        screen.go_to(old)
        await settled(pilot)
        opened = screen.detail.opened
        assert opened is not None
        assert opened.path == old
        Path(new).write_bytes(content("d", ["Hello again"]))
        await tell(pilot, "added", new, new=True)
        await tell(pilot, "superseded", old, new)
        await until(pilot, lambda: "superseded by successor: S goes there" in shown(pilot))
        Path(old).unlink()
        await tell(pilot, "removed", old)
        await until(pilot, lambda: "gone; S goes to successor in its place" in shown(pilot))
        await settled(pilot)
        assert screen.detail.opened is opened
        await pilot.press("S")
        await until(pilot, lambda: opened_path(screen) == new)
        assert "in its place" not in shown(pilot)
        await pilot.press("S")
        assert "nothing has taken its place" in shown(pilot)


async def test_folds_scroll_and_selection_survive_what_changes(tree: Path) -> None:
    async with interface(tree, size=(120, 12)) as pilot:
        screen = browse(pilot)
        view = screen.list_pane.recordings
        screen.go_to(path_of(tree, "f"))
        await settled(pilot)
        top, key, opened = view.scroll_offset.y, view.key_under_cursor, opened_path(screen)
        line_on_screen = view.cursor - top
        for name in ("a", "h", "c"):
            await tell(pilot, "changed", path_of(tree, name))
        for name in ("a0", "b0"):
            Path(path_of(tree, name)).write_bytes(content(name, ["New"]))
            await tell(pilot, "added", path_of(tree, name), new=True)
        await until(pilot, lambda: len(screen.library.catalog.rows) == len(NAMES) + 2)
        await settled(pilot)
        assert (view.key_under_cursor, opened_path(screen)) == (key, opened)
        assert view.cursor - view.scroll_offset.y == line_on_screen


async def test_following_and_what_changed_are_in_sight_on_a_small_terminal(tree: Path) -> None:
    async with interface(tree, size=(80, 24)) as pilot:
        await pilot.press("F")
        await tell(pilot, "changed", path_of(tree, "b"))
        await until(pilot, lambda: "1 changed" in shown(pilot) and "following ●" in shown(pilot))
        await pilot.press("enter")
        await settled(pilot)
        assert browse(pilot).following.active
        await pilot.press("comma")
        await until(pilot, lambda: "following paused, F resumes" in shown(pilot))


async def test_where_there_is_one_pane_at_a_time_what_is_played_comes_to_the_front(tree: Path) -> None:
    async with interface(tree, size=(80, 24)) as pilot:
        screen = browse(pilot)
        await pilot.press("F")
        await tell(pilot, "changed", path_of(tree, "d"))
        await until(pilot, lambda: opened_path(screen) == path_of(tree, "d"))
        await settled(pilot)
        assert screen.pane == "list-pane"
        await pilot.press("F")
        await tell(pilot, "changed", path_of(tree, "b"))
        await until(pilot, lambda: opened_path(screen) == path_of(tree, "b") and screen.pane == "detail-pane")
        assert screen.following.active


async def test_ages_grow_and_with_reduced_motion_nothing_is_lit(tree: Path) -> None:
    async with interface(tree) as pilot:
        screen = browse(pilot)
        view = screen.list_pane.recordings
        path = path_of(tree, "b")
        await tell(pilot, "changed", path)
        await until(pilot, lambda: "~ 0 s" in shown(pilot))
        line = view.lines.position(path)
        assert line is not None
        assert view.line_ground(line) is not None
        await until(pilot, lambda: "~ 1 s" in shown(pilot))
        screen.library.lights = False
        screen.list_pane.refresh_state()
        assert view.line_ground(line) is None
