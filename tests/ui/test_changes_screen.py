"""The Changes view: what happened on disk, with verdicts, while more happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from factories import make_chat_stream, make_chat_usage, make_document, make_row, recording_bytes, write_recording
from interface import browse, interface, shown, until
from textual.pilot import Pilot

from recview.store.change import Change, ChangeKind
from recview.ui.feed import Feed
from recview.ui.screens.browse import BrowseScreen
from recview.ui.screens.changes import ChangesScreen
from recview.ui.screens.compare import CompareScreen
from recview.ui.widgets.change_preview import ChangePreview
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.session_list import SessionList

BODY: dict[str, Any] = {"model": "gpt-4o", "messages": [], "stream": True}
ASKED = {**BODY, "stream_options": {"include_usage": True}}
NAMES = tuple("abcdef")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in NAMES:
        write(tmp_path, name, "Hello")
    return tmp_path


def write(tree: Path, name: str, answer: str, body: Any = BODY, usage: Any = None) -> str:
    document = make_document(make_chat_stream([answer], usage=usage), request_body=body, test_id=f"t.py::test_{name}")
    return str(write_recording(tree / "recordings" / f"{name}.json", document))


async def tell(pilot: Pilot[None], kind: ChangeKind, path: str, by: str = "") -> None:
    """As the watcher would."""
    row = make_row(path=path, test_id=f"t.py::test_{Path(path).stem}")
    browse(pilot).post_message(Feed.Changed([Change(kind, path, None if kind == "removed" else row, row, by)]))
    await pilot.pause()


async def rewrite(pilot: Pilot[None], tree: Path, name: str, answer: str, body: Any = BODY) -> str:
    """A recording is written anew with another answer, and the watcher sees it."""
    path = str(tree / "recordings" / f"{name}.json")
    versions = browse(pilot).feed.versions
    versions.put(path, Path(path).read_bytes())
    write(tree, name, answer, body)
    versions.put(path, Path(path).read_bytes())
    await tell(pilot, "changed", path)
    return path


async def open_changes(pilot: Pilot[None]) -> SessionList:
    await pilot.press("W")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, ChangesScreen) and bool(pilot.app.screen.query(SessionList))
    )
    view = pilot.app.screen.query_one(SessionList)
    await until(pilot, lambda: view.size.width > 0)
    return view


async def test_a_change_has_its_verdict_and_its_diff_below(tree: Path) -> None:
    async with interface(tree) as pilot:
        await rewrite(pilot, tree, "b", "Good morning")
        await open_changes(pilot)
        await until(pilot, lambda: "text ~" in shown(pilot) and "Good morning" in shown(pilot))
        text = shown(pilot)
        assert "1 changed" in text
        assert "request =  text ~  tools =  finish =  usage =" in text


async def test_the_list_takes_the_rows_it_needs_and_no_more_than_half(tree: Path) -> None:
    async with interface(tree, size=(120, 40)) as pilot:
        await rewrite(pilot, tree, "b", "Good morning")
        view = await open_changes(pilot)
        await until(pilot, lambda: "Good morning" in shown(pilot))
        assert view.size.height == 3
        for at in range(30):
            await tell(pilot, "added", str(tree / "recordings" / f"new{at}.json"))
        await until(pilot, lambda: view.line_count > 30 and view.size.height > 3)
        preview = pilot.app.screen.query_one(ChangePreview)
        assert abs(preview.outer_size.height - (view.size.height + 2)) <= 1
        await pilot.press("z")
        await until(pilot, lambda: view.size.height > 30)


async def test_a_successor_is_told_with_what_it_supersedes(tree: Path) -> None:
    async with interface(tree) as pilot:
        old = str(tree / "recordings" / "a.json")
        new = write(tree, "fresh", "Hello", ASKED, make_chat_usage())
        await tell(pilot, "added", new)
        await tell(pilot, "superseded", old, new)
        await open_changes(pilot)
        await until(pilot, lambda: "usage +" in shown(pilot) and "a → fresh" in shown(pilot))
        assert "↑ fresh " in shown(pilot)
        assert "request ~1  text =" in shown(pilot)
        await tell(pilot, "removed", old)
        await until(pilot, lambda: "the old file is gone" in shown(pilot))
        assert "1 superseded" in shown(pilot)


async def test_the_selection_stays_while_changes_come_in(tree: Path) -> None:
    async with interface(tree) as pilot:
        for name in "abc":
            await rewrite(pilot, tree, name, "Hi")
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 3)
        await pilot.press("j")
        chosen = view.change_under_cursor
        assert chosen is not None
        assert chosen.path.endswith("b.json")
        await rewrite(pilot, tree, "d", "Hi")
        await until(pilot, lambda: len(view.lines) == 4)
        assert view.change_under_cursor == chosen
        assert view.cursor == 2
        await rewrite(pilot, tree, "b", "And again")
        await until(pilot, lambda: view.lines[0].change is not None and view.lines[0].change.times == 2)
        assert view.cursor == 0
        assert "2×" in shown(pilot)


async def test_enter_opens_the_diff_and_back_leads_back(tree: Path) -> None:
    async with interface(tree) as pilot:
        for name in "ab":
            await rewrite(pilot, tree, name, "Hi")
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 2)
        await pilot.press("j")
        chosen = view.change_under_cursor
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        await until(pilot, lambda: "text ~" in shown(pilot))
        assert shown(pilot).count("(before)") == 1
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChangesScreen))
        assert view.change_under_cursor == chosen
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, BrowseScreen))


@pytest.mark.parametrize("key", ["space", "S"])
async def test_a_key_leads_to_the_recording_and_y_copies_its_path(tree: Path, key: str) -> None:
    async with interface(tree) as pilot:
        path = await rewrite(pilot, tree, "e", "Hi")
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 1)
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == path)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, BrowseScreen))
        await until(pilot, lambda: browse(pilot).list_pane.recordings.key_under_cursor == path)


async def test_a_new_recording_is_opened_and_one_that_is_gone_says_so(tree: Path) -> None:
    async with interface(tree) as pilot:
        await tell(pilot, "removed", str(tree / "recordings" / "a.json"))
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 1)
        await pilot.press("d")
        await until(pilot, lambda: "it is gone from disk" in shown(pilot))
        await pilot.press("q")
        await tell(pilot, "added", str(tree / "recordings" / "b.json"))
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 2)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, BrowseScreen))


async def test_many_changes_are_grouped_and_o_lists_them_by_time(tree: Path) -> None:
    async with interface(tree) as pilot:
        rows = [make_row(path=f"{tree}/{folder}/{number}.json") for folder in "xy" for number in range(40)]
        browse(pilot).post_message(Feed.Changed([Change("added", row.path, row, None) for row in rows]))
        await pilot.pause()
        view = await open_changes(pilot)
        await until(pilot, lambda: len(view.lines) == 2)
        assert "80 added" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(view.lines) == 42)
        await pilot.press("j", "j", "h", "h")
        await until(pilot, lambda: len(view.lines) == 2)
        await pilot.press("L")
        await until(pilot, lambda: len(view.lines) == 82)
        await pilot.press("o")
        await until(pilot, lambda: len(view.lines) == 80)
        assert "by time" in shown(pilot)


async def test_where_it_is_narrow_the_verdict_stands_below(tree: Path) -> None:
    async with interface(tree, size=(80, 24)) as pilot:
        await rewrite(pilot, tree, "a", "Hi")
        await rewrite(pilot, tree, "b", "Hi")
        view = await open_changes(pilot)
        await until(pilot, lambda: shown(pilot).count("text ~") == 2)
        await pilot.press("j")
        assert view.cursor == 2
        await pilot.press("k")
        assert view.cursor == 0


async def test_nothing_changed_says_what_to_do(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_changes(pilot)
        await until(pilot, lambda: "Record something again" in shown(pilot))


async def test_what_is_not_watched_says_so(tree: Path) -> None:
    async with interface(tree) as pilot:
        await open_changes(pilot)
        await until(pilot, lambda: "does not watch" in shown(pilot))


async def test_a_name_of_any_kind_is_harmless(tree: Path) -> None:
    async with interface(tree) as pilot:
        path = tree / "recordings" / "[red]\x1b[31m.json"
        path.write_bytes(recording_bytes())
        await tell(pilot, "unreadable", str(path))
        await open_changes(pilot)
        await until(pilot, lambda: "␛" in shown(pilot))
        assert "\x1b" not in shown(pilot)


def diff(pilot: Pilot[None]) -> DiffView:
    return pilot.app.screen.query_one(DiffView)


async def test_a_preview_stays_where_it_is_while_its_file_is_written_anew(tree: Path) -> None:
    body = {**BODY, "messages": [{"role": "user", "content": f"line {nth}"} for nth in range(40)]}
    write(tree, "b", "Hello", body)
    async with interface(tree, size=(120, 36)) as pilot:
        await rewrite(pilot, tree, "b", "Good morning", body | {"seed": 1})
        await open_changes(pilot)
        await until(pilot, lambda: diff(pilot).place is not None)
        await pilot.press("tab")
        await until(pilot, lambda: diff(pilot).has_focus)
        await pilot.press("e", "G", *["k"] * 9)
        view = diff(pilot)
        cursor, scroll, row = view.cursor, view.scroll_offset.y, view.row_under_cursor
        assert row is not None
        assert scroll > 0
        await rewrite(pilot, tree, "b", "Good evening", body | {"seed": 2})
        await until(pilot, lambda: "evening" in str(pilot.app.screen.query_one(ChangePreview).copyable("json")))
        now = view.row_under_cursor
        assert now is not None
        assert (view.cursor, view.scroll_offset.y, now.right) == (cursor, scroll, row.right)


async def test_what_came_and_what_went_is_there_to_be_looked_at(tree: Path) -> None:
    async with interface(tree, size=(120, 36)) as pilot:
        old, versions = str(tree / "recordings" / "a.json"), browse(pilot).feed.versions
        versions.put(old, Path(old).read_bytes())
        versions.remove(old)
        Path(old).unlink()
        await tell(pilot, "removed", old)
        view = await open_changes(pilot)
        await until(pilot, lambda: "a is gone from disk; what was read stays" in shown(pilot))
        await until(pilot, lambda: "Hello" in shown(pilot))
        await tell(pilot, "added", write(tree, "z", "Greetings"))
        await until(pilot, lambda: len(view.lines) == 2)
        await pilot.press("k")
        await until(pilot, lambda: "z, new" in shown(pilot) and "gone from disk" not in shown(pilot))


async def test_it_tells_what_the_first_lines_of_the_main_screen_tell(tree: Path) -> None:
    def story(tell: Callable[[str], None], leaving: Event) -> None:
        tell("Once upon a time")
        may_go_on.wait()
        tell("they lived happily")

    may_go_on = Event()
    async with interface(tree, story=story, live=True) as pilot:
        try:
            write(tree, "b", "Hi")
            await until(pilot, lambda: "1 changed" in shown(pilot))
            await open_changes(pilot)
            await until(pilot, lambda: "Once upon a time" in shown(pilot) and "live ●" in shown(pilot))
            assert "1 changed" in shown(pilot).splitlines()[0]
        finally:
            may_go_on.set()
        write(tree, "c", "Hi")
        await until(pilot, lambda: "they lived happily" in shown(pilot))
        await until(pilot, lambda: "2 changed" in shown(pilot).splitlines()[0])


async def test_while_following_the_top_of_the_list_goes_along_with_the_newest(tree: Path) -> None:
    async with interface(tree) as pilot:
        await rewrite(pilot, tree, "a", "Hi")
        await pilot.press("F")
        view = await open_changes(pilot)
        await until(pilot, lambda: "following ●" in shown(pilot) and len(view.lines) == 1)
        newer = await rewrite(pilot, tree, "b", "Good morning")
        await until(pilot, lambda: len(view.lines) == 2 and "Good morning" in shown(pilot))
        assert view.change_under_cursor is not None
        assert (view.cursor, view.change_under_cursor.path) == (0, newer)
        await pilot.press("j")
        await rewrite(pilot, tree, "c", "Good evening")
        await until(pilot, lambda: len(view.lines) == 3)
        assert view.cursor == 2


async def test_it_says_how_many_are_being_written(tree: Path) -> None:
    async with interface(tree) as pilot:
        path = await rewrite(pilot, tree, "a", "Hi")
        await open_changes(pilot)
        await tell(pilot, "writing", path)
        await until(pilot, lambda: "1 being written" in shown(pilot) and "a is being written anew" in shown(pilot))
        await tell(pilot, "same", path)
        await until(pilot, lambda: "being written" not in shown(pilot))


async def test_the_diff_below_has_keys_of_its_own(tree: Path) -> None:
    async with interface(tree) as pilot:
        await rewrite(pilot, tree, "b", "Good morning", BODY | {"seed": 1})
        await open_changes(pilot)
        await until(pilot, lambda: "/request/seed" in shown(pilot) and "1/2" in shown(pilot))
        await pilot.press("}")
        await until(pilot, lambda: "2/2" in shown(pilot))
        await pilot.press("}")
        await until(pilot, lambda: "the last change" in shown(pilot))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
