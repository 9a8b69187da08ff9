"""Anthropic's Messages: a long story, thinking, tools, an overload in mid-stream."""

from __future__ import annotations

from collections.abc import Iterator

from recview.model.json_value import JSON
from recview.samples.builders.anthropic import (
    ask_message,
    plain,
    refused,
    streamed,
    text,
    thinking,
    tool,
    tool_use,
    user,
)
from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.scenarios.story import STORY

_MESSAGES = "messages/test_messages.py::"
_STREAMS = "messages/test_messages_streaming.py::"

_LIBRARY = (
    "You answer for a public library. Books may be renewed twice unless someone waits for them. "
    "Children borrow without fees. The reading room closes at 21:00."
)


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield _renewal()
    nothing = ask_message(f"{_MESSAGES}test_empty_conversation", [], streamed=False)
    yield refused(nothing, 400, "invalid_request_error", "messages: at least one message is required")
    yield from _streams()


def _renewal() -> Sample:
    cached: JsonObject = {"type": "text", "text": _LIBRARY, "cache_control": {"type": "ephemeral"}}
    system: list[JSON] = [cached]
    asked = ask_message(
        f"{_MESSAGES}test_cached_system_prompt",
        [user("May I renew a book twice?")],
        streamed=False,
        more={"system": system},
    )
    return plain(asked, [text("Yes, twice, as long as nobody else is waiting for it.")], cached=1536)


def _streams() -> Iterator[Sample]:
    story = ask_message(
        f"{_STREAMS}test_long_story",
        [user("Tell me a bedtime story about a lighthouse. Take your time.")],
        streamed=True,
        max_tokens=4096,
    )
    yield streamed(story, [text(STORY)])
    riddle = ask_message(
        f"{_STREAMS}test_thinking",
        [user("What is the smallest number that every number from 1 to 6 divides?")],
        streamed=True,
        max_tokens=2048,
        more={"thinking": {"type": "enabled", "budget_tokens": 1024}},
    )
    thoughts = "I need the least common multiple. 4 brings 2 × 2, 6 adds a 3, 5 adds itself: 4 × 3 × 5 = 60."
    yield streamed(riddle, [thinking(thoughts), text("**60.** It is 4 × 3 × 5, and 1, 2 and 6 come for free.")])
    trains = ask_message(
        f"{_STREAMS}test_tool_use",
        [user("I want to be in Vienna tomorrow before noon. I am in Ljubljana.")],
        streamed=True,
        more={"tools": [tool("find_trains", "Trains of one day.", origin="From", target="To", arrive_by="HH:MM")]},
    )
    call = tool_use("find_trains", origin="Ljubljana", target="Vienna", arrive_by="12:00")
    yield streamed(trains, [text("Let me look at the morning trains."), call])
    busy = ask_message(f"{_STREAMS}test_overloaded", [user("Name seven cheeses, each with a wine.")], streamed=True)
    cheeses = text("1. Comté, with Savagnin\n2. Manchego, with a dry sherry\n3. Stilton, with")
    yield streamed(busy, [cheeses], error={"type": "overloaded_error", "message": "Overloaded"})
