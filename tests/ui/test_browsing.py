"""The main screen on the recordings that ship with recview."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from factories import (
    make_chat_completion,
    make_chat_stream,
    make_document,
    make_request_document,
    read_recording,
    write_recording,
)
from interface import browse, filter_to, interface, settled, shown, until
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from recview.analysis.request_hash import compute
from recview.samples import recordings_path
from recview.ui.list_pane import ORDER_WORDS, SORTS
from recview.ui.screens.compare import CompareScreen
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.section_view import SectionView
from recview.ui.widgets.tab_line import TabLine

SAMPLES = recordings_path()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of two folders of the samples, to be written to."""
    for folder in ("chat", "agents"):
        target = tmp_path / folder / "recordings"
        target.mkdir(parents=True)
        for source in (SAMPLES / folder / "recordings").glob("*.json"):
            (target / source.name).write_bytes(source.read_bytes())
    return tmp_path


async def test_counts_what_is_there() -> None:
    recordings = len(list(SAMPLES.rglob("*.json")))
    async with interface(SAMPLES) as pilot:
        assert f"{recordings} recordings" in shown(pilot)


async def test_plays_to_the_end_and_steps_back() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet usage:none -usage:none | test:tilted_planet has:usage")
        playback = browse(pilot).detail.playback.playback
        assert playback.position == 1
        await pilot.press("plus", "plus", "plus", "plus", "space")
        await until(pilot, lambda: playback.at_end)
        assert f"{playback.length}/{playback.length}" in shown(pilot)
        text = shown(pilot)
        for count in ("15", "22", "37"):
            assert count in text
        await pilot.press("comma")
        assert playback.position == playback.length - 1


async def test_a_seek_by_digit_and_the_tenths() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "chunks:>600")
        playback = browse(pilot).detail.playback.playback
        await pilot.press("5")
        assert abs(playback.position - playback.length / 2) <= 1
        await pilot.press("0")
        assert playback.position == 1


async def test_usage_that_is_missing_is_said_to_be_missing() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet usage:none")
        assert "include_usage" in shown(pilot).replace("\n", "")
        assert "1 without usage" in shown(pilot)


async def test_usage_that_no_chunk_sends_is_not_awaited() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet usage:none")
        assert "— none" in shown(pilot)
        assert "not sent yet" not in shown(pilot)
        await filter_to(pilot, "test:tilted_planet has:usage")
        assert "not sent yet" in shown(pilot)


async def test_two_marked_recordings_are_compared() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet")
        await pilot.press("m", "down", "m", "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        await settled(pilot)
        text = shown(pilot)
        assert '"include_usage": true' in text
        assert "/stream_options · feeds the hash · 1/1" in text
        assert "usage +" in text
        await pilot.press("s")
        assert "unified" in shown(pilot)
        await pilot.press("q")
        assert not isinstance(pilot.app.screen, CompareScreen)


@pytest.mark.parametrize("opener", ["f", "/"])
@pytest.mark.parametrize("typed", ["gpt", "gg pp", "f/f", "tilted\n", "tilted\njjk"])
async def test_keys_that_come_in_one_burst_behind_f_are_the_filters(opener: str, typed: str) -> None:
    async with interface(SAMPLES) as pilot:
        for character in opener + typed:
            key = {" ": "space", "/": "slash", "\n": "enter"}.get(character, character)
            pilot.app.post_message(Key(key, character))
        await settled(pilot)
        line = pilot.app.screen.query_one(Input)
        phrase = typed.partition("\n")[0]
        quote = '"' if "\n" in typed else ""
        assert line.value == (f'text:"{phrase}{quote}' if opener == "/" else phrase)
        assert line.has_focus is ("\n" not in typed)


async def test_a_bad_filter_is_said_to_be_bad_and_the_list_stays() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet")
        before = [*browse(pilot).list_pane.recordings.lines]
        await filter_to(pilot, "modell:gpt-4o")
        assert [*browse(pilot).list_pane.recordings.lines] == before
        assert "modell" in shown(pilot)
        assert "model" in str(browse(pilot).query_one("#filter-error").render())


async def test_the_word_that_becomes_the_key_of_a_bad_filter_filters_no_more() -> None:
    async with interface(SAMPLES) as pilot:
        pane = browse(pilot).list_pane
        every = [*pane.recordings.lines]
        await pilot.press("f", *"stream:maybe")
        await settled(pilot)
        assert [*pane.recordings.lines] == every
        assert pane.facts.endswith(", not filtered")
        await filter_to(pilot, "test:tilted")
        await pilot.press("f", *" stream:maybe")
        await settled(pilot)
        assert pane.facts == f"2 of {len(browse(pilot).library.catalog.rows)} as before"
        await pilot.press(*["backspace"] * len("maybe"), *"yes")
        await settled(pilot)
        assert pane.facts == f"2 of {len(browse(pilot).library.catalog.rows)}"


async def test_where_the_playhead_cannot_go_further_it_says_so() -> None:
    async with interface(SAMPLES) as pilot:
        for key, said in (("comma", "the first chunk"), ("left_square_bracket", "no marker before")):
            await pilot.press("0", key)
            assert said in shown(pilot)
        player = browse(pilot).detail.playback.player
        player.seek(player.playback.length)
        for key, said in (("full_stop", "the last chunk"), ("right_square_bracket", "no marker further on")):
            await pilot.press(key)
            assert said in shown(pilot)


async def test_a_search_is_for_the_phrase_as_typed_and_the_next_one_takes_its_place() -> None:
    async with interface(SAMPLES) as pilot:
        await pilot.press("slash", *["space" if letter == " " else letter for letter in "by about 98"], "enter")
        await settled(pilot)
        assert "tilted_planet" in shown(pilot)
        await pilot.press("slash", *["space" if letter == " " else letter for letter in "98 about"], "enter")
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == 'text:"98 about"'
        assert "Nothing matches" in shown(pilot), "the words are there, the phrase is not"


async def test_search_finds_what_is_split_over_chunks() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, 'text:"tilted by about 98 degrees"')
        assert "tilted_planet" in shown(pilot)


