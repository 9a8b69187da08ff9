from __future__ import annotations

import json
from pathlib import Path

import pytest
from factories import make_chat_stream, make_document, write_recording
from textual.pilot import Pilot
from textual.screen import Screen

from recview.model.json_value import JSON
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp
from recview.ui.comparison import Source
from recview.ui.screens.lockstep import LockStepScreen
from recview.ui.widgets.key_bar import KeyBar


def sources(folder: Path, left: list[str], right: list[str]) -> tuple[Source, Source]:
    old = write_recording(folder / "old.json", make_document(make_chat_stream(left)))
    new = write_recording(folder / "new.json", make_document(make_chat_stream(right)))
    return Source(str(old)), Source(str(new))


async def opened(pilot: Pilot[None], screen: LockStepScreen) -> LockStepScreen:
    pilot.app.push_screen(screen)
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen


def said(screen: LockStepScreen) -> list[str]:
    return [side.answer.render_line(0).text.strip() for side in screen.sides]


def line(screen: LockStepScreen) -> str:
    return screen.query_one("#lockstep-line").render_line(0).text.strip()


async def test_both_play_together_and_pause_where_they_part(tmp_path: Path) -> None:
    app = RecviewApp(Screen, settings=load_settings({}))
    async with app.run_test(size=(120, 36)) as pilot:
        texts = ["one ", "two ", "three ", "four"], ["one two ", "3 ", "four"]
        screen = await opened(pilot, LockStepScreen(*sources(tmp_path, *texts)))
        screen.player.playback.play()
        screen.player.advance(10.0)
        await pilot.pause()
        assert said(screen) == ["one two three", "one two 3"]
        assert not screen.player.playback.playing
        assert line(screen).startswith("≠ they differ here: the answer")
        assert [side.foot for side in screen.sides] == ["4/6", "3/5"]
        await pilot.press("x")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("n")
        assert said(screen) == ["one two 3", "one two three"]
        await pilot.press("q")
        assert app.screen is not screen


@pytest.mark.parametrize(("width", "beside"), [(120, True), (80, False)])
async def test_the_same_texts_are_said_to_be_so_large_and_small(tmp_path: Path, width: int, beside: bool) -> None:
    app = RecviewApp(Screen, settings=load_settings({}))
    async with app.run_test(size=(width, 24)) as pilot:
        screen = await opened(pilot, LockStepScreen(*sources(tmp_path, ["a", "b"], ["ab"])))
        left, right = (side.region for side in screen.sides)
        assert line(screen) == "= the texts are the same"
        assert (left.y == right.y) is beside
        assert "old" in screen.sides[0].title


@pytest.mark.parametrize(("body", "offered"), [(None, True), ({"choices": []}, False)])
async def test_two_plain_responses_are_not_offered_to_be_played(tmp_path: Path, body: JSON, offered: bool) -> None:
    paths = [write_recording(tmp_path / f"{name}.json", make_document(body)) for name in ("old", "new")]
    app = RecviewApp(Screen, settings=load_settings({}))
    async with app.run_test(size=(120, 24)) as pilot:
        screen = await opened(pilot, LockStepScreen(*(Source(str(path)) for path in paths)))
        keys = screen.query_one(KeyBar).render_line(0).text
        assert ("space play" in keys) is ("step" in keys) is offered
        assert "difference" in keys


async def test_a_side_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    left, _ = sources(tmp_path, ["a"], ["a"])
    app = RecviewApp(Screen, settings=load_settings({}))
    async with app.run_test(size=(120, 24)) as pilot:
        screen = await opened(pilot, LockStepScreen(left, Source(str(tmp_path / "gone.json"))))
        assert said(screen)[0].startswith("✗")


async def test_what_the_focused_side_shows_is_copied(tmp_path: Path) -> None:
    app = RecviewApp(Screen, settings=load_settings({}))
    async with app.run_test(size=(120, 36)) as pilot:
        left, right = sources(tmp_path, ["one ", "two"], ["one ", "2"])
        screen = await opened(pilot, LockStepScreen(left, right))
        copied = []
        for keys in ("yp", "yv", "yc"):
            await pilot.press(*keys)
            await pilot.pause()
            copied.append(app.clipboard)
        assert copied[:2] == [left.path, "one two"]
        assert json.loads(copied[2])["__data__"]["object"] == "chat.completion.chunk"
        screen.sides[1].chunk.json.focus()
        await pilot.press("n", "G", "k", "y", "p")
        await pilot.pause()
        assert app.clipboard.startswith("/")
        screen.sides[1].answer.focus()
        await pilot.press("y", "v")
        await pilot.pause()
        assert app.clipboard == "one 2"
