"""The compare screen, the relatives and the changes, on small recordings made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from factories import make_chat_stream, make_document, write_recording
from interface import browse, filter_to, interface, settled, shown, until
from textual.pilot import Pilot

from recview.model.recording import Unreadable
from recview.samples import recordings_path
from recview.ui.comparison import compare as compare_sources
from recview.ui.screens.compare import CompareScreen
from recview.ui.screens.help import KeyTable
from recview.ui.screens.pick import PickScreen
from recview.ui.widgets.diff_view import DiffView

LONG = "Keep this sentence as it is. " * 12


def body(**overrides: Any) -> dict[str, Any]:
    """A request of three messages."""
    messages = [
        {"role": "system", "content": LONG},
        {"role": "user", "content": "How many legs has a spider?"},
        {"role": "user", "content": "And an ant?", "id": "call_aaaaaaaaaaaaaaaaaaaaaaaa"},
    ]
    return {"model": "m", "messages": messages, "stream": True, "temperature": 0.7} | overrides


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """An old recording, and a new one whose prompt, temperature and random id are others."""
    messages = [
        {"role": "system", "content": LONG},
        {"role": "user", "content": "How many eyes has a spider?"},
        {"role": "user", "content": "And an ant?", "id": "call_bbbbbbbbbbbbbbbbbbbbbbbb"},
    ]
    old = make_document(make_chat_stream(["Eight", " legs"]), request_body=body())
    new = make_document(make_chat_stream(["Eight", " eyes"]), request_body=body(messages=messages, temperature=1))
    write_recording(tmp_path / "recordings" / "aa.json", old)
    write_recording(tmp_path / "recordings" / "bb.json", new)
    return tmp_path


async def compare(pilot: Pilot[None]) -> CompareScreen:
    """Marks the first two recordings and compares them."""
    await pilot.press("g", "n", "m", "n", "m", "d")
    await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


async def test_changes_are_shown_one_after_the_other(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        await compare(pilot)
        assert "legs has a spider" in shown(pilot)
        assert "/messages/1/content" in shown(pilot)
        assert "· 1/2" in shown(pilot)
        await pilot.press("right_curly_bracket")
        await settled(pilot)
        assert "/temperature" in shown(pilot)
        assert "· 2/2" in shown(pilot)
        await pilot.press("left_square_bracket", "c")
        await settled(pilot)
        assert "· 1/2" in shown(pilot)


async def test_a_text_that_did_not_change_is_shown_whole_on_demand(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        await compare(pilot)
        assert shown(pilot).count("Keep this sentence as it is.") < LONG.count("Keep")
        await pilot.press("w")
        await settled(pilot)
        assert " ".join(shown(pilot).split()).count("Keep") == 2 * LONG.count("Keep")
        assert "· 1/2" in shown(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert shown(pilot).count("Keep this sentence as it is.") < LONG.count("Keep")


async def test_another_layout_leaves_the_place_among_the_changes(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        screen = await compare(pilot)
        await pilot.press("right_curly_bracket")
        await settled(pilot)
        for key in ("s", "s", "i"):
            await pilot.press(key)
            await settled(pilot)
            assert "/temperature" in screen.diff_pane.foot, key
            assert "· 3/3" in screen.diff_pane.foot if key == "i" else "· 2/2" in screen.diff_pane.foot
        await pilot.resize_terminal(90, 40)
        await settled(pilot)
        assert "· 3/3" in screen.diff_pane.foot


async def test_in_a_narrow_terminal_the_changes_and_the_diff_take_turns(tree: Path) -> None:
    async with interface(tree, size=(80, 24)) as pilot:
        screen = await compare(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert "/temperature" in shown(pilot)
        assert "legs has a spider" not in shown(pilot)
        await pilot.press("j", "enter")
        await settled(pilot)
        assert "· 2/2" in screen.diff_pane.foot
        assert "aa → bb" in shown(pilot)
        assert "usage =" in shown(pilot)
        await pilot.press("right_curly_bracket")
        await settled(pilot)
        assert "the last change" in shown(pilot)


async def test_noise_is_hidden_counted_and_shown_when_asked_for(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        await compare(pilot)
        assert "1 noisy value hidden" in shown(pilot)
        await pilot.press("i")
        await settled(pilot)
        assert "1 noisy value shown" in shown(pilot)
        assert "/3" in shown(pilot)


async def test_sides_layout_and_part_are_changed_by_keys(tree: Path) -> None:
    async with interface(tree, size=(120, 36)) as pilot:
        screen = await compare(pilot)
        await pilot.press("s")
        assert "unified" in shown(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert "Eight legs" in shown(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert "Eight legs" in shown(pilot)
        assert "temperature" in shown(pilot)
        before = shown(pilot).splitlines()[0]
        await pilot.press("x")
        await settled(pilot)
        assert shown(pilot).splitlines()[0] != before
        assert screen.query_one(DiffView).line_count > 0


@pytest.mark.parametrize(("clicked", "shows"), [("text ~", "response"), ("response", "response"), ("~2", "request")])
async def test_a_click_on_the_verdict_shows_what_it_tells_of(tree: Path, clicked: str, shows: str) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        pane = (await compare(pilot)).diff_pane
        pane.turn_to_part(-1)
        assert pane.part == "both"
        row, text = next((row, text) for row, text in enumerate(shown(pilot).splitlines()) if "text ~" in text)
        await pilot.click(offset=(text.index(clicked), row))
        await settled(pilot)
        assert pane.part == shows


async def test_a_comparison_that_comes_late_is_not_shown(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        screen = await compare(pilot)
        old, new = screen.two.sources
        late = screen.reading
        await pilot.press("x")
        await settled(pilot)
        titles = screen.diff_pane.facts
        found = compare_sources(old, new)
        assert not isinstance(found, Unreadable)
        screen.post_message(CompareScreen.Compared(found, late, again=False))
        await settled(pilot)
        assert screen.diff_pane.facts == titles
        assert [opened.path for opened in screen.two.readable] == [new.path, old.path]
        screen.post_message(CompareScreen.Compared(found, screen.reading, again=False))
        await settled(pilot)
        assert screen.diff_pane.facts != titles


async def test_the_patch_is_copied(tree: Path) -> None:
    async with interface(tree) as pilot:
        await compare(pilot)
        await pilot.press("y", "j")
        await pilot.pause()
        patch = json.loads(pilot.app.clipboard)
        assert {operation["path"] for operation in patch} >= {"/messages/1/content", "/temperature"}


async def test_the_value_and_its_place_are_copied(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        await compare(pilot)
        await pilot.press("y", "v")
        await pilot.pause()
        assert pilot.app.clipboard == "How many eyes has a spider?"
        await pilot.press("y", "p")
        await pilot.pause()
        assert pilot.app.clipboard == "/messages/1/content"
        await pilot.press("y", "c")
        await pilot.pause()
        assert "nothing to copy here" in shown(pilot)


async def test_another_address_is_a_change_of_the_request(tmp_path: Path) -> None:
    chunks = make_chat_stream()
    here, there = make_document(chunks, request_body=body()), make_document(chunks, request_body=body())
    there["request"]["url"] = "https://elsewhere.example/v1/chat/completions"
    write_recording(tmp_path / "recordings" / "aa.json", here)
    write_recording(tmp_path / "recordings" / "bb.json", there)
    async with interface(tmp_path, size=(240, 40)) as pilot:
        await compare(pilot)
        text = shown(pilot)
        assert "request ~1" in text
        assert "→ https://elsewhere.example/v1" in text
        assert "Only the url differs: https://" in text
        assert "~   url http" in text, "it stands in the list of changes too"


async def test_the_list_of_changes_tells_short_values_before_and_after(tree: Path) -> None:
    async with interface(tree, size=(160, 40)) as pilot:
        await compare(pilot)
        text = shown(pilot)
        assert "~ # /temperature 0.7 → 1" in text
        (long,) = (line.split("││")[-1] for line in text.splitlines() if "~ # /mess" in line)
        assert "→" not in long, "of a long one only what it is now"
        await pilot.press("question_mark")
        await until(pilot, lambda: "feeds the hash, means nothing" in scrolled(pilot))


def scrolled(pilot: Pilot[None]) -> str:
    """The help, line by line."""
    table = pilot.app.screen.query_one(KeyTable)
    return "\n".join("".join(each.text for each in table.line_segments(at, 80)) for at in range(table.line_count))


async def test_a_renamed_test_is_all_that_differs(tmp_path: Path) -> None:
    for name, kind in (("aa", "txt"), ("bb", "vis")):
        test_id = f"t.py::test_{'long_' * 12}name[client-{kind}=azure/gpt-4o-llama_image_understanding]"
        document = make_document(make_chat_stream(["Eight"]), request_body=body(), test_id=test_id)
        write_recording(tmp_path / "recordings" / f"{name}.json", document)
    async with interface(tmp_path, size=(160, 40)) as pilot:
        await compare(pilot)
        text = shown(pilot)
        assert "request ~1" in text
        assert "Only the test differs: […txt=azure…] → […vis=azure…]." in text
        assert "[…txt=azure…]" in text.splitlines()[0], "the titles tell the two apart"
        assert "[…vis=azure…]" in text.splitlines()[0]
        assert "~   test […txt=azure…] → […vis=azure…]" in text, "it stands in the list of changes too"


async def test_a_side_that_cannot_be_read_says_so(tree: Path) -> None:
    async with interface(tree) as pilot:
        await pilot.press("g", "n", "m", "n", "m")
        (tree / "recordings" / "bb.json").write_bytes(b"{")
        await pilot.press("d")
        await settled(pilot)
        assert "bb.json" in shown(pilot)
        assert "ends too early" in shown(pilot)


async def test_relatives_say_what_they_differ_in(tree: Path) -> None:
    async with interface(tree) as pilot:
        await pilot.press("g", "n")
        await settled(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickScreen) and "alike" in shown(pilot))
        assert "temperature: 0.7 → 1" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))


async def test_a_twin_that_is_superseded_says_so() -> None:
    async with interface(recordings_path(), size=(140, 40)) as pilot:
        await filter_to(pilot, "test:tilted_planet has:usage")
        await pilot.press("v")
        await until(pilot, lambda: "superseded by this" in shown(pilot))
        await pilot.press("escape")
        await filter_to(pilot, "test:tilted_planet usage:none")
        await pilot.press("v")
        await until(pilot, lambda: "supersedes this" in shown(pilot))


async def test_a_relative_tells_its_edits_as_the_comparison_does() -> None:
    async with interface(recordings_path(), size=(140, 40)) as pilot:
        for usage, what in (("has:usage", "superseded by this"), ("usage:none", "supersedes this")):
            await filter_to(pilot, f"test:tilted_planet {usage}")
            await pilot.press("v")
            await until(pilot, lambda what=what: what in shown(pilot))
            assert 'stream_options: absent → {"include_usage":true}' in shown(pilot)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
            await settled(pilot)
            assert '+   "stream_options": {' in shown(pilot)
            await pilot.press("q")


async def test_relatives_of_one_hash_and_test_tell_their_folders(tmp_path: Path) -> None:
    for folder in ("before/recordings", "after/recordings"):
        document = make_document(make_chat_stream(["Eight"]), request_body=body())
        write_recording(tmp_path / folder / "aa.json", document)
    async with interface(tmp_path) as pilot:
        await pilot.press("g", "n")
        await settled(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "the same request" in shown(pilot))
        assert "in before/recordings" in shown(pilot)


async def test_changes_tell_what_happened_on_disk(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await pilot.press("W")
        await settled(pilot)
        assert "Nothing has changed" in shown(pilot)
        await pilot.press("escape")
        path = tree / "recordings" / "aa.json"
        write_recording(path, make_document(make_chat_stream(["Eight", " knees"]), request_body=body()))
        await until(pilot, lambda: str(path) in browse(pilot).library.changes)
        await filter_to(pilot, "path:aa")
        await pilot.press("W")
        await until(pilot, lambda: "text ~" in shown(pilot))
        assert "request =" in shown(pilot)


async def test_a_long_test_keeps_what_tells_it_apart_beside_the_list_of_changes(tmp_path: Path) -> None:
    test_id = "tests/test_it.py::test_" + "very_" * 12 + "long[client_with_models-txt=openai/gpt-4o-saturn]"
    for folder, temperature in (("old", 0.7), ("new", 1)):
        document = make_document(
            make_chat_stream(["Eight"]), request_body=body(temperature=temperature), test_id=test_id
        )
        write_recording(tmp_path / folder / "recordings" / "aa.json", document)
    async with interface(tmp_path, size=(120, 40)) as pilot:
        await compare(pilot)
        await pilot.press("c")
        await settled(pilot)
        title = next(line for line in shown(pilot).splitlines() if "Changes" in line)
        assert "saturn]" in title
        assert "aa  new → old" in title, "one name twice says nothing of which is which"


async def test_the_copy_prompt_names_what_there_is_to_copy(tree: Path) -> None:
    async with interface(tree, size=(120, 40)) as pilot:
        await compare(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "p pointer  v value  j patch  esc nothing" in shown(pilot))