async def test_an_unreadable_file_is_a_row_that_says_why(tree: Path) -> None:
    (tree / "chat" / "recordings" / "0badc0ffee00.json").write_bytes(b'{"test_id": "t", "request": {"met')
    async with interface(tree) as pilot:
        await filter_to(pilot, "path:0badc0ffee00")
        text = shown(pilot)
        assert "unreadable" in text
        assert "Cannot read this file" in text
        assert "chunk" not in text.replace("chunks", ""), "there is none to show"


async def test_a_file_that_was_mended_is_read_again(tree: Path) -> None:
    path = tree / "chat" / "recordings" / "0badc0ffee00.json"
    path.write_bytes(b'{"test_id": "t", "request": {"met')
    async with interface(tree, size=(240, 40)) as pilot:
        await filter_to(pilot, "path:0badc0ffee00")
        assert "r reads everything again" in shown(pilot)
        source = next((tree / "chat" / "recordings").glob("9940d7a9cec1*.json"))
        path.write_bytes(source.read_bytes())
        await pilot.press("r")
        await until(pilot, lambda: "Cannot read" not in shown(pilot))
        await until(pilot, lambda: "chunk 1 of 19" in shown(pilot))


async def test_the_pane_says_which_recording_is_open(tmp_path: Path) -> None:
    write_recording(tmp_path / "recordings" / f"{'0123456789ab' * 5}.json")
    for size in ((80, 24), (100, 30), (200, 50)):
        async with interface(tmp_path, size=size) as pilot:
            await pilot.press("enter")
            browse(pilot).detail.foot = "/a/pointer" * 20
            await settled(pilot)
            foot = next(line for line in reversed(shown(pilot).splitlines()) if "─╯" in line)
            assert "/a/pointer" in foot
            assert "─ 0123456789ab" in foot


@pytest.mark.parametrize("live", [False, True])
async def test_an_empty_folder_says_what_to_do_next(tmp_path: Path, live: bool) -> None:
    async with interface(tmp_path, live=live) as pilot:
        text = " ".join(line[1:43].strip(" │") for line in shown(pilot).splitlines()[2:8])
        assert "No recordings here. Call recview with the path of some, or look around in recview demo." in text
        assert ("record something: it shows here." in text) == live
        assert "Choose a recording" not in shown(pilot)
        if live:
            write_recording(tmp_path / "recordings" / "aa.json")
            await until(pilot, lambda: browse(pilot).detail.opened is not None)


