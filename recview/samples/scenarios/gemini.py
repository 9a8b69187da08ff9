"""Gemini: generate_content and Interactions."""

from __future__ import annotations

from collections.abc import Iterator

from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.builders.gemini import content, declare, embed, function_call, interaction, said, thought

_CONTENT = "gemini/test_generate_content.py::"
_INTERACTIONS = "gemini/test_interactions.py::"

_HUT_MENU = """\
**Day 1:** couscous with dried tomatoes and pine nuts
**Day 2:** red lentil soup, crackers, hard cheese
**Day 3:** oats with apple rings and hazelnuts

All of it cooks in one pot and weighs less than two kilos for two people."""

_SIGNATURE: JsonObject = {"type": "thought", "signature": "c2FtcGxlLXNpZ25hdHVyZQ=="}


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield from _contents()
    yield from _interactions()


def _contents() -> Iterator[Sample]:
    yield content(
        f"{_CONTENT}test_menu_for_a_hut_hike",
        "Three vegetarian dinners for a hut-to-hut hike, one line each.",
        [thought("They carry it all, so it must be light, dry and quick: one pot, little gas."), said(_HUT_MENU)],
        streamed=True,
        config={"thinking_config": {"include_thoughts": True}},
    )
    yield content(
        f"{_CONTENT}test_reading_lamp",
        "Dim the lamp in the reading corner to 40 %.",
        [function_call("set_lamp", lamp="reading corner", percent=40)],
        streamed=True,
        config=declare("set_lamp", "Sets a lamp's brightness.", lamp="Which lamp", percent="0 to 100"),
    )
    yield content(
        f"{_CONTENT}test_petrichor",
        "What is petrichor? One sentence.",
        [said("Petrichor is the earthy scent that rises when rain falls on dry ground.")],
        streamed=False,
    )
    yield embed(f"{_CONTENT}test_two_huts", ["A hut above the tree line", "A hut by the lake"], 24)


def _interactions() -> Iterator[Sample]:
    yield interaction(
        f"{_INTERACTIONS}test_rainy_day_in_bergen",
        "What should I pack for a rainy day in Bergen?",
        [_SIGNATURE, {"text": "A rain jacket, wool socks, and a good book for the café. ☔📖", "type": "text"}],
        streamed=True,
    )
    yield interaction(
        f"{_INTERACTIONS}test_time_in_montevideo",
        "What time is it in Montevideo?",
        [
            _SIGNATURE,
            {
                "name": "get_time",
                "arguments": {"timezone": "America/Montevideo"},
                "type": "function_call",
                "id": "montevideo1",
            },
        ],
        streamed=False,
        tools=[
            {
                "type": "function",
                "name": "get_time",
                "description": "The current time in a timezone.",
                "parameters": {
                    "type": "object",
                    "properties": {"timezone": {"type": "string", "description": "IANA name"}},
                    "required": ["timezone"],
                },
            }
        ],
    )
