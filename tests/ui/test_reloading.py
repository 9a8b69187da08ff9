"""Files that are really written anew under what is open: the panels, the diff and the lock-step keep their places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from factories import make_chat_stream, make_document, recording_bytes
from interface import browse, interface, settled, shown, until
from textual.pilot import Pilot

from recview.ui.recording_reader import RecordingReader
from recview.ui.screens.compare import CompareScreen
from recview.ui.screens.lockstep import LockStepScreen
from recview.ui.widgets.change_list import ChangeList
from recview.ui.widgets.json_view import JsonView
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.section_view import SectionView

ANSWER = ["One", " two", " three", " four", " five"]


def content(numbers: list[int], answer: list[str] = ANSWER, **fields: Any) -> bytes:
    messages = [{"role": "user", "content": f"message {number}\nof several\nlines"} for number in numbers]
    body = {"model": "m", "messages": messages, "stream": True, "temperature": 0.5} | fields
    return recording_bytes(make_document(make_chat_stream(answer), request_body=body, test_id="t.py::test_a"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "a.json").write_bytes(content([*range(20)]))
    (folder / "b.json").write_bytes(content([*range(20)], temperature=1, top_p=0.5, seed=7))
    return tmp_path


def line_under_cursor(view: LineView) -> tuple[str, int]:
    """What the cursor is on, and the row of the screen it is on."""
    text = "".join(segment.text for segment in view.line_segments(view.cursor, view.size.width))
    return text, view.cursor_row


async def rewrite(pilot: Pilot[None], tree: Path, data: bytes, name: str = "a") -> None:
    """In place, as whoever records does it; waits until the list has heard of it."""
    generation = browse(pilot).library.changes.generation
    (tree / "recordings" / f"{name}.json").write_bytes(data)
    await until(pilot, lambda: browse(pilot).library.changes.generation > generation)
    await settled(pilot)


async def open_first(pilot: Pilot[None], tree: Path) -> None:
    browse(pilot).go_to(str(tree / "recordings" / "a.json"))
    await settled(pilot)


async def test_what_is_read_late_does_not_replace_what_was_read_since(tree: Path) -> None:
    path = str(tree / "recordings" / "a.json")
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        detail = browse(pilot).detail
        before, late = detail.opened, detail.opening
        assert before is not None
        await rewrite(pilot, tree, content([*range(20)], ["Rewritten"]))
        await until(pilot, lambda: detail.opened is not before)
        since = detail.opened
        detail.post_message(RecordingReader.Read(before, path, late))
        detail.post_message(RecordingReader.Arrived(before, path, late))
        await settled(pilot)
        assert detail.opened is since
        detail.post_message(RecordingReader.Read(before, path, detail.opening))
        await settled(pilot)
        assert detail.opened is before


@pytest.mark.parametrize(("panel", "view_class"), [("panel-conversation", SectionView), ("panel-request", JsonView)])
async def test_a_rewritten_request_keeps_tab_folds_cursor_and_scroll(
    tree: Path, panel: str, view_class: type[LineView]
) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        detail = browse(pilot).detail
        detail.playback.seek(3)
        detail.show_panel(panel)
        detail.focus_content()
        view = detail.active_panel.query_one(view_class) if detail.active_panel else None
        assert view is not None
        await pilot.press("j", "j", "z", *["j"] * 40)
        before = line_under_cursor(view)
        await rewrite(pilot, tree, content([77, *range(20)]))
        assert detail.active_panel is not None
        assert detail.active_panel.panel_id == panel
        assert line_under_cursor(view) == before
        assert detail.position == 3
        assert view.has_focus
        await pilot.press("g")
        assert "message 77" in shown(pilot)


async def test_what_cannot_be_read_for_a_while_is_where_it_was_when_it_is_whole_again(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        detail = browse(pilot).detail
        detail.playback.seek(3)
        await rewrite(pilot, tree, b'{"no": "recording"}')
        await until(pilot, lambda: detail.opened is None)
        await rewrite(pilot, tree, content([*range(20)], [*ANSWER, " six"]))
        await until(pilot, lambda: detail.opened is not None)
        assert (detail.position, detail.playback.playback.length) == (3, 8)


async def test_what_was_being_written_is_read_again_as_it_stands(tree: Path) -> None:
    path = tree / "recordings" / "a.json"
    whole = path.read_bytes()
    async with interface(tree, live=True, size=(140, 40)) as pilot:
        await open_first(pilot, tree)
        library = browse(pilot).library
        path.write_bytes(whole[: len(whole) // 2])
        await until(pilot, lambda: str(path) in library.writing)
        await pilot.press("r")
        await until(pilot, lambda: library.complete and library.catalog.rows[str(path)].state == "unreadable")
        await settled(pilot)
        assert not library.writing and "being written" not in shown(pilot)
        path.write_bytes(whole)
        await until(pilot, lambda: library.catalog.rows[str(path)].state == "full")
        assert not library.writing


async def test_a_recording_that_plays_goes_on_playing(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        player = browse(pilot).detail.playback.player
        player.seek(2)
        player.change_speed(-3)
        player.play()
        browse(pilot).detail.open(str(tree / "recordings" / "a.json"))
        await settled(pilot)
        assert player.playback.playing
        assert player.position >= 2


async def compared(pilot: Pilot[None]) -> CompareScreen:
    await pilot.press("g", "n", "m", "n", "m", "d")
    await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


async def test_an_open_diff_is_made_anew_in_its_place(tree: Path) -> None:
    async with interface(tree, live=True, size=(120, 24)) as pilot:
        await open_first(pilot, tree)
        screen = await compared(pilot)
        view = screen.diff_pane.diff_view
        await pilot.press("g", "enter", *["j"] * 30)
        row, place = view.row_under_cursor, view.cursor_row
        assert row is not None
        assert row.right is not None
        lines = view.line_count
        await rewrite(pilot, tree, content([77, *range(20)], temperature=1, top_p=0.5, seed=8), "b")
        await until(pilot, lambda: "message 77" in str(screen.diff_pane.copyable("json")))
        now = view.row_under_cursor
        assert now is not None
        assert now.right is not None
        assert (now.right.text, view.cursor_row) == (row.right.text, place)
        assert now.right.pointer != row.right.pointer
        assert view.line_count > lines, "what was opened is open"


async def test_a_diff_stays_at_its_change_and_its_part(tree: Path) -> None:
    async with interface(tree, live=True, size=(170, 40)) as pilot:
        await open_first(pilot, tree)
        screen = await compared(pilot)
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: "/top_p" in screen.diff_pane.foot and "2/3" in screen.diff_pane.foot)
        await rewrite(pilot, tree, content([77, *range(20)], temperature=1, top_p=0.5, seed=8), "b")
        await until(pilot, lambda: "/top_p" in screen.diff_pane.foot and "3/4" in screen.diff_pane.foot)
        assert screen.query_one(ChangeList).cursor == 2
        await pilot.press("p")
        await settled(pilot)
        part = screen.diff_pane.part
        await rewrite(pilot, tree, b"{}", "b")
        await until(pilot, lambda: "cannot be read" in shown(pilot))
        await rewrite(pilot, tree, content([*range(20)], ["Six"]), "b")
        await until(pilot, lambda: "Six" in shown(pilot))
        assert screen.diff_pane.part == part == "response"


async def test_an_open_lock_step_keeps_its_playhead(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        await compared(pilot)
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockStepScreen))
        await settled(pilot)
        lock_step = pilot.app.screen
        assert isinstance(lock_step, LockStepScreen)
        lock_step.player.seek(4)
        await rewrite(pilot, tree, content([*range(20)], ["One", " two", " three", " fünf", " five", " six"]))
        await until(pilot, lambda: lock_step.player.playback.length == 8)
        assert lock_step.player.position == 4


async def test_a_diff_whose_side_is_removed_says_so_and_stays(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        screen = await compared(pilot)
        path = tree / "recordings" / "b.json"
        whole, lines = path.read_bytes(), screen.diff_pane.diff_view.line_count
        path.unlink()
        await until(pilot, lambda: "b is gone from disk; what was read stays" in shown(pilot))
        await pilot.press("S")
        await until(pilot, lambda: "nothing has taken the place of either" in shown(pilot))
        await pilot.press("x")  # what was read can be looked at from the other side, too
        await until(pilot, lambda: "b → a" in shown(pilot))
        assert screen.diff_pane.diff_view.line_count == lines
        path.write_bytes(whole)
        await until(pilot, lambda: "gone from disk" not in shown(pilot))


async def test_a_diff_goes_on_with_what_took_the_place_of_a_side(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        screen = await compared(pilot)
        old, new = tree / "recordings" / "b.json", tree / "recordings" / "c.json"
        document = json.loads(old.read_bytes())
        old.unlink()
        await until(pilot, lambda: "b is gone from disk" in shown(pilot))
        document["request"]["body"]["temperature"] = 2
        new.write_text(json.dumps(document))
        await until(pilot, lambda: "b is gone from disk; S goes on with c in its place" in shown(pilot))
        await pilot.press("S")
        await until(pilot, lambda: "a → c" in shown(pilot) and "gone from disk" not in shown(pilot))
        assert "temperature" in str(screen.diff_pane.copyable("json"))


async def test_what_plays_in_lock_step_goes_on_when_a_side_is_removed_and_then_with_its_successor(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        await compared(pilot)
        await pilot.press("l")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, LockStepScreen) and bool(pilot.app.screen.player.playback)
        )
        screen = pilot.app.screen
        assert isinstance(screen, LockStepScreen)
        await until(pilot, lambda: screen.player.playback.length > 1)
        await pilot.press("full_stop")
        at = screen.player.position
        old, new = tree / "recordings" / "b.json", tree / "recordings" / "c.json"
        document = json.loads(old.read_bytes())
        old.unlink()
        await until(pilot, lambda: "b is gone from disk; what was read stays" in shown(pilot))
        assert screen.player.position == at > 1
        assert "✗" not in shown(pilot)
        await pilot.press("S")
        await until(pilot, lambda: "nothing has taken the place of either" in shown(pilot))
        document["request"]["body"]["temperature"] = 2
        new.write_text(json.dumps(document))
        await until(pilot, lambda: "S goes on with c in its place" in shown(pilot))
        await pilot.press("S")
        await until(pilot, lambda: "gone from disk" not in shown(pilot) and screen.sides[1].title.startswith("c"))
        assert screen.player.position == at


async def test_what_is_removed_while_it_cannot_be_read_is_said_to_be_gone(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await open_first(pilot, tree)
        path = tree / "recordings" / "a.json"
        path.write_bytes(b"no recording")
        await until(pilot, lambda: "Cannot read this file" in shown(pilot))
        path.unlink()
        await until(pilot, lambda: "Gone from disk" in shown(pilot))
        await settled(pilot)
        assert "Gone from disk" in shown(pilot), "though the cursor stands on another one now"
        assert "Cannot read this file" not in shown(pilot)
        path.write_bytes(content([*range(20)]))
        await until(pilot, lambda: browse(pilot).detail.opened is not None)
        assert "Gone from disk" not in shown(pilot)
