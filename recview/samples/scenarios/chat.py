"""Plain talk: short questions, several choices, a re-recorded pair, a changed prompt."""

from __future__ import annotations

from collections.abc import Iterator

from recview.samples.builders.chat_hosts import OLLAMA, OPENAI
from recview.samples.builders.chat_messages import Answer, system, user
from recview.samples.builders.envelope import JsonObject, Sample
from recview.samples.builders.openai_chat import chat, plain_chat
from recview.samples.builders.openai_plain import models, text_completion

_BASICS = "chat/test_chat_basics.py::"
_PROMPTS = "chat/test_chat_prompts.py::"
_COMPLETIONS = "chat/test_completions.py::"

TILTED_PLANET = f"{_BASICS}test_tilted_planet"
"""Recorded twice: the older file, without usage, is superseded."""

_HAIKU = (
    "Rain on the tin roof:\nthe cat counts every raindrop,\nthen forgets the sum.",
    "Last train of the night.\nOne umbrella rides alone\nall the way to sea.",
    "Tomatoes, still warm:\nthe garden keeps a little\nsun for the evening.",
)
_PIXELS = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mN4LK2MFTEMLQkAa2xIQRmC1mAAAAAASUVORK5CYII="
"""A red square of 8 × 8 pixels, as PNG."""


def samples() -> Iterator[Sample]:
    """The recordings, in the order of their tests."""
    yield from _re_recorded()
    yield from _basics()
    yield from _changed_prompt()
    yield from _completions()


def _re_recorded() -> Iterator[Sample]:
    """One test twice, as a re-record leaves it: the later request also asks for usage."""
    question = "Which planet spins on its side?"
    answer = "Uranus. Its axis is tilted by about 98 degrees, so it rolls around the Sun like a ball."
    yield chat(TILTED_PLANET, question, answer, glue=3, include_usage=False)
    yield chat(TILTED_PLANET, question, answer, glue=4)


def _basics() -> Iterator[Sample]:
    yield plain_chat(
        f"{_BASICS}test_marathon_in_miles",
        "A marathon is 42.195 km. How many miles is that? One sentence.",
        "A marathon is about 26.22 miles.",
    )
    yield chat(
        f"{_BASICS}test_three_haiku",
        "Write a haiku about a quiet moment.",
        *_HAIKU,
        parameters={"n": 3, "temperature": 0.9},
    )
    yield chat(
        f"{_BASICS}test_cut_by_max_tokens",
        "What makes the northern lights?",
        Answer(
            "Charged particles from the Sun meet the upper atmosphere. Oxygen glows green and red, nitrogen",
            finish="length",
        ),
        parameters={"max_tokens": 19},
    )
    picture: JsonObject = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_PIXELS}"}}
    asked: JsonObject = {"role": "user", "content": [{"type": "text", "text": "Which colour is this?"}, picture]}
    yield plain_chat(f"{_BASICS}test_colour_of_a_picture", [asked], "A plain, bright red.")


def _changed_prompt() -> Iterator[Sample]:
    """One test, whose system prompt was reworded; so was the answer."""
    test = f"{_PROMPTS}test_release_note"
    news = user("Fixed: the map froze when zooming past level 18. New: offline tiles.")
    yield plain_chat(
        test,
        [system("You write release notes in one friendly sentence."), news],
        "Good news, explorers: maps now work offline, and zooming past level 18 no longer freezes!",
    )
    yield plain_chat(
        test,
        [system("You write release notes in one plain sentence, without exclamation marks."), news],
        "Maps now work offline, and zooming past level 18 no longer freezes the view.",
    )


def _completions() -> Iterator[Sample]:
    yield text_completion(
        f"{_COMPLETIONS}test_primary_colours",
        "The three primary colours of light are",
        " red, green and blue.",
        OLLAMA,
        streamed=False,
        max_tokens=16,
    )
    yield text_completion(
        f"{_COMPLETIONS}test_story_opening",
        "Once upon a time, a small robot",
        " found a pencil on the beach and decided to draw the whole sea",
        OLLAMA,
        streamed=True,
        max_tokens=13,
        finish="length",
    )
    created_s = {"gpt-4o": 1715367049, "o4-mini": 1744225351, "text-embedding-3-small": 1705948997}
    yield models("chat", OPENAI.base_url, "system", created_s)
