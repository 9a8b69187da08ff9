"""Which panels are given what is open: the one that plays and the one that is looked at, the others in time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from factories import make_chat_stream, make_document, recording_bytes

from recview.analysis.lit_words import LitWords
from recview.ui.opened import Opened, open_bytes
from recview.ui.panel_deck import PanelDeck


class FakePanel:
    """Tells what it is given; the one that plays has its playhead at 2, whatever is wished."""

    def __init__(self, name: str) -> None:
        self.panel_id, self.panel_title = f"panel-{name}", name.title()
        self.display = True
        self.given: list[object] = []
        self.playback = SimpleNamespace(position=0)

    def show(self, opened: Opened, position: int) -> None:
        self.playback.position = min(2, position)
        self.given.append((opened.path, position))

    def clear(self, note: str) -> None:
        self.playback.position = 0
        self.given.append(note)

    def show_problems(self, opened: Opened) -> None:
        self.given.append("problems")

    def light(self, words: LitWords) -> None:
        self.given.append("lit")


def recording(name: str) -> Opened:
    opened = open_bytes(recording_bytes(make_document(make_chat_stream(["a", "b"]))), f"r/{name}.json")
    assert isinstance(opened, Opened)
    return opened


@pytest.fixture
def panels() -> list[Any]:
    return [FakePanel(name) for name in ("playback", "conversation", "raw")]


def given(panels: list[Any]) -> list[list[object]]:
    """What each was given since this was asked last."""
    told = [panel.given for panel in panels]
    for panel in panels:
        panel.given = []
    return told


def test_at_first_nothing_is_given_and_the_first_is_looked_at(panels: list[Any]) -> None:
    deck = PanelDeck(panels)
    assert deck.active is panels[0]
    deck.look_at("panel-raw")
    assert given(panels) == [[], [], []]
    assert [panel.display for panel in panels] == [False, False, True]
    assert deck.tabs[0] == ("panel-playback", "Playback")


def test_what_is_not_looked_at_is_given_when_it_is(panels: list[Any]) -> None:
    deck = PanelDeck(panels)
    deck.look_at("panel-conversation")
    assert deck.show(recording("a"), 5) == 2
    assert given(panels) == [[("r/a.json", 5)], [("r/a.json", 2)], []]
    panels[0].playback.position = 1
    deck.look_at("panel-raw")
    deck.look_at("panel-conversation")
    deck.look_at("panel-raw")
    assert given(panels) == [[], [], [("r/a.json", 1)]]


def test_of_two_recordings_the_one_in_between_is_never_given_to_what_is_not_looked_at(panels: list[Any]) -> None:
    deck = PanelDeck(panels)
    deck.show(recording("a"), 1)
    deck.clear("gone")
    deck.show(recording("b"), 1)
    deck.look_at("panel-raw")
    assert given(panels)[1:] == [[], [("r/b.json", 1)]]
    deck.clear("gone")
    assert given(panels) == [["gone"], [], ["gone"]]


def test_problems_are_told_where_the_recording_was_given_and_lit_words_everywhere(panels: list[Any]) -> None:
    deck = PanelDeck(panels)
    deck.show(recording("a"), 1)
    given(panels)
    deck.show_problems(recording("checked"))
    assert given(panels) == [["problems"], [], []]
    deck.look_at("panel-raw")
    assert given(panels) == [[], [], [("r/checked.json", 1)]]
    deck.light(LitWords())
    assert given(panels) == [["lit"], ["lit"], ["lit"]]


def test_next_goes_round_the_end(panels: list[Any]) -> None:
    deck = PanelDeck(panels)
    assert (deck.next_to(1), deck.next_to(-1)) == ("panel-conversation", "panel-raw")