async def test_one_pane_at_a_time_where_it_is_narrow() -> None:
    async with interface(SAMPLES, size=(80, 24)) as pilot:
        assert "Recordings" in shown(pilot)
        assert "at playhead" not in shown(pilot)
        await filter_to(pilot, "test:tilted_planet has:usage")
        await pilot.press("enter")
        await settled(pilot)
        assert "chunk 1 of" in shown(pilot)
        await pilot.press("q")
        await settled(pilot)
        assert browse(pilot).list_pane.recordings.has_focus


async def test_what_changes_on_disk_shows_and_the_selection_stays(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await filter_to(pilot, "test:tilted_planet has:usage")
        screen = browse(pilot)
        opened = screen.detail.opened
        assert opened is not None
        await pilot.press("7")
        position = screen.detail.playback.playback.position
        path = Path(opened.path)
        document = json.loads(path.read_bytes())
        document["response"]["body"][2]["__data__"]["choices"][0]["delta"]["content"] = "Neptune"
        path.write_text(json.dumps(document, indent=2))
        (path.parent / "feedfacef00d.json").write_bytes(path.read_bytes())
        await until(pilot, lambda: screen.detail.opened is not opened and screen.detail.opened is not None)
        await until(pilot, lambda: str(path.parent / "feedfacef00d.json") in screen.library.catalog.rows)
        assert screen.detail.playback.playback.position == position
        assert screen.detail.opened is not None
        assert "Neptune" in screen.detail.opened.loaded.assembled.output_text()
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        await settled(pilot)
        assert "(before)" in shown(pilot)


async def test_the_keys_help_and_the_palette_open() -> None:
    async with interface(SAMPLES) as pilot:
        await pilot.press("question_mark")
        assert "Keys" in shown(pilot)
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        assert "Search for commands" in shown(pilot)


async def test_following_goes_to_the_newest_change_and_plays_it(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await pilot.press("F", "F")
        assert "following ▶" in shown(pilot)
        screen = browse(pilot)
        source = next((tree / "chat" / "recordings").glob("9940d7a9cec1*.json"))
        path = source.with_name("feedfacef00d.json")
        path.write_bytes(source.read_bytes())
        await until(pilot, lambda: screen.detail.opened is not None and screen.detail.opened.path == str(path))
        await until(pilot, lambda: screen.list_pane.recordings.key_under_cursor == str(path))
        player = screen.detail.playback.player
        await until(pilot, lambda: player.playback.playing or player.playback.at_end)
        await pilot.press("F")
        assert "live ●" in shown(pilot)


async def test_an_open_recording_that_vanishes_stays_and_says_so(tree: Path) -> None:
    async with interface(tree, live=True) as pilot:
        await filter_to(pilot, "test:tilted_planet has:usage")
        screen = browse(pilot)
        opened = screen.detail.opened
        assert opened is not None
        Path(opened.path).unlink()
        await until(pilot, lambda: "gone from disk; what was read stays" in shown(pilot))
        assert screen.detail.opened is opened


async def test_each_order_tells_what_comes_first() -> None:
    assert [*ORDER_WORDS] == [*SORTS]
    async with interface(SAMPLES) as pilot:
        pane, said = browse(pilot).list_pane, []
        for _ in SORTS:
            await pilot.press("o")
            await settled(pilot)
            said.append(pane.foot)
        assert said == [*[*ORDER_WORDS.values()][1:], ""]
        await pilot.press(*"ooooo")
        await settled(pilot)
        assert "newest first" in shown(pilot)


async def test_while_the_matches_are_walked_it_says_which_one_it_is() -> None:
    async with interface(SAMPLES) as pilot:
        pane, total = browse(pilot).list_pane, len(browse(pilot).library.catalog.rows)
        await pilot.press("f", *"has:problem", "enter", "g", "n")
        await settled(pilot)
        assert pane.facts == f"1/6 of {total}"
        await pilot.press("n", "n")
        await settled(pilot)
        assert pane.facts == f"3/6 of {total}"
        await pilot.press("k")
        await settled(pilot)
        assert pane.facts == f"6 of {total}"
        await pilot.press("g", "H", "N")  # it opens the group
        await settled(pilot)
        assert pane.facts == f"6/6 of {total}"
        assert pane.recordings.row_under_cursor is not None
        await pilot.press("escape")
        await settled(pilot)
        assert pane.facts == str(total)


async def test_a_filter_that_is_gone_for_a_moment_only_leaves_no_place_to_go_to() -> None:
    async with interface(SAMPLES) as pilot:
        pane, total = browse(pilot).list_pane, len(browse(pilot).library.catalog.rows)
        before = pane.recordings.key_under_cursor
        for text in ("stream", "stream:", "stream:no"):  # no list is made in between
            pane.on_filter_bar_changed(FilterBar.Changed(text))
        await settled(pilot)
        await pilot.press("g", "n")
        await settled(pilot)
        assert pane.facts == f"1/28 of {total}"
        pane.on_filter_bar_changed(FilterBar.Changed(""))
        await settled(pilot)
        assert pane.recordings.key_under_cursor == before


async def test_a_filter_opens_what_it_leaves_and_the_folds_come_back() -> None:
    async with interface(SAMPLES) as pilot:
        view = browse(pilot).list_pane.recordings
        await pilot.press("H")
        await settled(pilot)
        folded = [*view.lines]
        assert all(line.row is None for line in folded)
        await pilot.press("f", *"tilted", "enter")
        await settled(pilot)
        assert sum(line.row is not None for line in view.lines) == 2
        await pilot.press("g", "enter")
        await settled(pilot)
        assert len(view.lines) == 1
        await pilot.press("f", "_")
        await settled(pilot)
        assert sum(line.row is not None for line in view.lines) == 2
        await pilot.press("escape")
        await settled(pilot)
        assert [*view.lines] == folded


async def test_a_filter_that_is_cleared_leads_back_to_where_one_was() -> None:
    async with interface(SAMPLES) as pilot:
        view = browse(pilot).list_pane.recordings
        await pilot.press("G")
        await settled(pilot)
        before = view.key_under_cursor
        await pilot.press("f", *"tilted", "enter", "g", "n")
        await settled(pilot)
        assert view.key_under_cursor != before
        await pilot.press("escape")
        await settled(pilot)
        assert view.key_under_cursor == before == browse(pilot).detail.wanted
        await pilot.press("f", *"stream:no", "escape")  # on the way there was no filter for a moment
        await settled(pilot)
        assert view.key_under_cursor == before


async def test_what_was_opened_under_a_filter_stays_open_when_it_is_cleared() -> None:
    async with interface(SAMPLES) as pilot:
        view = browse(pilot).list_pane.recordings
        await pilot.press("G", "f", *"tilted", "enter", "g", "n")
        await settled(pilot)
        chosen = view.key_under_cursor
        await pilot.press("enter", "escape", "escape")
        await settled(pilot)
        assert browse(pilot).list_pane.visible_list.wish.query is None
        assert view.key_under_cursor == chosen == browse(pilot).detail.wanted


async def test_a_tool_call_leads_to_its_result(tmp_path: Path) -> None:
    call = {"id": "call_9", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
    asked = [{"role": "user", "content": "Look it up. " * 400}]
    answered = [
        *asked,
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_8", "content": "another result"},
        {"role": "tool", "tool_call_id": "call_9", "content": "the result that was asked for\n" * 8},
        {"role": "user", "content": "Thanks. " * 400},
    ]
    calling = make_chat_stream([], tool_calls=[("call_9", "look_up", ["{}"])])
    first = make_document(calling, request_body={"messages": asked})
    second = make_document(make_chat_stream(), request_body={"messages": answered})
    write_recording(tmp_path / "recordings" / "a.json", first)
    write_recording(tmp_path / "recordings" / "b.json", second)
    async with interface(tmp_path, size=(80, 24)) as pilot:
        await filter_to(pilot, "path:a.json")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "call_9 ◂" in shown(pilot))
        lines = shown(pilot).splitlines()
        assert sum("▌ the result that was asked for" in line for line in lines) == 8
        section = browse(pilot).query_one(SectionView).section_under_cursor
        assert section is not None
        assert section.facts == "call_9"


async def test_a_search_opens_at_its_hit_and_lights_it() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, 'text:"tilted by about 98 degrees"')
        screen = browse(pilot)
        assert screen.detail.opened is not None
        answer = screen.detail.playback.answer
        block = answer.block_under_cursor
        assert block is not None
        hit = block.text.index("tilted by about 98 degrees")
        assert answer.view.place is not None
        assert answer.view.place.offset == hit
        assert block.length_at(screen.detail.position) >= hit + len("tilted by about 98 degrees")
        assert "degrees" in lit(pilot)
        await filter_to(pilot, "test:tilted_planet")
        assert lit(pilot) == ""


async def test_a_search_for_a_tool_opens_at_its_call_and_lights_its_name() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:picnic text:get_forecast")
        detail = browse(pilot).detail
        assert detail.opened is not None
        calls = [block for block in detail.opened.transcript.blocks if block.call is not None]
        assert detail.position == calls[0].started_at > 1
        assert "get_forecast" in lit(pilot)


async def test_words_are_lit_in_the_conversation_too() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "test:tilted_planet has:usage planet")
        await pilot.press("greater_than_sign")
        await settled(pilot)
        assert "planet" in lit(pilot).lower()


