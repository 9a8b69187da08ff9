"""The Responses API: text, a reasoning summary before a tool call, a plain response."""

from __future__ import annotations

from collections.abc import Iterator

from recview.samples.builders.chat_messages import call
from recview.samples.builders.envelope import Sample
from recview.samples.builders.openai_responses import Output, response, tool

_RESPONSES = "responses/test_responses.py::"


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield response(
        f"{_RESPONSES}test_tides_for_a_child",
        "Explain the tides to a child, in two sentences.",
        Output(
            "The Moon gently tugs at the sea, and the water bulges towards it. As the Earth turns, that bulge visits "
            "your beach, so the sea comes in and goes out again."
        ),
        streamed=True,
    )
    yield response(
        f"{_RESPONSES}test_stars_over_tromso",
        "Is tonight good for watching the stars in Tromsø?",
        Output(
            summary="**Checking the sky**\n\nBefore I promise any stars I should look at the clouds.",
            calls=(call("get_clouds", place="Tromsø", hour="21:00"),),
            reasoning_tokens=64,
        ),
        model="o4-mini",
        streamed=True,
        tools=[tool("get_clouds", "Cloud cover in percent.", place="Where", hour="Local time, HH:MM")],
    )
    yield response(
        f"{_RESPONSES}test_name_for_a_bakery",
        "A name for a bakery on a houseboat.",
        Output("The Floating Loaf."),
        streamed=False,
    )
