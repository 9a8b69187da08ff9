"""What is asked of a recording that is about to be open is done once it is, and not to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording
from interface import browse, interface, settled, shown, until

from recview.ui.waiting_acts import WaitingActs


def test_it_is_done_at_once_where_nothing_is_to_come() -> None:
    done: list[str] = []
    acts = WaitingActs()
    acts.do(lambda: done.append("now"))
    assert done == ["now"]


def test_it_waits_for_its_recording_in_order() -> None:
    done: list[str] = []
    acts = WaitingActs()
    acts.expect("a")
    acts.do(lambda: done.append("first"))
    acts.expect("a")
    acts.do(lambda: done.append("second"))
    acts.arrived("b")
    assert done == []
    acts.arrived("a")
    acts.do(lambda: done.append("at once"))
    assert done == ["first", "second", "at once"]


def test_what_was_meant_for_another_is_left_undone() -> None:
    done: list[str] = []
    acts = WaitingActs()
    acts.expect("a")
    acts.do(lambda: done.append("a"))
    acts.expect("b")
    acts.arrived("b")
    acts.expect("c")
    acts.do(lambda: done.append("c"))
    acts.lost()
    acts.arrived("c")
    assert done == []


async def test_a_key_pressed_just_after_the_cursor_moved_is_meant_for_where_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        stream = make_chat_stream(["one", "two", "three", "four"])
        write_recording(tmp_path / "recordings" / f"{name}.json", make_document(stream, test_id="t.py::test"))
    async with interface(tmp_path, size=(140, 40)) as pilot:
        browse(pilot).go_to(str(tmp_path / "recordings" / "a.json"))
        await settled(pilot)
        length = browse(pilot).detail.playback.player.playback.length
        monkeypatch.setattr("recview.ui.screens.browse.OPEN_AFTER_S", 0.4)
        await pilot.press("j", "9", "comma")
        assert browse(pilot).detail.position == 1, "the one that is left is left alone"
        await until(pilot, lambda: str(browse(pilot).detail.wanted).endswith("b.json"))
        await settled(pilot)
        opened = browse(pilot).detail.opened
        assert opened is not None and opened.path.endswith("b.json")
        assert (length, browse(pilot).detail.position) == (6, 4)


async def test_why_nothing_is_played_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    write_recording(folder / "plain.json", make_document({"object": "chat.completion", "choices": []}, streaming=False))
    write_recording(folder / "none.json", make_document([], streaming=True))
    (folder / "cut.json").write_text('{"request": {')
    async with interface(tmp_path, size=(140, 40)) as pilot:
        for name, said in (
            ("plain", "a plain response, which came at once"),
            ("none", "no chunk came"),
            ("cut", "no recording is open that can be read"),
        ):
            browse(pilot).go_to(str(folder / f"{name}.json"))
            await settled(pilot)
            for key in ("space", "full_stop", "5"):
                await pilot.press(key)
                assert said in shown(pilot), (name, key)
