"""The review screen, driven by keys."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from interface import settled, shown, until
from rerecords import chat, write_tree
from reviews import write_sides
from textual.pilot import Pilot
from textual.widgets import Input

from recview.analysis.jsondiff import parse_pattern
from recview.model.judgement import Decision, Judgement
from recview.store.ledger import Ledger
from recview.store.settings import load_settings
from recview.ui.app import reviewer
from recview.ui.decision_words import progress_words
from recview.ui.review_loading import ReviewRequest
from recview.ui.screens.compare import CompareScreen
from recview.ui.screens.review import ReviewScreen
from recview.ui.widgets.pair_facts import PairFacts
from recview.ui.widgets.pane import Pane

USAGE_LINES = 6 - 1
"""More than one that says there is none."""


@pytest.fixture(autouse=True)
def _state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECVIEW_STATE_DIR", str(tmp_path / "state"))


@asynccontextmanager
async def review(request: ReviewRequest, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    settings = load_settings({"theme": "midnight"}, environ={}, cwd=Path("/"), user_file=Path("/none"))
    async with reviewer(request, settings).run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
        await until(pilot, lambda: screen(pilot).state is not None or screen(pilot).has_class("-failed"))
        await settled(pilot)
        yield pilot


def screen(pilot: Pilot[None]) -> ReviewScreen:
    found = pilot.app.screen_stack[0]
    assert isinstance(found, ReviewScreen)
    return found


def sides(root: Path) -> ReviewRequest:
    old, new = write_sides(root)
    return ReviewRequest(str(old), str(new))


async def test_shows_groups_the_pair_and_its_usage(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        text = shown(pilot)
    for words in (
        "stream_options.include_usage",
        "unlike the rest",
        "one of 4",
        "0/7 decided",
        "request ~1",
        "none is told",
    ):
        assert words in text


async def test_decides_one_by_one_and_undoes(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("j", "j", "a", "x")
        await settled(pilot)
        text = shown(pilot)
        assert "2/7 decided" in text
        assert "✓ 1  ✗ 1" in text
        assert len(Ledger()) == 2
        await pilot.press("u", "backspace")
        await settled(pilot)
        assert "0/7 decided" in shown(pilot)
        assert len(Ledger()) == 0


@pytest.mark.parametrize("key", ["q", "Q"])
async def test_who_leaves_hears_how_far_it_is_decided(tmp_path: Path, key: str) -> None:
    heard: dict[Decision | None, int] = {}
    settings = load_settings({"theme": "midnight"}, environ={}, cwd=Path("/"), user_file=Path("/none"))
    async with reviewer(sides(tmp_path), settings, heard.update).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: screen(pilot).state is not None)
        await settled(pilot)
        await pilot.press("j", "j", "a", "x", key)
    assert progress_words(heard) == "2 of 7 decided: 1 accepted, 1 rejected"


async def test_what_is_passed_over_makes_no_pair_and_is_counted(tmp_path: Path) -> None:
    request = sides(tmp_path)
    passing = ReviewRequest(request.old, request.new, ignore=(parse_pattern("/stream_options"),))
    async with review(passing, size=(160, 36)) as pilot:
        text = shown(pilot)
        assert "identical · 5 changes passed over" in text
        assert "+ stream_options" not in text
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        await settled(pilot)
        assert "request =" in shown(pilot)


async def test_decides_a_whole_group_and_finds_it_decided_again(tmp_path: Path) -> None:
    request = sides(tmp_path)
    async with review(request) as pilot:
        await pilot.press("j", "j", "A")
        await settled(pilot)
        assert "accepted 4, 1 of them unlike the rest" in shown(pilot)
    async with review(request) as pilot:
        assert "4/7 decided" in shown(pilot)
        line = screen(pilot).groups.line_under_cursor
        assert line is not None
        assert line.group.kind == "knock-on"  # the first that is undecided


async def test_a_heading_tells_what_was_rejected_from_what_was_accepted(tmp_path: Path) -> None:
    def heading(pilot: Pilot[None]) -> str:
        return (
            next(line for line in shown(pilot).splitlines() if "▾ + stream_options" in line).partition("││")[0].rstrip()
        )

    async with review(sides(tmp_path)) as pilot:
        await pilot.press("j", "j", "x")
        await settled(pilot)
        assert heading(pilot).endswith(" 1/4")
        await pilot.press("A")
        await settled(pilot)
        assert heading(pilot).endswith(" ✓ 3 ✗ 1")
        assert "accepted 3, 1 of them unlike the rest, 1 stays as it was" in shown(pilot)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press(*"rejected", "enter")
        await settled(pilot)
        assert heading(pilot).split()[-3:] == ["stream_options.include_usage", "✗", "1"]


async def test_what_an_earlier_review_decided_is_taken_back_pair_by_pair(tmp_path: Path) -> None:
    request = sides(tmp_path)
    async with review(request) as pilot:
        await pilot.press("j", "j", "A")
        await settled(pilot)
    async with review(request) as pilot:
        await pilot.press("g", "u")
        await settled(pilot)
        assert "nothing to take back" in shown(pilot)
        await pilot.press("j", "j", "j")
        await settled(pilot)
        assert "4/7 decided" in shown(pilot)
        await pilot.press("u")
        await settled(pilot)
        text = shown(pilot)
        assert "took back what was accepted earlier" in text
        assert "3/7 decided" in text
        assert len(Ledger()) == 3
        await pilot.press("u")  # of this pair there is nothing left
        await settled(pilot)
        assert "3/7 decided" in shown(pilot)
        await pilot.press("x", "u")  # what is decided now comes first
        await settled(pilot)
        assert "3/7 decided" in shown(pilot)


async def test_a_key_for_a_pair_decides_no_group(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        for key in ("a", "x", "s"):
            await pilot.press("g", key)
            await settled(pilot)
            assert "0/7 decided" in shown(pilot)
        assert "this is a group" in shown(pilot)
        assert len(Ledger()) == 0


@pytest.mark.parametrize("keys", [("x", "n"), ("x", "k", "n")])
async def test_a_note_is_typed_and_kept_by_what_was_decided(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("j", "j")
        await settled(pilot)
        item = screen(pilot)._item
        assert item is not None
        await pilot.press(*keys)
        await settled(pilot)
        assert f"{item.name[:12]}, rejected" in shown(pilot)
        pilot.app.screen.query_one(Input).value = "wrong [/planet]"
        await pilot.press("enter")
        await settled(pilot)
        assert Ledger().get(item.key) == Judgement("reject", "wrong [/planet]")
        assert len(Ledger()) == 1
        assert "1/7 decided" in shown(pilot)
        await pilot.press("j", "k", "n")
        await settled(pilot)
        assert ("undecided" if keys == ("x", "n") else "rejected") in shown(pilot)


async def test_copies_from_the_list_and_from_the_diff(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("j", "j")
        await settled(pilot)
        await pilot.press("y", "v")
        await pilot.pause()
        assert pilot.app.clipboard == "The answer is there."
        await pilot.press("y", "j")
        await pilot.pause()
        assert [operation["path"] for operation in json.loads(pilot.app.clipboard)] == ["/stream_options"]
        await pilot.press("tab", "y", "p")
        await settled(pilot)
        assert pilot.app.clipboard == "/stream_options"
        await pilot.press("escape", "y", "p")
        await settled(pilot)
        assert pilot.app.clipboard.endswith(".json")


async def test_typing_a_filter_decides_nothing(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press(*"text", "colon", *"changed", "enter")
        await settled(pilot)
        text = shown(pilot)
        assert "1 of 7" in text
        assert "0/7 decided" in text
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        told = [screen.state.verdict_of(group)["text"] for group in screen.state.model.walk() if group.verdict]
        assert {word for counts in told for word in counts} == {"changed"}, "of what is shown, and of nothing else"
        await pilot.press("q")
        await settled(pilot)
        assert "1 of 7" not in shown(pilot)


async def test_enter_opens_the_pair_in_full_and_q_comes_back(tmp_path: Path) -> None:
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        await settled(pilot)
        assert "include_usage" in shown(pilot)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))


async def test_parts_and_panes_at_80_by_24(tmp_path: Path) -> None:
    async with review(sides(tmp_path), size=(80, 24)) as pilot:
        assert "unlike the rest" in shown(pilot)
        await pilot.press("]", "tab")
        await settled(pilot)
        assert "include_usage" in shown(pilot)
        await pilot.press("greater_than_sign")
        await settled(pilot)
        assert "The responses are the same." in shown(pilot)
        await pilot.press("tab")
        await settled(pilot)
        assert "matched" in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_columns_of_the_list_are_named_in_its_frame(tmp_path: Path, size: tuple[int, int]) -> None:
    async with review(sides(tmp_path), size=size) as pilot:
        await pilot.press("j", "j", "a")
        await settled(pilot)
        foot = next(line for line in shown(pilot).splitlines() if "✓ 1" in line and "╰" in line)
        assert "text tools finish usage" in foot


async def test_where_there_is_room_every_fact_of_a_pair_is_in_sight(tmp_path: Path) -> None:
    old, new = "tests/test_a.py::test_one[txt=x]", "tests/test_a.py::test_one[vis=x]"
    write_tree(tmp_path / "old", [chat("Hi there", test_id=old)])
    write_tree(tmp_path / "new", [chat("Hi there", test_id=new)])
    async with review(ReviewRequest(str(tmp_path / "old"), str(tmp_path / "new")), size=(200, 50)) as pilot:
        await pilot.press("j", "j")
        await settled(pilot)
        facts = screen(pilot).query_one(PairFacts)
        assert "renamed" in shown(pilot)
        assert facts.line_count + USAGE_LINES <= facts.size.height


async def test_a_bad_revision_is_said_in_the_pane_and_ends_with_2(tmp_path: Path) -> None:
    async with review(ReviewRequest("no", "where", str(tmp_path))) as pilot:
        text = shown(pilot)
        assert "✗" in text
        assert "q leaves." in text
        await pilot.press("a", "q")
    assert pilot.app.exit_code == 2  # type: ignore[attr-defined]


async def test_what_cannot_be_written_is_said_and_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    async with review(sides(tmp_path)) as pilot:
        await pilot.press("A")
        await settled(pilot)
        assert "not written down" in screen(pilot).query_one("#groups-pane", Pane).foot_left
        await pilot.press("q")
    assert pilot.app.return_code == 2


async def test_recorded_text_is_only_text(tmp_path: Path) -> None:
    old, new = write_sides(tmp_path)
    name = "tests/test_x.py::test_[/foo][@click=app.quit]\x1b]52;c;AAAA\x07\u202e[b]"
    write_tree(new, [chat("\x1b[2J[/bar]", answer="[red]\x9b", test_id=name)])
    (new / "recordings" / ("f" * 64 + ".json")).write_bytes(b'{"request": \x1b[31m')
    async with review(ReviewRequest(str(old), str(new))) as pilot:
        await pilot.press("L", "G")
        await settled(pilot)
        assert "unreadable" in shown(pilot)
        for _ in range(4):
            await pilot.press("k")
            await settled(pilot)
            assert not set(shown(pilot)) & set("\x1b\x9b\x07\u202e")