def lit(pilot: Pilot[None]) -> str:
    """All that stands on the ground of matches."""
    ground = browse(pilot).list_pane.tone("match").bgcolor
    strips = pilot.app.screen._compositor.render_strips()
    segments = (segment for strip in strips for segment in strip)
    return "".join(segment.text for segment in segments if segment.style and segment.style.bgcolor == ground)


async def test_a_credential_is_told_of_once_the_recording_is_shown(tmp_path: Path) -> None:
    key = "sk-" + "a1B2c3D4" * 4
    request = make_request_document(headers={"Authorization": f"Bearer {key}"})
    write_recording(tmp_path / "recordings" / "one.json", make_document(make_chat_stream(), request=request))
    async with interface(tmp_path) as pilot:
        await until(pilot, lambda: "! looks like" in shown(pilot) and "! 1" in shown(pilot))
        assert key not in shown(pilot)
        browse(pilot).detail.show_panel("panel-response")
        await until(pilot, lambda: '"secret"' in shown(pilot))


@pytest.mark.parametrize(("size", "there", "back"), [((80, 24), "enter", "q"), ((120, 36), "<", ">")])
async def test_a_recording_is_opened_while_its_answer_is_out_of_sight(
    size: tuple[int, int], there: str, back: str
) -> None:
    """What was laid out of the answer before is none of this one's: it had more blocks."""
    async with interface(SAMPLES, size=size) as pilot:
        screen = browse(pilot)
        for test in ("three_haiku", "tilted_planet has:usage"):
            await filter_to(pilot, f"test:{test}")
            answer = screen.query_one(AnswerView)
            if not answer.region:
                await pilot.press(there)
                await settled(pilot)
            assert answer.lines_laid_out is not None and answer.region
            await pilot.press(back)
            await settled(pilot)


async def test_while_a_filter_is_typed_the_footer_says_how_to_leave_it_and_nothing_is_wrong_yet() -> None:
    async with interface(SAMPLES) as pilot:
        await pilot.press("/")
        await settled(pilot)
        footer = shown(pilot).splitlines()[-1]
        assert "keep it" in footer and "clear it" in footer and "play" not in footer
        assert "needs a value" not in shown(pilot)
        await pilot.press(*"zzzz")
        await settled(pilot)
        assert "esc clears the" in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "Nothing matches" not in shown(pilot)
        assert "play" in shown(pilot).splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("right", "= hash of this request, current rule"),
        ("0" * 64, "≠ hash by no known rule; today"),
        ("a", "· a name"),
    ],
)
async def test_the_request_says_whether_its_hash_is_the_name(tmp_path: Path, name: str, told: str) -> None:
    document = make_document(make_chat_completion(), request_body={"model": "m", "messages": []})
    recording = read_recording(document)
    name = compute(recording.request, recording.test_id) or "" if name == "right" else name
    write_recording(tmp_path / "recordings" / f"{name}.json", document)
    async with interface(tmp_path) as pilot:
        await filter_to(pilot, "-error")
        await pilot.press("greater_than_sign", "greater_than_sign")
        await settled(pilot)
        assert told in shown(pilot)


async def test_what_is_folded_away_is_shown_when_it_is_gone_to(tmp_path: Path) -> None:
    for folder, name in (("a", "1"), ("a", "2"), ("b", "3"), ("b", "4")):
        document = make_document(make_chat_stream(["Hi"]), test_id=f"{folder}.py::test_{name}")
        write_recording(tmp_path / folder / "recordings" / f"{name}.json", document)
    (tmp_path / "b" / "recordings" / "3.json").write_text("{")
    async with interface(tmp_path) as pilot:
        view = browse(pilot).list_pane.recordings

        async def reached(keys: Iterable[str]) -> str:
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            row, opened = view.row_under_cursor, browse(pilot).detail.wanted
            assert row is not None, keys
            assert opened == row.path, keys
            return Path(row.path).stem

        assert [await reached(keys) for keys in ("Hgn", "n", "n", "HgN")] == ["1", "2", "3", "4"]
        assert await reached(("H", "g", "exclamation_mark")) == "3"
        assert await reached("m") == "3"
        assert await reached("Hgn") == "1"
        assert await reached("u") == "3"
        assert await reached("Hgn") == "1"
        assert await reached("U") == "3"
        await reached("Hgn")
        await pilot.press("n", "n")
        assert view.row_under_cursor is not None
        assert view.row_under_cursor.path.endswith("3.json")


async def test_every_tab_of_a_small_terminal_is_reached_by_keys() -> None:
    def pane(pilot: Pilot[None]) -> str:
        return browse(pilot).pane

    async with interface(SAMPLES, size=(80, 24)) as pilot:
        seen = []
        for _ in range(8):
            tabs = browse(pilot).query_one("#narrow-tabs", TabLine)
            seen.append(tabs.active)
            await pilot.press("greater_than_sign")
            await settled(pilot)
        assert seen == [*tabs.tab_ids, "list-pane"], "> goes along the line of tabs, and round its end"
        await pilot.press("less_than_sign", "less_than_sign")
        assert pane(pilot) == "usage-pane"
        assert "this call" in shown(pilot)
        await pilot.press("q")
        assert pane(pilot) == "list-pane"
        walked = []
        for _ in range(4):
            await pilot.press("tab")
            await settled(pilot)
            walked.append(pane(pilot))
        assert walked == ["detail-pane", "detail-pane", "usage-pane", "list-pane"]
        await pilot.press("shift+tab")
        assert pane(pilot) == "usage-pane"


async def test_a_zoomed_pane_gives_its_place_to_the_next() -> None:
    async with interface(SAMPLES) as pilot:
        await pilot.press("z", "tab")
        await settled(pilot)
        assert browse(pilot).pane == "detail-pane"
        assert "Recordings ─" not in shown(pilot)
        await pilot.press("z")
        await settled(pilot)
        assert "Recordings ─" in shown(pilot)


async def test_the_next_problem_is_opened_at_what_is_wrong() -> None:
    async with interface(SAMPLES) as pilot:
        await filter_to(pilot, "overloaded")
        detail = browse(pilot).detail
        detail.playback.seek(1)
        await pilot.press("exclamation_mark")
        await settled(pilot)
        assert "✗ error" in shown(pilot)
        assert detail.position == detail.playback.playback.length > 1, "it was open already"
        await filter_to(pilot, "test:chat_errors | overloaded")
        reached = {}
        for _ in range(3):
            await pilot.press("exclamation_mark")
            await settled(pilot)
            assert detail.opened is not None
            position = detail.opened.problem_position
            assert position is None or detail.position == position
            reached[detail.opened.path] = detail.position
        assert len(reached) > 1
        assert max(reached.values()) > 1


async def test_the_key_that_folds_the_reasoning_is_offered_where_there_is_some() -> None:
    async with interface(SAMPLES) as pilot:
        offered = []
        for wanted in ("has:reasoning stream:yes", "-has:reasoning stream:yes"):
            await filter_to(pilot, wanted)
            browse(pilot).detail.focus_content()
            await pilot.pause()
            offered.append("e reasoning" in shown(pilot).splitlines()[-1])
        assert offered == [True, False]


@pytest.mark.parametrize(("width", "beside", "least"), [(100, False, 58), (119, False, 70), (120, True, 47)])
async def test_the_answer_has_room_at_every_width(width: int, beside: bool, least: int) -> None:
    async with interface(SAMPLES, size=(width, 30)) as pilot:
        screen = browse(pilot)
        panes = {pane: screen.query_one(f"#{pane}").region for pane in screen.pane_ids}
        assert panes["detail-pane"].width >= least
        assert (panes["usage-pane"].y == panes["list-pane"].y) is beside
        assert panes["usage-pane"].bottom == panes["detail-pane"].bottom
        await pilot.press("z")
        assert screen.query_one("#list-pane").region.width == width
        assert screen.query_one("#list-pane").region.bottom == panes["detail-pane"].bottom
